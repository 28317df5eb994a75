import { facilitates } from '#domain/workshop.ts';
import type { StepId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { phaseOf, type Activity, type Phase } from '#domain/template.ts';
import { Unreachable } from '#lib/http/request.ts';
import { listDocuments, listPeople, readWorkshop } from '#lib/http/workshops.ts';
import type { LiveConnection } from '#lib/state/live.svelte.ts';
import type { DocumentPlace, LiveMessage, LivePersonal, LiveState, LiveSyndicate } from '#protocol/live.ts';
import type { PersonView, SyndicateView, WorkshopView } from '#protocol/views.ts';

/** What a page of a workshop starts from. */
export interface WorkshopStart {
	readonly workshop: WorkshopView;
	readonly people: readonly PersonView[];
	readonly documents: readonly DocumentPlace[];
}

/** @throws Problem `not-signed-in`, `not-allowed`, `not-found` */
export async function readStart(workshopId: string): Promise<WorkshopStart> {
	const [workshop, people, documents] = await Promise.all([
		readWorkshop(workshopId),
		listPeople(workshopId),
		listDocuments(workshopId)
	]);
	return { workshop, people, documents };
}

/**
 * What every page of a workshop reads: the workshop, its people, its documents and the live state. Parts are asked for
 * again when the live state says that they changed. Pages find it by `getWorkshop()` of `context.ts`.
 */
export class WorkshopState {
	readonly connection: LiveConnection;

	/** Told to the person on whichever page they are, until it is put away: what waited on this device was refused. */
	said = $state('');
	/** The board that is shown says itself what waits on this device. */
	tellsWaiting = $state(false);
	/** The page shows what it is for: whatever is fetched beside it may come now. */
	isSettled = $state(false);

	readonly #start: WorkshopStart;
	#workshop: WorkshopView | null = $state.raw(null);
	#people: readonly PersonView[] | null = $state.raw(null);
	#documents: readonly DocumentPlace[] | null = $state.raw(null);
	readonly #names: Readonly<Record<string, string>> = $derived(
		Object.fromEntries(this.people.flatMap(({ id, name, mergedIds }) => [id, ...mergedIds].map((each) => [each, name])))
	);
	readonly #heard = { agenda: '', people: '', documents: '' };

	constructor(connection: LiveConnection, start: WorkshopStart) {
		this.connection = connection;
		this.#start = start;
	}

	get workshop(): WorkshopView {
		return this.#workshop ?? this.#start.workshop;
	}

	get people(): readonly PersonView[] {
		return this.#people ?? this.#start.people;
	}

	get documents(): readonly DocumentPlace[] {
		return this.#documents ?? this.#start.documents;
	}

	/** The server's start, where the page began with what this device had kept. */
	begin({ workshop, people, documents }: WorkshopStart): void {
		this.#workshop ??= workshop;
		this.#people ??= people;
		this.#documents ??= documents;
	}

	/** A document that was made just now. */
	add(place: DocumentPlace): void {
		this.#documents = [...this.documents.filter(({ id }) => id !== place.id), place];
	}

	/** A command that answers with the whole workshop brings its own news. */
	take(workshop: WorkshopView): void {
		this.#workshop = workshop;
	}

	get id(): string {
		return this.workshop.id;
	}

	/** The newest live state; pages are shown only once there is one (those of preparation may be earlier). */
	get live(): LiveState {
		if (!this.connection.live) throw new Error('A page of the room was shown before the live state was there.');
		return this.connection.live;
	}

	get me(): LivePersonal {
		return this.live.me;
	}

	get isFacilitator(): boolean {
		const role = this.connection.live?.me.role;
		return role !== undefined && facilitates(role);
	}

	/** My syndicate; null for facilitators, sponsor, customer and screen. */
	get mySyndicate(): SyndicateView | null {
		return this.syndicate(this.connection.live?.me.syndicateId ?? null);
	}

	/** The running step and its phase, null before the first one. */
	get running(): { readonly activity: Activity; readonly phase: Phase | undefined } | null {
		const step = this.connection.live?.step;
		const activity = step ? this.activity(step.id) : undefined;
		if (!step || !activity) return null;
		const phase = phaseOf(activity, step.phase);
		// Notes of my syndicate that were opened before the others': it goes on already.
		const isAhead = phase?.kind === 'write-alone' && this.#mine?.isRevealed === true;
		return { activity, phase: (isAhead ? activity.phases[activity.phases.indexOf(phase) + 1] : undefined) ?? phase };
	}

	/** The facilitator's last words to everyone, or to my syndicate. */
	get message(): LiveMessage | null {
		const { message, me } = this.live;
		return message && (message.to === null || message.to === me.syndicateId) ? message : null;
	}

	get #mine(): LiveSyndicate | undefined {
		const { syndicates, me } = this.live;
		return syndicates.find(({ id }) => id === me.syndicateId);
	}

	activity(step: StepId | string): Activity | undefined {
		return this.workshop.steps.find((activity) => activity.id === step);
	}

	/** By id or by slug, the word of the URL. */
	syndicate(idOrSlug: string | null): SyndicateView | null {
		return this.workshop.syndicates.find(({ id, slug }) => id === idOrSlug || slug === idOrSlug) ?? null;
	}

	person(id: string | null): PersonView | undefined {
		return this.people.find((person) => person.id === id);
	}

	/** Empty while the name is not known yet. */
	nameOf(id: string | null): string {
		return (id === null ? undefined : this.#names[id]) ?? '';
	}

	/** The document of a step: of a syndicate, or of the whole room where none is given. */
	document(step: string, syndicateId: string | null = null): DocumentPlace | undefined {
		return this.documents.find(
			(place) => place.step === step && place.kind !== 'private' && place.syndicateId === syndicateId
		);
	}

	/** Called with every live state: asks again for what it says has changed. */
	async hear(live: LiveState): Promise<void> {
		const { revisions, step, states, workshop, me } = live;
		const isNew = this.#heard.agenda === '';
		const now = {
			agenda: `${revisions.agenda} ${workshop.state} ${workshop.compass}`,
			people: `${revisions.people} ${me.syndicateId} ${me.appointments.join()}`,
			// Who may read and write a board follows from the step, its phase, its writers and the gallery walk.
			documents: JSON.stringify([
				revisions.documents,
				me.syndicateId,
				workshop.state,
				[step?.id, step?.state, step?.phase, step?.writers],
				states,
				live.screen
			])
		};
		// The start was read while the first live state was on its way: the small parts are read once more.
		if (isNew && workshop.state === this.workshop.state && workshop.compass === this.workshop.compass) {
			this.#heard.agenda = now.agenda;
		}
		await Promise.all([
			this.#readAgain('agenda', now.agenda, async () => (this.#workshop = await readWorkshop(this.id))),
			this.#readAgain('people', now.people, async () => (this.#people = await listPeople(this.id))),
			this.#readAgain('documents', now.documents, async () => (this.#documents = await listDocuments(this.id)))
		]);
	}

	/** Asks again which documents there are: one of them was closed to this device. */
	refreshDocuments(): Promise<void> {
		this.#heard.documents = 'unread';
		return this.hear(this.live);
	}

	/** Without a network the last picture stays; the next live state asks again. */
	async #readAgain(part: 'agenda' | 'people' | 'documents', now: string, read: () => Promise<unknown>): Promise<void> {
		const before = this.#heard[part];
		if (before === now) return;
		this.#heard[part] = now;
		try {
			await read();
		} catch (error) {
			// A seat that was just taken away: the end of the live connection says so on the page.
			if (error instanceof Problem && (error.code === 'not-signed-in' || error.code === 'not-allowed')) return;
			if (!(error instanceof Unreachable)) throw error;
			if (this.#heard[part] === now) this.#heard[part] = 'unread';
		}
	}
}
