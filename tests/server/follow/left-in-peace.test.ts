import { afterAll, beforeAll, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import type { Email } from 'postal-mime';
import { asId, newId } from '#domain/ids.ts';
import { signed } from '#domain/letter-words.ts';
import { toPerson, type LetterKind, type LetterPart } from '#domain/letters.ts';
import { actionChanges, mailWishes, people, workshops } from '#drizzle/schema.ts';
import { signer } from '#server/follow/signed-links.ts';
import { changeTurns } from '#server/store/hand-overs.ts';
import { LinkCodeStore } from '#server/store/link-codes.ts';
import { MergeStore } from '#server/store/merging.ts';
import { notify } from '#server/store/notifications.ts';
import { mailServer, type MailServer } from '../../support/mail-server.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../../support/plan-room.ts';

let mails: MailServer;
let installation: PlanInstallation;
beforeAll(async () => {
	mails = await mailServer();
	installation = await planInstallation({ smtpUrl: mails.url });
});
afterAll(async () => {
	await installation.close();
	await mails.close();
});

const addressOf = ({ id }: Sitting): string => `${id.toLowerCase()}@room.test`;
const to = (sitting: Sitting) => (mail: Email) => mail.to?.[0]?.address === addressOf(sitting);
const heard = (sitting: Sitting): readonly string[] =>
	mails.taken.filter(to(sitting)).map(({ subject }) => subject ?? '');

async function at(instant: string): Promise<void> {
	installation.setNow(instant);
	await installation.followUp.rest();
}

async function told(
	room: PlanRoom,
	sitting: Sitting,
	{ kind, subject, asks = true, ...more }: { kind: LetterKind; subject: string; asks?: boolean; isByHand?: boolean }
): Promise<void> {
	const at = installation.now();
	const part: LetterPart = { subject, asks, blocks: [{ kind: 'text', text: subject }], ...more };
	const row = { workshopId: room.workshopId, recipient: toPerson(sitting.id), kind, subjectId: subject, period: '' };
	await installation.database.transaction((tx) => notify(tx, { ...row, part, notBefore: at, at }));
}

/** Signed on the Wednesday with one action; no letters of the cadence any more. */
async function signedRoom(more: readonly string[] = []) {
	installation.setNow('2027-01-13T14:00:00Z');
	const room = await installation.openRoom();
	const others: string[] = [];
	for (const text of more) others.push(await room.ready(text));
	const { id } = await room.signed();
	const tom = await room.sit('Tom Birch', 'sponsor');
	for (const sitting of [room.elin, room.amira, room.marcus, tom]) {
		await installation.database.transaction((tx) =>
			tx
				.update(people)
				.set({ email: addressOf(sitting) })
				.where(eq(people.id, sitting.id))
		);
	}
	await at('2027-01-13T14:01:00Z');
	await installation.database.transaction((tx) =>
		tx.update(workshops).set({ followUpUntil: '2027-01-14' }).where(eq(workshops.id, room.workshopId))
	);
	return { room, tom, actionId: id, others };
}

const day = (n: number, time = '09:00'): string => `2027-01-${n}T${time}:00Z`;

test(
	'[MAIL-30] management is asked each request, and whoever answers or changes something is asked on',
	{ timeout: 60_000 },
	async () => {
		const { room, tom, actionId } = await signedRoom();
		for (const n of [18, 19, 20, 21, 22]) {
			installation.setNow(day(n));
			await told(room, tom, { kind: 'support-ask', subject: `Request ${n}` });
			await told(room, room.elin, { kind: 'quiet', subject: `Question ${n}` });
			await told(room, room.marcus, { kind: 'quiet', subject: `Question ${n}` });
			await at(day(n));
			// Elin never writes an update, but moves a date.
			await installation.database.transaction((tx) =>
				tx.insert(actionChanges).values({
					...{ id: newId(), actionId: asId<'Action'>(actionId), part: 'dueOn', value: `2027-03-${n}`, reason: 'Later' },
					...{ changedBy: room.elin.id, changedAt: new Date(day(n, '15:00')) }
				})
			);
		}
		expect(heard(tom).slice(1)).toEqual([18, 19, 20, 21, 22].map((n) => `Request ${n}`));
		expect(heard(room.elin).slice(1)).toEqual([18, 19, 20, 21, 22].map((n) => `Question ${n}`));
		// Of Marcus, who does nothing, nothing more is asked; what somebody writes to him by hand goes.
		expect(heard(room.marcus).slice(1)).toEqual([18, 19, 20].map((n) => `Question ${n}`));
		installation.setNow(day(25));
		await told(room, room.marcus, { kind: 'quiet', subject: 'By hand', isByHand: true });
		await at(day(25));
		expect(heard(room.marcus).at(-1)).toBe('By hand');
	}
);

test(
	'[MAIL-31] whoever has left the company gets nothing more: no letter, no link, no calendar, no part in the follow-up',
	{ timeout: 60_000 },
	async () => {
		const { room } = await signedRoom();
		installation.setNow(day(18));
		await room.facilitator.post('/appointments', { role: 'deputy', personId: room.amira.id });
		await room.amira.post('/appointments/deputy/answer', { yes: true, words: 'Gladly' });
		const sign = await signer(installation.database, installation.now());
		const reader = { workshopId: room.workshopId, recipient: toPerson(room.amira.id), address: addressOf(room.amira) };
		const link = sign({ ...reader, version: 1, purpose: 'wishes', subjectId: '', value: 'less' });
		const { body: feed } = await room.amira.post('/calendar-feed');
		const reached = async () => [
			(await room.request(link)).status,
			(await room.request(feed.path)).status,
			(await room.amira.get('/letters')).status
		];
		expect(await reached()).toEqual([200, 200, 200]);

		const left = await room.marcus.post('/follow-up/left', { personId: room.amira.id, left: true });
		expect(left.status).toBe(200);
		await told(room, room.amira, { kind: 'thanks', subject: 'Thank you', asks: false });
		await at(day(19));
		expect(heard(room.amira)).toHaveLength(1);
		expect(await reached()).toEqual([410, 404, 403]);
		// Nobody changes places with somebody who is gone, and nobody hands it over to them.
		const turned = await installation.database.transaction((tx) =>
			changeTurns(tx, room.workshopId, 'turn', installation.now())
		);
		expect(turned).toBe(false);
		expect((await room.marcus.post('/follow-up/hand-over', { to: room.amira.id, words: '' })).status).toBe(404);

		await room.marcus.post('/follow-up/left', { personId: room.amira.id, left: false });
		expect((await room.request(link)).status).toBe(200);
	}
);

test('[MAIL-36] of two entries that are one person the stricter wish stands: stopped stays stopped, and who has left has left', async () => {
	const { room, actionId } = await signedRoom();
	const twin = await room.sit('Amira K', 'participant');
	await room.reload();
	const wish = (sitting: Sitting, wishes: Partial<typeof mailWishes.$inferInsert>) =>
		installation.database.transaction((tx) =>
			tx.insert(mailWishes).values({ workshopId: room.workshopId, recipient: toPerson(sitting.id), ...wishes })
		);
	await wish(room.amira, { snoozedUntil: '2027-02-01', unanswered: 1 });
	const stoppedAt = new Date(day(16));
	const stoppedActions = [asId<'Action'>(actionId)];
	await wish(twin, { stoppedAt, stoppedActions, isMonthly: true, snoozedUntil: '2027-01-20', version: 3 });
	await room.marcus.post('/follow-up/left', { personId: twin.id, left: true });

	const merging = new MergeStore(installation.database);
	await merging.merge(room.workshopId, room.amira.id, twin.id, [], installation.now());
	const all = await installation.database.db
		.select()
		.from(mailWishes)
		.where(eq(mailWishes.workshopId, room.workshopId));
	expect(all.filter(({ recipient }) => recipient !== toPerson(room.elin.id))).toEqual([
		{
			...{ workshopId: room.workshopId, recipient: toPerson(room.amira.id), timezone: null, isMonthly: true },
			...{ stoppedAt, snoozedUntil: '2027-02-01', stoppedActions, unanswered: 0, version: 3, disownedAt: null }
		}
	]);
	const [workshop] = await installation.database.db
		.select({ settings: workshops.followSettings })
		.from(workshops)
		.where(eq(workshops.id, room.workshopId));
	expect(workshop?.settings.left).toEqual([room.amira.id]);
});

test(
	'[MAIL-38] an address that is not theirs gets nothing until it is another one, or until they say that it is theirs',
	{ timeout: 60_000 },
	async () => {
		const { room, tom } = await signedRoom();
		const sign = await signer(installation.database, installation.now());
		const linkOf = ({ id }: Sitting, version: number): string =>
			sign({
				...{ workshopId: room.workshopId, recipient: toPerson(id), address: `${id.toLowerCase()}@room.test`, version },
				...{ purpose: 'wishes', subjectId: '', value: 'less' }
			});
		const disown = async (sitting: Sitting): Promise<void> => {
			const form = new URLSearchParams({ side: 'address' });
			const headers = { origin: 'http://room.test', 'content-type': 'application/x-www-form-urlencoded' };
			const said = await installation.app.request(`http://room.test${linkOf(sitting, 1)}/not-me`, {
				...{ method: 'POST', headers, body: form.toString() }
			});
			expect(said.status).toBe(200);
		};
		const sittings = [room.elin, room.amira, room.marcus, tom];
		for (const sitting of sittings) await disown(sitting);
		const write = (subject: string) =>
			Promise.all(sittings.map((sitting) => told(room, sitting, { kind: 'thanks', subject, asks: false })));
		installation.setNow(day(18));
		await write('To nobody');
		await at(day(18));
		expect(sittings.map((sitting) => heard(sitting).includes('To nobody'))).toEqual([false, false, false, false]);

		const own = await room.elin.get('/me');
		await room.elin.put('/me/letters', { isMonthly: true });
		const stillNot = (await room.elin.get('/me')).body.letters.isDisowned;
		const mine = await room.elin.put('/me/letters', { isMine: true });
		await room.amira.post('/plan/own/address', { email: 'amira@own.test' });
		await new LinkCodeStore(installation.database).setEmail(room.workshopId, tom.id, 'tom@new.test');
		await write('Again');
		await at(day(19));

		expect([own.body.letters.isDisowned, stillNot, mine.body.letters.isDisowned]).toEqual([true, true, false]);
		const got = (address: string) =>
			mails.taken.filter(({ to: [first] = [], subject }) => first?.address === address && subject === 'Again').length;
		expect([addressOf(room.elin), 'amira@own.test', 'tom@new.test', addressOf(room.marcus)].map(got)).toEqual([
			1, 1, 1, 0
		]);
		// What was forwarded before opens nothing; what is sent from now on does.
		const opens = async (version: number) => (await room.request(linkOf(room.elin, version))).status;
		expect([await opens(1), await opens(2), await opens(3)]).toEqual([410, 410, 200]);
	}
);

test('[MAIL-41] an owner’s letter that waited asks about none that ended or was written about since', async () => {
	const { room, actionId, others } = await signedRoom(['The board hangs by the window']);
	const [other = ''] = others;
	const ask = async (ids: readonly string[]): Promise<void> => {
		const links = ids.map((id) => signed('Done', 'report', id, 'done'));
		const part: LetterPart = { subject: 'As asked on Friday', asks: true, blocks: [{ kind: 'links', links }] };
		const made = installation.now();
		const recipient = toPerson(room.elin.id);
		const row = { workshopId: room.workshopId, recipient, kind: 'owner-letter', subjectId: '' } as const;
		const period = made.toISOString().slice(0, 10);
		await installation.database.transaction((tx) => notify(tx, { ...row, period, part, notBefore: made, at: made }));
	};
	const report = (id: string, health: string) =>
		room.elin.post(`/actions/${id}/updates`, { health, text: 'Said on Friday evening' });

	installation.setNow(day(22, '18:30'));
	await ask([actionId, other]);
	installation.setNow(day(22, '19:00'));
	expect((await report(other, 'done')).status).toBe(201);
	await at(day(25));
	const [letter] = mails.taken.filter(to(room.elin)).slice(1);
	expect(letter?.subject).toBe('Every promise to call back has a name: one tap');
	expect(letter?.text).not.toContain('The board hangs');

	installation.setNow(day(29, '18:30'));
	await ask([actionId]);
	installation.setNow(day(29, '19:00'));
	await report(actionId, 'on-course');
	await at('2027-02-01T09:00:00Z');
	expect(heard(room.elin)).toHaveLength(2);
	const [dropped] = await installation.database.rows(
		`select dropped_because because from notifications where workshop_id = '${room.workshopId}'
		and kind = 'owner-letter' and period = '2027-01-29'`
	);
	expect(dropped).toEqual({ because: 'answered meanwhile' });
});
