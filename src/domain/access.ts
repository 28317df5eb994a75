/**
 * Who may do what: one pure function, asked for every request, every upgrade and every frame.
 * What stands in no table is refused.
 */
import type { AccountId, PersonId, StepId, SyndicateId, WorkshopId } from './ids.ts';
import type { BoardKind, Phase } from './template.ts';
import { wordingOf, type Wording } from './wording.ts';
import { WORKSHOP_DEEDS, type Deed } from './workshop-deeds.ts';
import { facilitates, type Appointment, type PersonRole, type StepState, type WorkshopState } from './workshop.ts';

export type Actor =
	| { readonly kind: 'anonymous' }
	/** Signed in, asked outside of any workshop, or of one where the account has no role. */
	| { readonly kind: 'account'; readonly accountId: AccountId }
	| {
			readonly kind: 'person';
			readonly workshopId: WorkshopId;
			readonly personId: PersonId;
			readonly role: PersonRole;
			readonly syndicateId: SyndicateId | null;
			readonly appointments: readonly Appointment[];
	  }
	/** The projector: reads what the room sees, holds no votes and no private notes. */
	| { readonly kind: 'screen'; readonly workshopId: WorkshopId };

export type PersonActor = Extract<Actor, { kind: 'person' }>;

/** What a request is about, as far as its right depends on it. */
export type Resource =
	| { readonly kind: 'installation' }
	| { readonly kind: 'workshop'; readonly workshopId: WorkshopId; readonly state: WorkshopState }
	| {
			readonly kind: 'action';
			readonly workshopId: WorkshopId;
			readonly state: WorkshopState;
			readonly ownerId: PersonId | null;
			readonly syndicateId: SyndicateId | null;
			/** Of a request that belongs to it: who asked. */
			readonly askedBy?: PersonId;
			/** Who helps with it. */
			readonly helpers?: readonly PersonId[];
	  }
	| DocumentResource;

export interface DocumentResource {
	readonly kind: 'document';
	readonly workshopId: WorkshopId;
	readonly state: WorkshopState;
	readonly documentKind: 'board' | 'room' | 'private';
	readonly boardKind: BoardKind;
	readonly step: StepId;
	readonly stepState: StepState;
	/** The phase the step is in; decides who writes. */
	readonly phase: Phase | null;
	/** True while the running step reads this one aloud (gallery walk). */
	readonly shownToAll: boolean;
	readonly syndicateId: SyndicateId | null;
	readonly personId: PersonId | null;
	/** The named writers of a room board. */
	readonly writers: readonly PersonId[];
	/** The room is in its step now. */
	readonly isRunning: boolean;
	/** Its step is the customers' own. */
	readonly isCustomers: boolean;
	/** Who sits in with its syndicate. */
	readonly guests: readonly PersonId[];
}

/** A participant, or the laptop that a syndicate shares. */
const worksInSyndicate = ({ role }: PersonActor): boolean => role === 'participant' || role === 'laptop';

const follows = (actor: PersonActor): boolean => actor.appointments.length > 0;

/** What is done by whoever leads the room or was appointed to follow up, and in which states. */
const LED: Readonly<Partial<Record<Deed, readonly WorkshopState[]>>> = {
	'progress.manage': ['signed'],
	'monday.read': ['signed'],
	'monday.act': ['signed'],
	'follow-up.set': ['signed'],
	// Facilitators read drafts; what goes out, and in whose name, is said by whoever follows up.
	'letter.read': ['signed'],
	'follow-up.nominate': ['room', 'signed'],
	'follow-up.hand-over': ['room', 'signed'],
	'decision.write': ['room', 'signed'],
	'decision.ballot': ['signed'],
	'next-date.set': ['room', 'signed'],
	'standards.grow': ['signed']
};

/** What whoever follows up does beside those who may by their role. */
const OF_FOLLOWERS: readonly Deed[] = ['reply.read', 'heads-up.post', 'suggestion.answer', 'letter.write'];

/** May this actor do this deed to this resource? Unknown combinations are refused. */
export function authorize(actor: Actor, deed: Deed, resource: Resource): boolean {
	switch (resource.kind) {
		case 'installation':
			return authorizeInstallation(actor, deed);
		case 'workshop':
			return authorizeWorkshop(actor, deed, resource);
		case 'action':
			return authorizeAction(actor, deed, resource);
		case 'document':
			if (deed === 'document.read') return mayRead(actor, resource);
			if (deed === 'document.write') return mayWrite(actor, resource);
			return false;
	}
}

function authorizeInstallation(actor: Actor, deed: Deed): boolean {
	switch (deed) {
		case 'session.read':
		case 'account.setup':
		case 'account.sign-in':
		case 'account.sign-out':
		case 'account.redeem':
		case 'baseline.answer':
		case 'workshop.join':
		case 'link.open':
			return true;
		case 'workshop.create':
		case 'workshop.list':
			return actor.kind === 'account';
		default:
			return false;
	}
}

function authorizeWorkshop(
	actor: Actor,
	deed: Deed,
	{ workshopId, state }: { readonly workshopId: WorkshopId; readonly state: WorkshopState }
): boolean {
	if (actor.kind !== 'person' && actor.kind !== 'screen') return false;
	if (actor.workshopId !== workshopId) return false;
	const led = LED[deed];
	if (led) return actor.kind === 'person' && led.includes(state) && (facilitates(actor.role) || follows(actor));
	if (OF_FOLLOWERS.includes(deed) && state === 'signed' && actor.kind === 'person' && follows(actor)) return true;
	const rule = WORKSHOP_DEEDS[deed];
	if (!rule || !rule.states.includes(state)) return false;
	return actor.kind === 'screen' ? rule.screen === true : rule.roles.includes(actor.role);
}

function authorizeAction(
	actor: Actor,
	deed: Deed,
	{ workshopId, state, ownerId, syndicateId, askedBy, helpers = [] }: Extract<Resource, { kind: 'action' }>
): boolean {
	if (actor.kind !== 'person' || actor.workshopId !== workshopId) return false;
	const isOwner = ownerId !== null && ownerId === actor.personId;
	const isOurs =
		facilitates(actor.role) ||
		isOwner ||
		(worksInSyndicate(actor) && syndicateId !== null && syndicateId === actor.syndicateId);
	switch (deed) {
		case 'plan.edit':
		case 'plan.join':
			return state === 'room' && isOurs;
		case 'support.change':
			return authorizeWorkshop(actor, 'support.ask', { workshopId, state }) && (isOurs || askedBy === actor.personId);
		case 'action.report':
			return state === 'signed' && (isOwner || follows(actor));
		case 'action.step':
			return state === 'signed' && (isOwner || follows(actor) || helpers.includes(actor.personId));
		case 'action.change':
			return state === 'signed' && (isOwner || follows(actor) || facilitates(actor.role));
		default:
			return authorizeWorkshop(actor, deed, { workshopId, state });
	}
}

function mayRead(actor: Actor, document: DocumentResource): boolean {
	if (actor.kind !== 'person' && actor.kind !== 'screen') return false;
	if (actor.workshopId !== document.workshopId) return false;
	if (document.documentKind === 'private') {
		return actor.kind === 'person' && document.personId !== null && document.personId === actor.personId;
	}
	if (actor.kind === 'screen') return true;
	if (facilitates(actor.role)) return true;
	if (sitsIn(actor, document)) return true;
	if (!worksInSyndicate(actor)) return false;
	if (document.documentKind === 'room') return true;
	return (
		(document.syndicateId !== null && document.syndicateId === actor.syndicateId) ||
		document.shownToAll ||
		document.stepState === 'closed' ||
		document.state === 'signed'
	);
}

/**
 * Sponsor or customer at a syndicate's table: they read its board while the room works on it, and nothing else of it. A
 * customer only where the step is about what they said.
 */
function sitsIn({ role, personId }: PersonActor, document: DocumentResource): boolean {
	if (role !== 'sponsor' && !(role === 'customer' && document.isCustomers)) return false;
	const { documentKind, state, stepState, isRunning, guests } = document;
	const isAtWork = state === 'room' && isRunning && (stepState === 'open' || stepState === 'closing');
	return isAtWork && documentKind === 'board' && guests.includes(personId);
}

function mayWrite(actor: Actor, document: DocumentResource): boolean {
	if (actor.kind !== 'person' || actor.workshopId !== document.workshopId) return false;
	if (document.state !== 'room') return false;
	if (document.stepState !== 'open' && document.stepState !== 'closing') return false;
	if (document.documentKind === 'private') {
		return actor.role === 'participant' && document.personId !== null && document.personId === actor.personId;
	}
	if (facilitates(actor.role)) return true;
	if (!worksInSyndicate(actor)) return false;
	const phase = document.phase;
	if (!phase || phase.kind === 'write-alone' || phase.kind === 'present' || phase.kind === 'closed') return false;
	if (document.documentKind === 'board') {
		return phase.writes !== 'nobody' && document.syndicateId !== null && document.syndicateId === actor.syndicateId;
	}
	switch (phase.writes) {
		case 'syndicate':
			return true;
		case 'each':
			// On a room board a vote or a rating is each person's, the words stay with the named writers.
			return phase.kind === 'vote' || phase.kind === 'rate' ? document.writers.includes(actor.personId) : true;
		case 'writers':
			return document.writers.includes(actor.personId);
		default:
			return false;
	}
}

/** What somebody who may write here may do to the words of notes. Asked for every frame. */
export interface Hand {
	/** Whose notes they reword. */
	readonly words: Wording;
	/** A laptop writes for several people: no note of it has an author who could let it be passed on. */
	readonly mayRelease: boolean;
}

export function handOf(actor: Actor, { boardKind }: Pick<DocumentResource, 'boardKind'>): Hand {
	if (actor.kind !== 'person') return { words: 'none', mayRelease: false };
	return { words: wordingOf(actor.role, boardKind), mayRelease: actor.role !== 'laptop' };
}
