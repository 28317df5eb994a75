import { afterAll, beforeAll, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { people } from '#drizzle/schema.ts';
import { createLog } from '#server/log.ts';
import { FollowUpMachine } from '#server/follow/machine.ts';
import { JobStore } from '#server/store/jobs.ts';
import { addressOf, lettersIn, wordsOf } from '../../support/letters-told.ts';
import { mailServer, type MailServer } from '../../support/mail-server.ts';
import { planInstallation, type PlanInstallation } from '../../support/plan-room.ts';

let mails: MailServer;
let installation: PlanInstallation;
let letters: ReturnType<typeof lettersIn>;
beforeAll(async () => {
	mails = await mailServer();
	installation = await planInstallation({ smtpUrl: mails.url });
	letters = lettersIn(installation, mails);
});
afterAll(async () => {
	await installation.close();
	await mails.close();
});

test(
	'[MAIL-12] what no letter can be made of holds up no reader and no other workshop, and shows up after five times',
	{ timeout: 90_000 },
	async () => {
		const { at, told, heard } = letters;
		const first = (await letters.signedRoom()).room;
		const second = (await letters.signedRoom()).room;
		const broken = {
			part: { ...wordsOf('A meeting'), meeting: { title: 'Review', startsAt: 'someday', minutes: 30, words: '' } }
		};
		for (const room of [first, second]) {
			await told(room, room.elin, 'thanks', 'Amira thanks you', '2027-01-19T09:00:00Z');
			await told(room, room.marcus, 'thanks', 'Elin thanks you', '2027-01-19T09:00:00Z');
			await told(room, room.elin, 'day-30', 'A meeting', '2027-01-19T09:00:00Z', broken);
		}
		await at('2027-01-19T09:00:00Z');
		for (const room of [first, second]) {
			expect(heard(room.elin).slice(1)).toEqual(['01-19 09:00 Amira thanks you']);
			expect(heard(room.marcus).slice(1)).toEqual(['01-19 09:00 Elin thanks you']);
		}
		const jobs = async () =>
			(await first.marcus.get('/monday')).body.needs.filter(({ kind }: { kind: string }) => kind === 'job');
		expect(await jobs()).toEqual([]);
		// Later and later: one minute, two, four, eight.
		for (let minute = 1; minute < 16; minute += 1) await at(new Date(Date.UTC(2027, 0, 19, 9, minute)).toISOString());
		const tries = await installation.database.rows(
			`select tries from notifications where kind = 'day-30' and workshop_id = '${first.workshopId}'`
		);
		expect(tries).toEqual([{ tries: 5 }]);
		expect(await jobs()).toEqual([expect.objectContaining({ name: 'letters', words: 'RangeError' })]);
	}
);

test('[MAIL-12] what is looked for before and after the work fails apart from it', { timeout: 90_000 }, async () => {
	const now = new Date('2027-01-18T10:00:00Z');
	const { database } = installation;
	await new JobStore(database).add([{ workshopId: null, kind: 'apart', key: 'apart', dueAt: now }]);
	const did: string[] = [];
	const fails = async () => {
		throw new Error('no row for it');
	};
	const machine = new FollowUpMachine({
		...{ database, now: () => now, log: createLog('silent') },
		outbox: { rest: async () => void did.push('outbox') },
		kinds: [{ kind: 'apart', run: async () => (did.push('job'), []) }],
		rounds: [
			{ before: fails, after: fails },
			{ before: async () => void did.push('before'), after: async () => void did.push('after') }
		]
	});
	await machine.rest();
	expect(did).toEqual(['before', 'job', 'after', 'outbox']);
});

test(
	'[MAIL-14] an address that is refused is shown at once, not tried again by itself, and sent again by hand',
	{ timeout: 90_000 },
	async () => {
		const { at, told } = letters;
		const { room } = await letters.signedRoom();
		mails.refuseAddress(addressOf(room.elin));
		await told(room, room.elin, 'thanks', 'Amira thanks you', '2027-01-19T09:00:00Z');
		await at('2027-01-19T09:00:00Z');
		await at('2027-01-20T09:00:00Z');
		const of = async () => (await room.marcus.get('/letters')).body.unsure;
		const [refused, ...others] = await of();
		expect(others).toEqual([]);
		expect(refused).toMatchObject({ to: room.elin.name, subject: 'Amira thanks you', why: 'refused' });
		const needs = (await room.marcus.get('/monday')).body.needs;
		expect(needs).toContainEqual(expect.objectContaining({ kind: 'mail', words: 'refused', name: 'Amira thanks you' }));
		expect(await triesOf('Amira thanks you')).toBe(1);

		expect((await room.marcus.post(`/letters/mails/${refused.id}/settle`, { went: false })).status).toBe(200);
		await at('2027-01-20T09:01:00Z');
		expect(await of()).toHaveLength(1);
		expect((await room.marcus.post(`/letters/mails/${refused.id}/settle`, { went: true })).status).toBe(200);
		expect(await of()).toEqual([]);
	}
);

test(
	'[MAIL-14] a mail server that is away is tried for five days; what is older then is shown and not sent by itself',
	{ timeout: 90_000 },
	async () => {
		const { at, told, heard } = letters;
		const { room } = await letters.signedRoom();
		mails.refuse(true);
		await told(room, room.elin, 'thanks', 'Amira thanks you', '2027-01-18T09:00:00Z');
		await told(room, room.marcus, 'thanks', 'Elin thanks you', '2027-01-22T09:00:00Z');
		for (let hours = 0; hours <= 24 * 5; hours += 24) {
			await at(new Date(Date.UTC(2027, 0, 18, 9 + hours)).toISOString());
		}
		await at('2027-01-23T10:00:00Z');
		mails.refuse(false);
		await at('2027-01-23T16:00:00Z');
		// The younger one goes after a day of refusals; the other is over.
		expect(heard(room.marcus).slice(1)).toEqual(['01-23 16:00 Elin thanks you']);
		expect(heard(room.elin)).toHaveLength(1);
		const { unsure } = (await room.marcus.get('/letters')).body;
		const over = unsure.find(({ to }: { to: string }) => to === room.elin.name);
		expect(over).toMatchObject({ why: 'given up' });
		await room.marcus.post(`/letters/mails/${over.id}/settle`, { went: false });
		await at('2027-01-23T16:01:00Z');
		expect(heard(room.elin).at(-1)).toBe('01-23 16:01 Amira thanks you');
	}
);

test(
	'[MAIL-15] what waited for its mail server goes to nobody who stopped or left, and anew to another address',
	{ timeout: 90_000 },
	async () => {
		const { at, told, heard, taken, wish } = letters;
		const { room } = await letters.signedRoom();
		mails.refuse(true);
		for (const sitting of [room.elin, room.amira, room.marcus]) {
			await told(room, sitting, 'thanks', 'Thank you', '2027-01-19T09:00:00Z');
		}
		await at('2027-01-19T09:00:00Z');
		await wish(room, room.elin, { stoppedAt: new Date('2027-01-19T10:00:00Z') });
		await installation.database.transaction((tx) =>
			tx.update(people).set({ email: 'amira.new@room.test' }).where(eq(people.id, room.amira.id))
		);
		mails.refuse(false);
		await at('2027-01-19T11:00:00Z');
		await at('2027-01-20T09:00:00Z');
		expect(heard(room.elin)).toHaveLength(1);
		expect(heard(room.amira)).toHaveLength(1);
		expect(heard(room.marcus).slice(1)).toEqual(['01-19 11:00 Thank you']);
		const anew = mails.taken.filter(({ to }) => to?.[0]?.address === 'amira.new@room.test');
		expect(anew.map(({ subject }) => subject)).toEqual(['Thank you']);
		expect(taken(room.amira)).toHaveLength(1);
	}
);

const triesOf = async (subject: string): Promise<number> => {
	const rows = await installation.database.rows(
		`select tries from mails where subject = '${subject}' order by made_at desc`
	);
	return Number(rows[0]?.tries);
};
