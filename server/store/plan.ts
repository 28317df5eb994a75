/** The plan while it is made: what is sent to it, reworded, owned, chosen. Once it is signed, all of this is refused. */
import { and, count, eq, gt, isNull, max } from 'drizzle-orm';
import { newId, type ActionId, type PersonId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { ACTIONS_IN_PLAN, type SupportKind } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { actions, actionSources, people, syndicates } from '#drizzle/schema.ts';
import { checkWords, mustComeFrom, mustServe } from './action-checks.ts';
import { saysTheSame } from './action-same.ts';
import { askWith, columnsOfWords, nameHelpers, ownYes, type ActionWords } from './action-words.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { ownParts } from './joined-parts.ts';
import { mustNotBeSigned, openToChange, signAgain, type Changer } from './open-signing.ts';
import { holdUnsigned, readPlan, type PlanRecord } from './plan-rows.ts';

/** A draft as it was read from its board. */
export interface Draft {
	readonly workshopId: WorkshopId;
	readonly syndicateId: SyndicateId | null;
	/** The draft note's ref; a draft is in the plan once. */
	readonly ref: string;
	/** As it stands on the board; what is left out stays empty. */
	readonly words: ActionWords & { readonly text: string };
	/** What it comes from, at least one. */
	readonly sources: readonly string[];
	/** What it asks of management: asked with it, so that it is answered from the moment it is in the plan. */
	readonly support: readonly { readonly kind: SupportKind; readonly ask: string }[];
	/** Actions its syndicate may have in the plan. */
	readonly most: number;
	readonly sentBy: PersonId;
	readonly at: Date;
}

export interface ActionPlace {
	readonly workshopId: WorkshopId;
	readonly id: ActionId;
}

export class PlanStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	read(workshopId: WorkshopId): Promise<PlanRecord> {
		return readPlan(this.#database.db, workshopId);
	}

	/** What rights on an action depend on. @throws Problem `not-found` */
	action(place: ActionPlace) {
		return findAction(this.#database.db, place);
	}

	/**
	 * Puts a draft into the plan. Its owner is who said yes to the draft in person, or nobody yet.
	 * @throws Problem `link-to-source-missing`, `malformed` (too many), `in-use` (it is in the plan, or people sign), `too-many-actions`,
	 * `plan-already-signed`
	 */
	send(draft: Draft, changer: Changer): Promise<ActionId> {
		const { workshopId, syndicateId, ref, words, sources, support, most, sentBy, at: sentAt } = draft;
		return this.#database.transaction(async (tx) => {
			await holdUnsigned(tx, workshopId);
			const [before] = await tx
				.select({ n: actions.n })
				.from(actionSources)
				.innerJoin(actions, eq(actions.id, actionSources.actionId))
				.where(and(eq(actions.workshopId, workshopId), eq(actionSources.ref, ref), eq(actionSources.position, 1)));
			if (before) throw new Problem('in-use', `This draft is in the plan already, as action ${before.n}.`);
			const others = sources.filter((source) => source !== ref);
			mustComeFrom(others);
			if (syndicateId !== null) await roomForOneMore(tx, workshopId, syndicateId, most);
			await mustServe(tx, workshopId, words.measure?.serves ?? '');
			await openToChange(tx, workshopId, changer);
			const [last] = await tx
				.select({ n: max(actions.n) })
				.from(actions)
				.where(eq(actions.workshopId, workshopId));
			const id: ActionId = newId();
			await tx.insert(actions).values({
				...columnsOfWords(words),
				id,
				workshopId,
				n: (last?.n ?? 0) + 1,
				syndicateId,
				text: words.text,
				...(await ownYes(tx, workshopId, ref)),
				sentBy,
				sentAt
			});
			await link(tx, id, [ref, ...others]);
			await nameHelpers(tx, workshopId, id, words.helpers ?? []);
			await askWith(tx, { workshopId, actionId: id, askedBy: sentBy, askedAt: sentAt }, support);
			return id;
		});
	}

	/**
	 * Rewords an action; its draft stays its first source. A changed target or day takes back why the old one should stay.
	 * @param today the calendar day in the workshop's time zone
	 * @throws Problem `not-found`, `link-to-source-missing`, `in-use`, `plan-already-signed`, and what `checkWords` refuses
	 */
	edit(
		place: ActionPlace,
		{ sources, ...words }: ActionWords & { readonly sources?: readonly string[] | undefined },
		changer: Changer,
		today: string
	): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const before = await heldAction(tx, place);
			mustStandForItself(before);
			await checkWords(tx, place.workshopId, { before, words, today });
			const columns = columnsOfWords({ ...words, ...(isAimedAnew(before, words) ? { reachAnswer: '' } : {}) });
			const own = await ownParts(tx, place, { helpers: words.helpers, sources });
			if (own.sources) mustComeFrom(own.sources);
			if (await saysTheSame(tx, place.id, { columns, ...own })) return;
			await openToChange(tx, place.workshopId, changer);
			if (Object.values(columns).some((value) => value !== undefined)) {
				await tx.update(actions).set(columns).where(eq(actions.id, place.id));
			}
			if (own.helpers) await nameHelpers(tx, place.workshopId, place.id, own.helpers);
			if (!own.sources) return;
			await tx.delete(actionSources).where(and(eq(actionSources.actionId, place.id), gt(actionSources.position, 1)));
			await link(tx, place.id, own.sources, 2);
		});
	}

	/**
	 * A person's own yes, or giving it back. Of two who say yes at once, one has it. Who signed read whose it is: once
	 * people sign nobody gives back, and with the yes to an action that nobody owns, or whose owner has left, they sign
	 * again.
	 * @throws Problem `already-answered` (somebody else has it), `not-found`, `in-use` (people sign), `plan-already-signed`
	 */
	own(place: ActionPlace, personId: PersonId, yes: boolean, at: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const action = await heldAction(tx, place);
			const owner = await presentOwner(tx, action.ownerId);
			if (owner?.id === personId) {
				if (yes) return;
				await mustNotBeSigned(tx, place.workshopId, giveBackLater);
				await tx.update(actions).set({ ownerId: null, acceptedAt: null }).where(eq(actions.id, place.id));
				return;
			}
			if (!yes) return;
			if (owner) throw new Problem('already-answered', `${owner.name} has said yes to this action.`);
			mustStandForItself(action);
			if (action.notNowReason !== null) {
				throw new Problem('in-use', 'This action was put aside. A facilitator can take it into the plan again.');
			}
			await signAgain(tx, place.workshopId);
			await tx.update(actions).set({ ownerId: personId, acceptedAt: at }).where(eq(actions.id, place.id));
		});
	}

	/**
	 * Puts an action aside with a reason, or takes it into the plan again.
	 * @param notNowReason null for the plan
	 * @param most actions there may be in the plan
	 * @throws Problem `reason-missing`, `too-many-actions`, `not-found`, `in-use`, `plan-already-signed`
	 */
	choose(
		place: ActionPlace,
		notNowReason: string | null,
		changer: Changer,
		most: number = ACTIONS_IN_PLAN
	): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const action = await heldAction(tx, place);
			if (notNowReason === '') {
				throw new Problem('reason-missing', 'Moving it to “not now” needs a reason. One sentence is enough.', {
					field: 'reason'
				});
			}
			if (notNowReason === action.notNowReason) return;
			mustStandForItself(action);
			await openToChange(tx, place.workshopId, changer);
			if (notNowReason === null) await roomInPlan(tx, place.workshopId, most);
			const offTheFront = notNowReason === null ? {} : { frontPlace: null };
			await tx
				.update(actions)
				.set({ notNowReason, ...offTheFront })
				.where(eq(actions.id, place.id));
		});
	}
}

/** @throws Problem `not-found` where this workshop has no such action */
export async function findAction(reading: Reading, { workshopId, id }: ActionPlace) {
	const [action] = await reading
		.select({
			n: actions.n,
			ownerId: actions.ownerId,
			syndicateId: actions.syndicateId,
			notNowReason: actions.notNowReason,
			joinedTo: actions.joinedTo,
			frontPlace: actions.frontPlace,
			dueOn: actions.dueOn,
			triedRow: actions.triedRow,
			triedDiffers: actions.triedDiffers,
			measureName: actions.measureName,
			measureTarget: actions.measureTarget,
			measureServes: actions.measureServes
		})
		.from(actions)
		.where(and(eq(actions.workshopId, workshopId), eq(actions.id, id)));
	if (!action) throw new Problem('not-found', 'There is no such action.');
	return action;
}

type HeldAction = Awaited<ReturnType<typeof findAction>>;

/** @throws Problem `in-use` for an action whose words and sources count for another */
export function mustStandForItself({ joinedTo }: Pick<HeldAction, 'joinedTo'>): void {
	if (joinedTo === null) return;
	throw new Problem('in-use', 'This action was joined into another. Separate it first.');
}

/** What the syndicate said it can or cannot reach is another target, or another day. */
const isAimedAnew = (before: HeldAction, { dueOn, measure, reachAnswer }: ActionWords): boolean =>
	reachAnswer === undefined &&
	((dueOn !== undefined && dueOn !== before.dueOn) ||
		(measure !== undefined && measure.target !== before.measureTarget));

export async function heldAction(tx: Transaction, place: ActionPlace) {
	await holdUnsigned(tx, place.workshopId);
	return findAction(tx, place);
}

/** Null also for an owner who has left: then somebody else may say yes. */
async function presentOwner(tx: Transaction, ownerId: PersonId | null) {
	if (ownerId === null) return null;
	const [owner] = await tx
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(and(eq(people.id, ownerId), isNull(people.removedAt)));
	return owner ?? null;
}

const giveBackLater =
	'People are signing the plan with your name on this action. Tell a facilitator: once the plan is changed they sign again, and you can give it back.';

export async function roomForOneMore(
	tx: Transaction,
	workshopId: WorkshopId,
	syndicateId: SyndicateId,
	most: number
): Promise<void> {
	const [held] = await tx
		.select({ actions: count() })
		.from(actions)
		.where(
			and(
				eq(actions.workshopId, workshopId),
				eq(actions.syndicateId, syndicateId),
				isNull(actions.notNowReason),
				isNull(actions.joinedTo)
			)
		);
	if (!held || held.actions < most) return;
	const [syndicate] = await tx.select({ name: syndicates.name }).from(syndicates).where(eq(syndicates.id, syndicateId));
	throw new Problem(
		'too-many-actions',
		`${syndicate?.name ?? 'Your syndicate'} has ${most} ${most === 1 ? 'action' : 'actions'} in the plan. Put one aside, or make a small fix of it.`
	);
}

export async function roomInPlan(tx: Transaction, workshopId: WorkshopId, most: number): Promise<void> {
	const [held] = await tx
		.select({ actions: count() })
		.from(actions)
		.where(and(eq(actions.workshopId, workshopId), isNull(actions.notNowReason), isNull(actions.joinedTo)));
	if (!held || held.actions < most) return;
	throw new Problem(
		'too-many-actions',
		`The plan has ${most} ${most === 1 ? 'action' : 'actions'}. Put another one aside first.`
	);
}

const link = (tx: Transaction, actionId: ActionId, refs: readonly string[], first = 1) =>
	tx.insert(actionSources).values([...new Set(refs)].map((ref, at) => ({ actionId, ref, position: first + at })));
