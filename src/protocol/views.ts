/**
 * What the API answers. Instants are ISO strings in UTC, calendar days `YYYY-MM-DD`. One piece: these are the words that pages
 * and server share, and most are made of others.
 */
import type { ActionOfferView, HandOverView, NextDateView, SignedChangeView } from './commitment-views.ts';
import type { EmptyCells, TagCount } from '#domain/coverage.ts';
import type { DaySnapshot } from '#domain/day-snapshot.ts';
import type {
	NoteId,
	GroupId,
	AccountId,
	ActionId,
	LinkId,
	PersonId,
	SmallFixId,
	StepId,
	SyndicateId,
	WorkshopId
} from '#domain/ids.ts';
import type { AgendaEdit } from '#domain/agenda-edit.ts';
import type { LinkPurpose } from '#domain/links.ts';
import type { Action, Health, MarkAbout, SmartLetter } from '#domain/plan.ts';
import type { Marks } from '#domain/spread.ts';
import type { OutputWord } from '#domain/support.ts';
import type { Activity } from '#domain/template.ts';
import type { RoomDeed } from './live.ts';
import type { Appointment, Brief, PersonRole, SyndicateLetter, WorkshopState, Tried } from '#domain/workshop.ts';

export interface MeView {
	readonly account: { readonly id: AccountId; readonly name: string; readonly email: string } | null;
	readonly seats: readonly {
		readonly workshopId: WorkshopId;
		readonly title: string;
		readonly personId: PersonId | null;
		readonly name: string;
		readonly role: PersonRole | 'screen';
		readonly syndicate: string | null;
	}[];
	/** True while the installation waits for its first account. */
	readonly needsSetup: boolean;
}

export interface SyndicateView {
	readonly id: SyndicateId;
	readonly slug: string;
	readonly name: string;
	readonly letter: SyndicateLetter;
	readonly seats: number;
	readonly people: number;
}

/** What a right code shows: enough to choose a seat, nothing else. */
export interface CodeView {
	readonly workshopId: WorkshopId;
	readonly title: string;
	readonly syndicates: readonly SyndicateView[];
	/** The room has left its first step: the rule finds a seat unless somebody chooses. */
	readonly isLate: boolean;
}

export interface JoinedView {
	readonly workshopId: WorkshopId;
	readonly person: { readonly id: PersonId; readonly name: string };
	readonly syndicate: string;
	/** Shown once; null where a person came back. */
	readonly returnCode: string | null;
	/** The room has left its first step: a page tells what was missed. */
	readonly isLate: boolean;
}

export interface OpenedLinkView {
	readonly workshopId: WorkshopId;
	readonly purpose: Exclude<LinkPurpose, 'progress' | 'baseline' | 'department'>;
}

export interface AgendaEntry {
	readonly id: string;
	readonly day: number;
	/** Null for a break. */
	readonly step: StepId | null;
	/** Its number in the method, 1 to 6. */
	readonly number: number | null;
	readonly title: string;
	readonly minutes: number;
	readonly pinnedAt: string | null;
	/** `HH:MM`, as it follows from the entries before. */
	readonly starts: string;
	/** No sounds, counters or motion on any device while it runs. */
	readonly isQuiet: boolean;
	/** The sponsor is in the room for it. */
	readonly isSponsorHere: boolean;
	/** A break before it was left out on purpose. */
	readonly isBreakLeftOut: boolean;
}

export interface AgendaDay {
	readonly day: number;
	readonly title: string;
	readonly heldOn: string | null;
	readonly starts: string;
	readonly ends: string;
	readonly entries: readonly AgendaEntry[];
}

export interface WorkshopRow {
	readonly id: WorkshopId;
	readonly title: string;
	readonly company: string;
	readonly state: WorkshopState;
	readonly firstDay: string | null;
	/** Participants, whether they have come or not. */
	readonly people: number;
	readonly createdAt: string;
	/** Who the account is in it. */
	readonly role: PersonRole;
	readonly hasSponsor: boolean;
	readonly isArchived: boolean;
}

export interface SavedTemplateView {
	readonly id: string;
	readonly title: string;
	readonly days: number;
	readonly steps: number;
	readonly createdAt: string;
}

export interface WorkshopView {
	readonly id: WorkshopId;
	readonly title: string;
	readonly purpose: string;
	readonly company: string;
	readonly state: WorkshopState;
	/** Facilitators and the screen only. */
	readonly code: string | null;
	/** What the QR code carries in place of the code, 128 bits; for facilitators and the screen only. */
	readonly joinToken: string | null;
	readonly compass: string;
	/** Facilitators and the sponsor see it whole; others get the promise, what is not on the table, and the names. */
	readonly brief: Brief;
	readonly syndicates: readonly SyndicateView[];
	readonly days: readonly AgendaDay[];
	/** Steps in the order of the agenda, placeholders filled; facilitator's notes for facilitators only. */
	readonly steps: readonly Activity[];
	/** Raw texts for the editor, facilitators only. */
	readonly quietAfterDays: number;
}

/** The workshop after its agenda was changed, and the deeds that lead back. */
export interface EditedAgendaView {
	readonly workshop: WorkshopView;
	readonly undo: readonly AgendaEdit[];
}

/** A step of the template, as it is offered for the agenda. */
export interface NewStepView {
	readonly step: StepId;
	readonly title: string;
	readonly number: number | null;
	readonly minutes: number;
	readonly scope: Activity['scope'];
	/** It is in the agenda, and there can be only one of it. */
	readonly isThere: boolean;
}

/** A deed was done although somebody else did something since it was decided. */
export interface Overtook {
	readonly overtook: RoomDeed;
}

export interface PersonView {
	readonly id: PersonId;
	readonly name: string;
	readonly role: PersonRole;
	readonly syndicateId: SyndicateId | null;
	readonly appointments: readonly Appointment[];
	/** Empty where it is not known. */
	readonly department: string;
	/** False for somebody of the list who has not come yet. */
	readonly hasArrived: boolean;
	/** Known before they came. */
	readonly isListed: boolean;
	/** On the last day on which anybody was. */
	readonly isHereToday: boolean;
	/** Place in the syndicate's ring of roles; see `rolesAt`. */
	readonly rolePlace: number | null;
	/** Of sponsor and customers: the syndicate whose discussion they sit in on. */
	readonly sitsWith: SyndicateId | null;
	/** Entries that turned out to be the same person: notes still carry their ids. */
	readonly mergedIds: readonly PersonId[];
	/** For facilitators only. */
	readonly listing: {
		readonly email: string | null;
		/** Key of a name. */
		readonly reportsTo: string | null;
		/** When they were put on the list, the same instant for all of one list; null for whoever came without. */
		readonly listedAt: string | null;
	} | null;
}

/** A day as it was kept when it was closed. */
export interface ClosedDayView extends DaySnapshot {
	readonly day: number;
	/** ISO, UTC. */
	readonly takenAt: string;
}

/** What is on the projector, in words: headings and lines. A part without a heading goes on from the title. */
export interface OnScreenView {
	readonly title: string;
	readonly parts: readonly { readonly heading: string; readonly lines: readonly string[] }[];
}

/** A good experience the next day opens with. */
export interface StoryView {
	readonly ref: string;
	readonly text: string;
	readonly syndicateId: SyndicateId;
	/** Null unless the author let the story be passed on, and the step has names. */
	readonly authorId: PersonId | null;
}

export interface LinkView {
	readonly id: LinkId;
	readonly purpose: LinkPurpose;
	/** Whose seat it gives. */
	readonly personId: PersonId | null;
	readonly createdAt: string;
	readonly revokedAt: string | null;
	/** On how many devices it is open, and when the first and the last of them opened it. */
	readonly devices: number;
	readonly firstOpenedAt: string | null;
	readonly lastOpenedAt: string | null;
}

/** The path holds the token and is shown once. */
export interface NewLinkView extends LinkView {
	readonly path: string;
}

/** A thing that can be linked to: a note or group of an earlier step, a point, a question. */
export interface SourceView {
	readonly ref: string;
	readonly step: StepId;
	readonly zone: string;
	readonly text: string;
	readonly syndicateId: SyndicateId | null;
	/** Null where the names rule hides it. */
	readonly authorId: PersonId | null;
	/** What it comes from itself. */
	readonly from: readonly string[];
}

/** One thing that was done with a note or group. */
export interface HistoryLine {
	readonly what: 'made' | 'named' | 'wrote' | 'moved' | 'put-in' | 'merged' | 'removed';
	/** Empty where nobody may be named, or it is not known. */
	readonly people: readonly PersonId[];
	/** The note that was put in. */
	readonly note?: NoteId;
	/** The group it was put into, or that was merged into this one. */
	readonly group?: GroupId;
}

export interface HistoryView {
	readonly lines: readonly HistoryLine[];
}

export interface VotesView {
	readonly mine: readonly string[];
	/** Null where the step knows no budget. */
	readonly left: number | null;
	readonly budget: number | null;
	readonly closed: boolean;
	/** Null while totals are hidden. */
	readonly totals: Readonly<Record<string, number>> | null;
}

export interface RatingsView {
	readonly mine: Readonly<Record<string, number>>;
	/** How often each mark 1 to 5 was given; only of targets with marks, own syndicate's for participants. */
	readonly counts: Readonly<Record<string, readonly [number, number, number, number, number]>>;
	/** Marks of the room's lines are read once they are given. */
	readonly areShown: boolean;
	/** How many have marked each target; known while the marks are not. */
	readonly given: Readonly<Record<string, number>>;
	/** My own reasons for low marks. */
	readonly myWhys: Readonly<Record<string, string>>;
	/** What people with low marks said, in no order; only with the marks, and from three marks on. */
	readonly whys: Readonly<Record<string, readonly string[]>>;
}

/** What was marked from 1 to 5, as one reader may know it. */
export interface MarkedView {
	/** The reader's own; null while there is none for what stands there now. */
	readonly mine: number | null;
	/** The reader may give one now. */
	readonly mayGive: boolean;
	/** Marks are taken now. */
	readonly isOpen: boolean;
	/** It was marked before its target or day became another. */
	readonly isAnew: boolean;
	/** How many have marked it. */
	readonly given: number;
	/** With one decimal; null until no more marks are taken, and below three of them. */
	readonly mean: number | null;
}

/** `reach` by the ref of the draft, which is an action's first source; the others by the ref of the action. */
export type ActionMarksView = Readonly<Record<MarkAbout, Readonly<Record<string, MarkedView>>>>;

/** Who said yes in person to drafts the reader may read, by the draft's ref. */
export interface DraftsView {
	readonly owners: Readonly<Record<string, PersonId>>;
}

export interface SmallFixView {
	/** Null while nobody ever took it: then it is a note on a board. */
	readonly id: SmallFixId | null;
	readonly ref: string;
	readonly syndicateId: SyndicateId | null;
	readonly text: string;
	/** Null: nobody yet. */
	readonly ownerId: PersonId | null;
	readonly dueOn: string | null;
	readonly doneAt: string | null;
}

export interface SmallFixesView {
	readonly fixes: readonly SmallFixView[];
	readonly today: string;
}

/** One line of a matrix, rated by each person of each syndicate. */
export interface SpreadLine {
	/** What the row is about. */
	readonly ref: string;
	readonly text: string;
	/** Of all that may be shown together; null while nothing may. */
	readonly marks: Marks | null;
	/** Those with figures that may be shown, in their order. */
	readonly syndicates: readonly { readonly syndicateId: SyndicateId; readonly marks: Marks }[];
}

export interface SpreadView {
	readonly lines: readonly SpreadLine[];
	/** The ref of the line that people disagree about most; null where they do not. */
	readonly widest: string | null;
	/** Own syndicate only for participants until the step is closed. */
	readonly syndicates: readonly {
		readonly syndicateId: SyndicateId;
		/** Its people who are here today. */
		readonly people: number;
		/** Marks on the line that has the fewest. */
		readonly given: number;
		/** The rating is over for it; lines with too few marks stay without a figure. */
		readonly isShown: boolean;
		readonly widest: string | null;
	}[];
}

/** For facilitators: what nobody has written about yet, without names. */
export interface CoverageView {
	/** Notes with each tag, in the running step and those before it; empty where none of them asks for it. */
	readonly motivators: readonly TagCount[];
	readonly causes: readonly TagCount[];
	/** Customers' words: all, those without a place, and those dealt to nobody. */
	readonly feedback: { readonly lines: number; readonly unused: number; readonly undealt: number };
	/** Sheets with cells that wait for words. */
	readonly sheets: readonly EmptyCells[];
	/** Sentences, and those that do not say what they were learned from. */
	readonly definitions: { readonly of: number; readonly without: number };
	/** How many of its people of today have no note in the running step. */
	readonly syndicates: readonly { readonly id: SyndicateId; readonly withoutNote: number }[];
}

export interface QuietlyAskedView {
	/** How many were asked now; nobody is asked twice in a step. */
	readonly asked: number;
}

export interface ActionView extends Action {
	readonly missing: readonly SmartLetter[];
	readonly health: Health;
	/** What this reader may do with it. */
	readonly may: {
		readonly edit: boolean;
		readonly join: boolean;
		/** Say whom to talk to about its open requests; whoever asked may too. */
		readonly contact: boolean;
		readonly own: boolean;
		readonly report: boolean;
		/** A signed one, with a reason. */
		readonly change: boolean;
		/** A signed one that nobody owns any more. */
		readonly take: boolean;
	};
	/** Mean of "can we reach it?" with one decimal; null until no more marks are taken, and below three of them. */
	readonly reach: number | null;
	readonly daysSinceWord: number;
	/** After the signing, oldest first. The parts above are as they stand now. */
	readonly changes: readonly SignedChangeView[];
	/** It looks for an owner; null where it does not. */
	readonly offer: ActionOfferView | null;
}

export interface AppointmentView {
	readonly role: Appointment;
	readonly personId: PersonId;
	readonly state: 'asked' | 'accepted' | 'declined';
	readonly words: string;
}

export interface PlanView {
	readonly signedAt: string | null;
	readonly version: number;
	readonly hash: string | null;
	/** In their order; the ones put aside carry `notNowReason`. */
	readonly actions: readonly ActionView[];
	/** Who said yes; who is asked and who said no is seen by that person, and by those who ask. */
	readonly appointments: readonly AppointmentView[];
	/** What somebody is asked for now. */
	readonly asking: readonly Appointment[];
	/** In the order in which it went over. */
	readonly handOvers: readonly HandOverView[];
	readonly nextDate: NextDateView | null;
	/** When everybody hears of it first: calendar day, and `HH:MM`. */
	readonly firstReport: { readonly on: string; readonly at: string };
	/** Stands for what a signature from here would be put to; another one once the plan was changed. */
	readonly reading: string;
	readonly signatures: readonly { readonly personId: PersonId; readonly signedAt: string }[];
	/** What still bars the close, each a sentence; empty when it may be closed. */
	readonly bars: readonly string[];
	/** Management's words on parked questions and on actions put aside, by ref, oldest first. */
	readonly outputs: Readonly<Record<string, readonly OutputWord[]>>;
	/** What was tried before, so that an action that repeats it can say what differs. */
	readonly tried: readonly Tried[];
	/** Calendar day the figures were made for, in the workshop's time zone. */
	readonly today: string;
}

/** From an action back to the first story: each level lists the links it came from. */
export interface ChainView {
	readonly action: { readonly id: ActionId; readonly n: number; readonly text: string };
	readonly links: readonly SourceView[];
	/** Refs of the links the action names itself. */
	readonly roots: readonly string[];
}
