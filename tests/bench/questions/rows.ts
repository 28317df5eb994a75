/** What the database of a server that has ended holds. */
import { eq } from 'drizzle-orm';
import { asId } from '#domain/ids.ts';
import { questions, questionVotes } from '#drizzle/schema.ts';
import { openDatabase } from '#server/store/database.ts';
import type { Hall } from '../room/hall.ts';

/** Rows of votes for questions that begin like this. Ends the server. */
export async function votesKept(hall: Hall, beginning: string): Promise<number> {
	const fails = (sentence: string) => {
		throw new Error(sentence);
	};
	const database = await openDatabase({ dataDir: await hall.stop(), onWarning: () => {}, onLost: fails });
	try {
		const rows = await database.db
			.select({ text: questions.text })
			.from(questionVotes)
			.innerJoin(questions, eq(questions.id, questionVotes.questionId))
			.where(eq(questions.workshopId, asId<'Workshop'>(hall.workshopId)));
		return rows.filter(({ text }) => text.startsWith(beginning)).length;
	} finally {
		await database.close();
	}
}
