/** The live state of a workshop as it crosses the wire: a part for all, and a small one for each. Pure. */
import { facilitates, type PersonRole, type Signal } from '#domain/workshop.ts';
import type { Actor } from '#domain/access.ts';
import { isGuestStep } from '#domain/customers.ts';
import { asId, type DocumentId, type PersonId, type SyndicateId } from '#domain/ids.ts';
import {
	LIVE_PROTOCOL,
	type LiveDesk,
	type LivePersonal,
	type LiveRevisions,
	type LiveShared,
	type LiveSyndicate
} from '#protocol/live.ts';
import type { Given } from '../store/rooms.ts';
import type { SignalRecord } from '../store/signals.ts';
import { breakOf, isQuiet, lastMove, paceNow } from './place.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface Moment {
	readonly now: WorkshopNow;
	readonly version: number;
	readonly nowMs: number;
	/** Everyone with an open socket. */
	readonly here: ReadonlySet<PersonId>;
	/** Notes in a document that are not in the bin. */
	readonly countOf: (id: DocumentId) => number;
	/** Votes and ratings in the running step. */
	readonly given: Given;
	readonly message: LiveShared['message'];
	readonly notices: LiveShared['notices'];
	readonly revisions: LiveRevisions;
	/** What people in the room open; null: nothing better is known than the address of their page. */
	readonly origin: string | null;
}

export function sharedPart(moment: Moment): LiveShared {
	const { now, here } = moment;
	const { id, title, state, compass, screen } = now.workshop;
	const running = now.running();
	const others = now.rows.steps.filter((step) => step.state !== 'ahead' && step.step !== running?.activity.id);
	const loose = [...here].filter((person) => (now.person(person)?.syndicateId ?? null) === null);
	return {
		protocol: LIVE_PROTOCOL,
		version: moment.version,
		now: moment.nowMs,
		workshop: { id, title, state, compass },
		step: running && {
			id: running.activity.id,
			state: running.step.state,
			phase: running.phase?.id ?? null,
			clock: running.step.clock,
			votesClosed: running.step.votesClosed,
			writers: running.step.writers
		},
		clock: running?.step.clock ?? null,
		states: Object.fromEntries(others.map((step) => [step.step, step.state])),
		screen,
		syndicates: syndicatesPart(moment),
		othersHere: loose.length,
		here: [...here].map(now.short),
		isHeld: now.workshop.isHeld,
		isQuiet: isQuiet(now),
		onBreak: breakOf(now),
		reportBack: running?.step.reportBack ?? null,
		lastMove: lastMove(now, moment.nowMs, now.short),
		lateMinutes: paceNow(now, moment.nowMs)?.lateMinutes ?? null,
		message: moment.message,
		revisions: moment.revisions,
		notices: moment.notices,
		...(moment.origin === null ? {} : { origin: moment.origin })
	};
}

/** Numbers that guests have a use for; the others stand still for them. */
const FOR_GUESTS: readonly (keyof LiveRevisions)[] = [
	'agenda',
	'people',
	'documents',
	'questions',
	'points',
	'issues',
	'reply'
];

/**
 * The same for those who are here for the customers' steps alone: where the room is only while it is in one of them, no
 * counts, nobody's name or presence, and no word to the staff.
 */
export function guestPart(shared: LiveShared, now: WorkshopNow, role: PersonRole): LiveShared {
	const isTheirs = (step: string): boolean => {
		const activity = now.activities.get(asId(step));
		return activity !== undefined && isGuestStep(role, activity);
	};
	const step = shared.step !== null && isTheirs(shared.step.id) ? { ...shared.step, writers: [] } : null;
	const { revisions } = shared;
	return {
		...shared,
		workshop: { ...shared.workshop, compass: '' },
		step,
		clock: step && shared.clock,
		states: Object.fromEntries(Object.entries(shared.states).filter(([id]) => isTheirs(id))),
		screen: { kind: 'step' },
		syndicates: shared.syndicates.map((syndicate) => ({ ...syndicate, ...UNCOUNTED })),
		othersHere: 0,
		here: [],
		isHeld: false,
		reportBack: step && shared.reportBack,
		lastMove: null,
		// How the rest of the day goes is for those who wait for their part of it.
		lateMinutes: role === 'listener' ? null : shared.lateMinutes,
		message: null,
		notices: [],
		revisions: {
			...revisions,
			...Object.fromEntries(
				Object.keys(revisions).flatMap((part) => (FOR_GUESTS.some((own) => own === part) ? [] : [[part, 0]]))
			)
		}
	};
}

const UNCOUNTED = {
	seats: 0,
	people: 0,
	here: 0,
	notes: 0,
	hiddenNotes: 0,
	votes: 0,
	clock: null,
	isClosed: false,
	isRevealed: false,
	isReady: false,
	hand: null
} as const;

function syndicatesPart({ now, here, countOf, given }: Moment): readonly LiveSyndicate[] {
	const running = now.running();
	const boards = running ? now.boards(running.activity.id) : [];
	const hidden = running ? now.privateDocuments(running.activity.id) : [];
	const signal = (id: SyndicateId, kind: Signal) =>
		now.rows.signals.find(
			(known) => known.step === running?.activity.id && known.syndicateId === id && known.kind === kind
		);
	return now.syndicates.map(({ id, slug, name, letter, seats }) => {
		const members = now.members(id).map((person) => person.id);
		const isMember = (person: PersonId | null) => person !== null && members.includes(person);
		const sum = (ids: readonly { readonly id: DocumentId }[]) => ids.reduce((total, { id }) => total + countOf(id), 0);
		const gave = (person: PersonId) => (given.votes.get(person) ?? 0) + (given.ratings.get(person) ?? 0);
		return {
			id,
			slug,
			name,
			letter,
			seats,
			people: members.length,
			here: members.filter((person) => here.has(person)).length,
			notes: sum(boards.filter(({ syndicateId }) => syndicateId === id)),
			hiddenNotes: sum(hidden.filter(({ personId }) => isMember(personId))),
			votes: members.reduce((total, person) => total + gave(person), 0),
			clock: running?.step.syndicateClocks[id] ?? null,
			isClosed: running?.step.closedFor.includes(id) ?? false,
			isRevealed: running?.step.revealedFor.includes(id) ?? false,
			isReady: signal(id, 'ready') !== undefined,
			hand: handOf(signal(id, 'hand'), now)
		};
	});
}

function handOf(hand: SignalRecord | undefined, { short }: WorkshopNow): LiveSyndicate['hand'] {
	if (!hand) return null;
	const { personId, raisedAt, answeredBy } = hand;
	return { by: short(personId), at: raisedAt.getTime(), answeredBy: answeredBy === null ? null : short(answeredBy) };
}

/** Null for whoever has no place in the workshop any more. */
export function personalPart(
	actor: Actor,
	now: WorkshopNow,
	given: Given,
	cutOff: readonly PersonId[] = [],
	desk: LiveDesk | null = null,
	askedQuietly: ReadonlySet<PersonId> = new Set()
): LivePersonal | null {
	if (actor.kind === 'screen') {
		return {
			personId: null,
			name: '',
			role: 'screen',
			syndicateId: null,
			appointments: [],
			askedToFollowUp: false,
			votesLeft: null
		};
	}
	const person = actor.kind === 'person' ? now.person(actor.personId) : null;
	if (!person) return null;
	const { id: personId, name, role, syndicateId } = person;
	const budget = now.running()?.activity.votes?.budget ?? null;
	return {
		personId,
		name,
		role,
		syndicateId,
		appointments: now.appointmentsOf(personId),
		askedToFollowUp: now.rows.appointments.some((asked) => asked.personId === personId && asked.state === 'asked'),
		votesLeft:
			budget === null || role !== 'participant' ? null : Math.max(0, budget - (given.votes.get(personId) ?? 0)),
		...(askedQuietly.has(personId) ? { isAskedQuietly: true } : {}),
		...(facilitates(role) && cutOff.length > 0 ? { cutOff } : {}),
		...(facilitates(role) && desk ? { desk } : {})
	};
}
