// What is said through the links of letters again, otherwise, or taken back; and that letters can always be stopped.
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { asId, newId } from '#domain/ids.ts';
import { toPerson, type SignedPurpose } from '#domain/letters.ts';
import { actionChanges, mailWishes, ownerAddresses, people } from '#drizzle/schema.ts';
import { signer } from '#server/follow/signed-links.ts';
import { holdPlan } from '#server/store/plan-rows.ts';
import { offerAction } from '#server/store/offers.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
let room: PlanRoom;
let actionId: string;

beforeAll(async () => {
	installation = await planInstallation();
});
beforeEach(async () => {
	installation.setNow('2027-01-13T14:00:00Z');
	room = await installation.openRoom();
	actionId = (await room.signed()).id;
	installation.setNow('2027-01-21T08:00:00Z');
});
afterAll(() => installation.close());

async function link(purpose: SignedPurpose, value: string, who: Sitting = room.elin, subjectId = actionId) {
	const sign = await signer(installation.database, installation.now());
	const recipient = toPerson(who.id);
	return sign({ workshopId: room.workshopId, recipient, address: '', version: 1, purpose, subjectId, value });
}
const stopLink = () => link('wishes', 'stop', room.elin, '');

async function press(path: string, fields: Readonly<Record<string, string>> = {}) {
	const answer = await room.request(path, { method: 'POST', body: new URLSearchParams(fields) });
	const to = answer.headers.get('location');
	const text = to ? await (await room.request(to)).text() : await answer.text();
	return { status: answer.status, text };
}
const byProgram = (path: string) => press(path, { 'List-Unsubscribe': 'One-Click' });

const action = async () => (await room.marcus.get('/plan')).body.actions[0];
const healths = async () => (await action()).updates.map(({ health }: { health: string }) => health);
const wishes = async () => {
	const recipient = toPerson(room.elin.id);
	const [row] = await installation.database.db.select().from(mailWishes).where(eq(mailWishes.recipient, recipient));
	return row;
};
const setWishes = (set: Partial<typeof mailWishes.$inferInsert>) =>
	installation.database.transaction((tx) =>
		tx
			.insert(mailWishes)
			.values({ workshopId: room.workshopId, recipient: toPerson(room.elin.id), ...set })
			.onConflictDoUpdate({ target: [mailWishes.workshopId, mailWishes.recipient], set })
	);

test('[LINK-50] letters that were begun again are stopped again by the same link, as often as somebody wants', async () => {
	const path = await stopLink();
	const stopped = [];
	for (let n = 0; n < 13; n++) {
		installation.setNow(`2027-01-21T08:${String(10 + n)}:00Z`);
		stopped.push((await press(path, { wish: 'stop' })).status, (await wishes())?.stoppedAt !== null);
		await press(path, { wish: 'on' });
		stopped.push((await wishes())?.stoppedAt === null);
	}
	const less = [];
	for (const wish of ['less', 'weekly', 'less']) {
		await press(path, { wish });
		less.push((await wishes())?.isMonthly);
	}

	expect(stopped).toEqual(Array(13).fill([303, true, true]).flat());
	expect(less).toEqual([true, false, true]);
});

test('[LINK-50] a mail program stops letters that were begun again elsewhere, and is told so only then', async () => {
	const path = await stopLink();
	await byProgram(path);
	await setWishes({ stoppedAt: null });
	const shown = await (await room.request(path)).text();
	const again = await byProgram(path);

	expect(shown).toContain('Every letter comes to you');
	expect(shown).not.toContain('Noted');
	expect([again.status, again.text]).toEqual([200, 'No more letters come.']);
	expect((await wishes())?.stoppedAt).not.toBeNull();
});

test('[LINK-50] after weeks, with another version, another address and after “this is not me” letters stop, and nothing else changes', async () => {
	const path = await stopLink();
	await installation.database.transaction(async (tx) => {
		const mine = { workshopId: room.workshopId, personId: asId<'Person'>(room.elin.id), email: 'elin@example.org' };
		await tx.insert(ownerAddresses).values({ ...mine, leftAt: installation.now() });
	});
	await setWishes({ version: 4, disownedAt: installation.now() });
	installation.setNow('2027-06-21T08:00:00Z');
	const shown = await (await room.request(path)).text();
	const others = [await press(path, { wish: 'on' }), await press(`${path}/not-me`, { side: 'address' })];
	const before = await wishes();
	const stopped = await byProgram(path);
	const expired = await room.request(await link('wishes', 'less'));

	expect(shown).toContain('value="stop"');
	expect(shown).not.toContain('value="less"');
	expect(others.map(({ status }) => status)).toEqual([400, 410]);
	expect(before).toMatchObject({ stoppedAt: null, version: 4 });
	expect([stopped.status, (await wishes())?.stoppedAt?.toISOString()]).toEqual([200, '2027-06-21T08:00:00.000Z']);
	expect(expired.status).toBe(410);
});

test('[LINK-51] on course, help, on course again: each is said by the same link, and the same word twice is one', async () => {
	const path = await link('report', 'on-course');
	const answers = [];
	for (const health of ['on-course', 'on-course', 'help', 'on-course']) {
		answers.push((await press(path, { health })).status);
		installation.setNow(new Date(installation.now().getTime() + 15 * 60_000).toISOString());
	}
	const own = await link('own', 'another-date');
	for (const dueOn of ['2027-03-05', '2027-03-12', '2027-03-05'])
		answers.push((await press(own, { own: 'another-date', dueOn })).status);

	expect(answers).toEqual(Array(7).fill(303));
	expect(await healths()).toEqual(['on-course', 'help', 'on-course']);
	expect(await action()).toMatchObject({ dueOn: '2027-03-05' });
});

test('[LINK-51] the same words pressed at once by several are one, and another word among them is one more', async () => {
	const path = await link('report', 'on-course');
	await Promise.all(['help', 'help', 'help', 'done'].map((health) => press(path, { health })));
	const said = await healths();

	expect(said.filter((health: string) => health === 'done')).toHaveLength(1);
	expect(said.filter((health: string) => health === 'help').length).toBeLessThanOrEqual(2);
});

test('[LINK-52] a word that was taken back is read by nobody, also when another is said through the same link', async () => {
	const path = await link('report', 'on-course');
	const angry = { health: 'help', text: 'Nobody here ever helps me', reading: '12' };
	await press(path, angry);
	await press(`${path}/undo`);
	const quiet = await action();
	const shown = await (await room.request(path)).text();
	await press(path, angry);
	await press(`${path}/undo`);
	await press(path, { health: 'on-course' });

	expect(quiet.updates).toEqual([]);
	expect(shown).toContain('No page and no letter shows it');
	expect(JSON.stringify(await action())).not.toContain('Nobody here');
	expect(await healths()).toEqual(['on-course']);
	const rows = await installation.database.rows(`select text from action_updates where action_id = '${actionId}'`);
	expect(rows).toHaveLength(3);
});

const offersOpen = async () =>
	(await installation.database.rows(`select 1 from action_offers where action_id = '${actionId}' and ended_at is null`))
		.length;
const offersWaiting = async () =>
	(
		await installation.database.rows(
			`select 1 from notifications where workshop_id = '${room.workshopId}' and kind = 'offer' and mail_id is null and dropped_at is null`
		)
	).length;
const offerBy = (by: Sitting) =>
	installation.database.transaction(async (tx) => {
		await holdPlan(tx, room.workshopId);
		return offerAction(tx, {
			...{ workshopId: room.workshopId, actionId: asId<'Action'>(actionId), reason: 'Much to do' },
			...{ offeredBy: asId<'Person'>(by.id), at: installation.now() }
		});
	});

test('[LINK-53] the yes of its owner ends the offer of whoever follows up, and nobody is asked for it any more', async () => {
	await offerBy(room.marcus);
	const before = [await offersOpen(), (await offersWaiting()) > 0];
	const yes = await press(await link('own', 'yes'), { own: 'yes' });

	expect(before).toEqual([1, true]);
	expect(yes.text).toContain('Noted: It is yours');
	expect([await offersOpen(), await offersWaiting()]).toEqual([0, 0]);
	expect((await action()).ownerId).toBe(room.elin.id);
});

test('[LINK-53] what has ended is not offered, and an end ends the offer', async () => {
	await offerBy(room.marcus);
	await room.elin.post(`/actions/${actionId}/updates`, { health: 'done', text: 'It hangs' });
	const path = await link('own', 'hand-on');
	const shown = await (await room.request(path)).text();
	const handedOn = await press(path, { own: 'hand-on' });

	expect([await offersOpen(), await offersWaiting()]).toEqual([0, 0]);
	expect(shown).not.toContain('value="hand-on"');
	expect([handedOn.status, handedOn.text.includes('This action has ended')]).toEqual([409, true]);
	expect((await action()).ownerId).toBe(room.elin.id);
	await expect(offerBy(room.marcus)).rejects.toThrow('This action has ended');
});

test('[LINK-54] another day that is taken back leaves the one before, also where it is over or was never there', async () => {
	const due = (await action()).dueOn;
	installation.setNow('2027-03-10T08:00:00Z');
	const path = await link('own', 'another-date');
	await press(path, { own: 'another-date', dueOn: '2027-05-05' });
	const moved = (await action()).dueOn;
	const undone = await press(`${path}/undo`);
	const back = (await action()).dueOn;
	await installation.database.transaction((tx) =>
		tx.insert(actionChanges).values({
			...{ id: newId(), actionId: asId<'Action'>(actionId), part: 'dueOn', value: '', reason: 'Nobody knows yet' },
			...{ changedBy: asId<'Person'>(room.elin.id), changedAt: new Date('2027-03-10T08:30:00Z') }
		})
	);
	await press(path, { own: 'another-date', dueOn: '2027-05-06' });
	await press(`${path}/undo`);
	const none = (await action()).dueOn;

	expect([due !== null && due < '2027-03-10', moved]).toEqual([true, '2027-05-05']);
	expect([undone.status, back]).toEqual([303, due]);
	expect(none).toBeNull();
});

test('[SUPPORT-42] the link of a request ends for whoever is of management no more', async () => {
	await room.elin.post(`/actions/${actionId}/support`, { kind: 'money', ask: 'Two screens' });
	const [{ id: requestId }] = (await action()).support;
	const sponsor = await room.sit('Ruth Adler', 'sponsor');
	await room.reload();
	const path = await link('support', 'yes', sponsor, requestId);
	const before = (await room.request(path)).status;
	await installation.database.transaction((tx) =>
		tx
			.update(people)
			.set({ role: 'observer' })
			.where(eq(people.id, asId<'Person'>(sponsor.id)))
	);
	await room.reload();

	expect([before, (await room.request(path)).status]).toEqual([200, 410]);
});
