/** What Monday is worked out from, beside the plan: read for one workshop, in one go. */
import { and, asc, eq, gte, inArray, isNotNull, isNull, lte, notExists, or } from 'drizzle-orm';
import { asId, type ActionId, type WorkshopId } from '#domain/ids.ts';
import type { NeedFacts } from '#domain/needs.ts';
import {
	actions,
	actionSteps,
	contacts,
	decisions,
	departmentAnswers,
	departmentAsks,
	followNotes,
	headsUps,
	mails,
	mailWishes,
	people,
	suggestionAnswers,
	suggestions,
	supportRequests
} from '#drizzle/schema.ts';
import type { Reading } from './database.ts';
import { failingJobs } from './jobs.ts';
import { unsureMails as unsure, worryOf } from './mails.ts';
import { failingLetters } from './notifications.ts';

/** Letters that asked something in a row, without an answer. */
const NOT_ANSWERING = 3;

/** Asked of other departments, and not answered yet. */
export async function openDepartments(reading: Reading, workshopId: WorkshopId): Promise<NeedFacts['departments']> {
	const rows = await reading
		.select({
			id: departmentAsks.id,
			actionId: supportRequests.actionId,
			name: contacts.name,
			department: contacts.department,
			ask: supportRequests.ask,
			askedAt: departmentAsks.askedAt
		})
		.from(departmentAsks)
		.innerJoin(supportRequests, eq(supportRequests.id, departmentAsks.requestId))
		.innerJoin(contacts, eq(contacts.id, departmentAsks.contactId))
		.where(
			and(
				eq(departmentAsks.workshopId, workshopId),
				notExists(
					reading
						.select({ n: departmentAnswers.n })
						.from(departmentAnswers)
						.where(eq(departmentAnswers.askId, departmentAsks.id))
				)
			)
		)
		.orderBy(asc(departmentAsks.askedAt));
	return rows.map(({ name, department, askedAt, ...ask }) => ({
		...ask,
		name: department === '' ? name : `${name}, ${department}`,
		askedAt: askedAt.toISOString()
	}));
}

/** Readers who said that an address is not theirs, or who never answer. */
export async function lostReaders(reading: Reading, workshopId: WorkshopId): Promise<NeedFacts['addresses']> {
	const wishes = await reading
		.select({ recipient: mailWishes.recipient, disownedAt: mailWishes.disownedAt })
		.from(mailWishes)
		.where(
			and(
				eq(mailWishes.workshopId, workshopId),
				isNull(mailWishes.stoppedAt),
				or(isNotNull(mailWishes.disownedAt), gte(mailWishes.unanswered, NOT_ANSWERING))
			)
		)
		.orderBy(asc(mailWishes.recipient));
	if (wishes.length === 0) return [];
	const recipients = wishes.map(({ recipient }) => recipient);
	const last = await reading
		.select({ recipient: mails.recipient, madeAt: mails.madeAt })
		.from(mails)
		.where(and(eq(mails.workshopId, workshopId), inArray(mails.recipient, recipients)))
		.orderBy(asc(mails.madeAt));
	const persons = new Map(
		(
			await reading.select({ id: people.id, name: people.name }).from(people).where(eq(people.workshopId, workshopId))
		).map(({ id, name }) => [id, name])
	);
	const outside = new Map(
		(
			await reading
				.select({ id: contacts.id, name: contacts.name })
				.from(contacts)
				.where(eq(contacts.workshopId, workshopId))
		).map(({ id, name }) => [id, name])
	);
	return wishes.flatMap(({ recipient, disownedAt }) => {
		const [kind, id = ''] = recipient.split(':');
		const personId = kind === 'person' ? asId<'Person'>(id) : null;
		const name = personId === null ? outside.get(asId<'Contact'>(id)) : persons.get(personId);
		const lastAt = last.findLast((mail) => mail.recipient === recipient)?.madeAt ?? disownedAt;
		if (name === undefined || lastAt === null || lastAt === undefined) return [];
		return [{ recipient, personId, name, disownedAt: disownedAt?.toISOString() ?? null, lastAt: lastAt.toISOString() }];
	});
}

/** Letters that were handed over and never noted as gone, or that nobody took: nobody sends them again by itself. */
export async function unsureMails(reading: Reading, workshopId: WorkshopId, now: Date): Promise<NeedFacts['mails']> {
	const rows = await unsure(reading, workshopId, now);
	return rows.map((mail) => ({
		...{ id: mail.id, name: mail.subject, why: worryOf(mail) },
		claimedAt: (mail.claimedAt ?? mail.refusedAt ?? now).toISOString()
	}));
}

export async function failedWork(reading: Reading, workshopId: WorkshopId): Promise<NeedFacts['jobs']> {
	const rows = await failingJobs(reading, workshopId);
	const letters = await failingLetters(reading, workshopId);
	return [
		...rows.map(({ key, kind, failure, dueAt }) => ({ key, kind, failure, dueAt: dueAt.toISOString() })),
		...letters.map(({ kind, failure, dueAt }) => ({
			key: `letters:${kind}`,
			kind: 'letters',
			failure: failure ?? '',
			dueAt: new Date(dueAt).toISOString()
		}))
	];
}

/** Without an answer, or with a "not now" that names a day. */
export async function openSuggestions(reading: Reading, workshopId: WorkshopId): Promise<NeedFacts['suggestions']> {
	const rows = await reading
		.select({ id: suggestions.id, text: suggestions.text, writtenAt: suggestions.writtenAt })
		.from(suggestions)
		.where(eq(suggestions.workshopId, workshopId))
		.orderBy(asc(suggestions.n));
	if (rows.length === 0) return [];
	const ids = rows.map(({ id }) => id);
	const answers = await reading
		.select({
			suggestionId: suggestionAnswers.suggestionId,
			answer: suggestionAnswers.answer,
			answerBy: suggestionAnswers.answerBy
		})
		.from(suggestionAnswers)
		.where(inArray(suggestionAnswers.suggestionId, ids))
		.orderBy(asc(suggestionAnswers.n));
	return rows.flatMap(({ writtenAt, ...row }) => {
		const last = answers.findLast(({ suggestionId }) => suggestionId === row.id);
		if (last && (last.answer !== 'not-now' || last.answerBy === null)) return [];
		return [{ ...row, writtenAt: writtenAt.toISOString(), answerBy: last?.answerBy ?? null }];
	});
}

/** Notices that begin today or later. */
export async function comingHeadsUps(
	reading: Reading,
	workshopId: WorkshopId,
	today: string
): Promise<NeedFacts['headsUps']> {
	const rows = await reading
		.select({ id: headsUps.id, what: headsUps.what, startsOn: headsUps.startsOn, postedAt: headsUps.postedAt })
		.from(headsUps)
		.where(and(eq(headsUps.workshopId, workshopId), isNull(headsUps.withdrawnAt), gte(headsUps.startsOn, today)))
		.orderBy(asc(headsUps.startsOn));
	return rows.map(({ postedAt, ...row }) => ({ ...row, postedAt: postedAt.toISOString() }));
}

/** Oldest first. */
export async function notesOf(reading: Reading, workshopId: WorkshopId) {
	const rows = await reading
		.select({
			id: followNotes.id,
			ref: followNotes.ref,
			kind: followNotes.kind,
			words: followNotes.words,
			writtenBy: followNotes.writtenBy,
			writtenAt: followNotes.writtenAt
		})
		.from(followNotes)
		.where(eq(followNotes.workshopId, workshopId))
		.orderBy(asc(followNotes.writtenAt), asc(followNotes.id));
	return rows.map(({ writtenAt, ...note }) => ({ ...note, writtenAt: writtenAt.toISOString() }));
}

/** Open small steps with a day from `from` to `until`. */
export async function stepsDue(
	reading: Reading,
	workshopId: WorkshopId,
	from: string,
	until: string
): Promise<readonly { readonly actionId: ActionId; readonly text: string; readonly dueOn: string }[]> {
	const rows = await reading
		.select({ actionId: actionSteps.actionId, text: actionSteps.text, dueOn: actionSteps.dueOn })
		.from(actionSteps)
		.innerJoin(actions, eq(actions.id, actionSteps.actionId))
		.where(
			and(
				eq(actions.workshopId, workshopId),
				isNull(actionSteps.doneAt),
				isNull(actionSteps.droppedAt),
				gte(actionSteps.dueOn, from),
				lte(actionSteps.dueOn, until)
			)
		)
		.orderBy(asc(actionSteps.dueOn), asc(actionSteps.n));
	return rows.flatMap(({ dueOn, ...step }) => (dueOn === null ? [] : [{ ...step, dueOn }]));
}

export async function decisionsOf(reading: Reading, workshopId: WorkshopId) {
	const rows = await reading
		.select({
			id: decisions.id,
			what: decisions.what,
			outcome: decisions.outcome,
			until: decisions.until,
			decidedAt: decisions.decidedAt
		})
		.from(decisions)
		.where(eq(decisions.workshopId, workshopId))
		.orderBy(asc(decisions.n));
	return rows.map(({ decidedAt, ...decision }) => ({ ...decision, decidedAt: decidedAt?.toISOString() ?? null }));
}
