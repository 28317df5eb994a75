import type { PersonId, PhaseId, StepId } from '#domain/ids.ts';
import { phaseOf, type Activity, type Phase } from '#domain/template.ts';
import { hasNoPlace } from '#domain/questions.ts';
import type { ScreenView } from '#domain/workshop.ts';
import { RoomApi, type Answered } from '#lib/http/room.ts';
import { newLink, removePerson } from '#lib/http/workshops.ts';
import {
	askBeforeRest,
	askFirst,
	backDeed,
	nextDeed,
	type Deed,
	type Question,
	type Standing
} from '#lib/room/deeds.ts';
import { breakAfter } from '#lib/room/agenda-places.ts';
import { Newest } from '#lib/room/newest.svelte.ts';
import { RoomClock } from '#lib/room/room-clock.svelte.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';
import { whereNow } from '#lib/state/where.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { AgendaEntry } from '#protocol/views.ts';
import type { QuestionsView } from '#protocol/question-views.ts';
import type { DeskSyndicate, LiveDesk, LiveSyndicate, RoomDeed } from '#protocol/live.ts';

/** Minutes the clock is started with where a phase names none. */
const SOME_MINUTES = 5;

type Target = { readonly step: StepId; readonly phase: PhaseId | null };

/** What the facilitator sees and does at the console. What was done is seen when the live state brings it back. */
export class Console {
	readonly workshop: WorkshopState;
	readonly clock: RoomClock;
	readonly room: RoomApi;
	/** What somebody else did just before a deed of this console; null once it was read. */
	overtook: RoomDeed | null = $state.raw(null);
	/** The step that is looked at without moving anyone; null for the one the room is in. */
	looked: StepId | null = $state(null);
	/** Asked before people are taken from what they write; the answer is given in a dialog. */
	question: (Question & { readonly deed: () => Promise<void> }) | null = $state.raw(null);
	/** One after the other: a second press waits for the first, none is lost. */
	readonly turn = new InTurn();
	readonly asking = this.turn.asking;
	/** The list of keys. */
	isShowingKeys = $state(false);
	/** Rises when a deed was refused, so that a switch goes back to what is true. */
	refusals = $state(0);

	/** What the customer is asked; null until it was read. */
	readonly questions = new Newest<QuestionsView>();

	#dismissed: readonly PersonId[] = $state.raw([]);

	constructor(workshop: WorkshopState) {
		this.workshop = workshop;
		const live = () => workshop.connection.live;
		this.clock = new RoomClock(workshop.connection, () => live()?.onBreak?.clock ?? live()?.step?.clock ?? null);
		this.room = new RoomApi(workshop.id, () => live()?.me.desk?.deed);
	}

	get steps(): readonly Activity[] {
		return this.workshop.workshop.steps;
	}

	get standing(): Standing {
		const { step, syndicates, onBreak } = this.workshop.live;
		return {
			resting: onBreak,
			breakNext: breakAfter(this.workshop.workshop.days, step?.id ?? null, onBreak?.entry ?? null),
			unsaved: syndicates.flatMap(({ id, name }) => {
				const { unsaved: changes = 0, unsavedOn: devices = 0 } = this.deskOf(id) ?? {};
				return changes === 0 ? [] : [{ name, changes, devices }];
			}),
			step: step?.id ?? null,
			phase: step?.phase ?? null,
			state: step?.state ?? 'ahead',
			votesClosed: step?.votesClosed ?? false,
			hiddenNotes: syndicates.reduce((sum, { hiddenNotes }) => sum + hiddenNotes, 0),
			withoutPlace: this.questionsLeft.open
		};
	}

	/** Questions that have neither an answer nor a place, and those of them that the room does not see yet. */
	get questionsLeft(): { readonly open: number; readonly held: number } {
		const open = this.questions.value?.questions.filter(hasNoPlace) ?? [];
		return { open: open.length, held: open.filter(({ state }) => state === 'held').length };
	}

	/** What only consoles are told; null for a moment after the page opened. */
	get news(): LiveDesk | null {
		return this.workshop.me.desk ?? null;
	}

	/** Members of a syndicate, with those of the list who have not come yet: the console and the projector count alike. */
	expected(syndicate: string): number {
		return this.workshop.people.filter(({ role, syndicateId }) => role === 'participant' && syndicateId === syndicate)
			.length;
	}

	deskOf(syndicate: string): DeskSyndicate | undefined {
		return this.news?.syndicates.find(({ id }) => id === syndicate);
	}

	get next(): Deed | null {
		return nextDeed(this.steps, this.standing);
	}

	get back(): Extract<Deed, { kind: 'go' }> | null {
		return backDeed(this.steps, this.standing);
	}

	get running(): { readonly activity: Activity; readonly phase: Phase | undefined } | null {
		return this.workshop.running;
	}

	/** The step in the middle of the page: looked at, else running. */
	get shown(): Activity | undefined {
		return this.steps.find(({ id }) => id === (this.looked ?? this.standing.step));
	}

	/** Looking at another step than the one the room is in. */
	get isLookingAhead(): boolean {
		return this.looked !== null && this.looked !== this.standing.step;
	}

	look(step: StepId | null): void {
		this.looked = step === this.standing.step ? null : step;
	}

	/** Moves the room, after asking where somebody may still be writing. */
	move(target: Target): void {
		const question = askFirst(this.steps, this.standing, target);
		if (question) this.question = { ...question, deed: () => this.#go(target) };
		else void this.#go(target);
	}

	answer(yes: boolean): void {
		const deed = this.question?.deed;
		this.question = null;
		if (yes) void deed?.();
	}

	/** The room rests now; asked, since a press on the agenda is easily made. */
	askForBreak({ id, title }: Pick<AgendaEntry, 'id' | 'title'>): void {
		this.question = {
			title: `Begin “${title}” now?`,
			sentence: 'The clock of the step stops. Everyone sees the break, and nothing makes a sound until it is over.',
			yes: 'Begin the break',
			no: 'Not yet',
			deed: () => this.ask(() => this.room.rest(id))
		};
	}

	async do(deed: Deed): Promise<void> {
		if (deed.kind === 'go') this.move(deed);
		else if (deed.kind === 'rest') await this.#rest(deed.entry);
		else if (deed.kind === 'close-votes') await this.ask(() => this.room.closeVotes(deed.step));
	}

	startClock(): Promise<void> {
		return this.ask(() => this.room.setClock({ deed: 'start', minutes: this.running?.phase?.minutes ?? SOME_MINUTES }));
	}

	addMinutes(minutes: number): Promise<void> {
		return this.ask(() => this.room.setClock({ deed: 'add', minutes }));
	}

	stopClock(): Promise<void> {
		return this.ask(() => this.room.setClock({ deed: 'stop' }));
	}

	/** Space: starts, pauses or resumes, whatever comes next. */
	async pauseOrRun(): Promise<void> {
		const { clock } = this.clock;
		if (this.standing.step === null) return;
		if (!clock) return this.startClock();
		const deed = clock.kind === 'running' ? 'pause' : 'resume';
		await this.ask(() => this.room.setClock({ deed }));
	}

	show(view: ScreenView): Promise<void> {
		return this.ask(() => this.room.show(view));
	}

	/** Whose device was cut off for what it sent, as long as nobody decided about it here. */
	get cutOff(): readonly PersonId[] {
		return (this.workshop.me.cutOff ?? []).filter((id) => !this.#dismissed.includes(id));
	}

	/** Leaves the person in the room. */
	dismiss(id: PersonId): void {
		this.#dismissed = [...this.#dismissed, id];
	}

	/** Takes the last move back. */
	async undo(): Promise<void> {
		const { lastMove } = this.workshop.live;
		if (lastMove) await this.ask(() => this.room.undo(lastMove.at));
	}

	/** Whoever looked back comes to where the room is. */
	bringEveryone(): Promise<void> {
		const { phase } = this.standing;
		return this.#atStep((step) => this.room.go(step, phase ?? undefined));
	}

	hideNames(names: 'syndicate' | 'anonymous'): Promise<void> {
		return this.#atStep((step) => this.room.names(step, names));
	}

	removePerson(id: PersonId): Promise<void> {
		return this.ask(() => removePerson(this.workshop.id, id));
	}

	spotlight(at: number): void {
		const syndicate = this.workshop.live.syndicates[at];
		if (syndicate) void this.show({ kind: 'spotlight', syndicateId: syndicate.id });
	}

	setBoards(isOpen: boolean): Promise<void> {
		return this.#atStep((step) => (isOpen ? this.room.openStep : this.room.closeStep)(step));
	}

	setVoting(isOpen: boolean): Promise<void> {
		return this.#atStep((step) => (isOpen ? this.room.openVotes : this.room.closeVotes)(step));
	}

	nameWriters(people: string[]): Promise<void> {
		return this.#atStep((step) => this.room.nameWriters(step, people));
	}

	/** True once it is on its way to every device. */
	async send(text: string): Promise<boolean> {
		return (await this.turn.ask(() => this.room.say(text))) !== null;
	}

	/** Opens the projector in a window of its own; its link works without anybody's account. */
	async openProjector(): Promise<void> {
		// Opened within the press: browsers stop windows that open later.
		const tab = window.open('', '_blank');
		const link = await this.turn.ask(() => newLink(this.workshop.id, 'screen'));
		if (link && tab) tab.location.href = link.answer.path;
		else tab?.close();
	}

	/** The page of a syndicate in a step, where its people are; null where they only wait. */
	pageOf(syndicate: Pick<LiveSyndicate, 'id'> | null, step: StepId | null): string | null {
		const { id, workshop } = this.workshop;
		return whereNow({
			workshopId: id,
			state: 'room',
			step,
			activities: workshop.steps,
			syndicates: workshop.syndicates,
			me: { role: 'participant', syndicateId: syndicate?.id ?? null }
		});
	}

	async #rest(entry: string): Promise<void> {
		const rest = () => this.ask(() => this.room.rest(entry));
		const question = askBeforeRest(this.steps, this.standing);
		if (question) this.question = { ...question, deed: rest };
		else await rest();
	}

	async #go({ step, phase }: Target): Promise<void> {
		await this.ask(() => this.room.go(step, phase ?? undefined));
		this.looked = null;
	}

	async #atStep(deed: (step: StepId) => Promise<Answered>): Promise<void> {
		const { step } = this.standing;
		if (step !== null) await this.ask(() => deed(step));
	}

	async ask(deed: () => Promise<Answered | void>): Promise<void> {
		const done = await this.turn.ask(deed);
		if (done === null) this.refusals += 1;
		else if (done.answer) this.overtook = done.answer.overtook;
	}
}

/** How many phases lie behind the running one. */
export const phaseAt = (activity: Activity, phase: PhaseId | null): number => {
	const running = phaseOf(activity, phase);
	return running ? activity.phases.indexOf(running) : -1;
};
