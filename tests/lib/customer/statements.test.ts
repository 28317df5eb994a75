import { beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '#domain/problem.ts';
import { Statements, type StatementServer } from '#lib/customer/seat/statements.svelte.ts';
import { Unreachable } from '#lib/http/request.ts';
import type { StatementView } from '#protocol/statements.ts';
import { asId } from '#domain/ids.ts';

/** A server in memory: away while `isAway`, and with its own refusal. */
function memory() {
	const rows = new Map<string, StatementView>();
	const world = { isAway: false, refusal: null as Problem | null, asked: [] as string[] };
	const asking = <Answer>(what: string, answer: () => Answer): Promise<Answer> => {
		if (world.isAway) return Promise.reject(new Unreachable());
		world.asked.push(what);
		if (world.refusal && what !== 'list') return Promise.reject(world.refusal);
		return Promise.resolve(answer());
	};
	const kept = (id: string, row: Pick<StatementView, 'text' | 'order'>): StatementView => {
		const made = { id, ...row, writtenAt: '2027-01-13T09:00:00.000Z', pointId: rows.get(id)?.pointId ?? null };
		rows.set(id, made);
		return made;
	};
	const server: StatementServer = {
		list: () => asking('list', () => [...rows.values()]),
		save: (_workshop, id, body) => asking('save', () => kept(id, body)),
		remove: (_workshop, id) => asking('remove', () => void rows.delete(id)),
		show: (_workshop, id) =>
			asking('show', () => {
				const shown = { ...rows.get(id)!, pointId: asId<'Point'>(`point of ${id}`) };
				rows.set(id, shown);
				return shown;
			})
	};
	return { rows, world, server };
}

/** What a browser keeps. */
function storage(): Storage {
	const kept = new Map<string, string>();
	return {
		get length() {
			return kept.size;
		},
		key: (at) => [...kept.keys()][at] ?? null,
		clear: () => kept.clear(),
		getItem: (name) => kept.get(name) ?? null,
		setItem: (name, text) => void kept.set(name, text),
		removeItem: (name) => void kept.delete(name)
	};
}

beforeEach(() => {
	vi.stubGlobal('localStorage', storage());
	return () => vi.unstubAllGlobals();
});

const opened = (server: StatementServer) => new Statements('workshop', 'ingrid', server);
const texts = (statements: Statements) => statements.lines.map(({ text }) => text);

/** Writes a line as the page does. */
function written(statements: Statements, text: string): string {
	statements.add();
	const id = statements.fresh!;
	statements.write(id, text);
	return id;
}

test('[SEAT-6] what is typed without a network is on the device, not said to be saved, and arrives once after a reload', async () => {
	const { rows, world, server } = memory();
	world.isAway = true;
	const page = opened(server);
	await page.read();
	const id = written(page, 'Ring back');
	await page.send();
	const before = [page.saved, texts(page)];
	page.write(id, 'Ring back the same day');

	// The tab is gone; nothing of it goes on.
	const again = opened(server);
	const kept = texts(again);
	world.isAway = false;
	await again.read();
	await again.send();
	await again.send();
	await page.send();

	expect(before).toEqual(['here', ['Ring back']]);
	expect(kept).toEqual(['Ring back the same day']);
	expect([...rows.values()].map(({ text }) => text)).toEqual(['Ring back the same day']);
	expect([again.saved, page.saved]).toEqual(['saved', 'saved']);
});

test('[SEAT-6] a line that is refused stays here with its words, and is sent again once it is changed', async () => {
	const { rows, world, server } = memory();
	const page = opened(server);
	const id = written(page, 'One line too many');
	world.refusal = new Problem('malformed', 'There are 30 lines already.');

	await page.send();
	const refused = [page.refusal, page.saved, texts(page)];
	world.refusal = null;
	await page.send();
	const still = rows.size;
	page.write(id, 'One line less');
	await page.send();

	expect(refused).toEqual(['There are 30 lines already.', 'refused', ['One line too many']]);
	expect([still, rows.get(id)?.text, page.saved, page.refusal]).toEqual([0, 'One line less', 'saved', null]);
});

test('[SEAT-6] thrown away and put back, moved up and down, a line is on the server as it stands here', async () => {
	const { rows, server } = memory();
	const page = opened(server);
	const [first, second, third] = ['First', 'Second', 'Third'].map((text) => written(page, text));
	await page.send();

	page.move(third!, -1);
	page.move(third!, -1);
	page.move(third!, -1);
	page.throwAway(second!);
	await page.send();
	const without = [texts(page), rows.size];
	page.putBack();
	await page.send();
	page.move(first!, 1);
	await page.send();

	const onServer = [...rows.values()].toSorted((a, b) => (a.order < b.order ? -1 : 1)).map(({ text }) => text);
	expect(without).toEqual([['Third', 'First'], 2]);
	expect(texts(page)).toEqual(onServer);
	expect(onServer).toEqual(['Third', 'Second', 'First']);
});

test('[SEAT-4] [SEAT-6] shown without a network, a line goes to the room once it is back, unless it is held back', async () => {
	const { rows, world, server } = memory();
	const page = opened(server);
	const [shown, held] = [written(page, 'Ring back'), written(page, 'Say so')];
	await page.send();
	world.isAway = true;

	await page.show(shown);
	await page.show(shown);
	await page.show(held);
	page.holdBack(held);
	const waiting = [page.isOnItsWay(shown), page.isOnItsWay(held), page.saved];
	world.isAway = false;
	await page.send();

	expect(waiting).toEqual([true, false, 'here']);
	expect(world.asked.filter((what) => what === 'show').length).toBe(1);
	expect([rows.get(shown)?.pointId !== null, rows.get(held)?.pointId]).toEqual([true, null]);
	expect(page.toShow.map(({ text }) => text)).toEqual(['Say so']);
});

test('[SEAT-6] what another device did in the meantime is here after it was read, and an empty line is none', async () => {
	const { server } = memory();
	const [phone, laptop] = [opened(server), opened(server)];
	const id = written(phone, 'Ring back');
	await phone.send();
	await laptop.read();
	laptop.throwAway(id);
	await laptop.send();
	phone.add();
	const empty = phone.lines.at(-1)!.id;

	phone.leave(empty);
	await phone.read();
	await phone.send();

	expect([texts(phone), phone.saved]).toEqual([[], 'saved']);
});

test('[SEAT-6] a saved line that is emptied stands once, also where the page asks what there is meanwhile', async () => {
	const { server } = memory();
	const page = opened(server);
	const id = written(page, 'Ring back');
	await page.send();

	page.write(id, '');
	await page.read();
	const emptied = texts(page);
	const afterReload = texts(opened(server));
	page.leave(id);
	await page.send();
	await page.read();

	expect([emptied, afterReload]).toEqual([[''], ['']]);
	expect([texts(page), page.saved]).toEqual([[], 'saved']);
});

test('[SEAT-6] a device that kept one line twice shows it once', () => {
	const line = { id: 'a', order: 'a0', text: 'Ring back', pointId: null };
	localStorage.setItem(
		'plenary.waits.workshop.ingrid.statements',
		JSON.stringify({ lines: [line, { ...line, text: 'Ring back soon' }], waiting: {} })
	);

	expect(texts(opened(memory().server))).toEqual(['Ring back soon']);
});

test('[SEAT-6] an answer that was asked for before the last words were written and saved changes none of them', async () => {
	const { rows, server } = memory();
	const late: (() => void)[] = [];
	const slow: StatementServer = {
		...server,
		list: async () => {
			const before = [...rows.values()];
			await new Promise<void>((go) => late.push(go));
			return before;
		}
	};
	const page = opened(slow);
	const [id, gone] = [written(page, 'Ring back'), written(page, 'Say so')];
	await page.send();

	const reading = page.read();
	page.write(id, 'Ring back the same day');
	page.throwAway(gone);
	const added = written(page, 'And tell us why');
	await page.send();
	late.forEach((go) => go());
	await reading;

	expect(page.lines.map((line) => [line.id, line.text])).toEqual([
		[id, 'Ring back the same day'],
		[added, 'And tell us why']
	]);
	expect(page.saved).toBe('saved');
});

test('[SEAT-6] two pages of one device keep what each of them wrote, and both show it', async () => {
	const { rows, world, server } = memory();
	world.isAway = true;
	const [one, other] = [opened(server), opened(server)];
	written(one, 'Ring back');
	written(other, 'Say so');
	other.meet();
	one.meet();
	const both = [texts(one).toSorted(), texts(other).toSorted()];

	// Both are closed before the network is back.
	const later = opened(server);
	world.isAway = false;
	await later.send();
	for (const page of [one, other]) page.stop();

	expect(both).toEqual([
		['Ring back', 'Say so'],
		['Ring back', 'Say so']
	]);
	expect([...rows.values()].map(({ text }) => text).toSorted()).toEqual(['Ring back', 'Say so']);
});

test('[SEAT-6] what one page threw away or sent is so on the other, and words that still wait there stay', async () => {
	const { world, server } = memory();
	const one = opened(server);
	const [kept, thrown] = [written(one, 'Ring back'), written(one, 'Say so')];
	await one.send();
	const other = opened(server);
	world.isAway = true;
	other.write(kept, 'Ring back the same day');
	one.throwAway(thrown);
	world.isAway = false;
	await one.send();
	other.meet();
	await other.send();
	one.meet();

	expect([texts(one), texts(other)]).toEqual([['Ring back the same day'], ['Ring back the same day']]);
	expect([one.saved, other.saved]).toEqual(['saved', 'saved']);
});

test('[SEAT-6] no more lines are begun than are taken', () => {
	const page = opened(memory().server);
	for (let n = 0; n < 32; n += 1) page.add();

	expect([page.toShow.length, page.takesMore]).toEqual([30, false]);
});
