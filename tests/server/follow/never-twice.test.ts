import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, type MailId } from '#domain/ids.ts';
import { createLog } from '#server/log.ts';
import { Outbox } from '#server/mail/outbox.ts';
import { senderOf, type Sender } from '#server/mail/sender.ts';
import { addLetterMail, MailStore, UNSURE_MINUTES, unsureMails } from '#server/store/mails.ts';
import { mailServer, type MailServer } from '../../support/mail-server.ts';
import { planInstallation, type PlanInstallation } from '../../support/plan-room.ts';

let server: MailServer;
let installation: PlanInstallation;
beforeAll(async () => {
	server = await mailServer();
	installation = await planInstallation();
});
afterAll(async () => {
	await installation.close();
	await server.close();
});

/** The same numbers for the same seed. */
function randomOf(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const KILLS = 200;
const LETTERS = 410;
const start = new Date('2027-01-18T10:00:00Z');
const forever = new Promise<never>(() => {});

test(
	'[MAIL-8] over two hundred ends of a process no mail goes twice, and what may not have gone is shown',
	{ timeout: 120_000 },
	async () => {
		const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
		console.log(`ends of a process: seed ${seed}`);
		const random = randomOf(seed);
		const { database } = installation;
		const { workshopId } = await installation.openRoom();
		const store = new MailStore(database);
		const addresses = Array.from({ length: LETTERS }, (_, n) => `reader-${n}@room.test`);
		await database.transaction(async (tx) => {
			for (const address of addresses) {
				const letter = {
					workshopId,
					personId: null,
					recipient: 'contact:x',
					localDay: '2027-01-18',
					key: address,
					address
				} as const;
				const words = {
					subject: 'Week 1',
					text: 'Words',
					html: '',
					replyTo: '',
					senderName: '',
					headers: {},
					calendar: ''
				};
				await addLetterMail(tx, newId<'Mail'>(), { ...letter, ...words, at: start });
			}
		});
		const real = senderOf({ smtpUrl: server.url, mailFrom: 'Plenary <plenary@room.test>', dataDir: '' });
		let now = start;
		let ends = 0;

		/** A process that ends at its nth mail: before it is handed over, or after the mail server took it. */
		const live = async (nth: number, isHandedOver: boolean): Promise<void> => {
			let count = 0;
			let end: () => void = () => {};
			const ended = new Promise<void>((resolve) => (end = resolve));
			const sender: Sender = {
				isServer: true,
				close: () => {},
				send: async (mail) => {
					count += 1;
					const isLast = count === nth;
					if (!isLast || isHandedOver) await real.send(mail);
					if (!isLast) return;
					ends += 1;
					end();
					// Nothing of it runs any more.
					await forever;
				}
			};
			const outbox = new Outbox({ mails: store, sender, log: createLog('silent'), now: () => now });
			await Promise.race([ended, outbox.rest()]);
			void outbox.close();
		};

		for (let kill = 0; kill < KILLS; kill += 1) {
			now = new Date(now.getTime() + 60_000);
			await live(random() < 0.25 ? 2 : 1, random() < 0.5);
		}
		// The last one stays.
		const outbox = new Outbox({ mails: store, sender: real, log: createLog('silent'), now: () => now });
		now = new Date(now.getTime() + (UNSURE_MINUTES + 1) * 60_000);
		await outbox.rest();

		const taken = (): readonly string[] => server.taken.map(({ to }) => to?.[0]?.address ?? '');
		expect(ends).toBe(KILLS);
		expect(new Set(taken()).size).toBe(taken().length);
		const unsure = await unsureMails(database.db, workshopId, now);
		expect(unsure).toHaveLength(KILLS);
		const rows = await database.rows(`select id, address from mails where kind = 'letter'`);
		const addressOf = new Map(rows.map(({ id, address }) => [String(id), String(address)]));
		const shown = new Set(unsure.map(({ id }) => addressOf.get(id)));
		const gone = new Set(taken());
		expect(addresses.filter((address) => !gone.has(address) && !shown.has(address))).toEqual([]);

		// Whoever follows up looks into each, and says what became of it.
		for (const { id } of unsure) {
			const place = { workshopId, id: id as MailId };
			expect(await store.settle(place, gone.has(addressOf.get(id) ?? ''), now)).toBe(true);
			expect(await store.settle(place, true, now)).toBe(false);
		}
		await outbox.rest();
		expect(taken().toSorted()).toEqual(addresses.toSorted());
		expect(await unsureMails(database.db, workshopId, now)).toEqual([]);
		await outbox.close();
	}
);
