import { createContext } from 'svelte';
import type { DocumentId, GroupId, NoteId, PersonId, SyndicateId, ZoneId } from '#domain/ids.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import { mayLeaveNameOff, NO_NAME } from '#domain/no-name.ts';
import type { Activity, BoardField, Phase, Zone } from '#domain/template.ts';
import { ONLY_PARTICIPANTS } from '#domain/wording.ts';
import { NOTE_LIMIT, type SyndicateLetter } from '#domain/workshop.ts';
import type { BoardDesk } from '#lib/state/board-desk.svelte.ts';
import type { Entry } from '#lib/state/board-layout.ts';
import type { BoardState } from '#lib/state/board.svelte.ts';
import type { SourcesState } from '#lib/state/board-sources.svelte.ts';
import type { RatingsState, VotesState } from '#lib/state/board-votes.svelte.ts';
import type { HistoryView, MarkedView, SmallFixView } from '#protocol/views.ts';

/** The stories this syndicate tells the room, two at most. */
export interface TopStories {
	isChosen(ref: string): boolean;
	/** Nobody chose, and it has the most votes. */
	isSuggested(ref: string): boolean;
	/** Chosen now: by its own people, and whoever helps them. */
	readonly mayChoose: boolean;
	choose(ref: string, on: boolean): Promise<void>;
	/** Called with every live state: asks again when it says that something changed. */
	follow(): void;
}

/** Why a draft could not be sent, and where in its form that is. */
export interface WrongField {
	readonly note: NoteId;
	readonly field: string;
	readonly sentence: string;
}

/** What stands beside the notes of a board of drafts: owners, marks, small fixes, and which are in the plan. */
export interface DraftsBoard {
	/** Refs of what is in the plan, and of what it comes from. */
	readonly inPlan: ReadonlySet<string>;
	wrong: WrongField | null;
	/** I am one person of this syndicate, so a yes is mine. */
	readonly mayOwn: boolean;
	isSent(note: NoteId): boolean;
	ownerOf(note: NoteId): PersonId | null;
	/** "Can we reach it?"; nothing is known of a note that nobody is asked about. */
	reachOf(note: NoteId): MarkedView | undefined;
	/** My mark as I pressed it last, also before it is counted; 0 for none. */
	markOf(note: NoteId): number;
	fixOf(note: NoteId): SmallFixView | undefined;
	own(note: NoteId, yes: boolean): Promise<void>;
	rate(note: NoteId, mark: number): Promise<void>;
	ownFix(note: NoteId, yes: boolean): Promise<void>;
	finish(fix: string, done: boolean): Promise<void>;
	send(note: NoteId): Promise<void>;
	/** Called with every live state: asks again for what has changed. */
	follow(): void;
}

/**
 * All that the parts of one board share. The page makes it, with getters where the world may change; a test makes it
 * from plain values.
 */
export interface BoardScene {
	readonly board: BoardState;
	readonly desk: BoardDesk;
	readonly documentId: DocumentId;
	readonly activity: Activity;
	readonly phase: Phase | undefined;
	/** Words may be written, moved and grouped here, by me, now. */
	readonly mayWrite: boolean;
	/** I may change what others wrote. Who may not still moves and groups it, and edits what is theirs. */
	readonly mayReword: boolean;
	/** These are the notes I write alone. */
	readonly isAlone: boolean;
	/** I am one person: a story of mine may be let into the story book. */
	readonly mayRelease: boolean;
	/** My person id; null for the screen. */
	readonly me: string | null;
	/** Whose board it is; null for the room's. */
	readonly letter: SyndicateLetter | null;
	/** As people call each other; empty while it is not known. */
	readonly nameOf: (person: string | null) => string;
	/** Two letters for a face. */
	readonly initialsOf: (person: string) => string;
	readonly letterOf: (syndicate: SyndicateId | null) => SyndicateLetter | null;
	/** All of them, for a field that names some. */
	readonly syndicates: readonly { readonly id: SyndicateId; readonly letter: SyndicateLetter; readonly name: string }[];
	readonly sources: SourcesState;
	/** Who did what with a note or group, as far as the server may tell. */
	readonly history: (of: NoteId | GroupId) => Promise<HistoryView>;
	/** Null where the step has no vote, or I read only. */
	readonly votes: VotesState | null;
	/** What is told to the room; null where nothing of this step is, or it is not chosen yet. */
	readonly stories: TopStories | null;
	/** Votes may be given and taken back now. */
	readonly mayVote: boolean;
	readonly ratings: RatingsState | null;
	readonly mayRate: boolean;
	/** What stands beside the notes of a board of drafts; null on other boards, and until it is here. */
	readonly drafts: DraftsBoard | null;
	/** Sends a draft to the plan; null where there is none to send to. */
	readonly sendToPlan: ((note: NoteId) => Promise<void>) | null;
	/** Drafts that are in the plan, by ref. */
	readonly inPlan: ReadonlySet<string>;
	/** Who holds the pen, where that is two people named by the facilitator. */
	readonly writers: readonly { readonly id: string; readonly name: string; readonly syndicate?: SyndicateLetter }[];
}

export const [getScene, setScene] = createContext<BoardScene>();

export const zoneOf = ({ activity }: BoardScene, id: ZoneId): Zone | undefined =>
	activity.board.zones.find((zone) => zone.id === id);

/** The fields that a note of this zone shows beside its words. */
export function fieldsIn({ activity, isAlone }: BoardScene, zone: ZoneId): readonly BoardField[] {
	// A draft is filled in on a sheet of its own; its note keeps what it comes from.
	if (activity.board.kind === 'actions') return (activity.board.fields ?? []).filter(({ kind }) => kind === 'links');
	const fields = (activity.board.fields ?? []).filter(
		({ id, onlyIn }) => id !== 'text' && (onlyIn === undefined || onlyIn === zone)
	);
	return isAlone && mayLeaveNameOff(activity) ? [...fields, NO_NAME] : fields;
}

/** Words too long for a note: it shows only that there are some. */
const isLong = ({ kind, textLimit = 0 }: BoardField): boolean => kind === 'text' && textLimit > 500;

export const longFieldsOf = ({ activity }: BoardScene): readonly BoardField[] =>
	(activity.board.fields ?? []).filter(isLong);

export const hasStory = (scene: BoardScene, note: NoteId): boolean =>
	longFieldsOf(scene).some(({ id }) => scene.board.note(note).field(id) !== '');

export const limitOf = ({ activity }: BoardScene): number => activity.board.textLimit ?? NOTE_LIMIT;

/** Made by me, as far as this page can know. */
export const isMine = ({ board, me, isAlone }: BoardScene, id: NoteId): boolean =>
	isAlone || board.isOwn(id) || (me !== null && board.note(id).author === me);

/** I may change the words of this note. */
export const mayEdit = (scene: BoardScene, id: NoteId): boolean =>
	scene.mayWrite && (scene.mayReword || isMine(scene, id));

/** I may write notes of my own here: definitions and standards are made of participants' notes alone. */
export const mayAdd = ({ mayWrite, mayReword, activity }: BoardScene): boolean =>
	mayWrite && (mayReword || !ONLY_PARTICIPANTS.has(activity.board.kind));

/** How many notes a zone may hold; null where it knows no limit. */
export function roomIn({ activity }: BoardScene, zone: Zone): number | null {
	if (zone.max !== undefined) return zone.max;
	// The board's own limit counts actions, and those lie in the zone that carries the board's name.
	return activity.board.kind === 'actions' && zone.id === activity.board.id ? (activity.board.max ?? null) : null;
}

/** Why no more notes can be put there; empty when they can. */
export function whyNotInto(scene: BoardScene, zone: Zone, more = 1): string {
	if (zone.readOnly) return 'Filled by the room, not by hand.';
	const room = roomIn(scene, zone);
	if (room === null || scene.board.countIn(zone.id) + more <= room) return '';
	return scene.activity.board.kind === 'actions'
		? `Your syndicate has ${room} actions. Put one aside, or make a small fix of it.`
		: `There is room for ${room} here.`;
}

export const refOf = ({ documentId }: BoardScene, entry: Entry): string =>
	entry.kind === 'note' ? noteRef(documentId, entry.note) : groupRef(documentId, entry.id);

/** All refs whose votes count for the entry: a group's own and those its notes had before. */
export const voteRefs = (scene: BoardScene, entry: Entry): readonly string[] =>
	entry.kind === 'note'
		? [refOf(scene, entry)]
		: [refOf(scene, entry), ...entry.notes.map((note) => noteRef(scene.documentId, note))];

/** Votes can be given or read now; at other times a note has no part for them. */
export const showsVotes = ({ votes, mayVote }: BoardScene): boolean =>
	votes !== null && (mayVote || Boolean(votes.view?.totals));

/** The words of a note, or those of what it links to where it has none of its own. */
export function wordsOf(scene: BoardScene, note: NoteId): string {
	const state = scene.board.note(note);
	return state.text === '' && scene.activity.board.kind !== 'matrix' ? scene.sources.textOf(state.from) : state.text;
}

/** Author of a note by name; empty where the names rule or the room hides it. */
export function authorOf(scene: BoardScene, author: string | null): string {
	if (scene.activity.names !== 'named' || author === null || author === 'hidden') return '';
	return scene.nameOf(author);
}

/** A matrix cell comes from the line of its row; that link is its place, and nobody's to take off. */
export const isRowLink = ({ activity, sources }: BoardScene, ref: string): boolean =>
	activity.board.kind === 'matrix' && sources.get(ref)?.step === activity.board.from?.split('.')[0];
