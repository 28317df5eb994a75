/** The room's vision: every sentence of the syndicates in its place, and the lines that were made of them. */
import { asId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import { COMPASS, derivedId, links, PROPOSED, put } from '../live/carry.ts';
import type { DemoBoards } from './boards.ts';
import type { Demo } from './demo-file.ts';
import type { Course } from './stages.ts';

/** Sentences that still wait at the side while the room votes on its vision. */
const UNPLACED_LATER = 'later-2';

export function writeVision(demo: Demo, boards: DemoBoards, course: Course): void {
	if (!course.since('vision')) return;
	const room = boards.of('vision');
	const isDone = course.since('house');
	const { compass, standards, keptForLater } = demo.vision;
	put(
		room.board,
		links(
			room.activity.board,
			room.id,
			PROPOSED,
			demo.definitions.map(({ id }) => boards.ref(id))
		)
	);
	room.write({ id: asId('the-compass-line'), zone: COMPASS, text: compass, author: null });
	for (const { id, text, mergedFrom, gains, fixed, mayDecide } of standards) {
		const sentences = isDone ? mergedFrom : mergedFrom.slice(0, -1);
		boards.call(id, line(boards, { zone: 'standards', text, sentences, fields: { gains, fixed, mayDecide } }));
	}
	for (const { id, text, mergedFrom: sentences } of keptForLater) {
		if (isDone || id !== UNPLACED_LATER) boards.call(id, line(boards, { zone: 'later', text, sentences, fields: {} }));
	}
}

interface Line {
	readonly zone: string;
	readonly text: string;
	readonly sentences: readonly string[];
	readonly fields: Readonly<Record<string, string>>;
}

/** As it is done by hand: the first sentence is moved and reworded, the others are joined to it. Gives back its ref. */
function line(boards: DemoBoards, { zone, text, sentences, fields }: Line): string {
	const { id: documentId, board } = boards.of('vision');
	const [first, ...others] = sentences.map((sentence) => boards.ref(sentence));
	if (first === undefined) throw new Error('a line of the vision comes from nothing');
	const id = derivedId(documentId, PROPOSED, first);
	board.move(id, asId(zone));
	board.transact(() => {
		board.textOf(id)?.insert(0, text);
		for (const [field, words] of Object.entries(fields)) board.fieldText(id, asId(field))?.insert(0, words);
	});
	for (const ref of others) {
		board.link(id, ref);
		board.remove(derivedId(documentId, PROPOSED, ref));
	}
	return noteRef(documentId, id);
}
