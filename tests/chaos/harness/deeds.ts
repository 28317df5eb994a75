/** What the laptops of a check do to a board. Words are markers and nothing else, so that strange ones are seen. */
import { type BoardDocument } from '#document/board.ts';
import { asId, type GroupId, type NoteId, type ZoneId } from '#domain/ids.ts';
import type * as Y from 'yjs';
import type { Random } from './random.ts';

const ZONES: readonly ZoneId[] = [asId('good'), asId('bad')];
/** Enough to meet in, few enough for the limits of a board to stay far away. */
const FIRST_NOTES = 6;
const NOTES_LIMIT = 1200;
const GROUPS_LIMIT = 12;
/** Characters; a note may have 4,000. */
const TEXT_LIMIT = 3000;

/** Writes the marker into some note of the board, or makes a note of it. */
export function writeMarker(board: BoardDocument, marker: string, random: Random): void {
	const ids = [...board.doc.getMap('notes').keys()] as NoteId[];
	const makes = ids.length < FIRST_NOTES || (ids.length < NOTES_LIMIT && random.chance(0.1));
	const text = makes ? null : roomFor(board, ids, random);
	if (!text) return void board.addNote({ zone: random.pick(ZONES), text: marker }, random.chance(0.3) ? FIRST : LAST);
	board.transact(() => text.insert(gapIn(text.toString(), random), marker));
}

const FIRST = { at: 'start' } as const;
const LAST = { at: 'end' } as const;

function roomFor(board: BoardDocument, ids: readonly NoteId[], random: Random): Y.Text | null {
	for (let tries = 0; tries < 8; tries += 1) {
		const text = board.textOf(random.pick(ids));
		if (text && text.length < TEXT_LIMIT) return text;
	}
	return null;
}

/** Between two markers, before the first or after the last one: never inside of one. */
function gapIn(text: string, random: Random): number {
	if (random.chance(0.6)) return text.length;
	const gaps = [...text.matchAll(/\[/g)].map(({ index }) => index);
	return gaps.length === 0 ? 0 : random.pick(gaps);
}

/** Moves, groups and the bin: everything but words. */
export function doDeed(board: BoardDocument, random: Random): void {
	const ids = [...board.doc.getMap('notes').keys()] as NoteId[];
	const groups = [...board.doc.getMap('groups').keys()] as GroupId[];
	if (ids.length === 0) return;
	const note = random.pick(ids);
	if (groups.length === 0 || (groups.length < GROUPS_LIMIT && random.chance(0.1)))
		return void board.addGroup(random.pick(ZONES), '');
	const group = random.pick(groups);
	random.pick([
		() => board.join(note, group),
		() => board.leaveGroup(note),
		() => board.move(note, random.pick(ZONES), FIRST),
		() => board.moveGroup(group, random.pick(ZONES)),
		() => board.mergeGroups(group, random.pick(groups)),
		() => board.splitGroup(group),
		() => board.remove(note),
		() => board.restore(note),
		() => board.link(note, `point:${random.integer(0, 3)}`),
		() => board.unlink(note, `point:${random.integer(0, 3)}`)
	])();
}
