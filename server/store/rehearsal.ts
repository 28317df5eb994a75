/** Takes everything of a rehearsal out of the rows of a workshop; what was prepared stays. */
import { and, eq, gte, inArray, isNotNull, isNull, ne, notInArray, or, sql } from 'drizzle-orm';
import type { DocumentId, SessionId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import {
	actionMarks,
	actions,
	agendaItems,
	appointments,
	attendances,
	chainLinks,
	claimCodes,
	customerPoints,
	customerReplies,
	customerStatements,
	customerWords,
	daySnapshots,
	decisions,
	documents,
	draftYeses,
	feedbackLines,
	galleryMarks,
	handOvers,
	issues,
	learningWishes,
	mails,
	nextDates,
	outputAnswers,
	ownerAddresses,
	people,
	plans,
	proposals,
	questions,
	quietRequests,
	ratings,
	seats,
	shareLinks,
	signals,
	signatures,
	smallFixes,
	standardsSheets,
	stepStates,
	supportAnswers,
	supportRequests,
	topStories,
	votes,
	workshops
} from '#drizzle/schema.ts';
import { holdPlan } from './plan-rows.ts';
import { violatedConstraint, type Database, type Transaction } from './database.ts';

export interface EndedRehearsal {
	/** What these were is gone: whoever has one open must let it go. */
	readonly documents: readonly DocumentId[];
	/** Devices that lost their seat. */
	readonly sessions: readonly SessionId[];
}

/** What the workshop opens with the next time. */
export interface NewDoor {
	readonly code: string;
	readonly joinToken: string;
}

/** How often another code is tried when the new one is in use. */
const TRIES = 5;

export class RehearsalStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Back to preparing, with another code: boards, votes, questions, points, the plan and who came are gone. People of
	 * the list stay where they were drawn, and have not come yet.
	 * @throws Problem `plan-already-signed`, `not-found`
	 */
	async end(id: WorkshopId, newDoor: () => NewDoor): Promise<EndedRehearsal> {
		for (let tries = 1; ; tries += 1) {
			const door = newDoor();
			try {
				return await this.#database.transaction(async (tx) => {
					await holdPlan(tx, id);
					await mustBeUnsigned(tx, id);
					const ended = await wipe(tx, id);
					await tx
						.update(workshops)
						.set({
							...door,
							state: 'preparing',
							currentStep: null,
							screen: { kind: 'code' },
							compass: '',
							isHeld: false,
							lastMove: null,
							questionRules: {}
						})
						.where(eq(workshops.id, id));
					return ended;
				});
			} catch (error) {
				if (violatedConstraint(error) !== 'workshops_code_unique' || tries === TRIES) throw error;
			}
		}
	}

	/** Once more after every device was let go: what was on its way into the rows when the rehearsal ended. */
	async sweep(id: WorkshopId): Promise<EndedRehearsal> {
		return this.#database.transaction(async (tx) => {
			await holdPlan(tx, id);
			const [still] = await tx
				.select({ id: workshops.id })
				.from(workshops)
				.where(and(eq(workshops.id, id), eq(workshops.state, 'preparing')))
				.for('update');
			// Opened already: from here on it is the day itself.
			return still ? wipe(tx, id) : { documents: [], sessions: [] };
		});
	}
}

async function mustBeUnsigned(tx: Transaction, id: WorkshopId): Promise<void> {
	const [workshop] = await tx
		.select({ state: workshops.state })
		.from(workshops)
		.where(eq(workshops.id, id))
		.for('update');
	if (!workshop) throw new Problem('not-found', 'There is no such workshop.');
	if (workshop.state === 'signed')
		throw new Problem('plan-already-signed', 'The plan is signed, so this was no rehearsal. Duplicate the workshop.');
}

async function wipe(tx: Transaction, id: WorkshopId): Promise<EndedRehearsal> {
	await tx.execute(sql`select set_config('plenary.rehearsal', ${id}, true)`);
	// Its updates, snapshots and client ids go with a document, and its votes with a question.
	const gone = await tx.delete(documents).where(eq(documents.workshopId, id)).returning({ id: documents.id });
	const requests = tx
		.select({ id: supportRequests.id })
		.from(supportRequests)
		.where(eq(supportRequests.workshopId, id));
	await tx.delete(supportAnswers).where(inArray(supportAnswers.requestId, requests));
	// What a customer wrote beforehand stays, and has not been shown yet.
	await tx.update(customerStatements).set({ pointId: null }).where(eq(customerStatements.workshopId, id));
	for (const table of [
		votes,
		ratings,
		customerWords,
		customerReplies,
		issues,
		questions,
		customerPoints,
		supportRequests,
		outputAnswers,
		handOvers,
		decisions,
		nextDates,
		mails,
		claimCodes,
		ownerAddresses,
		learningWishes,
		smallFixes,
		actionMarks,
		draftYeses,
		chainLinks,
		signatures,
		appointments,
		actions,
		plans,
		signals,
		attendances,
		daySnapshots,
		proposals,
		galleryMarks,
		topStories,
		standardsSheets,
		quietRequests,
		stepStates
	])
		await tx.delete(table).where(eq(table.workshopId, id));
	// What was tried out with another department shows nobody what is said on the day.
	await tx
		.update(shareLinks)
		.set({ revokedAt: sql`now()` })
		.where(and(eq(shareLinks.workshopId, id), eq(shareLinks.purpose, 'department'), isNull(shareLinks.revokedAt)));
	await tx.update(feedbackLines).set({ readAt: null, syndicateId: null }).where(eq(feedbackLines.workshopId, id));
	await tx.update(agendaItems).set({ startedAt: null, endedAt: null }).where(eq(agendaItems.workshopId, id));
	const steps = await tx
		.select({ step: agendaItems.step })
		.from(agendaItems)
		.where(and(eq(agendaItems.workshopId, id), isNotNull(agendaItems.step)));
	const ahead = steps.flatMap(({ step }) => (step === null ? [] : [{ workshopId: id, step }]));
	if (ahead.length > 0) await tx.insert(stepStates).values(ahead);
	const sessions = await endSeats(tx, id);
	await forgetWhoCame(tx, id);
	return { documents: gone.map((document) => document.id), sessions };
}

/** The projector stays where it hangs; everybody else who came by a code or a link sits down anew. */
async function endSeats(tx: Transaction, id: WorkshopId): Promise<readonly SessionId[]> {
	const screens = tx
		.select({ id: shareLinks.id })
		.from(shareLinks)
		.where(and(eq(shareLinks.workshopId, id), eq(shareLinks.purpose, 'screen')));
	const ended = await tx
		.delete(seats)
		.where(and(eq(seats.workshopId, id), or(isNull(seats.linkId), notInArray(seats.linkId, screens))))
		.returning({ sessionId: seats.sessionId });
	return ended.map(({ sessionId }) => sessionId);
}

/**
 * Who joined by themselves goes; who was on the list before they came stays, and has not come yet. Their return codes
 * were given out in the rehearsal, so they bring nobody back any more.
 */
async function forgetWhoCame(tx: Transaction, id: WorkshopId): Promise<void> {
	const prepared = tx
		.select({ id: shareLinks.personId })
		.from(shareLinks)
		.where(and(eq(shareLinks.workshopId, id), isNotNull(shareLinks.personId)));
	await tx
		.delete(people)
		.where(
			and(
				eq(people.workshopId, id),
				inArray(people.role, ['participant', 'laptop', 'observer', 'listener']),
				gte(people.joinedAt, people.arrivedAt),
				notInArray(people.id, prepared)
			)
		);
	const ofWorkshop = and(eq(people.workshopId, id), ne(people.role, 'facilitator'), ne(people.role, 'co-facilitator'));
	// Two entries that were found to be one person in the rehearsal are two again.
	await tx
		.update(people)
		.set({ removedAt: null, mergedInto: null })
		.where(and(ofWorkshop, isNotNull(people.mergedInto)));
	await tx.update(people).set({ arrivedAt: null, returnCodeHash: null, sitsWith: null }).where(ofWorkshop);
}
