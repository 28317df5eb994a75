/** Random sequences of commands, many at once, against what must hold whatever happens. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import type { PlanView } from '#protocol/views.ts';
import {
	complete,
	planInstallation,
	sending,
	type PlanInstallation,
	type PlanRoom,
	type Sitting
} from '../support/plan-room.ts';

const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31);

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
	console.log(`plan model: TEST_SEED=${seed}`);
});
afterAll(() => installation.close());

/** A few workshops with few commands each: every one of these is a request with several statements. `TEST_RUNS` for more. */
const runs = { seed, numRuns: Number(process.env.TEST_RUNS ?? 6), endOnFailure: true } as const;
const PATIENCE_MS = 120_000 + runs.numRuns * 10_000;

test(
	'[VOTE-1] whatever is given and taken back at once, nobody holds more votes than the budget or one vote twice',
	async () => {
		const tap = fc.record({
			who: fc.nat(1),
			target: fc.nat(4),
			deed: fc.constantFrom('votes', 'votes', 'votes', 'votes/take-back')
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.array(tap, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 4 }),
				async (rounds) => {
					const room = await installation.openRoom();
					await room.step('experiences', 'vote');
					const refs: string[] = [];
					for (let n = 0; n < 5; n += 1) {
						refs.push((await room.note('experiences', room.alder, { zone: asId('good'), text: `${n}` })).ref);
					}
					const people = [room.elin, room.amira];
					for (const round of rounds) {
						const answers = await Promise.all(
							round.map(({ who, target, deed }) =>
								people[who]!.post(`/steps/experiences/${deed}`, { target: refs[target] })
							)
						);
						for (const { status, body } of answers) {
							if (status !== 200) expect(body.code).toBe('votes-used-up');
						}
						for (const person of people) {
							const { body } = await person.get('/steps/experiences/votes');
							expect(new Set(body.mine).size).toBe(body.mine.length);
							expect(body.mine.length + body.left).toBe(3);
						}
					}
				}
			),
			runs
		);
	},
	PATIENCE_MS
);

type Command =
	| { readonly kind: 'own' | 'give-back' | 'sign'; readonly who: number; readonly action: number }
	| { readonly kind: 'aside' | 'plan' | 'reword' | 'ask' | 'close'; readonly who: number; readonly action: number }
	| { readonly kind: 'join' | 'separate' | 'front' | 'cut' | 'undo-cut'; readonly who: number; readonly action: number }
	| { readonly kind: 'answer'; readonly who: number; readonly action: number };

const command: fc.Arbitrary<Command> = fc.record({
	kind: fc.constantFrom(
		'own',
		'own',
		'give-back',
		'sign',
		'sign',
		'aside',
		'plan',
		'reword',
		'ask',
		'answer',
		'join',
		'separate',
		'front',
		'cut',
		'undo-cut',
		'close',
		'close'
	),
	who: fc.nat(5),
	action: fc.nat(1)
});

test('[PLAN-13] no sequence of commands makes an owner without the own yes, two owners, a changed signed value, or an answer without words', async () => {
	let closed = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.array(command, { minLength: 1, maxLength: 4 }), { minLength: 3, maxLength: 7 }),
			async (rounds) => {
				const { room, cast, actions } = await roomForModel();
				/** Whoever ever said yes to an action in person. */
				const saidYes = actions.map(() => new Set<string>());
				let signed: PlanView | null = null;
				for (const round of [...rounds, ...finale]) {
					for (const { kind, who, action } of round) {
						if (kind === 'own') saidYes[action]!.add(cast[who]!.id);
					}
					await Promise.all(round.map((each) => perform(each, room, cast, actions)));
					const plan: PlanView = (await room.facilitator.get('/plan')).body;
					for (const [at, id] of actions.entries()) {
						const { ownerId, notNowReason, support, joinedTo, frontPlace } = plan.actions.find(
							(each) => each.id === asId(id)
						)!;
						if (ownerId !== null) expect(saidYes[at]).toContain(ownerId);
						// What is part of another is neither put aside nor on the front page, and nothing runs in a ring.
						if (joinedTo !== null) {
							expect([notNowReason, frontPlace, support]).toEqual([null, null, []]);
							expect(plan.actions.find((each) => each.id === joinedTo)!.joinedTo).toBeNull();
						}
						if (notNowReason !== null) expect(notNowReason.trim()).not.toBe('');
						for (const answer of support.flatMap(({ answers }) => answers)) {
							expect(answer.words.trim()).not.toBe('');
							if (answer.answer === 'not-now') expect(answer.answerBy).not.toBeNull();
						}
					}
					if (signed) expect(signedPart(plan)).toEqual(signedPart(signed));
					else if (plan.signedAt !== null) {
						signed = plan;
						closed += 1;
					}
				}
			}
		),
		runs
	);
	// A model in which no plan is ever closed would prove nothing about closed ones.
	expect(closed).toBeGreaterThan(0);
}, 180_000);

/** Everybody signs and the plan is closed, then it is tried to change it. */
const finale: readonly (readonly Command[])[] = [
	[0, 1].map((action) => ({ kind: 'separate' as const, who: 4, action })),
	[0, 1].map((action) => ({ kind: 'plan' as const, who: 4, action })),
	[0, 1].map((action) => ({ kind: 'own' as const, who: action, action })),
	[0, 1].map((action) => ({ kind: 'reword' as const, who: 4, action })),
	[0, 1].map((action) => ({ kind: 'answer' as const, who: 5, action })),
	[0, 1, 2, 4, 5].map((who) => ({ kind: 'sign' as const, who, action: 0 })),
	[0, 1].map((action) => ({ kind: 'close' as const, who: 4, action })),
	(['own', 'give-back', 'aside', 'reword', 'join', 'front', 'cut', 'sign', 'close', 'ask'] as const).map(
		(kind, at) => ({
			kind,
			who: at % 5,
			action: at % 2
		})
	),
	[{ kind: 'answer', who: 5, action: 0 }]
];

async function roomForModel() {
	const room = await installation.openRoom();
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	await room.reload();
	await room.followedUp();
	const actions = [];
	for (const text of ['First', 'Second']) {
		const draft = await room.draft(text);
		const { body } = await room.elin.post('/plan/send', sending(draft));
		actions.push(body.actions.at(-1).id as string);
	}
	return { room, actions, cast: [room.elin, room.amira, room.marcus, room.elin, room.facilitator, joanna] };
}

async function perform(
	{ kind, who, action }: Command,
	room: PlanRoom,
	cast: readonly Sitting[],
	actions: readonly string[]
) {
	const person = cast[who]!;
	const path = `/actions/${actions[action]}`;
	const answered = async () => {
		const { body } = await person.get('/plan');
		const request = body.actions?.find(({ id }: { id: string }) => id === actions[action]).support.at(-1);
		if (!request) return { status: 404 };
		const words = { answer: who % 2 ? 'no' : 'not-now', words: who === 5 ? 'Nobody is free' : '' };
		return person.post(`/support/${request.id}/answer`, words);
	};
	const deeds: Readonly<Record<Command['kind'], () => Promise<{ readonly status: number }>>> = {
		own: () => person.post(`${path}/own`, { yes: true }),
		'give-back': () => person.post(`${path}/own`, { yes: false }),
		sign: () => person.post('/plan/sign'),
		aside: () => person.post(`${path}/choose`, { place: 'not-now', reason: who === 4 ? 'Later' : '' }),
		plan: () => person.post(`${path}/choose`, { place: 'plan' }),
		reword: () => person.patch(path, { ...complete, text: `By ${person.name}` }),
		ask: () => person.post(`${path}/support`, { kind: 'time', ask: 'An hour' }),
		join: () => person.post(`${path}/join`, { into: actions[1 - action] }),
		separate: () => person.post(`${path}/separate`),
		front: () => person.post(`${path}/front`, { front: who % 2 === 0 }),
		cut: () =>
			person.post('/plan/cut', {
				rest: actions.map((id, at) => ({ id, reason: at === action ? 'It waits' : ['', 'Later'][who % 2] }))
			}),
		'undo-cut': () => person.post('/plan/cut/undo', { actions: [actions[action]] }),
		answer: answered,
		close: () => person.post('/plan/close')
	};
	const { status } = await deeds[kind]();
	// Refusals are fine, faults are not.
	expect(status).toBeLessThan(500);
	return room;
}

/** What stays as it was signed; support goes on. */
const signedPart = ({ actions, signatures, signedAt, version, hash }: PlanView) => ({
	actions: actions.map(({ support: _, updates: __, missing: ___, may: ____, health: _____, ...kept }) => {
		return kept;
	}),
	...{ signatures, signedAt, version, hash }
});
