/** Joining what says the same, apart from the other deeds: it is needed only once a sheet is open. */
import { tick } from 'svelte';
import type { NoteId } from '#domain/ids.ts';
import type { BoardField } from '#domain/template.ts';
import { OWN_SWITCH } from '#domain/wording.ts';
import { focusNote } from './focus.ts';
import { mayEdit, wordsOf, type BoardScene } from './scene.ts';

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
