/**
 * What other devices are sent about votes, marks and wordings. A thing is done in one way and then in another: whoever is
 * told the same both times cannot know which it was.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { asId, type NoteId, type ZoneId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import {
	arrived,
	boardOf,
	differences,
	ends,
	everybodyAsks,
	finders,
	scene,
	toldTogether,
	type Scene
} from '../../support/wire-scene.ts';
import { openBoard, testWorkshop, type Participant } from '../../support/workshop.ts';

// Every reading route, asked by six devices, several times.
vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let facilitator: Device;
beforeAll(async () => {
	server = await startServer();
	({ facilitator } = await testWorkshop(server));
});
afterAll(() => server.close());

/** A device of each right is asked; every device listens. */
const ASKED: readonly string[] = ['ben', 'bo', 'observer', 'helper', 'screen', 'sponsor'];
const ask = ({ workshop, ears }: Scene, step: string) =>
	everybodyAsks({ workshop, ears: ears.filter(({ name }) => ASKED.includes(name)) }, step);

const zone = (id: string): ZoneId => asId(id);

/** Writes these on a board, and leaves it: who has a board open says so now and then, whatever they do. */
async function written(room: Scene, who: Participant, step: string, notes: readonly (readonly [string, string])[]) {
	const place = await boardOf(room, who, step);
	const open = await openBoard(server, who.device, place);
	const ids = notes.map(([at, text]) => open.board.addNote({ zone: zone(at), text }));
	await open.saved();
	open.close();
	return { board: place.id, refs: ids.map((id: NoteId) => noteRef(place.id, id)), ids };
}

/** Does this, lets it arrive, and gives what was sent meanwhile without having been asked for. */
async function sentDuring(room: Scene, deed: () => Promise<unknown>): Promise<readonly Buffer[]> {
	await arrived(room);
	room.ears.forEach(({ frames }) => frames.splice(0));
	await deed();
	await arrived(room);
	return room.ears.flatMap(({ frames }) => frames);
}

/** Boards that are left take words for two seconds more. */
const closed = ({ workshop }: Scene, step: string) =>
	expect
		.poll(
			async () =>
				(await workshop.documents(workshop.facilitator)).some((place) => place.step === step && place.writable),
			{ timeout: 20_000 }
		)
		.toBe(false);

const names = (frames: readonly Buffer[], secrets: readonly string[]): readonly string[] =>
	secrets.filter((secret) => frames.some((frame) => frame.includes(secret)));

test('[WIRE-2] a vote reaches no other device, neither by whom nor for what, before voting is closed', async () => {
	const room = await scene(server, facilitator);
	const { workshop, ana } = room;
	await workshop.go('experiences', 'share');
	const { refs, ids } = await written(room, ana, 'experiences', [
		['good', 'Chosen'],
		['good', 'Other']
	]);
	const [chosen = '', other = ''] = refs;
	await workshop.go('experiences', 'vote');
	const path = `/api/workshops/${workshop.id}/steps/experiences/votes`;

	const voted = await sentDuring(room, () => ana.device.post(path, { target: chosen }));
	const first = await ask(room, 'experiences');
	const changed = await sentDuring(room, async () => {
		await ana.device.post(`${path}/take-back`, { target: chosen });
		await ana.device.post(path, { target: other });
	});
	const second = await ask(room, 'experiences');

	expect((await ana.device.get(path)).body.mine).toEqual([other]);
	expect(names([...voted, ...changed], [...ids, ...refs, ana.id])).toEqual([]);
	expect(differences(first, second)).toEqual([]);
	// Closed, the room reads totals, and never whose they were.
	await workshop.post('/steps/experiences/votes/close');
	const closed = await ask(room, 'experiences');
	expect(closed.get('ben')?.get(path)).toContain(other);
	expect([...closed].filter(([, answers]) => answers.get(path)?.includes(ana.id))).toEqual([]);
	expect(toldTogether(closed, other, ana.id).filter((at) => !isOfAuthors(at))).toEqual([]);
	ends(room);
});

/** She wrote the note herself, in a step with names: who may read it learns that. */
const isOfAuthors = (at: string): boolean => /\/(sources|stories|story-book|days\/1)$/.test(at);

test('[WIRE-5] a mark of agreement, its reason and a vote for a wording tell nobody whose they are, and the mark nothing before all are given', async () => {
	const room = await scene(server, facilitator);
	const { workshop, ana, ben, bo } = room;
	await workshop.go('vision', 'place');
	await workshop.post('/steps/vision/writers', { people: [ben.id] });
	const { refs } = await written(room, ben, 'vision', [['standards', 'We ring back']]);
	const at = `/api/workshops/${workshop.id}/steps/vision`;
	const line = refs[0]!;
	const proposed = await sentDuring(room, async () => {
		await ana.device.post(`${at}/proposals`, { zone: 'standards', line: null, text: 'WORDING of Alder' });
		const { body } = await bo.device.post(`${at}/proposals`, { zone: 'standards', line: null, text: 'Birch’s' });
		await ana.device.post(`${at}/proposals/${body.find(({ mine }: { mine: boolean }) => mine).id}/vote`, { on: true });
	});
	await workshop.go('vision', 'agree');
	const mark = (who: Participant, mark: number, why = '') =>
		who.device.post(`${at}/ratings`, { target: line, mark, why });

	const low = await sentDuring(room, () => mark(ana, 1, 'REASON of hers'));
	const first = await ask(room, 'vision');
	const high = await sentDuring(room, () => mark(ana, 5));
	const second = await ask(room, 'vision');

	expect(names([...proposed, ...low, ...high], ['WORDING', 'REASON', line, ana.id])).toEqual([]);
	expect(finders(room, first, 'REASON')).toEqual([]);
	expect(differences(first, second)).toEqual([]);
	expect(toldTogether(first, 'WORDING', ana.id)).toEqual([]);
	expect(finders(room, first, 'WORDING').length).toBeGreaterThan(0);
	// All are given: now there are figures and reasons, and still no names.
	await Promise.all([mark(ana, 2, 'REASON of hers'), mark(ben, 1, 'Another'), mark(bo, 4)]);
	await workshop.go('vision', 'vote');
	const after = await ask(room, 'vision');
	expect(after.get('bo')?.get(`${at}/ratings`)).toContain('REASON');
	for (const word of ['REASON', 'WORDING']) expect(toldTogether(after, word, ana.id)).toEqual([]);
	for (const reader of ['observer', 'sponsor'])
		expect([...after.get(reader)!.values()].filter((text) => /REASON|WORDING/.test(text))).toEqual([]);
	ends(room);
});

test('[WIRE-6] how somebody rates their own house reaches no other device while people rate, and afterwards not where few did', async () => {
	const room = await scene(server, facilitator);
	const { workshop, ana, ben } = room;
	await workshop.go('vision', 'place');
	await workshop.post('/steps/vision/writers', { people: [ben.id] });
	await written(room, ben, 'vision', [['standards', 'We ring back']]);
	await workshop.go('house', 'rate');
	await closed(room, 'vision');
	const place = await boardOf(room, ana, 'house');
	const open = await openBoard(server, ana.device, place);
	await open.until((board) => board.notes().some((note) => note.zone === 'today'));
	const cell = noteRef(place.id, open.board.notes().find((note) => note.zone === 'today')!.id);
	open.close();
	const at = `/api/workshops/${workshop.id}/steps/house`;
	const rate = (mark: number) => ana.device.post(`${at}/ratings`, { target: cell, mark });

	const low = await sentDuring(room, () => rate(1));
	const first = await ask(room, 'house');
	const high = await sentDuring(room, () => rate(5));
	const second = await ask(room, 'house');

	expect((await ana.device.get(`${at}/ratings`)).body.mine).toEqual({ [cell]: 5 });
	expect(names([...low, ...high], [cell, ana.id])).toEqual([]);
	expect(differences(first, second)).toEqual([]);
	await workshop.go('house', 'fill');
	for (const { name, asks } of room.ears) {
		const answers = await asks({ step: 'house' });
		for (const path of ['ratings', 'spread'])
			expect([name, path, /\b5\b|\[0,0,0,0,1\]/.test(figures(answers.get(`${at}/${path}`) ?? ''))]).toEqual([
				name,
				path,
				false
			]);
	}
	ends(room);
});

/** Marks alone, without how many were given. */
function figures(text: string): string {
	if (!text.startsWith('{')) return '';
	const { counts, lines } = JSON.parse(text) as { counts?: unknown; lines?: readonly { syndicates: unknown }[] };
	return JSON.stringify([counts ?? {}, lines?.map(({ syndicates }) => syndicates) ?? []]);
}

test('[WIRE-7] whoever marks another syndicate’s story in the gallery is told to nobody: their neighbour’s mark reads the same', async () => {
	const room = await scene(server, facilitator);
	const { workshop, ana, ben, bo } = room;
	await workshop.go('experiences', 'share');
	const { refs } = await written(room, bo, 'experiences', [['bad', 'Nobody rang back']]);
	const target = refs[0]!;
	await workshop.go('gallery');
	await closed(room, 'experiences');
	const press = async (who: Participant, on: boolean) => {
		for (const kind of ['same', 'moved'])
			await who.device.post(`/api/workshops/${workshop.id}/gallery/marks`, { target, kind, on });
	};
	const others = { ...room, ears: room.ears.filter(({ name }) => name !== 'ben') };

	const hers = await sentDuring(others, () => press(ana, true));
	const first = await ask(others, 'experiences');
	const his = await sentDuring(others, async () => {
		await press(ana, false);
		await press(ben, true);
	});
	const second = await ask(others, 'experiences');

	expect(first.get('bo')?.get(`/api/workshops/${workshop.id}/steps/experiences/gallery`)).toContain(target);
	expect(names([...hers, ...his], [target, ana.id, ben.id])).toEqual([]);
	expect(differences(first, second)).toEqual([]);
	expect(toldTogether(first, target, ana.id)).toEqual([]);
	ends(room);
});
