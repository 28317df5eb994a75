/** The reply to the customer as rows: what facilitators write, and what they approved. */
import { and, eq } from 'drizzle-orm';
import type { IssueId, PersonId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { REPLY_OPENING_LIMIT, REPLY_TEXT_LIMIT, withoutWords, type ApprovedReply } from '#domain/reply.ts';
import { customerReplies, customerReplyLines, issues } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { oneModerator } from './questions.ts';

export interface ReplyRow {
	readonly opening: string;
	readonly approved: ApprovedReply | null;
	readonly approvedBy: PersonId | null;
	readonly approvedAt: Date | null;
	/** Of the issues that somebody wrote or drafted something for, in no order. */
	readonly lines: readonly ReplyLineRow[];
}

export interface ReplyLineRow {
	readonly issueId: IssueId;
	readonly text: string;
	readonly isLeftOut: boolean;
	readonly isEdited: boolean;
	/** Null: in the order of the issues, after those that were moved. */
	readonly place: number | null;
}

/** Whether what a reply was made of is still what was read for it. Asked while nobody else changes it. */
export type StillStands = (reading: Reading) => Promise<boolean>;

type LineWords = Pick<ReplyLineRow, 'text' | 'isLeftOut'>;

export class ReplyStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	read(workshopId: WorkshopId): Promise<ReplyRow> {
		return replyOf(this.#database.db, workshopId);
	}

	/** Writes drafts into the lines that nobody wrote in or left out. False, and nothing is written, where what they were made of changed. */
	draft(workshopId: WorkshopId, drafts: ReadonlyMap<IssueId, string>, stands: StillStands): Promise<boolean> {
		return this.#database.transaction(async (tx) => {
			await hold(tx, workshopId);
			if (!(await stands(tx))) return false;
			const here = await tx.select({ id: issues.id }).from(issues).where(eq(issues.workshopId, workshopId));
			for (const { id: issueId } of here) {
				const text = drafts.get(issueId);
				if (text === undefined) continue;
				await tx
					.insert(customerReplyLines)
					.values({ workshopId, issueId, text })
					.onConflictDoUpdate({
						target: [customerReplyLines.workshopId, customerReplyLines.issueId],
						set: { text },
						setWhere: eq(customerReplyLines.isEdited, false)
					});
			}
			return true;
		});
	}

	/** @throws Problem `in-use` when it is no longer what the writer `saw` */
	opening(workshopId: WorkshopId, opening: string, saw: string): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const reply = await hold(tx, workshopId);
			if (reply.opening === opening) return;
			if (reply.opening !== saw) throw changedMeanwhile();
			await tx.update(customerReplies).set({ opening }).where(eq(customerReplies.workshopId, workshopId));
		});
	}

	/** @throws Problem `not-found`, `in-use` when it is no longer what the writer `saw` */
	line(
		{ workshopId, issueId }: { readonly workshopId: WorkshopId; readonly issueId: IssueId },
		{ text, isLeftOut }: LineWords,
		saw: LineWords
	): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await hold(tx, workshopId);
			const [issue] = await tx
				.select({ id: issues.id })
				.from(issues)
				.where(and(eq(issues.workshopId, workshopId), eq(issues.id, issueId)))
				.for('share');
			if (!issue) throw new Problem('not-found', 'This issue is not there any more. It may have been joined.');
			const here = and(eq(customerReplyLines.workshopId, workshopId), eq(customerReplyLines.issueId, issueId));
			const [row] = await tx.select().from(customerReplyLines).where(here);
			const stands = row ?? { text: '', isLeftOut: false };
			if (row && row.text === text && row.isLeftOut === isLeftOut) return;
			if (stands.text !== saw.text || stands.isLeftOut !== saw.isLeftOut) throw changedMeanwhile();
			const words = { text, isLeftOut, isEdited: true };
			await tx
				.insert(customerReplyLines)
				.values({ workshopId, issueId, ...words })
				.onConflictDoUpdate({ target: [customerReplyLines.workshopId, customerReplyLines.issueId], set: words });
		});
	}

	/** These first, in this order; the last word counts. Issues that are not here are passed over. */
	order(workshopId: WorkshopId, wanted: readonly IssueId[]): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await hold(tx, workshopId);
			const here = await tx.select({ id: issues.id }).from(issues).where(eq(issues.workshopId, workshopId));
			const known = [...new Set(wanted)].filter((id) => here.some((issue) => issue.id === id));
			await tx.update(customerReplyLines).set({ place: null }).where(eq(customerReplyLines.workshopId, workshopId));
			for (const [place, issueId] of known.entries())
				await tx
					.insert(customerReplyLines)
					.values({ workshopId, issueId, text: '', place })
					.onConflictDoUpdate({ target: [customerReplyLines.workshopId, customerReplyLines.issueId], set: { place } });
		});
	}

	/** From now on customers read exactly this. @throws Problem `in-use` where what it was made of changed since it was read */
	approve(
		workshopId: WorkshopId,
		approved: ApprovedReply,
		{ by, at }: { readonly by: PersonId; readonly at: Date },
		stands: StillStands
	): Promise<void> {
		return this.#set(workshopId, { approved, approvedBy: by, approvedAt: at }, stands);
	}

	/** From now on customers read nothing. What is written stays. */
	withdraw(workshopId: WorkshopId): Promise<void> {
		return this.#set(workshopId, { approved: null, approvedBy: null, approvedAt: null });
	}

	#set(
		workshopId: WorkshopId,
		approval: Pick<ReplyRow, 'approved' | 'approvedBy' | 'approvedAt'>,
		stands: StillStands = () => Promise.resolve(true)
	): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await hold(tx, workshopId);
			if (!(await stands(tx))) throw notAsRead();
			await tx.update(customerReplies).set(approval).where(eq(customerReplies.workshopId, workshopId));
		});
	}
}

export async function replyOf(reading: Reading, workshopId: WorkshopId): Promise<ReplyRow> {
	const [row] = await reading
		.select({
			opening: customerReplies.opening,
			approved: customerReplies.approved,
			approvedBy: customerReplies.approvedBy,
			approvedAt: customerReplies.approvedAt
		})
		.from(customerReplies)
		.where(eq(customerReplies.workshopId, workshopId));
	const lines = await reading
		.select({
			issueId: customerReplyLines.issueId,
			text: customerReplyLines.text,
			isLeftOut: customerReplyLines.isLeftOut,
			isEdited: customerReplyLines.isEdited,
			place: customerReplyLines.place
		})
		.from(customerReplyLines)
		.where(eq(customerReplyLines.workshopId, workshopId));
	return { ...(row ?? { opening: '', approved: null, approvedBy: null, approvedAt: null }), lines };
}

/** What somebody wrote for an issue that is joined to another goes on in the line of that one. */
export async function joinReplyLines(tx: Transaction, workshopId: WorkshopId, goes: IssueId, keeps: IssueId) {
	const { lines } = await replyOf(tx, workshopId);
	const gone = lines.find(({ issueId }) => issueId === goes);
	if (!gone || (!gone.isEdited && gone.text === '')) return;
	const kept = lines.find(({ issueId }) => issueId === keeps);
	const text = [kept?.text ?? '', gone.text].filter((words) => words !== '').join('\n');
	const words = { text, isEdited: gone.isEdited || (kept?.isEdited ?? false) };
	await tx
		.insert(customerReplyLines)
		.values({ workshopId, issueId: keeps, ...words })
		.onConflictDoUpdate({ target: [customerReplyLines.workshopId, customerReplyLines.issueId], set: words });
}

/** A point is taken back: its words leave whatever quoted them, also what was approved. In the same transaction. */
export async function forgetInReply(
	tx: Transaction,
	workshopId: WorkshopId,
	said: readonly (string | null)[]
): Promise<void> {
	const clean = (text: string): string =>
		said.reduce<string>((left, words) => (words === null ? left : withoutWords(left, words)), text);
	await mendReply(tx, workshopId, clean);
}

/** A point says something else: whatever quoted it quotes what it says now, so that no old wording is left anywhere. */
export const rewordInReply = (tx: Transaction, workshopId: WorkshopId, before: string, after: string) =>
	mendReply(tx, workshopId, (text, limit) => {
		const mended = withoutWords(text, before, after);
		return mended.length <= limit ? mended : withoutWords(text, before);
	});

async function mendReply(
	tx: Transaction,
	workshopId: WorkshopId,
	mend: (text: string, limit: number) => string
): Promise<void> {
	const ofOpening = (text: string): string => mend(text, REPLY_OPENING_LIMIT);
	const ofLine = (text: string): string => mend(text, REPLY_TEXT_LIMIT);
	const [row] = await tx
		.select({ opening: customerReplies.opening, approved: customerReplies.approved })
		.from(customerReplies)
		.where(eq(customerReplies.workshopId, workshopId))
		.for('update');
	if (!row) return;
	const approved = row.approved && {
		...row.approved,
		opening: ofOpening(row.approved.opening),
		lines: row.approved.lines.map((line) => ({ ...line, text: ofLine(line.text) }))
	};
	await tx
		.update(customerReplies)
		.set({ opening: ofOpening(row.opening), approved })
		.where(eq(customerReplies.workshopId, workshopId));
	const { lines } = await replyOf(tx, workshopId);
	for (const { issueId, text } of lines) {
		if (ofLine(text) === text) continue;
		await tx
			.update(customerReplyLines)
			.set({ text: ofLine(text) })
			.where(and(eq(customerReplyLines.workshopId, workshopId), eq(customerReplyLines.issueId, issueId)));
	}
}

/** Whoever changes the reply comes one after the other, and after whoever takes a point back or joins issues. */
async function hold(tx: Transaction, workshopId: WorkshopId): Promise<{ readonly opening: string }> {
	await oneModerator(tx, workshopId);
	await tx.insert(customerReplies).values({ workshopId }).onConflictDoNothing();
	const [row] = await tx
		.select({ opening: customerReplies.opening })
		.from(customerReplies)
		.where(eq(customerReplies.workshopId, workshopId))
		.for('update');
	return row ?? { opening: '' };
}

export const notAsRead = (): Problem =>
	new Problem('in-use', 'Something changed since you looked. Read it again, then approve it.');

const changedMeanwhile = (): Problem =>
	new Problem(
		'in-use',
		'Somebody else wrote here meanwhile. Your words are still in the field; read theirs, then keep yours again.'
	);
