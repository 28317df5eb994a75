/** Who hears of what is asked of management and of what it answers: written with the request or the answer itself. */
import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import { calendarDay, dayPlus } from '#domain/calendar.ts';
import type { PersonId, SupportRequestId, WorkshopId } from '#domain/ids.ts';
import { toPerson } from '#domain/letters.ts';
import { askerToldPart, notNowDuePart, supportAnswerPart, supportAskPart } from '#domain/support-letters.ts';
import { notifications, people, supportAnswers, supportRequests, workshops } from '#drizzle/schema.ts';
import { readPlanNow } from './action-changes.ts';
import { holderOf } from './appointed.ts';
import type { Reading, Transaction } from './database.ts';
import { addJobs, type NewJob } from './jobs.ts';
import { notify } from './notifications.ts';

interface Told {
	readonly workshopId: WorkshopId;
	readonly id: SupportRequestId;
	readonly at: Date;
}

/** Sponsors are told that somebody asks; what was asked before the signing was answered in the room. */
export async function tellAsked(tx: Transaction, { workshopId, id, at }: Told): Promise<void> {
	const about = await aboutOf(tx, workshopId, id);
	if (!about) return;
	const { action, request, names, sponsors } = about;
	const followUp = (await holderOf(tx, workshopId, 'follow-up-manager'))?.name ?? '';
	for (const sponsor of sponsors) {
		const part = supportAskPart({
			...{ workshopId, requestId: id, ask: request.ask, n: action.n, action: action.text },
			...{ sponsor: sponsor.name, asker: names(request.askedBy), kind: request.kind, why: action.why },
			...{ sourceText: '', answerBy: null, followUp }
		});
		const recipient = toPerson(sponsor.id);
		await notify(tx, {
			...{ workshopId, recipient, kind: 'support-ask', subjectId: id, period: '', part },
			...{ notBefore: at, at }
		});
	}
}

/** Whoever asked and the owner hear of an answer, and who was to be asked is not; what was answered "not now" comes back by itself on its day. */
export async function tellAnswered(tx: Transaction, { workshopId, id, at }: Told): Promise<void> {
	const about = await aboutOf(tx, workshopId, id);
	const last = about && (await lastAnswerOf(tx, id));
	if (!about || !last) return;
	await dropAsking(tx, { workshopId, id, at });
	const { action, request, names, timezone } = about;
	if (last.answer === 'not-now' && last.answerBy !== null) {
		await addJobs(tx, [dueJob({ workshopId, id }, last.n, last.answerBy, timezone)]);
	}
	if (!about.isSigned) return;
	const part = supportAnswerPart({
		...{ workshopId, requestId: id, ask: request.ask, n: action.n, action: action.text },
		...{ sponsor: names(last.answeredBy), answer: last.answer, words: last.words },
		...{ limit: last.limit, answerBy: last.answerBy }
	});
	const readers = new Set<PersonId>([request.askedBy, ...(action.ownerId === null ? [] : [action.ownerId])]);
	for (const reader of readers) {
		const recipient = toPerson(reader);
		await notify(tx, {
			...{ workshopId, recipient, kind: 'support-answer', subjectId: id, period: String(last.n), part },
			...{ notBefore: at, at }
		});
	}
}

/** Nobody reads in the morning that there is no answer. */
async function dropAsking(tx: Transaction, { workshopId, id, at }: Told): Promise<void> {
	const { kind, subjectId, mailId, droppedAt } = notifications;
	await tx
		.update(notifications)
		.set({ droppedAt: at, droppedBecause: 'answered meanwhile' })
		.where(
			and(
				eq(notifications.workshopId, workshopId),
				...[inArray(kind, ['support-ask', 'raise']), eq(subjectId, id), isNull(mailId), isNull(droppedAt)]
			)
		);
}

/** Work that brings a "not now" back on the day it named. */
export const NOT_NOW_DUE = 'not-now-due';

const hourMs = 3_600_000;

export function dueJob({ workshopId, id }: Omit<Told, 'at'>, n: number, answerBy: string, timezone: string): NewJob {
	const payload = { request: id, n: String(n), answerBy };
	return {
		workshopId,
		kind: NOT_NOW_DUE,
		key: `${NOT_NOW_DUE}:${id}:${n}`,
		dueAt: beginOf(answerBy, timezone),
		payload
	};
}

/** The first hour of a calendar day there. */
export function beginOf(day: string, timezone: string): Date {
	let at = Date.parse(`${dayPlus(day, -1)}T06:00:00Z`);
	while (calendarDay(new Date(at), timezone) < day) at += hourMs;
	return new Date(at);
}

/** The sponsor and whoever asked hear that the day has come, unless there is another answer meanwhile. */
export async function tellNotNowDue(tx: Transaction, { workshopId, id, at }: Told, n: number): Promise<void> {
	const about = await aboutOf(tx, workshopId, id);
	const last = about && (await lastAnswerOf(tx, id));
	if (!about?.isSigned || last?.n !== n || last.answer !== 'not-now' || last.answerBy === null) return;
	const { action, request, names, sponsors, timezone } = about;
	const same = { workshopId, requestId: id, ask: request.ask, n: action.n, action: action.text };
	const answeredOn = calendarDay(last.answeredAt, timezone);
	for (const sponsor of sponsors) {
		const asker = names(request.askedBy);
		const part = notNowDuePart({ ...same, sponsor: sponsor.name, asker, answeredOn, words: last.words });
		const recipient = toPerson(sponsor.id);
		await notify(tx, {
			...{ workshopId, recipient, kind: 'support-ask', subjectId: id, period: last.answerBy, part },
			...{ notBefore: at, at }
		});
	}
	const part = askerToldPart({ ...same, sponsor: names(last.answeredBy) });
	await notify(tx, {
		...{ workshopId, recipient: toPerson(request.askedBy), kind: 'support-answer', subjectId: id },
		...{ period: `due-${last.answerBy}`, part, notBefore: at, at }
	});
}

async function aboutOf(reading: Reading, workshopId: WorkshopId, id: SupportRequestId) {
	const [request] = await reading.select().from(supportRequests).where(eq(supportRequests.id, id));
	const plan = await readPlanNow(reading, workshopId);
	const action = plan.actions.find((each) => each.id === request?.actionId);
	const [workshop] = await reading
		.select({ timezone: workshops.timezone })
		.from(workshops)
		.where(eq(workshops.id, workshopId));
	if (!request || !action || !workshop) return null;
	const present = await reading
		.select({ id: people.id, name: people.name, role: people.role })
		.from(people)
		.where(and(eq(people.workshopId, workshopId), isNull(people.removedAt)));
	return {
		...{ request, action, timezone: workshop.timezone, isSigned: plan.signedAt !== null },
		names: (person: PersonId) => present.find((each) => each.id === person)?.name ?? 'Somebody who has left',
		sponsors: present.filter(({ role }) => role === 'sponsor')
	};
}

async function lastAnswerOf(reading: Reading, id: SupportRequestId) {
	const [last] = await reading
		.select()
		.from(supportAnswers)
		.where(eq(supportAnswers.requestId, id))
		.orderBy(desc(supportAnswers.n))
		.limit(1);
	return last;
}
