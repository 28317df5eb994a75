/** Support requests that another department answers, by a link and without an account. The last answer counts. */
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { DepartmentAnswer } from '#domain/follow-up.ts';
import {
	newId,
	type ActionId,
	type ContactId,
	type PersonId,
	type SupportRequestId,
	type WorkshopId
} from '#domain/ids.ts';
import { actions, contacts, departmentAnswers, departmentAsks, supportRequests } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';

export interface DepartmentAskRow {
	readonly id: string;
	readonly requestId: SupportRequestId;
	readonly actionId: ActionId;
	readonly ask: string;
	readonly contact: { readonly id: ContactId; readonly name: string; readonly department: string };
	readonly askedBy: PersonId;
	readonly askedAt: Date;
	/** Oldest first. */
	readonly answers: readonly {
		readonly answer: DepartmentAnswer;
		readonly ownerName: string;
		readonly dueOn: string | null;
		readonly words: string;
		readonly answeredAt: Date;
	}[];
}

/** Of a workshop, or one of them; oldest first. */
export async function departmentAsksOf(
	reading: Reading,
	workshopId: WorkshopId,
	id?: string
): Promise<readonly DepartmentAskRow[]> {
	const rows = await reading
		.select({
			id: departmentAsks.id,
			requestId: departmentAsks.requestId,
			actionId: actions.id,
			ask: supportRequests.ask,
			contact: { id: contacts.id, name: contacts.name, department: contacts.department },
			askedBy: departmentAsks.askedBy,
			askedAt: departmentAsks.askedAt
		})
		.from(departmentAsks)
		.innerJoin(contacts, eq(contacts.id, departmentAsks.contactId))
		.innerJoin(supportRequests, eq(supportRequests.id, departmentAsks.requestId))
		.innerJoin(actions, eq(actions.id, supportRequests.actionId))
		.where(and(eq(departmentAsks.workshopId, workshopId), ...(id === undefined ? [] : [eq(departmentAsks.id, id)])))
		.orderBy(asc(departmentAsks.askedAt), asc(departmentAsks.id));
	if (rows.length === 0) return [];
	const answers = await reading
		.select()
		.from(departmentAnswers)
		.where(
			inArray(
				departmentAnswers.askId,
				rows.map((row) => row.id)
			)
		)
		.orderBy(asc(departmentAnswers.n));
	return rows.map((row) => ({ ...row, answers: answers.filter(({ askId }) => askId === row.id) }));
}

/** True where it was not asked before. */
export async function askDepartment(
	tx: Transaction,
	ask: {
		readonly workshopId: WorkshopId;
		readonly requestId: SupportRequestId;
		readonly contactId: ContactId;
		readonly askedBy: PersonId;
		readonly askedAt: Date;
	}
): Promise<string | null> {
	const [asked] = await tx
		.insert(departmentAsks)
		.values({ id: newId(), ...ask })
		.onConflictDoNothing()
		.returning({ id: departmentAsks.id });
	return asked?.id ?? null;
}

export interface NewDepartmentAnswer {
	readonly answer: DepartmentAnswer;
	readonly ownerName: string;
	readonly dueOn: string | null;
	readonly words: string;
	readonly answeredAt: Date;
}

/** Adds it; gives its number. */
export async function answerDepartmentAsk(
	tx: Transaction,
	askId: string,
	answer: NewDepartmentAnswer
): Promise<number> {
	await tx.select({ id: departmentAsks.id }).from(departmentAsks).where(eq(departmentAsks.id, askId)).for('update');
	const [last] = await tx
		.select({ n: departmentAnswers.n })
		.from(departmentAnswers)
		.where(eq(departmentAnswers.askId, askId))
		.orderBy(desc(departmentAnswers.n))
		.limit(1);
	const n = (last?.n ?? 0) + 1;
	await tx.insert(departmentAnswers).values({ askId, n, ...answer });
	return n;
}
