import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '#server/log.ts';
import { FollowUpMachine } from '#server/follow/machine.ts';
import { JobStore } from '#server/store/jobs.ts';
import { lettersIn, wordsOf } from '../../support/letters-told.ts';
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

test('[MAIL-12] what no letter can be made of holds up no reader and no other workshop, and shows up after five times', async () => {
	const { at, told, heard } = letters;
	const first = (await letters.signedRoom()).room;
	const second = (await letters.signedRoom()).room;
	const broken = {
		part: { ...wordsOf('A meeting'), meeting: { title: 'Review', startsAt: 'someday', minutes: 30, where: '' } }
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
});

test('[MAIL-12] what is looked for before and after the work fails apart from it', async () => {
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
