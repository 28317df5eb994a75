/**
 * Steps are data. These are the shapes of a template (`template.json`) and of a workshop's own copy of its
 * activities, which a facilitator edits. One board component and one board document serve every step that is a board.
 */
import type { Dealing } from './issues.ts';
import type { FieldId, PhaseId, StepId, ZoneId } from './ids.ts';

export type NamesRule = 'named' | 'syndicate' | 'anonymous';
/** `secret` is for votes and ratings: counted, never shown. */
export type PhaseNamesRule = NamesRule | 'secret';
export type PhaseKind =
	'write-alone' | 'share' | 'group' | 'vote' | 'rate' | 'discuss' | 'present' | 'ask' | 'sign' | 'closed';
export type Writer =
	'each' | 'syndicate' | 'scribe' | 'writers' | 'guest' | 'sponsor' | 'facilitator' | 'owner' | 'nobody';
export type Reader = 'author' | 'syndicate' | 'room';
export type BoardKind =
	| 'columns'
	| 'spotlight'
	| 'sentences'
	| 'vision'
	| 'matrix'
	| 'points'
	| 'queue'
	| 'actions'
	| 'plan'
	| 'requests'
	| 'signing'
	| 'two-part';
export type FieldKind = 'text' | 'choice' | 'causes' | 'motivators' | 'yes-no' | 'links' | 'day' | 'syndicates';

/** A field of a note beside its text. `onlyIn` limits it to one zone. */
export interface BoardField {
	readonly id: FieldId;
	readonly title: string;
	readonly kind: FieldKind;
	readonly hint?: string;
	readonly textLimit?: number;
	readonly options?: readonly string[];
	readonly onlyIn?: ZoneId;
	readonly min?: number;
	readonly max?: number;
	readonly required: boolean;
}

/** The zone of small fixes on a board of drafts; its actions lie in the zone that is called like the board. */
export const SMALL_FIXES = 'small-fixes';

/** A tray of a board. `key` is the letter that starts a note in it. */
export interface Zone {
	readonly id: ZoneId;
	readonly title: string;
	readonly key: string;
	readonly hint: string;
	readonly empty: string;
	readonly tone?: 'good' | 'bad';
	readonly readOnly?: boolean;
	readonly max?: number;
	readonly rating?: { readonly min: number; readonly max: number; readonly words: readonly string[] };
	/** The part of the board it belongs to; none: the board itself. */
	readonly part?: string;
}

/**
 * A further sheet of the same board, shown in the phase of its name and reached at any time: in our own house what is
 * fixed and what may be decided (`two-part`: a cell for each standard, like the matrix), and the line for mistakes
 * (`columns`: trays).
 */
export interface BoardPart {
	readonly id: string;
	readonly kind: 'two-part' | 'columns';
	readonly title: string;
}

export interface Board {
	readonly id: string;
	readonly kind: BoardKind;
	readonly perSyndicate: boolean;
	readonly textLimit?: number;
	readonly zones: readonly Zone[];
	readonly fields?: readonly BoardField[];
	readonly parts?: readonly BoardPart[];
	/** The step whose output is read here: `experiences`, `vision.standards`. */
	readonly from?: string;
	/** How many of each syndicate's most voted sentences come to the room; all of them where it is not said. */
	readonly top?: number;
	/** A queue of questions whose moderator looks at each before the room sees it. */
	readonly approval?: boolean;
	/** How what the customer raised is dealt to the boards of syndicates. */
	readonly dealing?: Dealing;
	readonly max?: number;
}

export interface Phase {
	readonly id: PhaseId;
	readonly kind: PhaseKind;
	readonly title: string;
	readonly minutes: number;
	readonly writes: Writer;
	readonly sees: Reader;
	readonly names?: PhaseNamesRule;
	readonly line?: string;
}

/** `budget: null` means one vote per target and no other limit (questions). */
export interface VoteRule {
	readonly budget: number | null;
	readonly perNote: number;
	readonly on: string;
	readonly totalsHidden: boolean;
}

export interface PromptCard {
	readonly id: string;
	readonly title: string;
	readonly text: string;
}

/** One step of the method, as a workshop holds it. `step` is its number in the method, 1 to 6, or null for a plenary. */
export interface Activity {
	readonly id: StepId;
	readonly step: number | null;
	readonly scope: 'room' | 'syndicate';
	readonly title: string;
	readonly short: string;
	readonly minutes: number;
	readonly prompt: string;
	readonly instruction: string;
	readonly names: NamesRule;
	readonly mayHideName?: boolean;
	readonly votes: VoteRule | null;
	readonly board: Board;
	readonly phases: readonly Phase[];
	readonly promptCards: readonly PromptCard[];
	readonly facilitatorNotes: readonly { readonly text: string }[];
}

/** How an entry of a saved template stands in its day; the product's own template leaves it open. */
export interface SlotSettings {
	/** Pinned to the clock at `starts`. */
	readonly isPinned?: boolean;
	readonly isQuiet?: boolean;
	readonly isSponsorHere?: boolean;
}

export type Slot =
	| ({ readonly activity: StepId; readonly starts: string } & SlotSettings)
	| ({
			readonly id: string;
			readonly kind: 'break';
			readonly title: string;
			readonly minutes: number;
			readonly starts: string;
	  } & SlotSettings);

export interface TemplateDay {
	readonly id: string;
	readonly title: string;
	/** `HH:MM` */
	readonly starts: string;
	readonly slots: readonly Slot[];
}

/** A question the facilitator answers before the day: `situation`, `customers-words`. */
export interface BriefQuestion {
	readonly id: string;
	readonly ask: string;
}

/** What the sponsor does before the day. `dueDays` counts from the first day: -12 is twelve days before it. */
export interface SponsorTask {
	readonly id: string;
	readonly dueDays: number;
	readonly title: string;
	readonly ask: string;
}

/** What the customer reads before she comes. */
export interface CustomerBrief {
	readonly line: string;
	readonly prompts: readonly string[];
	readonly promises: readonly string[];
}

/** For the sponsor's own page: what to say and what to avoid when opening, answering, declining. */
export interface LeaderNote {
	readonly id: string;
	readonly title: string;
	readonly why: string;
	readonly say: readonly string[];
	readonly avoid: readonly string[];
}

/** The questions asked before day 1 and again in week 12, each marked from `scale.min` to `scale.max`. */
export interface Baseline {
	readonly rule: {
		/** Fewer answers than this show no figure at all. */
		readonly minAnswers: number;
		readonly alsoHideNextSmallest: boolean;
		readonly line: string;
		readonly why: string;
	};
	readonly scale: { readonly min: number; readonly max: number; readonly low: string; readonly high: string };
	readonly questions: readonly { readonly id: string; readonly text: string }[];
	/** The one question answered in words; nobody has to. */
	readonly open: { readonly id: string; readonly text: string };
}

/** Three questions in the weeks after, marked like those of the baseline; once also what people felt. */
export interface Pulse {
	readonly weeks: readonly number[];
	readonly questions: readonly { readonly id: string; readonly text: string }[];
	readonly motivatorQuestion: { readonly week: number; readonly text: string };
}

/** What goes on in the weeks after beside the plan. */
export interface WeeksAfter {
	readonly mayProlong: boolean;
	/** A question a month, one after the other; each suggestion is answered within so many days. */
	readonly suggestionBox: { readonly monthly: readonly string[]; readonly answerWithinDays: number };
	readonly headsUp: { readonly workingDaysBefore: number };
	readonly decisions: { readonly line: string };
}

/** A part somebody plays in the syndicate: host, scribe. */
export interface SyndicateRole {
	readonly id: string;
	readonly label: string;
	readonly does: string;
}

/** A story that nobody here wrote. `zone` is the tray it would stand in: `good`, `bad`. */
export interface SampleStory {
	readonly id: string;
	readonly zone: string;
	readonly text: string;
}

export interface Template {
	readonly id: string;
	readonly title: string;
	readonly line: string;
	readonly days: readonly TemplateDay[];
	readonly activities: readonly Activity[];
	readonly prepare: {
		readonly brief: readonly BriefQuestion[];
		readonly sponsorTasks: readonly SponsorTask[];
		readonly customerBrief: CustomerBrief;
	};
	readonly leaderNotes: readonly LeaderNote[];
	readonly baseline: Baseline;
	readonly pulse: Pulse;
	readonly followUp: WeeksAfter;
	readonly syndicateRoles: readonly SyndicateRole[];
	/** Stories to warm up with; on no board, so they count nowhere. */
	readonly samples: readonly SampleStory[];
	/** The steps that have a sheet of paper, for syndicates that prefer it. */
	readonly worksheets: { readonly line: string; readonly activities: readonly StepId[] };
	/** Sentences a facilitator can send to every screen. */
	readonly facilitatorMessages: readonly { readonly id: string; readonly text: string }[];
}

/** The names that stand for the braces of the template's texts. */
export interface Placeholders {
	readonly company: string;
	readonly sponsor: string;
	readonly guest: string;
	readonly facilitator: string;
	readonly followUp: string;
}

/** Puts names in place of `{guest}` and the like; an unknown placeholder stays as it is. First names on screens. */
export const fillPlaceholders = (text: string, names: Placeholders): string =>
	text.replace(
		/\{(company|sponsor|guest|facilitator|followUp)\}/g,
		(whole, key: keyof Placeholders) => names[key] || whole
	);

/** The zones of one part of a board; `null`: of the board itself. */
export const zonesOf = (board: Pick<Board, 'zones'>, part: string | null = null): readonly Zone[] =>
	board.zones.filter((zone) => (zone.part ?? null) === part);

/** What is looked at in a phase: the part that is called like it, else the board itself. */
export const zonesInPhase = (board: Pick<Board, 'zones' | 'parts'>, phase: string | null): readonly Zone[] =>
	zonesOf(board, board.parts?.find(({ id }) => id === phase)?.id ?? null);

/** Zones that hold a cell for each line the board takes over, rather than notes as they come. */
export const cellZonesOf = ({ zones, parts = [] }: Pick<Board, 'zones' | 'parts'>): readonly Zone[] =>
	zones.filter(({ part }) => part === undefined || parts.find(({ id }) => id === part)?.kind === 'two-part');

/** The phase with this id, or the first one: a step always is in some phase. */
export function phaseOf(activity: Activity, id: PhaseId | null): Phase | undefined {
	return activity.phases.find((phase) => phase.id === id) ?? activity.phases[0];
}
