/** Where the words of a point lie beside the point itself. A point taken back takes them with it. */
import { and, eq, ne } from 'drizzle-orm';
import type { DaySnapshot } from '#domain/day-snapshot.ts';
import type { PointId, WorkshopId } from '#domain/ids.ts';
import { simpleRef } from '#domain/refs.ts';
import { customerStatements, daySnapshots, issues, issueSources, pointPins, pointShares } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';
import { forgetInReply, rewordInReply } from './reply.ts';

export interface Forgotten {
	/** Names of issues it was in: they may have been made of its words, and groups on boards may bear them. */
	readonly names: readonly string[];
}

interface Place {
	readonly workshopId: WorkshopId;
	readonly id: PointId;
}

/** Issues with a name that are made of it. */
export const namedBy = (reading: Reading, { workshopId, id }: Place) =>
	reading
		.select({ id: issues.id, title: issues.title })
		.from(issues)
		.innerJoin(issueSources, eq(issueSources.issueId, issues.id))
		.where(and(eq(issues.workshopId, workshopId), eq(issueSources.ref, simpleRef('point', id)), ne(issues.title, '')));

/** Called while the point still has its words, in the transaction that takes them away. */
export async function forgetWords(
	tx: Transaction,
	{ workshopId, id }: Place,
	{ text, heardText }: { readonly text: string | null; readonly heardText: string | null }
): Promise<Forgotten> {
	const named = await namedBy(tx, { workshopId, id });
	for (const issue of named) await tx.update(issues).set({ title: '' }).where(eq(issues.id, issue.id));
	const names = named.map(({ title }) => title);
	// What the customer had written down beforehand, nobody wants and nobody may be sent any more.
	await tx.delete(customerStatements).where(eq(customerStatements.pointId, id));
	await tx.delete(pointPins).where(eq(pointPins.pointId, id));
	await tx.delete(pointShares).where(eq(pointShares.pointId, id));
	await forgetInReply(tx, workshopId, [text, heardText]);
	const words = [text, heardText].flatMap((said) => said ?? []);
	await mendDays(tx, workshopId, (day) => withoutWords(day, words, names));
	return { names };
}

/**
 * The point says something else from now on: what quoted it says so too. Else its former wordings, of which the first
 * and the last are known, would stay where nobody finds them when it is taken back. Asked before they change.
 */
export async function rewordPoint(
	tx: Transaction,
	workshopId: WorkshopId,
	before: string | null,
	after: string
): Promise<void> {
	if (before === null || before === after) return;
	await rewordInReply(tx, workshopId, before, after);
	await mendDays(tx, workshopId, ({ boards, ...rest }) => ({
		...rest,
		boards: boards.map(({ notes, ...board }) => ({
			...board,
			notes: notes.map((note) => (note.text.trim() === before ? { ...note, text: after } : note))
		}))
	}));
}

/** Kept days hold no words of points, but those that were kept before did, and names of groups. */
async function mendDays(
	tx: Transaction,
	workshopId: WorkshopId,
	mend: (day: DaySnapshot) => DaySnapshot
): Promise<void> {
	const days = await tx
		.select({ day: daySnapshots.day, contents: daySnapshots.contents })
		.from(daySnapshots)
		.where(eq(daySnapshots.workshopId, workshopId))
		.for('update');
	for (const { day, contents } of days) {
		const kept = mend(contents);
		if (JSON.stringify(kept) === JSON.stringify(contents)) continue;
		await tx
			.update(daySnapshots)
			.set({ contents: kept })
			.where(and(eq(daySnapshots.workshopId, workshopId), eq(daySnapshots.day, day)));
	}
}

const withoutWords = (
	{ boards, ...rest }: DaySnapshot,
	words: readonly string[],
	names: readonly string[]
): DaySnapshot => ({
	...rest,
	boards: boards.map(({ notes, ...board }) => ({
		...board,
		notes: notes
			.filter(({ text }) => !words.includes(text.trim()))
			.map((note) => (names.includes(note.group) ? { ...note, group: '' } : note))
	}))
});
