/** A workshop as it stands now, as one immutable value read from the database: what rights, routes and snapshots ask. */
import type { DocumentResource } from '#domain/access.ts';
import { reflow } from '#domain/agenda.ts';
import type { DocumentId, PersonId, StepId, SyndicateId } from '#domain/ids.ts';
import { isCustomers } from '#domain/customers.ts';
import { rolesAt, type SyndicateRole } from '#domain/roles.ts';
import { phaseOf, type Activity, type NamesRule, type Phase } from '#domain/template.ts';
import type { Appointment, StepState } from '#domain/workshop.ts';
import { shortLength } from '#protocol/live-wire.ts';
import type { AgendaDay } from '#protocol/views.ts';
import type { AgendaRecords } from '../store/agenda.ts';
import type { DocumentRecord } from '../store/documents.ts';
import type { AppointmentRecord, PersonRecord } from '../store/people.ts';
import type { StepRecord } from '../store/rooms.ts';
import type { SignalRecord } from '../store/signals.ts';
import type { SyndicateRecord } from '../store/syndicates.ts';
import type { WorkshopRecord } from '../store/workshops.ts';

export interface WorkshopRows {
	readonly workshop: WorkshopRecord;
	readonly agenda: AgendaRecords;
	readonly steps: readonly StepRecord[];
	readonly syndicates: readonly SyndicateRecord[];
	readonly people: readonly PersonRecord[];
	readonly appointments: readonly AppointmentRecord[];
	readonly documents: readonly DocumentRecord[];
	readonly signals: readonly SignalRecord[];
}

const AHEAD: Omit<StepRecord, 'step'> = {
	state: 'ahead',
	phase: null,
	clock: null,
	votesClosed: false,
	syndicateClocks: {},
	closedFor: [],
	revealedFor: [],
	reportBack: null,
	writers: []
};

export class WorkshopNow {
	readonly rows: WorkshopRows;
	/** In the order of the agenda. */
	readonly activities: ReadonlyMap<StepId, Activity>;
	readonly people: ReadonlyMap<PersonId, PersonRecord>;
	readonly documents: ReadonlyMap<DocumentId, DocumentRecord>;
	/** A person's id as the live state writes it: the shortest beginning that is theirs alone here. */
	readonly short: (id: string) => string;
	readonly #steps: ReadonlyMap<StepId, StepRecord>;
	readonly #lastDayHeld: string | null;
	/** Asked for every frame, so made once. */
	readonly #resources = new Map<DocumentId, DocumentResource>();

	constructor(rows: WorkshopRows) {
		this.rows = rows;
		this.activities = new Map(
			rows.agenda.entries.flatMap(({ activity }) => (activity ? [[activity.id, activity]] : []))
		);
		const length = shortLength(rows.people.map(({ id }) => id));
		this.short = (id) => id.slice(0, length);
		this.people = new Map(rows.people.map((person) => [person.id, person]));
		this.documents = new Map(rows.documents.map((document) => [document.id, document]));
		this.#lastDayHeld = rows.people.reduce<string | null>(
			(last, { lastHere }) => (lastHere !== null && (last === null || lastHere > last) ? lastHere : last),
			null
		);
		this.#steps = new Map(rows.steps.map((step) => [step.step, step]));
	}

	get workshop(): WorkshopRecord {
		return this.rows.workshop;
	}

	get syndicates(): readonly SyndicateRecord[] {
		return this.rows.syndicates;
	}

	step(id: StepId): StepRecord {
		return this.#steps.get(id) ?? { step: id, ...AHEAD };
	}

	/** The phase a step is in; its first one before it was ever opened. Null for a step that is not in the agenda. */
	phase(id: StepId): Phase | null {
		const activity = this.activities.get(id);
		return (activity && phaseOf(activity, this.step(id).phase)) ?? null;
	}

	/** The phase for one syndicate: whose notes were opened before the others' is one further. */
	phaseFor(id: StepId, syndicate: SyndicateId | null): Phase | null {
		const phase = this.phase(id);
		const isOpened = syndicate !== null && this.step(id).revealedFor.includes(syndicate);
		if (!phase || !isOpened || phase.kind !== 'write-alone') return phase;
		const phases = this.activities.get(id)?.phases ?? [];
		return phases[phases.indexOf(phase) + 1] ?? phase;
	}

	/** The step the room is in. */
	running(): { readonly activity: Activity; readonly step: StepRecord; readonly phase: Phase | null } | null {
		const { currentStep } = this.workshop;
		const activity = currentStep === null ? undefined : this.activities.get(currentStep);
		return activity ? { activity, step: this.step(activity.id), phase: this.phase(activity.id) } : null;
	}

	/** The names rule of a step: whether a note's author may be known. */
	namesRule(step: StepId): NamesRule {
		return this.activities.get(step)?.names ?? 'anonymous';
	}

	person(id: PersonId): PersonRecord | null {
		return this.people.get(id) ?? null;
	}

	/** Participants of a syndicate who have come, in the order in which they did. Its laptop is nobody. */
	members(id: SyndicateId): readonly PersonRecord[] {
		return this.expected(id).filter(({ arrivedAt }) => arrivedAt !== null);
	}

	/** Members of a syndicate, and those of the list who have a seat there and have not come yet. */
	expected(id: SyndicateId): readonly PersonRecord[] {
		return this.rows.people.filter(({ syndicateId, role }) => syndicateId === id && role === 'participant');
	}

	/** The last day on which anybody was here; null before the first. */
	lastDayHeld(): string | null {
		return this.#lastDayHeld;
	}

	/** Who has which role of a syndicate in a step; without one, in the running one. */
	rolesOf(id: SyndicateId, step: StepId | null = this.workshop.currentStep): ReadonlyMap<SyndicateRole, PersonId> {
		const at = step === null ? -1 : [...this.activities.keys()].indexOf(step);
		const ring = this.members(id).map((person) => ({
			id: person.id,
			rolePlace: person.rolePlace,
			isHere: person.lastHere === this.#lastDayHeld
		}));
		return rolesAt(ring, Math.max(0, at));
	}

	/**
	 * Whether somebody speaks for a syndicate in the running step: its host, or its laptop, which the host sits at. They
	 * may set its clock and its ready light.
	 */
	isHost(personId: PersonId, id: SyndicateId): boolean {
		const person = this.person(personId);
		if (person?.syndicateId !== id) return false;
		return person.role === 'laptop' || this.rolesOf(id).get('host') === personId;
	}

	syndicateBySlug(slug: string): SyndicateRecord | null {
		return this.syndicates.find((syndicate) => syndicate.slug === slug) ?? null;
	}

	appointmentsOf(person: PersonId): readonly Appointment[] {
		return this.rows.appointments
			.filter(({ personId, state }) => personId === person && state === 'accepted')
			.map(({ role }) => role);
	}

	/** Somebody who is still here said yes to following up. */
	get isFollowedUp(): boolean {
		return this.rows.appointments.some(
			({ role, personId, state }) =>
				role === 'follow-up-manager' && state === 'accepted' && this.person(personId) !== null
		);
	}

	/** The boards of a step: one a syndicate in their order, or the room's. */
	boards(step: StepId): readonly DocumentRecord[] {
		const ofStep = this.rows.documents.filter((document) => document.step === step && document.kind !== 'private');
		const order = this.syndicates.map(({ id }) => id);
		const place = ({ syndicateId }: DocumentRecord) => (syndicateId === null ? -1 : order.indexOf(syndicateId));
		return ofStep.sort((a, b) => place(a) - place(b));
	}

	privateDocuments(step: StepId): readonly DocumentRecord[] {
		return this.rows.documents.filter((document) => document.step === step && document.kind === 'private');
	}

	/** Where a person's notes of this step belong once they are revealed. */
	boardFor(step: StepId, syndicate: SyndicateId | null): DocumentRecord | null {
		const boards = this.boards(step);
		return (
			boards.find(({ kind }) => kind === 'room') ??
			boards.find(({ syndicateId }) => syndicateId !== null && syndicateId === syndicate) ??
			null
		);
	}

	/** The days with every start worked out. */
	days(): readonly AgendaDay[] {
		const { days, entries } = this.rows.agenda;
		return days.map(({ day, title, heldOn, starts }) => {
			const { entries: timed, ends } = reflow(
				starts,
				entries.filter((entry) => entry.day === day)
			);
			return {
				day,
				title,
				heldOn,
				starts,
				ends,
				entries: timed.map(({ id, step, activity, title, minutes, pinnedAt, starts, ...flags }) => {
					const { isQuiet, isSponsorHere, isBreakLeftOut } = flags;
					const number = activity?.step ?? null;
					return { id, day, step, number, title, minutes, pinnedAt, starts, isQuiet, isSponsorHere, isBreakLeftOut };
				})
			};
		});
	}

	/** What the rights of a document depend on. `stepState` stands in for the stored one while a closing is committed. */
	resourceOf(document: DocumentRecord, stepState?: StepState): DocumentResource {
		if (stepState !== undefined) return this.#resource(document, stepState);
		const known = this.#resources.get(document.id);
		if (known) return known;
		const resource = this.#resource(document, this.step(document.step).state);
		this.#resources.set(document.id, resource);
		return resource;
	}

	#resource(document: DocumentRecord, stepState: StepState): DocumentResource {
		const step = this.step(document.step);
		const isPrivate = document.kind === 'private';
		const syndicate = isPrivate
			? document.personId === null
				? null
				: (this.person(document.personId)?.syndicateId ?? null)
			: document.syndicateId;
		const isClosedAlone = syndicate !== null && step.closedFor.includes(syndicate);
		return {
			kind: 'document',
			workshopId: this.workshop.id,
			state: this.workshop.state,
			documentKind: document.kind,
			// A step that is in the agenda no more is closed to everybody.
			boardKind: this.activities.get(document.step)?.board.kind ?? 'columns',
			step: document.step,
			// A board that is closed for its own syndicate alone is not open to others to read: nobody's turn it is.
			stepState: isPrivate && isClosedAlone && stepState === 'open' ? 'closed' : stepState,
			phase: isClosedAlone ? null : this.phaseFor(document.step, syndicate),
			shownToAll: this.#isReadAloud(document),
			syndicateId: document.syndicateId,
			personId: document.personId,
			writers: step.writers,
			isRunning: this.workshop.currentStep === document.step,
			isCustomers: this.#isCustomers(document.step),
			guests: this.guestsOf(document.syndicateId).map(({ id }) => id)
		};
	}

	/** Sponsor and customers who sit in with a syndicate. */
	guestsOf(id: SyndicateId | null): readonly PersonRecord[] {
		return id === null ? [] : this.rows.people.filter(({ sitsWith }) => sitsWith === id);
	}

	#isCustomers(step: StepId): boolean {
		const activity = this.activities.get(step);
		return activity !== undefined && isCustomers(activity);
	}

	/** True while the whole room looks at a syndicate's board: a plenary that reads that step, or its own report. */
	#isReadAloud({ kind, step }: DocumentRecord): boolean {
		const running = this.running();
		if (kind !== 'board' || !running) return false;
		if (running.activity.id === step) return running.phase?.sees === 'room';
		return running.activity.scope === 'room' && running.activity.board.from?.split('.')[0] === step;
	}
}
