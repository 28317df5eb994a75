/** What keys, buttons and sheets do alike: the change, the focus after it, and what is said of it. */
import { tick } from 'svelte';
import type { GroupId, NoteId, ZoneId } from '#domain/ids.ts';
import type { BoardField } from '#domain/template.ts';
import { OWN_SWITCH } from '#domain/wording.ts';
import { focusNote } from './focus.ts';
import { mayEdit, whyNotInto, wordsOf, zoneOf, type BoardScene } from './scene.ts';

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

/**
 * Two sentences become one: the words of `into` stay, what both came from and what both would make people glad of is
 * united, and the other lies in the bin. One undo brings both back as they were.
 */
export function joinSentences(scene: BoardScene, into: NoteId, note: NoteId): void {
	const { board, activity } = scene;
	const { document } = board;
	board.pause();
	document.transact(() => {
		for (const ref of board.note(note).from) document.link(into, ref);
		if (mayEdit(scene, into)) for (const field of activity.board.fields ?? []) uniteField(scene, into, note, field);
		document.remove(note);
	});
	board.pause();
	scene.desk.said = 'Joined into one sentence, with all its sources. Undo takes it apart.';
	void tick().then(() => focusNote(into));
}

/** An answer that only one of them has is kept; several choices of both stand beside each other. */
function uniteField({ board }: BoardScene, into: NoteId, note: NoteId, { id, kind, max = 1 }: BoardField): void {
	const { document } = board;
	const mine = board.note(into).field(id);
	const theirs = board.note(note).field(id);
	if (theirs === '' || kind === 'links' || id === 'text' || id === OWN_SWITCH) return;
	if (kind === 'text') {
		if (mine === '') document.fieldText(into, id)?.insert(0, theirs);
		return;
	}
	const isMany = kind === 'syndicates' || kind === 'motivators' || kind === 'causes' || max > 1;
	if (isMany)
		document.setChoice(
			into,
			id,
			[...new Set([...mine.split('|'), ...theirs.split('|')])].filter((one) => one !== '').join('|')
		);
	else if (mine === '') document.setChoice(into, id, theirs);
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
