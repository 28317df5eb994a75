import type { NoteId, PersonId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { noteRef } from '#domain/refs.ts';
import type { DocumentConnection } from '#lib/connection/document-connection.svelte.ts';
import {
	finishSmallFix,
	markAction,
	ownDraft,
	ownSmallFix,
	readDrafts,
	readMarks,
	readSmallFixes
} from '#lib/http/drafts.ts';
import { readPlan, sendDraft } from '#lib/http/plan.ts';
import { sentenceOf } from '#lib/http/request.ts';
import { Newest } from '#lib/room/newest.svelte.ts';
import { setOf } from '#lib/state/lookup.ts';
import { RatingsState } from '#lib/state/board-votes.svelte.ts';
import type { BoardDesk } from '#lib/state/board-desk.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type {
	ActionMarksView,
	DraftsView,
	MarkedView,
	PlanView,
	RatingsView,
	SmallFixesView,
	SmallFixView
} from '#protocol/views.ts';
import type { DraftsBoard, WrongField } from '../scene.ts';

/** What stands beside the notes of a board of drafts: owners, marks, small fixes, and which are in the plan. */
export class Drafts implements DraftsBoard {
	wrong: WrongField | null = $state.raw(null);
	readonly #workshop: WorkshopState;
	readonly #connection: DocumentConnection;
	readonly #desk: BoardDesk;
	readonly #drafts = new Newest<DraftsView>();
	/** Whoever goes through the marks with arrows ends on the last one, however late the answers come. */
	readonly #marks: RatingsState;
	#reach: ActionMarksView['reach'] = $state.raw({});
	#heardMarks = '';
	readonly #fixes = new Newest<SmallFixesView>();
	readonly #plan = new Newest<PlanView>();
	/** Refs of what is in the plan, and of what it comes from. */
	readonly inPlan: ReadonlySet<string> = $derived(
		setOf((this.#plan.value?.actions ?? []).flatMap(({ sources }) => sources))
	);

	constructor(workshop: WorkshopState, connection: DocumentConnection, desk: BoardDesk) {
		this.#workshop = workshop;
		this.#connection = connection;
		this.#desk = desk;
		this.#marks = new RatingsState({
			read: async () => this.#counted(await readMarks(workshop.id)),
			rate: async (target, mark) => this.#counted(await markAction(workshop.id, { about: 'reach', target, mark }))
		});
	}

	#counted({ reach }: ActionMarksView): RatingsView {
		this.#reach = reach;
		const mine = Object.entries(reach).flatMap(([ref, { mine }]) => (mine === null ? [] : [[ref, mine] as const]));
		return { mine: Object.fromEntries(mine), counts: {}, areShown: false, given: {}, myWhys: {}, whys: {} };
	}

	/** Called with every live state: asks again for what has changed. */
	follow(): void {
		const { id, live, connection } = this.#workshop;
		const { revisions, step, workshop } = live;
		const plan = `${revisions.plan} ${revisions.people} ${workshop.state} ${connection.connection}`;
		void this.#plan.ask(plan, () => readPlan(id));
		void this.#drafts.ask(plan, () => readDrafts(id));
		void this.#fixes.ask(plan, () => readSmallFixes(id));
		const marks = `${plan} ${revisions.votes} ${step?.id} ${step?.phase} ${step?.state}`;
		if (marks === this.#heardMarks) return;
		this.#heardMarks = marks;
		void this.#marks.refresh();
	}

	isSent(note: NoteId): boolean {
		return this.inPlan.has(this.refOf(note));
	}

	refOf(note: NoteId): string {
		return noteRef(this.#connection.place.id, note);
	}

	ownerOf(note: NoteId): PersonId | null {
		const ref = this.refOf(note);
		const sent = this.#plan.value?.actions.find(({ sources }) => sources[0] === ref);
		return sent ? sent.ownerId : (this.#drafts.value?.owners[ref] ?? null);
	}

	/** I am one person of this syndicate, so a yes is mine. */
	get mayOwn(): boolean {
		const { me, workshop } = this.#workshop.live;
		const place = this.#workshop.documents.find(({ id }) => id === this.#connection.place.id);
		if (!place || place.kind === 'private') return false;
		const isMine = place.syndicateId === null || place.syndicateId === me.syndicateId;
		return me.role === 'participant' && workshop.state === 'room' && isMine;
	}

	reachOf(note: NoteId): MarkedView | undefined {
		return this.#reach[this.refOf(note)];
	}

	fixOf(note: NoteId): SmallFixView | undefined {
		const ref = this.refOf(note);
		return this.#fixes.value?.fixes.find((fix) => fix.ref === ref);
	}

	own(note: NoteId, yes: boolean): Promise<void> {
		return this.#ask(async () => {
			await this.#connection.whenSaved();
			this.#drafts.value = await ownDraft(this.#workshop.id, this.refOf(note), yes);
			this.#desk.said = yes ? 'You said yes. It is yours.' : 'You gave it back.';
		});
	}

	markOf(note: NoteId): number {
		return this.#marks.mine(this.refOf(note));
	}

	async rate(note: NoteId, mark: number): Promise<void> {
		this.#desk.refusal = '';
		if (!(await this.#marks.rate(this.refOf(note), mark))) this.#desk.refusal = this.#marks.sentence;
	}

	ownFix(note: NoteId, yes: boolean): Promise<void> {
		return this.#ask(async () => {
			await this.#connection.whenSaved();
			this.#fixes.value = await ownSmallFix(this.#workshop.id, this.refOf(note), yes);
			this.#desk.said = yes ? 'You do it, within seven days.' : 'You gave it back.';
		});
	}

	finish(fix: string, done: boolean): Promise<void> {
		return this.#ask(async () => {
			this.#fixes.value = await finishSmallFix(this.#workshop.id, fix, done);
		});
	}

	/** A refusal that names a field opens the form there. */
	readonly send = async (note: NoteId): Promise<void> => {
		const desk = this.#desk;
		if (desk.sending !== null) return;
		desk.sending = note;
		desk.refusal = '';
		this.wrong = null;
		try {
			await this.#connection.whenSaved();
			this.#plan.value = await sendDraft(this.#workshop.id, {
				documentId: this.#connection.place.id,
				noteId: note,
				stateVector: this.#connection.stateVector()
			});
			desk.said = this.ownerOf(note)
				? 'Sent. It stands in the plan now.'
				: 'Sent. It stands in the plan now, and waits for an owner.';
		} catch (error) {
			const field = error instanceof Problem ? error.field : undefined;
			if (field === undefined) desk.refusal = sentenceOf(error);
			else {
				this.wrong = { note, field, sentence: sentenceOf(error) };
				desk.sheet = { kind: 'draft', note };
			}
		}
		desk.sending = null;
	};

	async #ask(deed: () => Promise<void>): Promise<void> {
		this.#desk.refusal = '';
		try {
			await deed();
		} catch (error) {
			this.#desk.refusal = sentenceOf(error);
		}
	}
}
