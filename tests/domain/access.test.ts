import { expect, test } from 'vitest';
import { authorize, handOf, type Actor, type DocumentResource } from '#domain/access.ts';
import { isCustomers } from '#domain/customers.ts';
import type { Deed } from '#domain/workshop-deeds.ts';
import { asId, newId } from '#domain/ids.ts';
import type { PersonRole, StepState, WorkshopState } from '#domain/workshop.ts';
import { loadTemplate } from '#server/template.ts';

const workshopId = newId<'Workshop'>();
const own = newId<'Syndicate'>();
const other = newId<'Syndicate'>();
const me = newId<'Person'>();
const template = await loadTemplate();

/**
 * Who writes into the boards of a step while it is open, phase by phase, beside the facilitators who always may.
 * `syndicate`: the people and the laptop of that very syndicate. `all`: those of every syndicate. `writers`: the named two.
 */
const WRITES: Readonly<Record<string, 'nobody' | 'syndicate' | 'all' | 'writers'>> = {
	'welcome/promise': 'nobody',
	'welcome/goals': 'nobody',
	'welcome/pairs': 'nobody',
	'welcome/warm-up': 'nobody',
	'experiences/write': 'nobody',
	'experiences/share': 'syndicate',
	'experiences/group': 'syndicate',
	'experiences/vote': 'syndicate',
	'gallery/read': 'nobody',
	'definitions/write': 'nobody',
	'definitions/share': 'syndicate',
	'definitions/vote': 'syndicate',
	'vision/place': 'writers',
	'vision/compass': 'writers',
	'vision/agree': 'writers',
	'vision/vote': 'writers',
	'house/rate': 'syndicate',
	'house/fill': 'syndicate',
	'house/discretion': 'syndicate',
	'house/mistakes': 'syndicate',
	'read-back/read-back': 'nobody',
	'read-back/write': 'nobody',
	'read-back/thanks': 'nobody',
	'yesterday/recap': 'nobody',
	'yesterday/before': 'nobody',
	'customer/speak': 'nobody',
	'customer/check': 'nobody',
	'questions/answer': 'all',
	'questions/place': 'nobody',
	'issues/one': 'syndicate',
	'issues/two': 'syndicate',
	'issues/three': 'syndicate',
	'issues/report': 'nobody',
	'draft/write': 'nobody',
	'draft/share': 'syndicate',
	'draft/form': 'syndicate',
	'draft/reach': 'syndicate',
	'plan/read': 'nobody',
	'plan/weigh': 'writers',
	'plan/vote': 'writers',
	'plan/complete': 'nobody',
	'support/answers': 'nobody',
	'support/follow-up': 'writers',
	'sign/read': 'nobody',
	'sign/sign': 'all',
	'sign/differently': 'nobody',
	'sign/next': 'nobody'
};

const ROLES: readonly PersonRole[] = [
	'participant',
	'laptop',
	'observer',
	'listener',
	'facilitator',
	'co-facilitator',
	'sponsor',
	'customer'
];
const person = (role: PersonRole): Actor => ({
	kind: 'person',
	workshopId,
	personId: me,
	role,
	syndicateId: role === 'participant' || role === 'laptop' ? own : null,
	appointments: []
});
const OTHERS: readonly Actor[] = [
	{ kind: 'anonymous' },
	{ kind: 'account', accountId: newId<'Account'>() },
	{ kind: 'screen', workshopId: newId<'Workshop'>() },
	{ ...(person('facilitator') as Extract<Actor, { kind: 'person' }>), workshopId: newId<'Workshop'>() }
];
const STEP_STATES: readonly StepState[] = ['ahead', 'open', 'closing', 'closed'];
const STATES: readonly WorkshopState[] = ['preparing', 'room', 'signed'];

const phases = template.activities.flatMap((activity) =>
	activity.phases.map((phase) => ({ name: `${activity.id}/${phase.id}`, activity, phase }))
);

/** Every board there can be, in every state that it and its workshop can be in. */
function* boards(): Generator<DocumentResource & { readonly name: string; readonly mine: boolean }> {
	for (const { name, activity, phase } of phases)
		for (const state of STATES)
			for (const stepState of STEP_STATES)
				for (const isNamed of [true, false])
					for (const syndicateId of activity.board.perSyndicate ? [own, other] : [null])
						yield {
							name,
							mine: syndicateId === own,
							kind: 'document',
							workshopId,
							state,
							documentKind: activity.board.perSyndicate ? 'board' : 'room',
							boardKind: activity.board.kind,
							step: activity.id,
							stepState,
							phase,
							shownToAll: false,
							syndicateId,
							personId: null,
							writers: isNamed ? [me] : [],
							isRunning: false,
							isCustomers: isCustomers(activity),
							guests: []
						};
}

test('[RIGHT-3] who writes into which board is the table of steps and phases, for every role, and nothing beside it', () => {
	expect(Object.keys(WRITES).sort()).toEqual(phases.map(({ name }) => name).sort());

	const wrong: string[] = [];
	for (const board of boards())
		for (const role of ROLES) {
			const isOpen = board.state === 'room' && (board.stepState === 'open' || board.stepState === 'closing');
			const isInSyndicate = role === 'participant' || role === 'laptop';
			const writes = WRITES[board.name];
			const expected =
				isOpen &&
				(role === 'facilitator' ||
					role === 'co-facilitator' ||
					(isInSyndicate &&
						(writes === 'all' ||
							(writes === 'syndicate' && board.mine) ||
							(writes === 'writers' && board.writers.includes(me)))));
			if (authorize(person(role), 'document.write', board) !== expected)
				wrong.push(
					`${role} ${expected ? 'may not' : 'may'} write in ${board.name}, ${board.state}, ${board.stepState}`
				);
		}
	expect(wrong).toEqual([]);
});

test('[RIGHT-4] who listens from outside the syndicates reads no board, and other syndicates only what is closed', () => {
	for (const board of boards()) {
		const readers = ROLES.filter((role) => authorize(person(role), 'document.read', board));
		const isOpenBook =
			board.documentKind === 'room' || board.mine || board.stepState === 'closed' || board.state === 'signed';

		expect(readers).toEqual([...(isOpenBook ? ['participant', 'laptop'] : []), 'facilitator', 'co-facilitator']);
	}
});

test('[RIGHT-5] notes written alone are the author’s, for reading and for writing, facilitators and screen included', () => {
	for (const board of boards()) {
		const mine: DocumentResource = { ...board, documentKind: 'private', syndicateId: null, personId: me };
		const another: DocumentResource = { ...mine, personId: newId<'Person'>() };
		const deeds = ['document.read', 'document.write'] as const;
		const onlookers: readonly Actor[] = [...ROLES.map(person), { kind: 'screen', workshopId }, ...OTHERS];

		for (const deed of deeds) expect(onlookers.filter((actor) => authorize(actor, deed, another))).toEqual([]);
		expect(authorize({ kind: 'screen', workshopId }, 'document.read', mine)).toBe(false);
	}
});

test('[RIGHT-3] outsiders write and read nothing, and what stands in no table is refused', () => {
	const unknown = ['document.erase', 'room.demolish', ''] as unknown as readonly Deed[];
	const resources = STATES.map((state) => ({ kind: 'workshop', workshopId, state }) as const);

	for (const board of boards())
		for (const actor of OTHERS)
			expect([authorize(actor, 'document.read', board), authorize(actor, 'document.write', board)]).toEqual([
				false,
				false
			]);
	for (const deed of unknown)
		for (const role of ROLES)
			for (const resource of [...resources, { kind: 'installation' } as const, [...boards()][0]!])
				expect(authorize(person(role), deed, resource)).toBe(false);
	expect(authorize(person('stranger' as PersonRole), 'workshop.read', resources[1]!)).toBe(false);
	expect(
		authorize(person('participant'), 'room.steer', { kind: 'workshop', workshopId: asId('else'), state: 'room' })
	).toBe(false);
});

test('[RIGHT-6] whose words a role may change is a table of roles and kinds of boards', () => {
	const kinds = [...new Set(template.activities.map(({ board }) => board.kind))];
	const found = Object.fromEntries(
		ROLES.map((role) => [
			role,
			Object.fromEntries(kinds.map((kind) => [kind, handOf(person(role), { boardKind: kind }).words]))
		])
	);

	const all = Object.fromEntries(kinds.map((kind) => [kind, 'all']));
	const none = Object.fromEntries(kinds.map((kind) => [kind, 'none']));
	const helps = { ...Object.fromEntries(kinds.map((kind) => [kind, 'own'])), sentences: 'none', vision: 'none' };
	expect(found).toEqual({
		participant: all,
		laptop: all,
		observer: none,
		listener: none,
		facilitator: helps,
		'co-facilitator': helps,
		sponsor: none,
		customer: none
	});
	for (const actor of OTHERS.slice(0, 3)) expect(handOf(actor, { boardKind: 'columns' }).words).toBe('none');
	expect(ROLES.filter((role) => !handOf(person(role), { boardKind: 'columns' }).mayRelease)).toEqual(['laptop']);
});

test('[SEAT-12] sponsor and customer read the board of the syndicate they sit in with, while its step runs, and write nothing', () => {
	const wrong: string[] = [];
	for (const board of boards())
		for (const isRunning of [true, false])
			for (const guests of [[me], [newId<'Person'>()]])
				for (const role of ROLES) {
					const document: DocumentResource = { ...board, isRunning, guests };
					const sits = guests.includes(me) && isRunning && board.documentKind === 'board' && board.state === 'room';
					const isAtWork = sits && (board.stepState === 'open' || board.stepState === 'closing');
					const isGuest = role === 'sponsor' || (role === 'customer' && board.step === 'issues');
					const more = isAtWork && isGuest;
					const plain = { ...document, guests: [] };
					if (
						authorize(person(role), 'document.read', document) !==
						(more || authorize(person(role), 'document.read', plain))
					)
						wrong.push(`${role} reads ${board.name}, ${board.state}, ${board.stepState}`);
					if (authorize(person(role), 'document.write', document) !== authorize(person(role), 'document.write', plain))
						wrong.push(`${role} writes ${board.name}`);
				}
	expect(wrong).toEqual([]);
});
