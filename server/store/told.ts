/** What customers told and were asked, as a reply speaks of it: in their words, as they stand now. */
import { asc, eq } from 'drizzle-orm';
import type { PersonId, PointId, WorkshopId } from '#domain/ids.ts';
import { isSeenByRoom } from '#domain/questions.ts';
import { simpleRef } from '#domain/refs.ts';
import { customerPoints, questions } from '#drizzle/schema.ts';
import type { Reading } from './database.ts';

export interface ToldPoint {
	readonly id: PointId;
	readonly n: number;
	readonly kind: 'wish' | 'praise';
	/** Null once taken back. */
	readonly text: string | null;
	readonly isQuote: boolean;
	readonly saidBy: PersonId | null;
	readonly joinedTo: PointId | null;
	readonly writtenAt: Date;
}

export interface Told {
	readonly ref: string;
	readonly kind: 'point' | 'question';
	readonly n: number | null;
	/** Null once taken back, or out of the room's sight. */
	readonly text: string | null;
	readonly isQuote: boolean;
	readonly isPraise: boolean;
	readonly answer: string | null;
	/** The ref of the one that says the same and stays. */
	readonly joinedTo: string | null;
}

export const toldPoints = (reading: Reading, workshopId: WorkshopId): Promise<ToldPoint[]> =>
	reading
		.select({
			id: customerPoints.id,
			n: customerPoints.n,
			kind: customerPoints.kind,
			text: customerPoints.text,
			isQuote: customerPoints.isQuote,
			saidBy: customerPoints.saidBy,
			joinedTo: customerPoints.joinedTo,
			writtenAt: customerPoints.writtenAt
		})
		.from(customerPoints)
		.where(eq(customerPoints.workshopId, workshopId))
		.orderBy(asc(customerPoints.n));

/** By ref: points by their number, then questions in the order in which they were asked. */
export async function toldOf(reading: Reading, workshopId: WorkshopId): Promise<ReadonlyMap<string, Told>> {
	const points = await toldPoints(reading, workshopId);
	const asked = await reading
		.select({
			id: questions.id,
			text: questions.text,
			state: questions.state,
			answer: questions.answer,
			joinedTo: questions.joinedTo
		})
		.from(questions)
		.where(eq(questions.workshopId, workshopId))
		.orderBy(asc(questions.askedAt), asc(questions.id));
	const told: readonly Told[] = [
		...points.map(({ id, n, kind, text, isQuote, joinedTo }): Told => ({
			ref: simpleRef('point', id),
			kind: 'point',
			n,
			text,
			isQuote,
			isPraise: kind === 'praise',
			answer: null,
			joinedTo: joinedTo && simpleRef('point', joinedTo)
		})),
		...asked.map(({ id, text, state, answer, joinedTo }): Told => ({
			ref: simpleRef('question', id),
			kind: 'question',
			n: null,
			text: isSeenByRoom({ state }) ? text : null,
			isQuote: false,
			isPraise: false,
			answer,
			joinedTo: joinedTo && simpleRef('question', joinedTo)
		}))
	];
	return new Map(told.map((one) => [one.ref, one]));
}
