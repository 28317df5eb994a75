import { afterAll, beforeAll, expect, test } from 'vitest';
import { and, eq } from 'drizzle-orm';
import type { Email } from 'postal-mime';
import { toPerson, type LetterKind, type LetterPart } from '#domain/letters.ts';
import { mailWishes, people, workshops } from '#drizzle/schema.ts';
import { notify } from '#server/store/notifications.ts';
import type { MailWishes } from '#server/store/mail-wishes.ts';
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
	mails.taken
		.filter(to(sitting))
		.map(({ date, subject }) => `${new Date(date ?? 0).toISOString().slice(5, 16).replace('T', ' ')} ${subject}`);

async function at(instant: string): Promise<void> {
	installation.setNow(instant);
	await installation.followUp.rest();
}

const part = (subject: string, asks = false): LetterPart => ({
	subject,
	asks,
	blocks: [{ kind: 'text', text: subject }]
});

/** Something to be told from an instant on, as any part of the product writes it. */
const told = (room: PlanRoom, sitting: Sitting, kind: LetterKind, subject: string, instant: string, asks = false) =>
	installation.database.transaction((tx) =>
		notify(tx, {
			...{ workshopId: room.workshopId, recipient: toPerson(sitting.id), kind, subjectId: subject, period: '' },
			...{ part: part(subject, asks), notBefore: new Date(instant), at: new Date(instant) }
		})
	);

const wish = (room: PlanRoom, sitting: Sitting, wishes: Partial<MailWishes>) =>
	installation.database.transaction(async (tx) => {
		const key = { workshopId: room.workshopId, recipient: toPerson(sitting.id) };
		const set = { ...wishes, stoppedActions: [] };
		await tx
			.insert(mailWishes)
			.values({ ...key, ...set })
			.onConflictDoUpdate({ target: [mailWishes.workshopId, mailWishes.recipient], set });
	});

/** Signed on the Wednesday; everybody has heard of it. */
async function signedRoom(): Promise<PlanRoom> {
	installation.setNow('2027-01-13T14:00:00Z');
	const room = await installation.openRoom();
	for (const { id } of [room.elin, room.amira, room.marcus]) {
		await installation.database.transaction((tx) =>
			tx
				.update(people)
				.set({ email: `${id.toLowerCase()}@room.test` })
				.where(eq(people.id, id))
		);
	}
	await room.signed();
	await at('2027-01-13T14:01:00Z');
	return room;
}

/** No further letters of its own: the rest of the test is what is told by hand. */
const quiet = (room: PlanRoom) =>
	installation.database.transaction((tx) =>
		tx.update(workshops).set({ followUpUntil: '2027-01-14' }).where(eq(workshops.id, room.workshopId))
	);

test('[MAIL-7] one letter a day takes all that waits, and what comes later waits for the next day', async () => {
	const room = await signedRoom();
	await quiet(room);
	await told(room, room.amira, 'thanks', 'Elin thanks you', '2027-01-19T09:00:00Z');
	await told(room, room.amira, 'support-answer', 'Tom said yes', '2027-01-19T09:00:00Z');
	await Promise.all([at('2027-01-19T09:00:00Z'), at('2027-01-19T09:00:00Z'), at('2027-01-19T09:00:00Z')]);
	await told(room, room.amira, 'thanks', 'Marcus thanks you', '2027-01-19T09:30:00Z');
	await told(room, room.amira, 'thanks', 'Marcus thanks you', '2027-01-19T09:31:00Z');
	for (const hour of ['10', '12', '17', '23']) await at(`2027-01-19T${hour}:00:00Z`);
	expect(heard(room.amira).slice(1)).toEqual(['01-19 09:00 Tom said yes']);
	expect(mails.taken.filter(to(room.amira)).at(-1)?.text).toContain('Elin thanks you');

	for (const hour of ['07', '08', '09']) await at(`2027-01-20T${hour}:00:00Z`);
	expect(heard(room.amira).slice(2)).toEqual(['01-20 08:00 Marcus thanks you']);
});

test('[MAIL-9] letters come on workdays, in the day hours of the reader’s own wall', { timeout: 60_000 }, async () => {
	const room = await signedRoom();
	await quiet(room);
	await wish(room, room.amira, { timezone: 'Pacific/Auckland' });
	await wish(room, room.marcus, { timezone: 'Nowhere/Never' });
	// Friday evening in London; Saturday morning in Auckland.
	for (const who of [room.elin, room.amira, room.marcus])
		await told(room, who, 'thanks', 'Thank you', '2027-01-15T18:00:00Z');
	for (let hour = 0; hour < 72; hour += 1)
		await at(new Date(Date.parse('2027-01-15T18:00:00Z') + hour * 3_600_000).toISOString());
	expect(heard(room.elin).at(-1)).toBe('01-18 08:00 Thank you');
	// Monday at eight in Auckland is Sunday evening in London.
	expect(heard(room.amira).at(-1)).toBe('01-17 19:00 Thank you');
	// A zone that nobody knows is the workshop's.
	expect(heard(room.marcus).at(-1)).toBe('01-18 08:00 Thank you');
});

test('[MAIL-9] [MAIL-13] whoever stopped, paused, or never answered is left in peace, as far as that goes', async () => {
	const room = await signedRoom();
	await quiet(room);
	const day = (n: number, time = '09:00'): string => `2027-01-${n}T${time}:00Z`;
	await wish(room, room.elin, { stoppedAt: new Date(day(18)) });
	await wish(room, room.amira, { snoozedUntil: '2027-01-21' });
	await told(room, room.elin, 'thanks', 'To Elin', day(19));
	await told(room, room.amira, 'thanks', 'To Amira', day(19));
	await told(room, room.amira, 'quiet', 'Asked of Amira', day(19), true);
	await told(room, room.amira, 'confirm', 'Is this yours?', day(19), true);
	await at(day(19));
	await at(day(20));
	expect(heard(room.elin)).toHaveLength(1);
	expect(heard(room.amira)).toHaveLength(1);
	await at(day(21));
	// A reminder comes again by itself; what was told or asked once waited.
	expect(heard(room.amira).slice(1)).toEqual(['01-21 09:00 Is this yours?']);
	expect(mails.taken.filter(to(room.amira)).at(-1)?.text).toContain('To Amira');
	expect(mails.taken.filter(to(room.amira)).at(-1)?.text).not.toContain('Asked of Amira');

	for (const n of [22, 25, 26, 27]) {
		await told(room, room.marcus, 'quiet', `Question ${n}`, day(n), true);
		await at(day(n));
	}
	await told(room, room.marcus, 'thanks', 'To Marcus', day(28));
	await at(day(28));
	expect(
		heard(room.marcus)
			.slice(1)
			.map((line) => line.slice(12))
	).toEqual(['Question 22', 'Question 25', 'Question 26', 'To Marcus']);
	const [wishes] = await installation.database.db
		.select({ unanswered: mailWishes.unanswered })
		.from(mailWishes)
		.where(and(eq(mailWishes.workshopId, room.workshopId), eq(mailWishes.recipient, toPerson(room.marcus.id))));
	expect(wishes?.unanswered).toBe(3);
	const dropped = await installation.database.rows(
		`select dropped_because from notifications where part ->> 'subject' = 'Question 27' and workshop_id = '${room.workshopId}'`
	);
	expect(dropped).toEqual([{ dropped_because: 'not answering' }]);
});

test('[FOLLOW-106] a server that was off for three weeks sends the newest digest alone, and a clock that goes back sends nothing again', async () => {
	const room = await signedRoom();
	for (const instant of ['2027-01-15T09:00:00Z', '2027-01-18T10:00:00Z']) await at(instant);
	const before = heard(room.amira).length;
	for (const instant of ['2027-02-08T12:00:00Z', '2027-02-08T12:01:00Z', '2027-02-08T16:00:00Z']) await at(instant);
	expect(
		heard(room.amira)
			.slice(before)
			.map((line) => line.slice(0, 21))
	).toEqual(['02-08 12:00 Week 4: a']);
	// Back by a week, and on again.
	for (const instant of [
		'2027-02-01T12:00:00Z',
		'2027-02-02T12:00:00Z',
		'2027-02-08T12:00:00Z',
		'2027-02-09T12:00:00Z'
	])
		await at(instant);
	expect(heard(room.amira)).toHaveLength(before + 1);
	const twice = await installation.database.rows(
		`select recipient, kind, subject_id, period from notifications group by 1, 2, 3, 4 having count(*) > 1`
	);
	expect(twice).toEqual([]);
	const days = await installation.database.rows(
		`select address, local_day from mails where address <> '' and local_day is not null group by 1, 2 having count(*) > 1`
	);
	expect(days).toEqual([]);
});
