/**
 * What is true now in every workshop that somebody uses. The database is the truth; this is its copy in memory, so that
 * every frame and request can ask without waiting. Whoever commits a change calls `refresh` or `bump` afterwards.
 * One piece, so that a change reaches the copy, the numbers and whoever listens in this order and no other.
 */
import type { Actor, DocumentResource } from '#domain/access.ts';
import type { DocumentId, PersonId, StepId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { NamesRule } from '#domain/template.ts';
import { facilitates } from '#domain/workshop.ts';
import type { LivePersonal, LiveRevisions, LiveShared, RoomDeed } from '#protocol/live.ts';
import type { DocumentRecord, DocumentStore } from '../store/documents.ts';
import type { PeopleStore } from '../store/people.ts';
import type { RoomStore } from '../store/rooms.ts';
import type { SignalStore } from '../store/signals.ts';
import type { WorkshopStore } from '../store/workshops.ts';
import { COUNTED, raisedBy, type Revision } from './raised.ts';
import { WorkshopNow, type WorkshopRows } from './workshop-now.ts';

export interface DeskStores {
	readonly workshops: Pick<WorkshopStore, 'read' | 'agenda' | 'syndicates'>;
	readonly people: Pick<PeopleStore, 'list' | 'appointments'>;
	readonly rooms: Pick<RoomStore, 'steps'>;
	readonly documents: Pick<DocumentStore, 'list'>;
	readonly signals: Pick<SignalStore, 'list'>;
}

export type Part = keyof WorkshopRows;
export type LiveMessage = NonNullable<LiveShared['message']>;
export type Notice = LiveShared['notices'][number];

interface Entry {
	now: WorkshopNow | null;
	stale: Set<Part>;
	running: Promise<unknown> | null;
	next: Promise<WorkshopNow | null> | null;
	revisions: LiveRevisions;
	/** The last ones to the room, newest first. */
	messages: readonly LiveMessage[];
	deedNumber: number;
	lastDeed: RoomDeed | null;
	notices: readonly (Notice & { readonly at: number })[];
	/** When a person's device was last cut off for what it sent. */
	readonly cutOff: Map<PersonId, number>;
	/** Steps whose closing is being committed: nothing is accepted into them any more. */
	readonly sealed: Set<StepId>;
}

const PARTS: readonly Part[] = [
	'workshop',
	'agenda',
	'steps',
	'syndicates',
	'people',
	'appointments',
	'documents',
	'signals'
];
const MESSAGES_KEPT = 20;
const NOTICE_MS = 10_000;
/** A facilitator may have looked elsewhere. */
const CUT_OFF_MS = 600_000;

export class WorkshopDesk {
	readonly #stores: DeskStores;
	readonly #now: () => number;
	readonly #entries = new Map<WorkshopId, Entry>();
	readonly #workshopOf = new Map<DocumentId, WorkshopId>();
	readonly #listeners = new Set<(id: WorkshopId) => void>();
	readonly #rights = new Set<(id: WorkshopId) => void>();
	readonly #bumps = new Set<(id: WorkshopId, revision: Revision) => void>();

	constructor(stores: DeskStores, now: () => number) {
		this.#stores = stores;
		this.#now = now;
	}

	/** The workshop as it stands; read from the database the first time. Null when there is none. */
	async load(id: WorkshopId): Promise<WorkshopNow | null> {
		const entry = this.#entries.get(id);
		if (entry?.now) return entry.now;
		return this.refresh(id, ...PARTS);
	}

	/** As `load`. @throws Problem `not-found` */
	async get(id: WorkshopId): Promise<WorkshopNow> {
		const now = await this.load(id);
		if (!now) throw new Problem('not-found', 'There is no such workshop.');
		return now;
	}

	/** What is in memory; null before the first `load`. */
	peek(id: WorkshopId): WorkshopNow | null {
		return this.#entries.get(id)?.now ?? null;
	}

	/**
	 * Reads parts again after a command's commit, and tells everyone. Refreshes that meet are done as one; each caller
	 * sees a state that is at least as new as its own commit.
	 */
	refresh(id: WorkshopId, ...parts: readonly Part[]): Promise<WorkshopNow | null> {
		const entry = this.#entry(id);
		for (const part of parts) entry.stale.add(part);
		if (!entry.now) for (const part of PARTS) entry.stale.add(part);
		if (entry.next) return entry.next;
		const before = entry.running ?? Promise.resolve();
		// A refresh that failed was already told to its caller; the next one tries on its own.
		const next = before.then(
			() => this.#reload(id, entry),
			() => this.#reload(id, entry)
		);
		entry.next = next;
		return next;
	}

	/** A part that is not kept here changed (votes, points, questions, the plan): whoever shows it asks again. */
	bump(id: WorkshopId, revision: Revision): void {
		const entry = this.#entries.get(id);
		if (!entry) return;
		entry.revisions = { ...entry.revisions, [revision]: entry.revisions[revision] + 1 };
		for (const listener of this.#bumps) listener(id, revision);
		this.#changed(id);
	}

	/** Something that is told to single devices changed. */
	tell(id: WorkshopId): void {
		this.#changed(id);
	}

	revisions(id: WorkshopId): LiveRevisions {
		return this.#entry(id).revisions;
	}

	/** The facilitator's words to the room; true only now, so they are not kept beyond this process. */
	say(id: WorkshopId, message: LiveMessage): void {
		const entry = this.#entry(id);
		entry.messages = [message, ...entry.messages].slice(0, MESSAGES_KEPT);
		this.#changed(id);
	}

	/** The last one that this device is told: what is said to one syndicate is for its devices, and for facilitators. */
	message(id: WorkshopId, { role, syndicateId }: Pick<LivePersonal, 'role' | 'syndicateId'>): LiveMessage | null {
		const isAll = role !== 'screen' && facilitates(role);
		return this.messages(id).find(({ to }) => isAll || to === null || to === syndicateId) ?? null;
	}

	/** The last ones to the room, newest first. */
	messages(id: WorkshopId): readonly LiveMessage[] {
		return this.#entries.get(id)?.messages ?? [];
	}

	/** A facilitator did something to the room; the others' consoles say so. */
	did(id: WorkshopId, by: PersonId, words: string): void {
		const entry = this.#entry(id);
		entry.deedNumber += 1;
		entry.lastDeed = { number: entry.deedNumber, by, at: this.#now(), words };
		this.#changed(id);
	}

	deeds(id: WorkshopId): { readonly number: number; readonly last: RoomDeed | null } {
		const { deedNumber, lastDeed } = this.#entry(id);
		return { number: deedNumber, last: lastDeed };
	}

	/** What was true only in a rehearsal is over: its messages and deeds too. Everything is read again. */
	async forget(id: WorkshopId): Promise<void> {
		const entry = this.#entry(id);
		entry.messages = [];
		entry.lastDeed = null;
		entry.notices = [];
		entry.cutOff.clear();
		entry.sealed.clear();
		await this.refresh(id, ...PARTS);
		for (const revision of COUNTED) this.bump(id, revision);
	}

	/** Tells for ten seconds that a person was removed or moved. */
	notice(id: WorkshopId, notice: Notice): void {
		const entry = this.#entry(id);
		entry.notices = [...this.#recent(entry), { ...notice, at: this.#now() }];
		this.#changed(id);
	}

	notices(id: WorkshopId): readonly Notice[] {
		const entry = this.#entries.get(id);
		return entry ? this.#recent(entry).map(({ kind, personId }) => ({ kind, personId })) : [];
	}

	/** A person's device was cut off for what it sent; the facilitators hear of it. */
	cutOff(id: WorkshopId, person: PersonId): void {
		const { cutOff } = this.#entry(id);
		const isNew = this.#now() - (cutOff.get(person) ?? -CUT_OFF_MS) >= CUT_OFF_MS;
		cutOff.set(person, this.#now());
		if (isNew) this.#changed(id);
	}

	/** Those of the last ten minutes who still have their place. */
	cutOffLately(id: WorkshopId): readonly PersonId[] {
		const entry = this.#entries.get(id);
		const lately = [...(entry?.cutOff ?? [])].filter(([, at]) => this.#now() - at < CUT_OFF_MS);
		return lately.map(([person]) => person).filter((person) => entry?.now?.person(person) != null);
	}

	/** Calls back after every change of a workshop. Returns how to stop. */
	onChange(listener: (id: WorkshopId) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Calls back when somebody may have won or lost a right. Returns how to stop. */
	onRights(listener: (id: WorkshopId) => void): () => void {
		this.#rights.add(listener);
		return () => this.#rights.delete(listener);
	}

	/** Calls back when a number rose that `bump` raised. Returns how to stop. */
	onBump(listener: (id: WorkshopId, revision: Revision) => void): () => void {
		this.#bumps.add(listener);
		return () => this.#bumps.delete(listener);
	}

	/** From now on no write into this step is accepted, whatever is stored; ended by `unseal` or the next refresh of steps. */
	seal(id: WorkshopId, step: StepId): void {
		this.#entry(id).sealed.add(step);
		this.#rightsChanged(id);
	}

	unseal(id: WorkshopId, step: StepId): void {
		this.#entry(id).sealed.delete(step);
	}

	isSealed(id: WorkshopId, step: StepId): boolean {
		return this.#entries.get(id)?.sealed.has(step) ?? false;
	}

	/** What rights on a document depend on, asked for every frame. Null for one that is not known (or not loaded). */
	documentResource(id: DocumentId): DocumentResource | null {
		const place = this.#place(id);
		if (!place) return null;
		const { entry, now, document } = place;
		return now.resourceOf(document, entry.sealed.has(document.step) ? 'closed' : undefined);
	}

	document(id: DocumentId): DocumentRecord | null {
		return this.#place(id)?.document ?? null;
	}

	workshopOf(id: DocumentId): WorkshopId | null {
		return this.#workshopOf.get(id) ?? null;
	}

	/** Whether a note's author may be stamped on it in this document. */
	namesRule(id: DocumentId): NamesRule {
		const place = this.#place(id);
		return place ? place.now.namesRule(place.document.step) : 'anonymous';
	}

	/** The actor as of now: a person moved, removed or appointed since they connected. Null when they have no place any more. */
	actorNow(actor: Actor): Actor | null {
		if (actor.kind !== 'person') return actor;
		const now = this.peek(actor.workshopId);
		if (!now) return actor;
		const person = now.person(actor.personId);
		if (!person) return null;
		return {
			...actor,
			role: person.role,
			syndicateId: person.syndicateId,
			appointments: now.appointmentsOf(actor.personId)
		};
	}

	#entry(id: WorkshopId): Entry {
		const known = this.#entries.get(id);
		if (known) return known;
		// Numbers go on rising across restarts, so that nobody takes a new one for one they know.
		const start = Math.floor(this.#now() / 1000);
		const entry: Entry = {
			now: null,
			stale: new Set(),
			running: null,
			next: null,
			revisions: {
				agenda: start,
				people: start,
				documents: start,
				votes: start,
				questions: start,
				points: start,
				plan: start,
				signatures: start,
				gallery: start,
				proposals: start,
				standards: start,
				feedback: start,
				issues: start,
				reply: start
			},
			messages: [],
			deedNumber: start,
			lastDeed: null,
			notices: [],
			cutOff: new Map(),
			sealed: new Set()
		};
		this.#entries.set(id, entry);
		return entry;
	}

	async #reload(id: WorkshopId, entry: Entry): Promise<WorkshopNow | null> {
		entry.running = entry.next;
		entry.next = null;
		const parts = new Set(entry.stale);
		entry.stale.clear();
		try {
			const before = entry.now?.rows ?? null;
			const rows = await this.#read(id, before, parts);
			entry.now = rows && new WorkshopNow(rows);
			if (!rows) {
				this.#entries.delete(id);
				return null;
			}
			for (const document of rows.documents) this.#workshopOf.set(document.id, id);
			if (before) this.#raise(entry, raisedBy(before, rows));
			this.#rightsChanged(id);
			this.#changed(id);
			return entry.now;
		} catch (error) {
			for (const part of parts) entry.stale.add(part);
			throw error;
		} finally {
			if (!entry.next) entry.running = null;
		}
	}

	async #read(id: WorkshopId, before: WorkshopRows | null, parts: ReadonlySet<Part>): Promise<WorkshopRows | null> {
		const again = <P extends Part>(
			part: P,
			read: () => Promise<WorkshopRows[P]>
		): Promise<WorkshopRows[P]> | WorkshopRows[P] => (before && !parts.has(part) ? before[part] : read());
		const { workshops, people, rooms, documents, signals } = this.#stores;
		const workshop = before && !parts.has('workshop') ? before.workshop : await workshops.read(id);
		if (!workshop) return null;
		return {
			workshop,
			agenda: await again('agenda', () => workshops.agenda(id)),
			steps: await again('steps', () => rooms.steps(id)),
			syndicates: await again('syndicates', () => workshops.syndicates(id)),
			people: await again('people', () => people.list(id)),
			appointments: await again('appointments', () => people.appointments(id)),
			documents: await again('documents', () => documents.list(id)),
			signals: await again('signals', () => signals.list(id))
		};
	}

	#raise(entry: Entry, raised: readonly Revision[]): void {
		const revisions = { ...entry.revisions };
		for (const revision of raised) revisions[revision] += 1;
		entry.revisions = revisions;
	}

	#place(
		id: DocumentId
	): { readonly entry: Entry; readonly now: WorkshopNow; readonly document: DocumentRecord } | null {
		const workshopId = this.#workshopOf.get(id);
		const entry = workshopId === undefined ? undefined : this.#entries.get(workshopId);
		const document = entry?.now?.documents.get(id);
		return entry?.now && document ? { entry, now: entry.now, document } : null;
	}

	#recent(entry: Entry): Entry['notices'] {
		return entry.notices.filter(({ at }) => this.#now() - at < NOTICE_MS);
	}

	#rightsChanged(id: WorkshopId): void {
		for (const listener of this.#rights) listener(id);
	}

	#changed(id: WorkshopId): void {
		for (const listener of this.#listeners) listener(id);
	}
}
