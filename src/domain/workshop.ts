/** A workshop, its room and the people in it. */
import type { PersonId, PhaseId, StepId, SyndicateId } from './ids.ts';

/** `preparing`: the code is closed. `room`: people join. `signed`: the plan is fixed, boards are read only, follow-up runs. */
export type WorkshopState = 'preparing' | 'room' | 'signed';

/**
 * A step is a position, not a gate: going back deletes and reveals nothing.
 * `closing` lasts two seconds, in which late frames still count; after `closed` no update is accepted.
 */
export type StepState = 'ahead' | 'open' | 'closing' | 'closed';

export type SyndicateLetter = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h';

/**
 * `laptop` is a syndicate's own laptop: it writes for the syndicate and is nobody, so it has no vote and no private notes.
 * `observer` listens, from another department; a `listener` is one who was invited to what the customers say, and to no
 * other step. `co-facilitator` steers the room, and does not own the workshop.
 */
export type PersonRole =
	'participant' | 'laptop' | 'observer' | 'listener' | 'facilitator' | 'co-facilitator' | 'sponsor' | 'customer';

/** Here for the customers' steps alone: they learn nothing of the others, and nobody's name who works here. */
export const isGuest = (role: PersonRole | 'screen'): boolean => role === 'customer' || role === 'listener';

/** Both kinds of facilitator: who steers, moderates and sees every board. */
export const facilitates = (role: PersonRole | 'screen'): boolean =>
	role === 'facilitator' || role === 'co-facilitator';

/** What a syndicate can tell the facilitator without words. */
export type Signal = 'ready' | 'hand';

/** On the server's time. Running: `endsAt` is an instant in ms. Paused: `remainingMs`, negative once over. */
export type Clock =
	| { readonly kind: 'running'; readonly endsAtMs: number; readonly lengthMs: number }
	| { readonly kind: 'paused'; readonly remainingMs: number; readonly lengthMs: number };

/** The parts of the brief that are told to the room on the first morning; in the order of the opening. */
export const BRIEF_PARTS = ['purpose', 'promise', 'not-on-the-table', 'tried-before', 'baseline'] as const;
export type BriefPart = (typeof BRIEF_PARTS)[number];

/** What the projector shows; the console chooses it. */
export type ScreenView =
	| { readonly kind: 'code' }
	/** Who is here, without the code. */
	| { readonly kind: 'lobby' }
	| { readonly kind: 'wall' }
	| { readonly kind: 'clock' }
	| { readonly kind: 'step' }
	/** A part of the brief, read out at the opening. */
	| { readonly kind: 'brief'; readonly part: BriefPart }
	/** Who speaks, who is next, and the time of each. */
	| { readonly kind: 'report-back' }
	/** The question people ask their neighbour. */
	| { readonly kind: 'pairs' }
	| { readonly kind: 'break' }
	/** Good stories and the compass: how a second day opens. */
	| { readonly kind: 'stories' }
	/** How the marks of the running step spread, line by line. */
	| { readonly kind: 'spread' }
	| { readonly kind: 'spotlight'; readonly syndicateId: SyndicateId };

/** Syndicates that tell the room, one after the other, each with the same time. */
export interface ReportBack {
	readonly queue: readonly SyndicateId[];
	/** Place in the queue of the one that speaks; the queue's length once all have. */
	readonly at: number;
	readonly minutesEach: number;
	/** Of the one that speaks. */
	readonly clock: Clock;
	/** Milliseconds each one took that is done, in the order of the queue. */
	readonly tookMs: readonly number[];
}

/** A move of the room that can be taken back, and the place it came from. */
export interface RoomMove {
	readonly by: PersonId;
	/** Milliseconds since 1970. */
	readonly atMs: number;
	readonly from: {
		readonly step: StepId | null;
		readonly phase: PhaseId | null;
		readonly clock: Clock | null;
		readonly state?: StepState;
		/** The agenda entry's id of a break. */
		readonly break?: string | null;
	};
	readonly to: { readonly step: StepId | null; readonly phase: PhaseId | null; readonly break?: string | null };
	/** What the step the room came to was like before, where it was another one. */
	readonly before?: { readonly state: StepState; readonly phase: PhaseId | null; readonly clock: Clock | null } | null;
	/** It opened notes; those stay open. */
	readonly opened?: boolean;
}

/** Something that was tried before, when, and what became of it. */
export interface Tried {
	/** So that two facilitators can change different rows at once. */
	readonly id: string;
	readonly what: string;
	readonly when: string;
	readonly became: string;
}

/** Who and what the workshop is for. Empty where it is not known yet. */
export interface Brief {
	readonly situation: string;
	/** Which service, which people, which customers. */
	readonly scope: string;
	readonly triedBefore: readonly Tried[];
	readonly notOnTheTable: string;
	readonly promise: string;
	/** What the sponsor can grant in the room without asking anybody, in their words: money. */
	readonly budget: string;
	/** Hours a person may give to actions each week; null where it was not said. */
	readonly hoursPerPerson: number | null;
	/** The sponsor's answer: why is it hard to let people decide themselves? */
	readonly whyHard: string;
	/** `YYYY-MM-DD`: when names are deleted; empty where it was not said. */
	readonly keepUntil: string;
	/** Whom to ask before the day: name, and how they are reached. */
	readonly contact: string;
	/** What the customer is told beside the template's words. */
	readonly customerLine: string;
	/** Names of the people in these parts; the sponsor and the customer get a person of their own. */
	readonly sponsor: string;
	readonly customer: string;
	readonly followUpCandidate: string;
}

export const EMPTY_BRIEF: Brief = {
	situation: '',
	scope: '',
	triedBefore: [],
	notOnTheTable: '',
	promise: '',
	budget: '',
	hoursPerPerson: null,
	whyHard: '',
	keepUntil: '',
	contact: '',
	customerLine: '',
	sponsor: '',
	customer: '',
	followUpCandidate: ''
};

/** What an accepted appointment adds to a person's rights. */
export type Appointment = 'follow-up-manager' | 'deputy';

export const SYNDICATES: readonly {
	readonly letter: SyndicateLetter;
	readonly name: string;
	readonly slug: string;
	readonly shape: string;
}[] = [
	{ letter: 'a', name: 'Alder', slug: 'alder', shape: 'circle' },
	{ letter: 'b', name: 'Birch', slug: 'birch', shape: 'triangle' },
	{ letter: 'c', name: 'Cedar', slug: 'cedar', shape: 'square' },
	{ letter: 'd', name: 'Damson', slug: 'damson', shape: 'diamond' },
	{ letter: 'e', name: 'Elm', slug: 'elm', shape: 'hexagon' },
	{ letter: 'f', name: 'Fir', slug: 'fir', shape: 'cross' },
	{ letter: 'g', name: 'Gorse', slug: 'gorse', shape: 'half disc' },
	{ letter: 'h', name: 'Hazel', slug: 'hazel', shape: 'star' }
];

/** Milliseconds left on the clock at `nowMs`; negative once over. */
export const remainingMs = (clock: Clock, nowMs: number): number =>
	clock.kind === 'running' ? clock.endsAtMs - nowMs : clock.remainingMs;

/** Characters a person's name may have. */
export const NAME_LIMIT = 80;
/** Characters of a note in the interface; admission allows twice as much, since two laptops may merge. */
export const NOTE_LIMIT = 4000;

/** The names a room knows by sight: equal keys look the same to a person. */
export const nameKey = (name: string): string =>
	name
		.normalize('NFKC')
		.replace(/[\p{Cf}\p{Cc}\p{Mn}\u00AD]/gu, (mark) => (/\p{Mn}/u.test(mark) ? mark : ''))
		.replace(/\s+/gu, ' ')
		.trim()
		.toLocaleLowerCase('en');

/** Initials for a face: first letters of the first and the last name. */
export function initialsOf(name: string): string {
	const words = name
		.trim()
		.split(/\s+/u)
		.filter((word) => word !== '');
	const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
	// Not by a locale, which costs more than all else of a note that is drawn.
	return letters
		.map((word) => Array.from(word ?? '')[0] ?? '')
		.join('')
		.toUpperCase();
}

/** The alphabet of join and return codes: no 0 O 1 I L, so that a code can be read aloud. */
export const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
export const CODE_LENGTH = 6;
/** The secret of a QR code: 128 bits, base64url. */
export const JOIN_TOKEN = /^[A-Za-z0-9_-]{22}$/;
export const RETURN_CODE_LENGTH = 8;

/** Upper case, without spaces and dashes: what a person typed becomes what was shown. */
export const tidyCode = (typed: string): string => typed.toUpperCase().replace(/[\s\-–—]/gu, '');
