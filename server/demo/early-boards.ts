/** The boards of the first morning: goals, what people have lived through, what good service is. */
import { asId } from '#domain/ids.ts';
import type { DemoBoard, DemoBoards } from './boards.ts';
import type { Demo } from './demo-file.ts';
import type { Course } from './stages.ts';

type Note = Demo['notes'][number];

/** How many notes of others in Birch wait face down while people write alone; Marcus has written nothing. */
const HIDDEN_IN_BIRCH = 7;
const HAS_NOT_WRITTEN = 'marcus-okafor';

export function writeGoals({ goals }: Demo, boards: DemoBoards, course: Course): void {
	if (!course.since('write-alone')) return;
	const room = boards.of('welcome');
	for (const { id, zone, author, text } of goals) room.write({ id: asId(`welcome-${id}`), zone, text, author });
}

/** Who has written what, while everybody writes alone: the first note of each, in Birch a few more. */
export function hiddenNotes({ notes, syndicates }: Demo): readonly (Note & { readonly author: string })[] {
	return syndicates.flatMap(({ id }) => {
		const named = notes.flatMap((note) =>
			note.author !== null && note.author !== HAS_NOT_WRITTEN && note.syndicate === id
				? [{ ...note, author: note.author }]
				: []
		);
		if (id === 'birch') return named.slice(0, HIDDEN_IN_BIRCH);
		return named.filter(({ author }, at) => named.findIndex((other) => other.author === author) === at);
	});
}

export function writeExperiences(demo: Demo, boards: DemoBoards, course: Course): void {
	if (course.stage === 'write-alone') {
		for (const note of hiddenNotes(demo)) {
			const mine = boards.privateOf('experiences', asId(note.author));
			mine.write({ ...noteOf(note, mine, demo), author: note.author });
		}
		return;
	}
	if (!course.since('experiences')) return;
	const groups = new Map(
		demo.groups.map(({ id, syndicate, zone, name }) => {
			const made = boards.of('experiences', syndicate).group(zone, name);
			boards.call(id, made.ref);
			return [id, made.id] as const;
		})
	);
	for (const note of demo.notes) {
		const board = boards.of('experiences', note.syndicate);
		const group = note.group === undefined ? undefined : groups.get(note.group);
		const ref = board.write({ ...noteOf(note, board, demo), ...(group === undefined ? {} : { group }) });
		boards.call(note.id, ref);
	}
}

function noteOf(
	{ id, zone, text, author, seat, beyondDuty, causes, mayShare }: Note,
	{ activity }: DemoBoard,
	demo: Demo
) {
	const seats = activity.board.fields?.find((field) => field.id === 'seat')?.options ?? [];
	return {
		id: asId<'Note'>(id),
		zone,
		text,
		author,
		fields: {
			seat: seats[seat === 'customer' ? 0 : 1] ?? '',
			beyondDuty,
			cause: labels(demo, causes),
			mayShare: mayShare ? 'yes' : ''
		}
	};
}

export function writeDefinitions(demo: Demo, boards: DemoBoards, course: Course): void {
	if (!course.since('definitions')) return;
	for (const { id, syndicate, author, text, shownBy, learnedFrom, motivators, leans } of demo.definitions) {
		const ref = boards.of('definitions', syndicate).write({
			id: asId(id),
			zone: 'good-service-is',
			text,
			author,
			from: boards.refs(learnedFrom),
			fields: { shownBy, motivators: labels(demo, motivators), leans }
		});
		boards.call(id, ref);
	}
}

/** Several answers of one field lie in it with a bar between them. */
export const labels = (demo: Pick<Demo, 'labels'>, ids: readonly string[]): string =>
	ids.flatMap((id) => demo.labels.get(id) ?? []).join('|');
