import { afterAll, beforeAll, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { newId, type PersonId } from '#domain/ids.ts';
import { toContact, toPerson, type LetterKind, type LetterPart, type Recipient } from '#domain/letters.ts';
import { signed } from '#domain/letter-words.ts';
import { contacts, people, workshops } from '#drizzle/schema.ts';
import type { HandLetterView } from '#protocol/letter-views.ts';
import { notify } from '#server/store/notifications.ts';
import { planInstallation, type PlanInstallation } from '../../support/plan-room.ts';

/** Without a mail server every letter is a file, and is to be passed on. */
let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

async function at(instant: string): Promise<void> {
	installation.setNow(instant);
	await installation.followUp.rest();
}

async function signedRoom() {
	installation.setNow('2027-01-13T14:00:00Z');
	const room = await installation.openRoom();
	const { id: actionId } = await room.signed();
	const list = (id: PersonId, email: string) =>
		installation.database.transaction((tx) => tx.update(people).set({ email }).where(eq(people.id, id)));
	await list(room.elin.id, 'elin@house.test');
	await list(room.amira.id, 'amira@house.test');
	await room.amira.post('/plan/own/address', { email: 'amira@home.test' });
	const department = newId<'Contact'>();
	const neighbour = newId<'Contact'>();
	const outside = (id: typeof department, kind: 'department' | 'subscriber', email: string) => ({
		...{ id, workshopId: room.workshopId, kind, name: email, email },
		...{ madeAt: installation.now(), confirmedAt: installation.now() }
	});
	await installation.database.transaction((tx) =>
		tx
			.insert(contacts)
			.values([
				outside(department, 'department', 'ben@technicians.test'),
				outside(neighbour, 'subscriber', 'nora@next-door.test')
			])
	);
	await at('2027-01-13T14:01:00Z');
	await installation.database.transaction((tx) =>
		tx.update(workshops).set({ followUpUntil: '2027-01-14' }).where(eq(workshops.id, room.workshopId))
	);
	const told = async (recipient: Recipient, kind: LetterKind, isByHand = false): Promise<void> => {
		const now = installation.now();
		const part: LetterPart = {
			...{ subject: `About ${kind}`, asks: false, isByHand },
			blocks: [{ kind: 'links', links: [signed('Done', 'report', actionId, 'done')] }]
		};
		const row = { workshopId: room.workshopId, recipient, kind, subjectId: newId(), period: '', part };
		await installation.database.transaction((tx) => notify(tx, { ...row, notBefore: now, at: now }));
	};
	const byHand = async (since: string): Promise<readonly HandLetterView[]> =>
		((await room.marcus.get('/letters/by-hand')).body as HandLetterView[]).filter((letter) => letter.at >= since);
	return { room, told, byHand, department, neighbour };
}

test('[MAIL-39] an address that its reader left alone, or gave for the weekly letter, is shown to nobody who passes letters on', async () => {
	const { room, told, byHand, department, neighbour } = await signedRoom();
	installation.setNow('2027-01-18T09:00:00Z');
	for (const recipient of [toPerson(room.elin.id), toPerson(room.amira.id), toPerson(room.marcus.id)])
		await told(recipient, 'heads-up');
	await told(toContact(department), 'department-ask');
	await told(toContact(neighbour), 'day-30');
	await at('2027-01-18T09:00:00Z');
	const letters = await byHand('2027-01-18');

	const shown = Object.fromEntries(letters.map(({ to, address, hasOwnAddress }) => [to, [address, hasOwnAddress]]));
	expect(shown).toEqual({
		'Elin Strand': ['elin@house.test', false],
		'Amira Khan': ['', true],
		[room.marcus.name]: ['', false],
		'ben@technicians.test': ['ben@technicians.test', false],
		'nora@next-door.test': ['', true]
	});
	expect(JSON.stringify(letters)).not.toContain('amira@home.test');
	expect(letters.every(({ text, isAlone }) => !isAlone && text.includes('/a/'))).toBe(true);
});

test('[MAIL-39] what a letter tells its reader alone is passed on unread: no words, no subject, no link of it', async () => {
	const { room, told, byHand } = await signedRoom();
	const alone = [];
	const kinds = ['confirm', 'quiet', 'note-led', 'thanks'] as const;
	for (const [n, kind] of kinds.entries()) {
		const instant = `2027-01-${19 + n}T09:00:00Z`;
		installation.setNow(instant);
		await told(toPerson(room.elin.id), kind);
		await told(toPerson(room.elin.id), 'heads-up');
		await at(instant);
		alone.push(...(await byHand(instant.slice(0, 10))).filter(({ to }) => to === room.elin.name));
	}
	// What whoever follows up wrote themselves they may read again.
	installation.setNow('2027-01-25T09:00:00Z');
	await told(toPerson(room.elin.id), 'quiet', true);
	await at('2027-01-25T09:00:00Z');
	const own = (await byHand('2027-01-25')).find(({ to }) => to === room.elin.name);

	expect(alone.map(({ isAlone, subject, text, address }) => [isAlone, subject, text, address])).toEqual(
		kinds.map(() => [true, '', '', 'elin@house.test'])
	);
	expect(own).toMatchObject({ isAlone: false, subject: expect.stringContaining('About quiet') });
	expect((await room.marcus.post(`/letters/mails/${String(alone[0]?.id)}/passed-on`)).status).toBe(200);
});
