import { afterAll, beforeAll, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import type { Email } from 'postal-mime';
import { asId, newId } from '#domain/ids.ts';
import { toContact } from '#domain/letters.ts';
import { contacts, departmentAnswers, departmentAsks, mailWishes, people, thanks, thanksTo } from '#drizzle/schema.ts';
import { setConsent } from '#server/store/consents.ts';
import { mailServer, type MailServer } from '../../support/mail-server.ts';
import { planInstallation, type PlanInstallation, type PlanRoom } from '../../support/plan-room.ts';

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

async function at(instant: string): Promise<void> {
	installation.setNow(instant);
	await installation.followUp.rest();
}

/** Each room has addresses of its own: one letter an address and day, whatever the workshop. */
const addressIn = (room: PlanRoom, name: string): string => `${name}.${room.workshopId.toLowerCase()}@out.test`;
const toAddress = (address: string) => mails.taken.filter((mail: Email) => mail.to?.[0]?.address === address);
const to = (room: PlanRoom, name: string) => toAddress(addressIn(room, name));

/** Signed on the Wednesday; Elin said “on course” on the Thursday, and asks the house technicians for something. */
async function signedRoom() {
	installation.setNow('2027-01-13T14:00:00Z');
	const room = await installation.openRoom();
	const withAddress = async (id: string) =>
		installation.database.transaction((tx) =>
			tx
				.update(people)
				.set({ email: `${id.toLowerCase()}@room.test` })
				.where(eq(people.id, asId<'Person'>(id)))
		);
	await withAddress(room.marcus.id);
	await withAddress(room.amira.id);
	await room.ready('Amira Khan hangs up the board');
	const { id: actionId } = await room.signed();
	await at('2027-01-13T14:01:00Z');
	installation.setNow('2027-01-14T09:00:00Z');
	await room.elin.post(`/actions/${actionId}/support`, { kind: 'other-department', ask: 'A second board' });
	const plan = (await room.elin.get('/plan')).body;
	const requestId = plan.actions.flatMap((action: { support: { id: string }[] }) => action.support)[0].id as string;
	return { room, actionId, requestId };
}

async function contact(
	room: PlanRoom,
	name: string,
	{ kind, isConfirmed = true, address = addressIn(room, name) }: Contact
) {
	const id = newId<'Contact'>();
	const madeAt = installation.now();
	const row = { id, workshopId: room.workshopId, kind, name, email: address, madeAt };
	await installation.database.transaction((tx) =>
		tx.insert(contacts).values({ ...row, confirmedAt: isConfirmed ? madeAt : null })
	);
	return id;
}

interface Contact {
	readonly kind: 'department' | 'subscriber' | 'board';
	readonly isConfirmed?: boolean;
	readonly address?: string;
}

/** Asked for something; with an answer where there is one. */
async function asked(
	room: PlanRoom,
	{ contactId, requestId, says }: { contactId: string; requestId: string; says?: 'accepted' | 'declined' }
) {
	const id = newId();
	const askedAt = installation.now();
	await installation.database.transaction(async (tx) => {
		await tx.insert(departmentAsks).values({
			...{ id, workshopId: room.workshopId, requestId: asId<'SupportRequest'>(requestId), askedAt },
			...{ contactId: asId<'Contact'>(contactId), askedBy: room.elin.id }
		});
		if (says)
			await tx.insert(departmentAnswers).values({
				...{ askId: id, n: 1, answer: says, answeredAt: askedAt, words: 'Gladly, or not' },
				...(says === 'accepted' ? { ownerName: 'Ben', dueOn: '2027-02-01' } : {})
			});
	});
}

test(
	'[MAIL-32] outside, letters name nobody who did not agree: not in lines that were mended, nor as their sender',
	{ timeout: 60_000 },
	async () => {
		const { room } = await signedRoom();
		await contact(room, 'nora', { kind: 'subscriber' });
		await at('2027-01-15T09:00:00Z');
		await at('2027-01-17T10:00:00Z');
		const [draft] = (await room.marcus.get('/letters')).body.drafts;
		const whole = (await room.marcus.get(`/letters/${draft.id}`)).body;
		const lines = [...whole.lines, 'Elin Strand and Marcus rang everybody.'];
		const edits = { headline: 'Elin began', lines, thanks: 'To Amira.' };
		expect((await room.marcus.post(`/letters/${draft.id}/edit`, edits)).status).toBe(200);
		await at('2027-01-18T10:00:00Z');

		const weekly = () => to(room, 'nora').filter(({ subject }) => subject?.startsWith('Week'));
		const [letter] = weekly();
		const words = `${letter?.subject}\n${letter?.text}\n${letter?.html}`;
		expect(words).toContain('One of us and one of us rang everybody.');
		for (const name of ['Elin', 'Strand', 'Marcus', 'Okafor', 'Amira', 'Khan']) expect(words).not.toContain(name);
		expect(letter?.from?.name).not.toContain('Marcus');
		expect(letter?.replyTo).toBeUndefined();
		// In the house they are named.
		const [inside] = toAddress(`${room.amira.id.toLowerCase()}@room.test`).slice(-1);
		expect(inside?.text).toContain('Elin Strand and Marcus rang everybody.');
		expect(inside?.replyTo?.[0]?.address).toBe(`${room.marcus.id.toLowerCase()}@room.test`);

		// Whoever agreed is named outside too.
		const consent = { workshopId: room.workshopId, personId: room.marcus.id, about: 'public-name' } as const;
		await setConsent(installation.database, consent, { on: true, at: installation.now() });
		await at('2027-01-25T10:00:00Z');
		const [, second] = weekly();
		expect(second?.from?.name).toContain('Marcus Okafor');
		expect(second?.text).not.toContain('Elin');
	}
);

test(
	'[MAIL-33] another department reads the weekly letter unless it said no, and nothing else; a board never',
	{ timeout: 60_000 },
	async () => {
		const { room, requestId } = await signedRoom();
		const yes = await contact(room, 'yes', { kind: 'department' });
		const no = await contact(room, 'no', { kind: 'department' });
		const silent = await contact(room, 'silent', { kind: 'department' });
		await contact(room, 'above', { kind: 'board' });
		await asked(room, { contactId: yes, requestId, says: 'accepted' });
		await asked(room, { contactId: no, requestId, says: 'declined' });
		await asked(room, { contactId: silent, requestId });
		await at('2027-01-18T10:00:00Z');
		await at('2027-02-12T14:00:00Z');
		await at('2027-02-12T15:00:00Z');
		for (const name of ['yes', 'silent'])
			expect(to(room, name).map(({ subject }) => subject?.slice(0, 4))).toEqual(['Week']);
		expect(['no', 'above'].flatMap((name) => to(room, name))).toEqual([]);
	}
);

test(
	'[MAIL-34] a reader’s letter stays away for nobody who gets none at the same address',
	{ timeout: 60_000 },
	async () => {
		const { room, requestId } = await signedRoom();
		const address = addressIn(room, 'shared');
		const aaa = await contact(room, 'Aaa', { kind: 'subscriber', isConfirmed: false, address });
		await contact(room, 'Bbb', { kind: 'board', address });
		const zoe = await contact(room, 'Zoe', { kind: 'department', address });
		await asked(room, { contactId: zoe, requestId, says: 'accepted' });
		await at('2027-01-18T10:00:00Z');
		expect(toAddress(address)).toHaveLength(1);
		// Confirmed, and stopped afterwards: that does not keep them from her either.
		await installation.database.transaction(async (tx) => {
			await tx.update(contacts).set({ confirmedAt: installation.now() }).where(eq(contacts.id, aaa));
			const place = { workshopId: room.workshopId, recipient: toContact(aaa) };
			await tx.insert(mailWishes).values({ ...place, stoppedAt: installation.now() });
		});
		await at('2027-01-25T10:00:00Z');
		expect(toAddress(address)).toHaveLength(2);
	}
);

test(
	'[MAIL-35] the weekly letter tells thanks for a note without saying who wrote it',
	{ timeout: 60_000 },
	async () => {
		const { room, actionId } = await signedRoom();
		const given = async (ref: string, text: string, givenAt: string) =>
			installation.database.transaction(async (tx) => {
				const id = newId<'Thanks'>();
				const row = { id, workshopId: room.workshopId, ref, text, givenBy: room.elin.id, givenAt: new Date(givenAt) };
				await tx.insert(thanks).values(row);
				await tx.insert(thanksTo).values({ thanksId: id, personId: room.marcus.id });
			});
		const last = () => toAddress(`${room.amira.id.toLowerCase()}@room.test`).at(-1)?.text ?? '';
		await given('note:somewhere', 'It made me think', '2027-01-15T09:00:00Z');
		await at('2027-01-18T10:00:00Z');
		expect(last()).toContain('“It made me think” Elin');
		expect(last()).not.toContain('To Marcus');
		await given(`action:${actionId}`, 'You hung the board', '2027-01-20T09:00:00Z');
		await at('2027-01-25T10:00:00Z');
		expect(last()).toContain('To Marcus: “You hung the board” Elin');
	}
);

test(
	'[MAIL-37] whoever asks for the weekly letter is asked back at once, at any hour, and gets it after their own press',
	{ timeout: 60_000 },
	async () => {
		const { room } = await signedRoom();
		const token = 'a-progress-link-of-this-room-alone';
		await room.link('progress', `${token}-${room.workshopId}`);
		// Saturday night: no hour for letters of the day.
		installation.setNow('2027-01-16T23:30:00Z');
		const email = addressIn(room, 'vera');
		const said = await room.request(`/api/progress/${token}-${room.workshopId}/subscribe`, {
			method: 'POST',
			headers: { origin: 'http://room.test', 'content-type': 'application/json' },
			body: JSON.stringify({ name: 'Vera Lind', email })
		});
		expect(said.status).toBe(204);
		await at('2027-01-16T23:31:00Z');
		const [letter, ...more] = toAddress(email);
		expect(more).toEqual([]);
		expect(letter?.subject).toContain('is this you?');
		const isConfirmed = async () =>
			(await installation.database.db.select().from(contacts).where(eq(contacts.email, email)))[0]?.confirmedAt != null;
		const path = /Yes, send it to me[^\n]*?(\/a\/[\w.-]+)/s.exec(letter?.text ?? '')?.[1] ?? '';
		expect((await room.request(path)).status).toBe(200);
		expect(await isConfirmed()).toBe(false);
		await room.request(path, { method: 'POST', body: new URLSearchParams() });
		expect(await isConfirmed()).toBe(true);
		await at('2027-01-18T10:00:00Z');
		expect(toAddress(email).map(({ subject }) => subject?.slice(0, 4))).toContain('Week');
	}
);
