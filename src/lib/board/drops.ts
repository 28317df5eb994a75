/** What letting go means, for what is in the hand and what lies under it. Decided without a screen, so that it can be tested. */
import type { GroupId, NoteId, ZoneId } from '#domain/ids.ts';
import { joinNotes } from './deeds.ts';
import { whyNotInto, zoneOf, type BoardScene } from './scene.ts';

/** In the hand: a note, or a group held by its header. */
export type Held = { readonly kind: 'note'; readonly id: NoteId } | { readonly kind: 'group'; readonly id: GroupId };

/** Under the pointer. `at` is how far down it is on a note, 0 at its top edge, 1 at its bottom. */
export type Under =
	| { readonly kind: 'note'; readonly id: NoteId; readonly at: number }
	| { readonly kind: 'group'; readonly id: GroupId }
	| { readonly kind: 'tray'; readonly zone: ZoneId; readonly isTop: boolean };

export type Edge = 'whole' | 'before' | 'after' | 'start' | 'end';

export interface Drop {
	/** What to mark: the whole of what is under the pointer, or one of its edges. */
	readonly edge: Edge;
	/** Said while it hovers: what letting go does, or why nothing happens. */
	readonly words: string;
	/** Null where nothing can be put. */
	readonly put: (() => void) | null;
}

/** The outer parts of a note put beside it, the middle part puts onto it. */
const EDGE = 0.28;

/** Null over itself, or over nothing. */
export function dropOf(scene: BoardScene, held: Held, under: Under): Drop | null {
	if (held.id === (under.kind === 'tray' ? null : under.id)) return null;
	if (under.kind === 'group') return ontoGroup(scene, held, under.id);
	if (under.kind === 'note') return atNote(scene, held, under);
	const why = barredIn(scene, held, under.zone);
	const edge = under.isTop ? 'start' : 'end';
	if (why !== '') return { edge: 'whole', words: why, put: null };
	return {
		edge,
		words: `Into ${titleOf(scene, under.zone)}`,
		put: () => into(scene, held, under.zone, { at: edge })
	};
}

function atNote(scene: BoardScene, held: Held, { id, at }: Extract<Under, { kind: 'note' }>): Drop | null {
	const { board } = scene;
	const paper = board.note(id);
	const note = paper.note;
	if (!note) return null;
	const { group, zone } = note;
	if (held.kind === 'group' && group !== null) return group === held.id ? null : ontoGroup(scene, held, group);
	const edge: Edge = held.kind === 'group' ? (at < 0.5 ? 'before' : 'after') : edgeAt(at);
	const why = barredIn(scene, held, zone);
	if (why !== '') return { edge: 'whole', words: why, put: null };
	if (edge !== 'whole') {
		const place = edge === 'before' ? { before: id } : { after: id };
		if (group === null || held.kind === 'group')
			return {
				edge,
				words: `${edge === 'before' ? 'Before' : 'After'} this note in ${titleOf(scene, zone)}`,
				put: () => into(scene, held, zone, place)
			};
		return {
			edge,
			words: `Into ${groupName(scene, group)}`,
			put: () => board.document.join(held.id, group, place)
		};
	}
	if (held.kind === 'group') return null;
	if (group !== null) return ontoGroup(scene, held, group);
	const cannot = whyNotOnto(scene, id);
	if (cannot !== '') return { edge, words: cannot, put: null };
	return { edge, words: 'Make a group of the two', put: () => joinNotes(scene, zone, [id, held.id]) };
}

function ontoGroup(scene: BoardScene, held: Held, into: GroupId): Drop | null {
	const { board, desk } = scene;
	if (held.kind === 'note' && board.note(held.id).group === into) return null;
	const zone = scene.activity.board.zones.find(({ id }) => board.zone(id).some((entry) => entry.id === into));
	if (!zone) return null;
	const why = barredIn(scene, held, zone.id);
	if (why !== '') return { edge: 'whole', words: why, put: null };
	const name = groupName(scene, into);
	if (held.kind === 'note')
		return {
			edge: 'whole',
			words: `Into ${name}`,
			put: () => {
				board.document.join(held.id, into);
				desk.said = `Put into ${name}`;
			}
		};
	return {
		edge: 'whole',
		words: `Merge into ${name}`,
		put: () => {
			board.document.mergeGroups(held.id, into);
			desk.said = `Merged into ${name}. Undo takes it apart.`;
		}
	};
}

/** Why no note can be put onto this one; empty when one can. */
function whyNotOnto(scene: BoardScene, note: NoteId): string {
	const { at } = scene.board.note(note);
	if (at?.deed === 'writing')
		return `${scene.nameOf(at.person) || 'Somebody'} is writing this note. Wait, or put it beside.`;
	if (scene.phase?.kind === 'write-alone') return 'Groups are made when the notes lie open.';
	return '';
}

/** Why what is held cannot come into the zone; it may always stay where it is. */
function barredIn(scene: BoardScene, held: Held, zone: ZoneId): string {
	const { board } = scene;
	const place = zoneOf(scene, zone);
	if (!place) return 'Nothing can be put here.';
	const isHere = board
		.zone(zone)
		.some((entry) => entry.id === held.id || (entry.kind === 'group' && entry.notes.some((note) => note === held.id)));
	if (isHere) return place.readOnly ? 'Filled by the room, not by hand.' : '';
	return whyNotInto(scene, place, held.kind === 'group' ? sizeOf(scene, held.id) : 1);
}

function sizeOf({ board, activity }: BoardScene, group: GroupId): number {
	for (const { id } of activity.board.zones)
		for (const entry of board.zone(id)) if (entry.kind === 'group' && entry.id === group) return entry.notes.length;
	return 1;
}

type Where = { readonly before: string } | { readonly after: string } | { readonly at: 'start' | 'end' };

function into(scene: BoardScene, held: Held, zone: ZoneId, place: Where): void {
	const { document } = scene.board;
	if (held.kind === 'note') document.move(held.id, zone, place);
	else document.moveGroup(held.id, zone, place);
	scene.desk.said = `Moved to ${titleOf(scene, zone)}`;
}

const edgeAt = (at: number): Edge => (at < EDGE ? 'before' : at > 1 - EDGE ? 'after' : 'whole');

const titleOf = (scene: BoardScene, zone: ZoneId): string => zoneOf(scene, zone)?.title ?? zone;

const groupName = ({ board }: BoardScene, group: GroupId): string => {
	const { title } = board.group(group);
	return title === '' ? 'the group without a name' : `“${title}”`;
};
