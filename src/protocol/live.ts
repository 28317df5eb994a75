/**
 * The live state of a workshop. `/live/<workshopId>` sends it as JSON text when it changes, at most four times a second:
 * a part shared by all (at most 4 kB) and a small personal part. A client never assembles it from patches.
 * On the wire syndicates are packed (`live-wire.ts`); `readLive` gives the shapes below.
 */
import type { DocumentId, PersonId, PhaseId, StepId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import type { Pace } from '#domain/pace.ts';
import type {
	Appointment,
	Clock,
	PersonRole,
	ReportBack,
	ScreenView,
	StepState,
	SyndicateLetter,
	WorkshopState
} from '#domain/workshop.ts';

/** Raised when the shape changes; a client that reads another number asks to be reloaded. */
export const LIVE_PROTOCOL = 2;

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
	/**
	 * Notes on its board of the running step, of a sheet the cells with words; while people write alone, their hidden notes
	 * are counted, not shown.
	 */
	readonly notes: number;
	readonly hiddenNotes: number;
	/** Votes and ratings its people gave in the running step. */
	readonly votes: number;
	/** Its own clock; null while it has the room's. */
	readonly clock: Clock | null;
	/** Its board of the running step is closed while the step is open for others. */
	readonly isClosed: boolean;
	/** Its notes were opened while others still write alone. */
	readonly isRevealed: boolean;
	/** Its light says that it is ready. */
	readonly isReady: boolean;
	readonly hand: RaisedHand | null;
}

/** A syndicate asks for the facilitator. People by their short id: `isSame`. */
export interface RaisedHand {
	readonly by: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** The facilitator who is going over. */
	readonly answeredBy: string | null;
}

/** The room rests: an entry of the agenda without a step. */
export interface LiveBreak {
	/** The agenda entry's id. */
	readonly entry: string;
	readonly title: string;
	readonly clock: Clock;
}

/** A place the room can be in: a step and its phase, or a break. */
export interface LivePlace {
	readonly step: StepId | null;
	readonly phase: PhaseId | null;
	/** The agenda entry's id of a break. */
	readonly break: string | null;
}

/** A line of a facilitator. */
export interface LiveMessage {
	readonly text: string;
	readonly from: PersonId;
	readonly at: number;
	/** For the devices of one syndicate; null for everyone. */
	readonly to: SyndicateId | null;
}

/** The last move of the room, sent for as long as it can be taken back. */
export interface LiveMove {
	/** Short id. */
	readonly by: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly from: LivePlace;
	readonly to: LivePlace;
	/** It opened notes: taking it back brings the phase back, the notes stay open. */
	readonly opened: boolean;
}

/** How long a move of the room can be taken back. */
export const UNDO_MS = 30_000;

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
	/** Marks on others' boards, and the stories a syndicate chose. */
	readonly gallery: number;
	readonly proposals: number;
	readonly standards: number;
	/** Customers' words. */
	readonly feedback: number;
	/** What was made of the customer's points and open questions, and who discusses it. */
	readonly issues: number;
	/** The reply to the customer, and what they write back. */
	readonly reply: number;
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
	/** Short ids of everyone with an open socket; ask `peopleHere`. */
	readonly here: readonly string[];
	/** True: pages follow the room and offer no way back. */
	readonly isHeld: boolean;
	/** The running entry of the agenda, or the phase, is a quiet one: no sounds, counters or motion on any device. */
	readonly isQuiet: boolean;
	/** Set while the room rests; the step it comes from stays in `step`. */
	readonly onBreak: LiveBreak | null;
	readonly reportBack: ReportBack | null;
	readonly lastMove: LiveMove | null;
	/** Minutes behind the plan of the day, negative when ahead of it; null before its first entry began. */
	readonly lateMinutes: number | null;
	/** The last message of the facilitator to the room. */
	readonly message: LiveMessage | null;
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
	/** Asked quietly for a first note of the running step, and told to nobody else. */
	readonly isAskedQuietly?: true;
	/** For facilitators only: whose device was cut off lately for what it sent. */
	readonly cutOff?: readonly PersonId[];
	/** For facilitators only. */
	readonly desk?: LiveDesk;
}

/** What the console shows beside the shared part. */
export interface LiveDesk {
	readonly syndicates: readonly DeskSyndicate[];
	/** Open projectors; `shows` is the step in their picture, null when it shows none or has not said. */
	readonly screens: readonly { readonly shows: StepId | null }[];
	/** How the day goes beside its plan; null before its first entry began. */
	readonly pace: Pace | null;
	/** A syndicate that wrote nothing for so long is quiet. */
	readonly quietAfterMs: number;
	/** The number of the last deed. A deed says which one its console had seen. */
	readonly deed: number;
	/** What was done to the room last, for ten seconds. */
	readonly lastDeed: RoomDeed | null;
}

/** What a facilitator did to the room: "moved the room to Share". */
export interface RoomDeed {
	readonly number: number;
	readonly by: PersonId;
	readonly at: number;
	readonly words: string;
}

export interface DeskSyndicate {
	readonly id: SyndicateId;
	/** Milliseconds since it last wrote in the running step; null where nobody could have, or it wrote just now. */
	readonly quietMs: number | null;
	/** Changes on its devices that are not saved yet, and on how many devices. */
	readonly unsaved: number;
	readonly unsavedOn: number;
	/** Members who were here in this hour and have no open socket now. */
	readonly offline: number;
	readonly laptopHere: boolean;
	/**
	 * The notes of its board by their places, without words: zones divided by `/`, in each of them in its order `.` for a
	 * note that stands alone and a digit (to `z`, base 36) for a group of so many. Null before it was looked at.
	 */
	readonly thumb: string | null;
}

/** What a device says on `/live`: small JSON, at most once a second. */
export interface DeviceNews {
	/** Changes on this device that are not saved yet. */
	readonly waiting?: number;
	/** A projector only: the step in its picture, null when it shows none. */
	readonly shows?: StepId | null;
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

/** Whether this short id is the person's. */
export const isSame = (short: string | null, person: string | null): boolean =>
	short !== null && short !== '' && person !== null && person.startsWith(short);

/** Tells who has an open socket, by full ids. */
export function peopleHere({ here }: Pick<LiveShared, 'here'>): (person: string) => boolean {
	const known = new Set(here);
	const length = here[0]?.length ?? 0;
	return (person) => known.has(person.slice(0, length));
}
