/**
 * The live state of a workshop. `/live/<workshopId>` sends it as JSON text when it changes, at most four times a second:
 * a part shared by all (at most 4 kB) and a small personal part. A client never assembles it from patches.
 */
import type { DocumentId, PersonId, PhaseId, StepId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import type {
	Appointment,
	Clock,
	PersonRole,
	ScreenView,
	StepState,
	SyndicateLetter,
	WorkshopState
} from '#domain/workshop.ts';

/** Raised when the shape changes; a client that reads another number asks to be reloaded. */
export const LIVE_PROTOCOL = 1;

export interface LiveSyndicate {
	readonly id: SyndicateId;
	readonly slug: string;
	readonly name: string;
	readonly letter: SyndicateLetter;
	readonly seats: number;
	/** How many belong to it. */
	readonly people: number;
	/** How many of them have an open socket now. */
	readonly here: number;
	/** Notes on its board of the running step; while people write alone, their hidden notes are counted, not shown. */
	readonly notes: number;
	readonly hiddenNotes: number;
	/** Votes and ratings its people gave in the running step. */
	readonly votes: number;
}

/** Numbers that rise when a part changed: whoever shows that part asks for it again. */
export interface LiveRevisions {
	readonly agenda: number;
	readonly people: number;
	readonly documents: number;
	readonly votes: number;
	readonly questions: number;
	readonly points: number;
	readonly plan: number;
	readonly signatures: number;
}

export interface LiveShared {
	readonly protocol: typeof LIVE_PROTOCOL;
	readonly version: number;
	/** The server's time, ms since 1970. */
	readonly now: number;
	readonly workshop: {
		readonly id: WorkshopId;
		readonly title: string;
		readonly state: WorkshopState;
		readonly compass: string;
	};
	readonly step: {
		readonly id: StepId;
		readonly state: StepState;
		readonly phase: PhaseId | null;
		readonly clock: Clock | null;
		readonly votesClosed: boolean;
		readonly writers: readonly PersonId[];
	} | null;
	/** The clock of the step the room is in, once more where other programs look for it. */
	readonly clock: Clock | null;
	/** State of every other step that is not ahead. */
	readonly states: Readonly<Record<string, StepState>>;
	readonly screen: ScreenView;
	readonly syndicates: readonly LiveSyndicate[];
	/** People without a syndicate who are here: facilitators, sponsor, customer, newcomers. */
	readonly othersHere: number;
	/** Ids of everyone with an open socket. */
	readonly here: readonly PersonId[];
	/** The last message of the facilitator to the room. */
	readonly message: { readonly text: string; readonly from: PersonId; readonly at: number } | null;
	readonly revisions: LiveRevisions;
	/** What people in the room open, where the server knows better than the address of the page. */
	readonly origin?: string;
	readonly notices: readonly { readonly kind: 'removed' | 'moved'; readonly personId: PersonId }[];
}

export interface LivePersonal {
	/** Null for the screen. */
	readonly personId: PersonId | null;
	readonly name: string;
	readonly role: PersonRole | 'screen';
	readonly syndicateId: SyndicateId | null;
	readonly appointments: readonly Appointment[];
	/** Asked to follow up, and not answered yet. */
	readonly askedToFollowUp: boolean;
	/** Votes left in the running step; null where it has no vote or no budget. */
	readonly votesLeft: number | null;
	/** For facilitators only: whose device was cut off lately for what it sent. */
	readonly cutOff?: readonly PersonId[];
}

export interface LiveState extends LiveShared {
	readonly me: LivePersonal;
}

/** A document a person may open, as the documents route lists it. */
export interface DocumentPlace {
	readonly id: DocumentId;
	readonly kind: 'board' | 'room' | 'private';
	readonly step: StepId;
	readonly syndicateId: SyndicateId | null;
	readonly generation: number;
	/** What follows the origin for a y-websocket client. */
	readonly path: string;
	readonly writable: boolean;
}
