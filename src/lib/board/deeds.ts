/** What keys, buttons and sheets do alike: the change, the focus after it, and what is said of it. */
import { tick } from 'svelte';
import type { GroupId, NoteId, ZoneId } from '#domain/ids.ts';
import { focusNote } from './focus.ts';
import { whyNotInto, wordsOf, zoneOf, type BoardScene } from './scene.ts';

export function moveNote(scene: BoardScene, note: NoteId, zone: ZoneId): void {
	const place = zoneOf(scene, zone);
	const barred = place ? whyNotInto(scene, place) : '';
	if (barred !== '') {
		scene.desk.said = barred;
		return;
	}
	scene.board.pause();
	scene.board.document.move(note, zone, { at: 'start' });
	scene.desk.said = `Moved to ${place?.title ?? zone}`;
	if (scene.desk.tab !== null) scene.desk.tab = zone;
	void tick().then(() => focusNote(note));
}

export function moveGroup(scene: BoardScene, group: GroupId, zone: ZoneId): void {
	scene.board.pause();
	scene.board.document.moveGroup(group, zone, { at: 'start' });
	scene.desk.said = `Moved to ${zoneOf(scene, zone)?.title ?? zone}`;
	if (scene.desk.tab !== null) scene.desk.tab = zone;
}

/** A new group of notes that lie in one zone; its name is asked for at once. */
export function joinNotes(scene: BoardScene, zone: ZoneId, notes: readonly NoteId[]): void {
	scene.board.pause();
	const group = scene.board.gather(notes, '');
	if (group === null) return;
	scene.desk.said = `${notes.length} notes are a group in ${zoneOf(scene, zone)?.title ?? zone}. Give it a name.`;
	scene.desk.naming = group;
}

export function removeNote(scene: BoardScene, note: NoteId): void {
	scene.board.pause();
	scene.board.document.remove(note);
	scene.desk.said = 'In the bin. Undo brings it back.';
}

/** A line that only links to a sentence takes its words as its own, so that they can be changed or joined. */
export function ownWords(scene: BoardScene, note: NoteId): void {
	const { document } = scene.board;
	const text = document.textOf(note);
	if (text?.length === 0) document.transact(() => text.insert(0, wordsOf(scene, note)));
}

/** Two lines of the vision become one: the words of `into`, and everything that both came from. */
export function joinLines(scene: BoardScene, into: NoteId, note: NoteId): void {
	const { document } = scene.board;
	scene.board.pause();
	document.transact(() => {
		// Who may not reword joins all the same: the line then says what its sources say.
		if (scene.mayReword) ownWords(scene, into);
		for (const ref of scene.board.note(note).from) document.link(into, ref);
		document.remove(note);
	});
	scene.desk.said = 'Joined. All its sources stay with the line.';
	void tick().then(() => focusNote(into));
}
