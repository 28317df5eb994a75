/** The questions of a workshop as each reader may see them; rows are read once for everybody who asks after a change. */
import type { Actor } from '#domain/access.ts';
import type { QuestionId, WorkshopId } from '#domain/ids.ts';
import { isSeenByRoom, type QuestionRules, type QuestionState } from '#domain/questions.ts';
import { facilitates, isGuest } from '#domain/workshop.ts';
import type { QuestionView } from '#protocol/question-views.ts';
import type { QuestionRow, QuestionStore } from '../store/questions.ts';
import type { WorkshopDesk } from './desk.ts';
import type { WorkshopNow } from './workshop-now.ts';

interface Kept {
	readonly revision: number;
	readonly rows: Promise<readonly QuestionRow[]>;
}

export class QuestionList {
	readonly #store: Pick<QuestionStore, 'ofWorkshop'>;
	readonly #desk: Pick<WorkshopDesk, 'revisions'>;
	readonly #kept = new Map<WorkshopId, Kept>();

	constructor(store: Pick<QuestionStore, 'ofWorkshop'>, desk: Pick<WorkshopDesk, 'revisions'>) {
		this.#store = store;
		this.#desk = desk;
	}

	/** Those that this reader may see, oldest first. */
	async seenBy(workshopId: WorkshopId, actor: Actor): Promise<readonly QuestionView[]> {
		const rows = await this.#rows(workshopId);
		const seen = rows.filter((row) => isFor(actor, row));
		const ids = new Set(seen.map(({ id }) => id));
		// One that was joined is shown with the one that stays, and only there.
		return rows
			.filter(({ id, joinedTo }) => ids.has(id) || (joinedTo !== null && ids.has(joinedTo)))
			.map((row) => questionView(row, actor));
	}

	/** What the keys of a device lead to, whatever became of it. */
	async found(workshopId: WorkshopId, actor: Actor, hashes: readonly string[]): Promise<readonly QuestionView[]> {
		const rows = await this.#rows(workshopId);
		return rows
			.filter(({ askerKeyHash }) => askerKeyHash !== null && hashes.includes(askerKeyHash))
			.map((row) => questionView(row, actor));
	}

	/** One that was asked just now, for whoever asked it: also where only a moderator sees it yet, and no key was sent. */
	async asked(workshopId: WorkshopId, actor: Actor, id: QuestionId): Promise<QuestionView | null> {
		const row = (await this.#rows(workshopId)).find((each) => each.id === id);
		return row ? questionView(row, actor) : null;
	}

	/** Forty devices ask at once after a vote: the rows are read for the first of them. */
	#rows(workshopId: WorkshopId): Promise<readonly QuestionRow[]> {
		const revision = this.#desk.revisions(workshopId).questions;
		const known = this.#kept.get(workshopId);
		if (known?.revision === revision) return known.rows;
		const rows = this.#store.ofWorkshop(workshopId);
		const kept = { revision, rows };
		this.#kept.set(workshopId, kept);
		rows.catch(() => {
			if (this.#kept.get(workshopId) === kept) this.#kept.delete(workshopId);
		});
		return rows;
	}
}

const CUSTOMERS: readonly QuestionState[] = ['being-answered', 'answered', 'sent'];

/** Whether a customer has to do with a question: the one they are asked now, and what was sent to them. */
export const isForCustomer = ({ state }: Pick<QuestionRow, 'state'>): boolean => CUSTOMERS.includes(state);

function isFor(actor: Actor, row: QuestionRow): boolean {
	if (actor.kind === 'screen') return isSeenByRoom(row);
	if (actor.kind !== 'person') return false;
	if (facilitates(actor.role)) return true;
	if (actor.role === 'customer') return isForCustomer(row);
	if (actor.role === 'listener') return isSeenByRoom(row);
	return isSeenByRoom(row) || row.askedBy === actor.personId;
}

function questionView(
	{ voters, askerKeyHash: _key, askedAt, answeredBy, promise, promisedBy, promisedUntil, ...row }: QuestionRow,
	actor: Actor
): QuestionView {
	const me = actor.kind === 'person' ? actor.personId : null;
	// Guests are told what was asked, and by nobody.
	const isListener = actor.kind === 'person' && actor.role === 'listener';
	const isForGuest = actor.kind === 'person' && isGuest(actor.role);
	return {
		...row,
		...(isForGuest ? { askedBy: null, parkedWith: null } : {}),
		...(isListener ? { reason: null } : {}),
		isAnsweredLater: answeredBy !== null,
		promise:
			promise === null || promisedBy === null || promisedUntil === null
				? null
				: { text: promise, by: promisedBy, until: promisedUntil },
		votes: voters.size,
		votedByMe: me !== null && voters.has(me),
		mine: me !== null && row.askedBy === me,
		askedAt: askedAt.toISOString()
	};
}

/** How the queue is run where no moderator turned anything. */
export function ownRules(now: WorkshopNow): QuestionRules {
	const queue = [...now.activities.values()].find(({ board }) => board.kind === 'queue');
	return {
		takesNew: true,
		mayHideName: queue?.mayHideName ?? true,
		approvedFirst: queue?.board.approval ?? false
	};
}

/** How the queue is run now. */
export const questionRules = (now: WorkshopNow): QuestionRules => ({ ...ownRules(now), ...now.workshop.questionRules });
