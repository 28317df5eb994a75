/** What is asked of management, and what management answers. A later, better answer is a new row. */
import { and, desc, eq, isNull } from 'drizzle-orm';
import { newId, type PersonId, type SupportRequestId, type WorkshopId } from '#domain/ids.ts';
import type { SupportKind } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import {
	answerGaps,
	AUTHORITY_FIELDS,
	isBetter,
	type AnswerGap,
	type AnswerWords,
	type AuthorityField
} from '#domain/support.ts';
import { actions, people, supportAnswers, supportRequests } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { holdPlan, planAlreadySigned, timeIn } from './plan-rows.ts';
import { findAction, type ActionPlace } from './plan.ts';
import { applyGrants, newestSheet } from './standards.ts';
import { tellAnswered, tellAsked } from './support-told.ts';

export interface NewSupportRequest {
	readonly kind: SupportKind;
	readonly ask: string;
	readonly askedBy: PersonId;
	/** Null: whoever asks. */
	readonly contactId: PersonId | null;
	/** Of a request for authority; left out for others. */
	readonly details: Readonly<Partial<Record<AuthorityField, string | null>>>;
	/** Asked once the plan is held. */
	readonly now: () => Date;
}

export interface NewSupportAnswer extends AnswerWords {
	/** The sponsor's own word that another limit is "changed because of you". */
	readonly changedMind: boolean;
	readonly answeredBy: PersonId;
	/** Asked once the plan is held. */
	readonly now: () => Date;
	/** The calendar day of the answer, in the workshop's time zone. */
	readonly today: string;
}

export interface RequestPlace {
	readonly workshopId: WorkshopId;
	readonly id: SupportRequestId;
}

export class SupportStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * A request; the same one sent again by the same person is the one before, with whom to talk to and what it is about
	 * as they are said now.
	 * @throws Problem `not-found`, `in-use`, `empty`
	 */
	ask(place: ActionPlace, request: NewSupportRequest): Promise<SupportRequestId> {
		const { kind, ask, askedBy, contactId, now } = request;
		const { workshopId, id: actionId } = place;
		return this.#database.transaction(async (tx) => {
			// Asked before the close, it bars the close; asked after it, it is no part of what was signed.
			const held = await holdPlan(tx, workshopId);
			const action = await findAction(tx, place);
			if (action.notNowReason !== null) {
				throw new Problem('in-use', 'This action was put aside. A facilitator can take it into the plan again.');
			}
			if (contactId !== null) await isHere(tx, workshopId, contactId);
			const details = kind === 'authority' ? await authorityDetails(tx, workshopId, request.details) : {};
			const [twin] = await tx
				.select({ id: supportRequests.id, askedAt: supportRequests.askedAt })
				.from(supportRequests)
				.leftJoin(supportAnswers, eq(supportAnswers.requestId, supportRequests.id))
				.where(
					and(
						eq(supportRequests.actionId, actionId),
						eq(supportRequests.kind, kind),
						eq(supportRequests.ask, ask),
						eq(supportRequests.askedBy, askedBy),
						isNull(supportAnswers.n)
					)
				)
				.orderBy(desc(supportRequests.askedAt), desc(supportRequests.id))
				.limit(1);
			if (twin && !isSealed(twin, held)) {
				// Sent again with something put right: it stays one request.
				await tx.update(supportRequests).set({ contactId, details }).where(eq(supportRequests.id, twin.id));
				return twin.id;
			}
			const id: SupportRequestId = newId();
			await tx
				.insert(supportRequests)
				.values({ id, workshopId, actionId, kind, ask, askedBy, contactId, details, askedAt: timeIn(held, now) });
			if (held.signedAt !== null) await tellAsked(tx, { workshopId, id, at: now() });
			return id;
		});
	}

	/** Whose it is: what the right to change it depends on. @throws Problem `not-found` */
	async request({ workshopId, id }: RequestPlace) {
		const [request] = await this.#database.db
			.select({
				actionId: supportRequests.actionId,
				kind: supportRequests.kind,
				ask: supportRequests.ask,
				askedBy: supportRequests.askedBy,
				ownerId: actions.ownerId,
				syndicateId: actions.syndicateId
			})
			.from(supportRequests)
			.innerJoin(actions, eq(actions.id, supportRequests.actionId))
			.where(and(eq(supportRequests.workshopId, workshopId), eq(supportRequests.id, id)));
		if (!request) throw new Problem('not-found', 'Nothing was asked here.');
		return request;
	}

	/**
	 * Names somebody else whom management talks to, while there is no answer.
	 * @throws Problem `not-found`, `already-answered`, `plan-already-signed` for one that was signed with the plan
	 */
	changeContact(place: RequestPlace, personId: PersonId): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const held = await holdPlan(tx, place.workshopId);
			const request = await heldRequest(tx, place);
			if (await lastOf(tx, place.id)) {
				throw new Problem(
					'already-answered',
					'This request has its answer. Whoever was named then was the one to ask.'
				);
			}
			if (isSealed(request, held)) throw planAlreadySigned();
			await isHere(tx, place.workshopId, personId);
			await tx.update(supportRequests).set({ contactId: personId }).where(eq(supportRequests.id, place.id));
		});
	}

	/**
	 * Says what an open request for authority is about, or says it anew.
	 * @throws Problem `not-found`, `already-answered`, `empty`, `plan-already-signed`
	 */
	sayAuthority(place: RequestPlace, given: NewSupportRequest['details']): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const held = await holdPlan(tx, place.workshopId);
			const request = await heldRequest(tx, place);
			if (request.kind !== 'authority') throw new Problem('not-found', 'This request asks for no authority.');
			if (await lastOf(tx, place.id)) {
				throw new Problem('already-answered', 'This request has its answer. Ask for what is different anew.');
			}
			if (isSealed(request, held)) throw planAlreadySigned();
			const details = await authorityDetails(tx, place.workshopId, given);
			await tx.update(supportRequests).set({ details }).where(eq(supportRequests.id, place.id));
		});
	}

	/**
	 * Adds an answer; the same one sent again is the one before. Every one needs words, a yes too: it is shown as it is
	 * written. Of a request for authority it makes the next version of the standards sheet; true where it did.
	 * @throws Problem `answer-without-words`, `limit-missing`, `date-missing`, `not-found`
	 */
	answer(place: RequestPlace, given: NewSupportAnswer): Promise<boolean> {
		const { workshopId, id } = place;
		const { answer, words, answeredBy, now, today } = given;
		return this.#database.transaction(async (tx) => {
			const answeredAt = timeIn(await holdPlan(tx, workshopId), now);
			const request = await heldRequest(tx, place);
			const [gap] = answerGaps(given, today);
			if (gap) throw missing(gap, request.askedBy);
			const limit = answer === 'yes-with-a-limit' ? given.limit : null;
			const answerBy = answer === 'not-now' ? given.answerBy : null;
			const last = await lastOf(tx, id);
			if (last && isSame(last, { answer, words, limit, answerBy })) return false;
			const raised =
				given.changedMind && answer === 'yes-with-a-limit' && last?.answer === answer && last.limit !== limit;
			const changedMind = isBetter(last?.answer, answer) || raised;
			await tx.insert(supportAnswers).values({
				requestId: id,
				n: (last?.n ?? 0) + 1,
				answer,
				words,
				limit,
				answerBy,
				changedMind,
				answeredBy,
				answeredAt
			});
			await tellAnswered(tx, { workshopId, id, at: answeredAt });
			if (request.kind !== 'authority') return false;
			return applyGrants(tx, workshopId, { personId: answeredBy, words, at: answeredAt });
		});
	}
}

/** Its words, its contact and what it is about are in the fingerprint. */
const isSealed = ({ askedAt }: { readonly askedAt: Date }, { signedAt }: { readonly signedAt: Date | null }): boolean =>
	signedAt !== null && askedAt <= signedAt;

async function heldRequest(tx: Transaction, { workshopId, id }: RequestPlace) {
	const [request] = await tx
		.select({ kind: supportRequests.kind, askedAt: supportRequests.askedAt, askedBy: people.name })
		.from(supportRequests)
		.innerJoin(people, eq(people.id, supportRequests.askedBy))
		.where(and(eq(supportRequests.workshopId, workshopId), eq(supportRequests.id, id)))
		.for('update', { of: supportRequests });
	if (!request) throw new Problem('not-found', 'Nothing was asked here.');
	return request;
}

async function lastOf(tx: Transaction, id: SupportRequestId) {
	const [last] = await tx
		.select()
		.from(supportAnswers)
		.where(eq(supportAnswers.requestId, id))
		.orderBy(desc(supportAnswers.n))
		.limit(1);
	return last;
}

type Said = Pick<typeof supportAnswers.$inferSelect, 'answer' | 'words' | 'limit' | 'answerBy'>;

const isSame = (one: Said, other: Said): boolean =>
	one.answer === other.answer &&
	one.words === other.words &&
	one.limit === other.limit &&
	one.answerBy === other.answerBy;

function missing(gap: AnswerGap, askedBy: string): Problem {
	switch (gap) {
		case 'words':
			return new Problem(
				'answer-without-words',
				`${askedBy} sees your answer as you write it. Please add a sentence.`,
				{ field: 'words' }
			);
		case 'limit':
			return new Problem('limit-missing', 'Up to how much, or until when?', { field: 'limit' });
		case 'answerBy':
			return new Problem('date-missing', '“Not now” needs a day to come, on which you answer.', { field: 'answerBy' });
	}
}

/** @throws Problem `not-found` for somebody of another workshop, who left, or whom nobody can talk to */
async function isHere(tx: Transaction, workshopId: WorkshopId, id: PersonId): Promise<void> {
	const [person] = await tx
		.select({ role: people.role })
		.from(people)
		.where(and(eq(people.workshopId, workshopId), eq(people.id, id), isNull(people.removedAt)));
	if (person && ['participant', 'facilitator', 'co-facilitator'].includes(person.role)) return;
	throw new Problem('not-found', 'This person is not in the workshop any more. Name somebody who is.', {
		field: 'contactId'
	});
}

const NEEDED: Readonly<Record<Exclude<AuthorityField, 'standard'>, string>> = {
	what: 'What may be decided, without asking?',
	limit: 'Up to which limit?',
	who: 'By whom?',
	from: 'From when?'
};

/** @throws Problem `empty`, `not-found` where the sheet has no such line */
async function authorityDetails(
	tx: Transaction,
	workshopId: WorkshopId,
	given: NewSupportRequest['details']
): Promise<Record<string, string>> {
	const details = Object.fromEntries(AUTHORITY_FIELDS.map((field) => [field, given[field]?.trim() ?? '']));
	for (const [field, sentence] of Object.entries(NEEDED)) {
		if (details[field] === '') throw new Problem('empty', sentence, { field });
	}
	const sheet = await newestSheet(tx, workshopId);
	if (sheet && details['standard'] === '') {
		throw new Problem('empty', 'Which line of the standards sheet does it belong to?', { field: 'standard' });
	}
	if (details['standard'] !== '' && !sheet?.contents.lines.some(({ ref }) => ref === details['standard'])) {
		throw new Problem('not-found', 'This line is not on the standards sheet any more. Choose another.', {
			field: 'standard'
		});
	}
	return details;
}
