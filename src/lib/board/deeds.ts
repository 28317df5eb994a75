/** What keys, buttons and sheets do alike: the change, the focus after it, and what is said of it. */
import { tick } from 'svelte';
import type { GroupId, NoteId, ZoneId } from '#domain/ids.ts';
import { focusNote } from './focus.ts';
import { whyNotInto, zoneOf, type BoardScene } from './scene.ts';

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
