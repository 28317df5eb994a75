import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const ratings = '/steps/vision/ratings';

async function twoLines() {
	const room = await installation.openRoom();
	await room.step('vision', 'agree');
	const zone = asId<'Zone'>('standards');
	const [one, two] = [
		await room.note('vision', null, { zone, text: 'We ring back' }),
		await room.note('vision', null, { zone, text: 'We say when' })
	];
	return { room, one: one.ref, two: two.ref };
}

test('[VISION-9] while people mark what they can live with nobody sees how the others did; afterwards everybody sees the spread and nobody who', async () => {
	const { room, one } = await twoLines();

	await room.elin.post(ratings, { target: one, mark: 1 });
	await room.amira.post(ratings, { target: one, mark: 5 });
	const during = await Promise.all([room.elin, room.facilitator].map((each) => each.get(ratings)));
	await room.step('vision', 'vote');
	const after = await Promise.all([room.elin, room.facilitator].map((each) => each.get(ratings)));

	expect(during.map(({ body }) => [body.areShown, body.counts, body.given])).toEqual([
		[false, {}, { [one]: 2 }],
		[false, {}, { [one]: 2 }]
	]);
	expect(after.map(({ body }) => [body.areShown, body.counts])).toEqual([
		[true, { [one]: [1, 0, 0, 0, 1] }],
		[true, { [one]: [1, 0, 0, 0, 1] }]
	]);
	expect(after.map(({ body }) => body.mine)).toEqual([{ [one]: 1 }, {}]);
	expect(JSON.stringify(after[1]!.body)).not.toContain(room.elin.id);
});

test('[VISION-10] who cannot live with a line may say why, without a name, and not while fewer than three have marked it', async () => {
	const { room, one, two } = await twoLines();
	const say = (who: typeof room.elin, target: string, mark: number, why?: string) =>
		who.post(ratings, { target, mark, why });

	await say(room.elin, one, 2, 'We cannot promise the same day');
	await say(room.amira, one, 1, 'Nor can I');
	await say(room.elin, two, 1, 'Only two have said');
	await say(room.amira, two, 4, 'A reason with a high mark is not kept');
	const kept = await say(room.elin, one, 1);
	const marcus = await say(room.marcus, one, 5);
	const tooLong = await say(room.elin, one, 1, 'x'.repeat(301));
	await room.step('vision', 'vote');
	const { body } = await room.marcus.get(ratings);

	expect(kept.body.myWhys).toEqual({
		[one]: 'We cannot promise the same day',
		[two]: 'Only two have said'
	});
	expect([marcus.body.whys, marcus.body.myWhys]).toEqual([{}, {}]);
	expect(tooLong.status).toBe(400);
	expect(Object.keys(body.whys)).toEqual([one]);
	expect(body.whys[one].toSorted()).toEqual(['Nor can I', 'We cannot promise the same day']);
	expect(body.counts[one]).toEqual([2, 0, 0, 0, 1]);
});

test('[VISION-10] a mark and its reason can be changed and taken away', async () => {
	const { room, one } = await twoLines();

	await room.elin.post(ratings, { target: one, mark: 2, why: 'Too many words' });
	const changed = await room.elin.post(ratings, { target: one, mark: 2, why: 'Too few' });
	const emptied = await room.elin.post(ratings, { target: one, mark: 2, why: ' ' });
	await room.elin.post(ratings, { target: one, mark: 2, why: 'Again' });
	const lifted = await room.elin.post(ratings, { target: one, mark: 4 });
	const back = await room.elin.post(ratings, { target: one, mark: 2 });

	expect([changed, emptied, lifted, back].map(({ body }) => body.myWhys)).toEqual([{ [one]: 'Too few' }, {}, {}, {}]);
});
