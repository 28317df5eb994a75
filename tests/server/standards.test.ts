import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const id = asId<'Zone'>;

/** One line of two syndicates, with what it means at home, and a line nobody said more about. */
async function agreedRoom() {
	const room = await installation.openRoom();
	await room.step('vision', 'place', 'open', false, [room.marcus.id]);
	const good = id('good-service-is');
	const field = (value: string) => [{ id: asId<'Field'>('leans'), kind: 'choice' as const, value }];
	const warm = await room.note('definitions', room.alder, { zone: good, text: 'You are heard', fields: field('warm') });
	const both = await room.note('definitions', room.birch, { zone: good, text: 'Heard at once', fields: field('both') });
	const [proposal] = (await room.marcus.post('/steps/vision/proposals', { zone: 'standards', text: 'We mean it' }))
		.body;
	const texts = ['fixed', 'mayDecide', 'gains'].map((name) => ({ id: asId<'Field'>(name), kind: 'text' as const }));
	const line = await room.note('vision', null, {
		zone: id('standards'),
		text: 'We answer the person',
		from: [warm.ref, both.ref],
		fields: texts.map((each, at) => ({ ...each, value: ['A name at the end of each call', '', 'Whoever rings'][at]! }))
	});
	const bare = await room.note('vision', null, {
		zone: id('standards'),
		text: 'We mean it',
		from: [`proposal:${proposal.id}`],
		fields: texts
	});
	await room.note('house', room.alder, { zone: id('may-decide'), text: 'Up to 50 euros', from: [line.ref] });
	await room.note('house', room.birch, { zone: id('may-decide'), text: 'An hour', from: [line.ref] });
	await room.note('house', room.alder, { zone: id('learn'), text: 'Promised too much' });
	await room.note('house', room.birch, { zone: id('line'), text: 'Lying to a customer' });
	const sponsor = await room.sit('Sara Lind', 'sponsor');
	return { room, line, bare, sponsor };
}

test('[STANDARD-1] the draft holds the words of the boards, each with the syndicate that wrote it', async () => {
	const { room, line, bare } = await agreedRoom();

	const { body } = await room.facilitator.get('/standards/draft');

	expect(body).toEqual({
		compass: '',
		lines: [
			{
				ref: line.ref,
				text: 'We answer the person',
				gains: 'Whoever rings',
				syndicates: [room.alder, room.birch],
				warm: 2,
				quick: 1,
				fixed: [{ text: 'A name at the end of each call', syndicateId: null }],
				mayDecide: [
					{ text: 'Up to 50 euros', syndicateId: room.alder },
					{ text: 'An hour', syndicateId: room.birch }
				]
			},
			{
				...{ ref: bare.ref, text: 'We mean it', gains: '', syndicates: [room.birch], warm: 0, quick: 0 },
				...{ fixed: [], mayDecide: [] }
			}
		],
		learn: [{ text: 'Promised too much', syndicateId: room.alder }],
		line: [{ text: 'Lying to a customer', syndicateId: room.birch }]
	});
});

test('[STANDARD-2] a facilitator ticks what stands on the sheet and rewords nothing', async () => {
	const { room, line } = await agreedRoom();
	const make = (fixed: string[], who = room.facilitator, ref = line.ref) =>
		who.post('/standards', {
			lines: [{ ref, fixed, mayDecide: ['An hour'] }],
			learn: [],
			line: ['Lying to a customer']
		});

	const reworded = await make(['A name at the start of each call']);
	const elsewhere = await make([], room.facilitator, 'note:nowhere00:nothing00');
	const empty = await room.facilitator.post('/standards', { lines: [], learn: [], line: [] });
	const others = await Promise.all([room.elin, room.stranger].map((each) => make([], each)));
	const { status, body } = await make(['A name at the end of each call']);

	expect([reworded, elsewhere, empty, ...others].map((each) => each.body.code)).toEqual([
		'in-use',
		'in-use',
		'empty',
		'not-allowed',
		'not-signed-in'
	]);
	expect(status).toBe(201);
	expect(body).toEqual([
		{
			version: 1,
			compass: '',
			madeBy: room.facilitator.id,
			madeAt: '2027-01-13T14:00:00.000Z',
			agreed: null,
			lines: [
				{
					...{ n: 1, text: 'We answer the person', fixed: ['A name at the end of each call'], mayDecide: ['An hour'] },
					...{ gains: 'Whoever rings', warm: 2, quick: 1, syndicates: ['a', 'b'], ref: line.ref }
				}
			],
			mistakes: { learn: [], line: ['Lying to a customer'] }
		}
	]);
});

test('[STANDARD-3] a version never changes: who presses twice makes one, two facilitators at once make two', async () => {
	const { room, line } = await agreedRoom();
	const second = await room.sit('Jon Berg', 'co-facilitator');
	const make = (who: typeof second, mayDecide: string[]) =>
		who.post('/standards', { lines: [{ ref: line.ref, fixed: [], mayDecide }], learn: [], line: [] });

	await Promise.all([make(room.facilitator, []), make(room.facilitator, [])]);
	const once = await room.elin.get('/standards');
	await Promise.all([make(room.facilitator, ['An hour']), make(second, ['Up to 50 euros'])]);
	const both = await room.elin.get('/standards');
	await room.rooms.edit(line.document, (board) => board.textOf(line.id)?.insert(0, 'New: '));
	const after = await room.elin.get('/standards');

	expect(once.body.map(({ version }: { version: number }) => version)).toEqual([1]);
	expect(both.body.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1]);
	expect(
		both.body
			.slice(0, 2)
			.map(({ lines }: { lines: { mayDecide: string[] }[] }) => lines[0]!.mayDecide)
			.toSorted()
	).toEqual([['An hour'], ['Up to 50 euros']]);
	expect(after.body).toEqual(both.body);
});

test('[STANDARD-4] the sponsor alone agrees, in own words, once, to the newest version', async () => {
	const { room, line, sponsor } = await agreedRoom();
	const make = (mayDecide: string[]) =>
		room.facilitator.post('/standards', { lines: [{ ref: line.ref, fixed: [], mayDecide }], learn: [], line: [] });
	const agree = (who: typeof sponsor, version: number, words: string) =>
		who.post('/standards/agree', { version, words });

	const early = await agree(sponsor, 1, 'Before there is one');
	await make([]);
	const silent = await agree(sponsor, 1, '  ');
	const others = await Promise.all(
		[room.elin, room.facilitator, room.stranger].map((each) => agree(each, 1, 'I agree for the sponsor'))
	);
	await make(['An hour']);
	const old = await agree(sponsor, 1, 'I stand behind this');
	const [first, twice] = await Promise.all([1, 2].map(() => agree(sponsor, 2, 'I stand behind this')));
	const read = await room.elin.get('/standards');

	expect([early, silent, ...others, old].map(({ body }) => body.code)).toEqual([
		...['not-found', 'answer-without-words', 'not-allowed', 'not-allowed', 'not-signed-in', 'in-use']
	]);
	expect([first!.status, twice!.status].toSorted()).toEqual([200, 409]);
	expect(read.body.map(({ agreed }: { agreed: unknown }) => agreed)).toEqual([
		{ by: sponsor.id, at: '2027-01-13T14:00:00.000Z', words: 'I stand behind this' },
		null
	]);
});
