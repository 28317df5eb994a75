/** What the boards do not speak of yet. Counts only: nobody's name and nobody's words are in it. */
import type { SyndicateId, ZoneId } from './ids.ts';
import { zonesOf, type Activity, type FieldKind } from './template.ts';

/** A note of a board, as far as coverage looks at it. */
export interface CoverageNote {
	readonly zone: ZoneId;
	readonly text: string;
	readonly fields: Readonly<Record<string, string | number>>;
	readonly from: readonly string[];
}

export interface CoverageBoard {
	readonly activity: Activity;
	readonly syndicateId: SyndicateId | null;
	/** Those in the bin left out. */
	readonly notes: readonly CoverageNote[];
}

export interface TagCount {
	readonly title: string;
	readonly notes: number;
}

/** Cells of a sheet that have no words yet: `empty` of `lines`. */
export interface EmptyCells {
	readonly zone: ZoneId;
	readonly title: string;
	readonly syndicateId: SyndicateId | null;
	readonly lines: number;
	readonly empty: number;
}

const choicesIn = (value: string | number | undefined): readonly string[] =>
	String(value ?? '')
		.split('|')
		.filter((choice) => choice !== '');

/** How many notes carry each tag of a kind, in the template's order; empty where no step so far asks for any. */
export function tagCounts(
	boards: readonly CoverageBoard[],
	kind: Extract<FieldKind, 'motivators' | 'causes'>
): readonly TagCount[] {
	const counts = new Map<string, number>();
	for (const { activity, notes } of boards) {
		for (const field of (activity.board.fields ?? []).filter((one) => one.kind === kind)) {
			for (const option of field.options ?? []) counts.set(option, counts.get(option) ?? 0);
			for (const { fields } of notes) {
				for (const choice of choicesIn(fields[field.id])) counts.set(choice, (counts.get(choice) ?? 0) + 1);
			}
		}
	}
	return [...counts].map(([title, notes]) => ({ title, notes }));
}

/** Of sheets with two parts a line: how many lines lack each part. A row that is not there yet is no line. */
export const emptyCells = (boards: readonly CoverageBoard[]): readonly EmptyCells[] =>
	boards.flatMap(({ activity, syndicateId, notes }) =>
		(activity.board.parts ?? [])
			.filter(({ kind }) => kind === 'two-part')
			.flatMap(({ id }) => zonesOf(activity.board, id))
			.map(({ id: zone, title }) => {
				const cells = notes.filter((note) => note.zone === zone);
				return {
					zone,
					title,
					syndicateId,
					lines: cells.length,
					empty: cells.filter(({ text }) => text.trim() === '').length
				};
			})
	);

/** Sentences that should say what they were learned from, and those that do not. */
export function withoutSource(boards: readonly CoverageBoard[]): { readonly of: number; readonly without: number } {
	const asked = boards.filter(({ activity }) =>
		activity.board.fields?.some(({ kind, required }) => kind === 'links' && required)
	);
	const written = asked.flatMap(({ notes }) => notes.filter(({ text }) => text.trim() !== ''));
	return { of: written.length, without: written.filter(({ from }) => from.length === 0).length };
}

/** The customers' lines that some note links to, by their ids. */
export const linkedFeedback = (boards: readonly Pick<CoverageBoard, 'notes'>[]): ReadonlySet<string> =>
	new Set(
		boards.flatMap(({ notes }) =>
			notes.flatMap(({ from }) =>
				from.filter((ref) => ref.startsWith('feedback:')).map((ref) => ref.slice('feedback:'.length))
			)
		)
	);
