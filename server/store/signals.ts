/** Ready lights and raised hands. Taken back they are gone; a phase that changes takes them all back. */
import { and, eq } from 'drizzle-orm';
import { signals } from '#drizzle/schema.ts';
import type { PersonId, StepId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import type { Signal } from '#domain/workshop.ts';
import type { Database } from './database.ts';

const columns = {
	step: signals.step,
	syndicateId: signals.syndicateId,
	kind: signals.kind,
	personId: signals.personId,
	raisedAt: signals.raisedAt,
	answeredBy: signals.answeredBy
};

export type SignalRecord = Pick<typeof signals.$inferSelect, keyof typeof columns>;

export interface SignalPlace {
	readonly workshopId: WorkshopId;
	readonly step: StepId;
	readonly syndicateId: SyndicateId;
	readonly kind: Signal;
}

export class SignalStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	list(workshopId: WorkshopId): Promise<readonly SignalRecord[]> {
		return this.#database.db.select(columns).from(signals).where(eq(signals.workshopId, workshopId));
	}

	/** One a syndicate: raised again it keeps its place in the queue. */
	async raise(place: SignalPlace, personId: PersonId, now: Date): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx
				.insert(signals)
				.values({ ...place, personId, raisedAt: now })
				.onConflictDoNothing();
		});
	}

	async lower(place: SignalPlace): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx.delete(signals).where(at(place));
		});
	}

	/** False when no hand was up. */
	async answer(place: SignalPlace, by: PersonId): Promise<boolean> {
		return this.#database.transaction(async (tx) => {
			const rows = await tx.update(signals).set({ answeredBy: by }).where(at(place)).returning({ step: signals.step });
			return rows.length > 0;
		});
	}

	/** All lights and hands of a step. */
	async clear(workshopId: WorkshopId, step: StepId): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx.delete(signals).where(and(eq(signals.workshopId, workshopId), eq(signals.step, step)));
		});
	}
}

const at = ({ workshopId, step, syndicateId, kind }: SignalPlace) =>
	and(
		eq(signals.workshopId, workshopId),
		eq(signals.step, step),
		eq(signals.syndicateId, syndicateId),
		eq(signals.kind, kind)
	);
