import { afterAll, beforeAll, expect, test } from 'vitest';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Email } from 'postal-mime';
import { people } from '#drizzle/schema.ts';
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

/** Everybody of the room with an address. */
async function withAddresses(room: PlanRoom, ...sittings: readonly Sitting[]): Promise<void> {
	for (const { id } of [room.elin, room.amira, room.marcus, ...sittings]) {
		await installation.database.transaction((tx) =>
			tx
				.update(people)
				.set({ email: `${id.toLowerCase()}@room.test` })
				.where(eq(people.id, id))
		);
	}
}

const addressOf = ({ id }: Sitting): string => `${id.toLowerCase()}@room.test`;
const to = (sitting: Sitting) => (mail: Email) => mail.to?.[0]?.address === addressOf(sitting);

/** Lets the clock come to an instant, looking at it as often as the machinery would matter. */
async function at(instant: string): Promise<void> {
	installation.setNow(instant);
	await installation.followUp.rest();
}

const signedRoom = async () => {
	installation.setNow('2027-01-13T14:00:00Z');
	const room = await installation.openRoom();
	await withAddresses(room);
	// Whoever made the workshops is in all of them, and gets one letter a day from all together.
	await installation.database.transaction((tx) =>
		tx
			.update(people)
			.set({ removedAt: new Date('2027-01-13T14:00:00Z') })
			.where(and(eq(people.workshopId, room.workshopId), isNotNull(people.accountId)))
	);
	const { id } = await room.signed();
	return { room, id };
};

/** Hours at which something may fall due. */
const LOOKS = [0, 8, 9, 10, 14, 18];

/** Looks at those hours from one instant to another. */
async function play(from: string, until: string): Promise<void> {
	for (let ms = Date.parse(from); ms <= Date.parse(until); ms += 60 * 60 * 1000) {
		if (LOOKS.includes(new Date(ms).getUTCHours())) await at(new Date(ms).toISOString());
	}
}

const header = (mail: Email | undefined, name: string): string =>
	mail?.headers.find(({ key }) => key === name)?.value ?? '';

/** When what reached somebody, from the beginning on: `Wed 15:00 Signed: your action, and the plan`. */
const heard = (sitting: Sitting): readonly string[] =>
	mails.taken.filter(to(sitting)).map(({ date, subject }) => {
		const sent = new Date(date ?? 0);
		return `${sent.toISOString().slice(5, 16).replace('T', ' ')} ${subject}`;
	});

test('[MAIL-6] a letter is text and HTML of the same words, from whoever follows up, in one thread, and stops at one press', async () => {
	const { room } = await signedRoom();
	await at('2027-01-13T14:01:00Z');
	await play('2027-01-18T10:00:00Z', '2027-01-18T10:00:00Z');
	const [signed, digest] = mails.taken.filter(to(room.elin));

	expect(signed?.subject).toBe('Signed: your action, and the plan');
	expect(signed?.from).toEqual({ name: 'Marcus Okafor through Plenary', address: 'plenary@room.test' });
	expect(signed?.replyTo?.[0]?.address).toBe(addressOf(room.marcus));
	expect(header(signed, 'auto-submitted')).toBe('auto-generated');
	expect(header(signed, 'list-unsubscribe')).toMatch(/^<http:\/\/room\.test\/a\/[\w.-]+>$/);
	expect(header(signed, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
	expect(header(signed, 'references')).toMatch(/^<[^<>\s]+@plenary>$/);
	expect(header(digest, 'references')).toBe(header(signed, 'references'));
	expect(digest?.messageId).not.toBe(signed?.messageId);

	for (const { text = '', html = '' } of [signed!, digest!]) {
		expect(html).not.toMatch(/<img|<script|<link|url\(|src=/i);
		// Every word and every address of the one stands in the other.
		const page = wordsOf(html);
		for (const line of text.split('\n').filter((each) => /\w/.test(each) && !each.startsWith('Two days,'))) {
			const words = line
				.replace(/:? https?:\S+/g, '')
				.replace(/\s*\[.*\]$/, '')
				.trim();
			expect(page).toContain(words.replace(/^\d+ +/, ''));
		}
		const addresses = [...text.matchAll(/https?:\/\/\S+/g)].map(([address]) => address);
		expect([...html.matchAll(/href="([^"]+)"/g)].map(([, address]) => address?.replaceAll('&amp;', '&'))).toEqual(
			addresses
		);
	}
});

const wordsOf = (html: string): string =>
	html
		.replace(/<style>.*?<\/style>/s, '')
		.replace(/<br>/g, '\n')
		.replace(/<[^>]+>/g, '\n')
		.replaceAll('&amp;', '&')
		.replaceAll('&#39;', "'");

test(
	'[FOLLOW-102] everybody hears of the signing within minutes, is asked once whether it is theirs, and then by the week',
	{ timeout: 60_000 },
	async () => {
		const { room } = await signedRoom();
		await at('2027-01-13T14:01:00Z');
		await play('2027-01-13T15:00:00Z', '2027-01-28T20:00:00Z');

		expect(heard(room.elin)).toEqual([
			'01-13 14:01 Signed: your action, and the plan',
			'01-15 08:00 Is this yours? Every promise to call back has a name',
			'01-18 10:00 Week 1: what we decided',
			'01-21 14:00 Every promise to call back has a name: one tap',
			'01-25 10:00 Week 2: a quiet week',
			// Nobody wrote about it for a fortnight. After three questions without any answer she is asked nothing more.
			'01-27 08:00 No hurry, only a question: Every promise to call back has a name'
		]);
		expect(heard(room.amira)).toEqual([
			'01-13 14:01 Signed: our plan of one action',
			'01-18 10:00 Week 1: what we decided',
			'01-25 10:00 Week 2: a quiet week'
		]);
	}
);

test('[FOLLOW-103] a digest can be read a day before, mended, held, tried out and sent, by whoever follows up', async () => {
	const { room } = await signedRoom();
	await at('2027-01-13T14:01:00Z');
	await at('2027-01-15T09:00:00Z');
	await play('2027-01-17T08:00:00Z', '2027-01-17T09:00:00Z');
	const early = (await room.marcus.get('/letters')).body;
	expect(early.drafts).toEqual([]);
	expect(early.ahead).toMatchObject({
		kind: 'digest',
		goesAt: '2027-01-18T10:00:00.000Z',
		draftAt: '2027-01-17T10:00:00.000Z'
	});

	await at('2027-01-17T10:00:00Z');
	const [draft] = (await room.facilitator.get('/letters')).body.drafts;
	expect(draft).toMatchObject({ subject: 'Week 1: what we decided', state: 'draft', period: 'w1', readers: 4 });
	const path = `/letters/${draft.id}`;
	expect((await room.facilitator.post(`${path}/hold`)).status).toBe(403);
	expect((await room.elin.get(path)).status).toBe(403);

	const edits = { headline: 'twelve of us', lines: ['The board hangs.'], thanks: 'To Peter.' };
	const mended = (await room.marcus.post(`${path}/edit`, edits)).body;
	expect(mended).toMatchObject({
		subject: 'Week 1: twelve of us',
		headline: 'twelve of us',
		lines: ['The board hangs.']
	});
	expect(mended.text).toContain('The board hangs.');
	expect(mended.html).toContain('To Peter.');

	await room.marcus.post(`${path}/test`);
	await at('2027-01-17T20:00:00Z');
	expect(heard(room.marcus).at(-1)).toBe('01-17 20:00 Test: Week 1: twelve of us');
	expect(heard(room.elin)).toHaveLength(2);

	await room.marcus.post(`${path}/hold`);
	await play('2027-01-18T08:00:00Z', '2027-01-18T12:00:00Z');
	expect(heard(room.elin)).toHaveLength(2);
	expect((await room.marcus.get(path)).body.state).toBe('held');

	await room.marcus.post(`${path}/release`);
	await at('2027-01-18T12:01:00Z');
	expect(heard(room.elin).at(-1)).toBe('01-18 12:01 Week 1: twelve of us');
	const { past } = (await room.marcus.get('/letters')).body;
	// The facilitator has no address: hers is passed on by somebody.
	expect(past[0]).toMatchObject({
		state: 'sent',
		readers: 4,
		proof: { handedOver: 3, byHand: 1, waiting: 0, failed: 0 }
	});
	const [byHand] = (await room.marcus.get('/letters/by-hand')).body.filter(({ subject }: { subject: string }) =>
		subject.startsWith('Week')
	);
	expect(byHand).toMatchObject({ to: 'Helen Marsh', address: '' });
	expect((await room.marcus.post(`/letters/mails/${byHand.id}/passed-on`)).status).toBe(200);
	expect((await room.marcus.post(`/letters/mails/${byHand.id}/passed-on`)).status).toBe(404);
	expect((await room.marcus.post(`${path}/edit`, edits)).status).toBe(409);
});
