import type { StepId, SyndicateId } from '#domain/ids.ts';
import { phaseOf, type Activity, type Phase } from '#domain/template.ts';
import type { Clock } from '#domain/workshop.ts';
import { readBy } from '#domain/gallery.ts';
import { readBaseline } from '#lib/http/brief.ts';
import { listPoints } from '#lib/http/customer.ts';
import { listQuestions } from '#lib/http/questions.ts';
import { listStories } from '#lib/http/days.ts';
import { readSpread } from '#lib/http/house.ts';
import { readPlan } from '#lib/http/plan.ts';
import { readVotes } from '#lib/http/votes.ts';
import { listSources } from '#lib/http/workshops.ts';
import { readGallery, readTopStories } from '#lib/http/gallery.ts';
import { Newest } from '#lib/room/newest.svelte.ts';
import { opensDay, pictureOf, type Picture } from '#domain/picture.ts';
import { RoomClock } from '#lib/room/room-clock.svelte.ts';
import { ScreenBoards, type BoardOnScreen, type Totals } from '#lib/room/screen-boards.svelte.ts';
import { setOf } from '#lib/state/lookup.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { BaselineView } from '#protocol/baseline.ts';
import type { GalleryView, TopStoryView } from '#protocol/gallery.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import type { QuestionView } from '#protocol/question-views.ts';
import type { PointView } from '#protocol/point-views.ts';
import type { PlanView, SourceView, SpreadView, StoryView, VotesView } from '#protocol/views.ts';

/** The projector: a picture of the room that nobody operates. What it showed last stays while the network is gone. */
export class Screen {
	readonly workshop: WorkshopState;
	readonly clock: RoomClock;
	readonly points = new Newest<readonly PointView[]>();
	readonly questions = new Newest<readonly QuestionView[]>();
	readonly plan = new Newest<PlanView>();
	readonly baseline = new Newest<BaselineView>();
	readonly stories = new Newest<readonly StoryView[]>();
	readonly #told = new Newest<readonly TopStoryView[]>();
	readonly #marks = new Newest<GalleryView>();
	readonly spread = new Newest<SpreadView>();
	readonly #votes = new Newest<VotesView>();
	readonly #sources = new Newest<readonly SourceView[]>();
	readonly #boards: ScreenBoards;

	constructor(workshop: WorkshopState) {
		this.workshop = workshop;
		this.clock = new RoomClock(workshop.connection, () => this.#clockShown);
		this.#boards = new ScreenBoards({
			workshopId: workshop.id,
			words: ({ text, from }) => (text.trim() === '' ? this.#linked(from) : text),
			refresh: () => void workshop.refreshDocuments()
		});
	}

	readonly picture: Picture = $derived.by(() => {
		const { workshop, screen, step, onBreak, reportBack } = this.workshop.live;
		const moment = {
			state: workshop.state,
			screen,
			step,
			isOnBreak: onBreak !== null,
			isReportingBack: reportBack !== null
		};
		return pictureOf(moment, this.workshop.workshop.steps);
	});

	get isLost(): boolean {
		return this.workshop.connection.connection === 'lost';
	}

	/** No counters and no motion: a quiet break, or people who write alone. */
	get isQuiet(): boolean {
		return this.workshop.live.isQuiet;
	}

	/** The running step. */
	get activity(): Activity | undefined {
		return this.workshop.running?.activity;
	}

	/** The step whose boards are shown. */
	get boardsOf(): Activity | undefined {
		return 'step' in this.picture ? this.workshop.activity(this.picture.step) : undefined;
	}

	get phase(): Phase | undefined {
		const { activity } = this;
		return activity && phaseOf(activity, this.workshop.live.step?.phase ?? null);
	}

	/** The step in the picture, for the console; null where it shows none. */
	get shows(): StepId | null {
		const { picture } = this;
		if ('step' in picture) return this.activity?.board.kind === 'spotlight' ? this.activity.id : picture.step;
		const isOfStep = [
			'clock',
			'prompt',
			'pairs',
			'report-back',
			'spread',
			'customer',
			'plan',
			'support',
			'signing'
		].includes(picture.kind);
		return isOfStep || (picture.kind === 'stories' && opensDay(this.activity)) ? (this.activity?.id ?? null) : null;
	}

	get totals(): Totals {
		return this.#votes.value?.totals ?? null;
	}

	/** The room reads what a syndicate wrote, and this is the board that is read. */
	get isReading(): boolean {
		const { activity } = this;
		return this.picture.kind === 'spotlight' && !!activity && readBy(activity, this.workshop.workshop.steps) !== null;
	}

	/** What the syndicate in the spotlight chose to tell, by ref; null where nobody chose. */
	told(syndicate: SyndicateId | null): ReadonlySet<string> | null {
		if (!this.isReading) return null;
		const own = (this.#told.value ?? []).filter(({ isChosen, syndicateId }) => isChosen && syndicateId === syndicate);
		return own.length === 0 ? null : setOf(own.map(({ ref }) => ref));
	}

	/** Syndicates that have one of these too. */
	also(refs: readonly string[]): readonly SyndicateId[] {
		if (!this.isReading) return [];
		return [...setOf(refs.flatMap((ref) => this.#marks.value?.marks[ref]?.same ?? []))];
	}

	board(syndicate: SyndicateId | null): BoardOnScreen | null {
		return this.#boards.board(this.#place(syndicate));
	}

	/** Called with every live state and list of documents: opens and asks for what the picture needs. */
	follow(): void {
		const { id, live, connection } = this.workshop;
		const { picture } = this;
		const { revisions } = live;
		this.#boards.show(this.#places());
		const votesOf = this.boardsOf?.votes ? this.boardsOf.id : null;
		if (votesOf !== null)
			void this.#votes.ask(`${votesOf} ${revisions.votes} ${live.step?.phase} ${live.step?.votesClosed}`, () =>
				readVotes(id, votesOf)
			);
		if (this.isReading && this.boardsOf) {
			const { id: read } = this.boardsOf;
			const key = `${read} ${revisions.gallery} ${revisions.votes} ${live.step?.id}`;
			void this.#told.ask(key, () => readTopStories(id, read));
			void this.#marks.ask(key, () => readGallery(id, read));
		}
		const linksOf = this.#linkingStep;
		if (linksOf !== null)
			void this.#sources.ask(`${linksOf} ${revisions.documents} ${revisions.points} ${live.step?.phase}`, () =>
				listSources(id, linksOf)
			);
		if (picture.kind === 'customer') {
			void this.points.ask(`${revisions.points}`, () => listPoints(id));
			void this.questions.ask(`${revisions.questions}`, async () => (await listQuestions(id)).questions);
		}
		if (picture.kind === 'brief' && picture.part === 'baseline')
			void this.baseline.ask(`${revisions.agenda} ${live.workshop.state}`, () => readBaseline(id));
		if (picture.kind === 'stories')
			// A yes that is taken back takes the name off at once.
			void this.stories.ask(`${revisions.gallery} ${JSON.stringify(live.states)}`, () => listStories(id));
		if (picture.kind === 'spread')
			void this.spread.ask(`${picture.of} ${revisions.votes} ${live.step?.phase} ${live.step?.state}`, () =>
				readSpread(id, picture.of)
			);
		if (['plan', 'support', 'signing', 'signed'].includes(picture.kind))
			void this.plan.ask(`${revisions.plan} ${revisions.signatures} ${live.workshop.state}`, () => readPlan(id));
		// Read so that a return of the network is followed too.
		void connection.connection;
	}

	dispose(): void {
		this.#boards.dispose();
	}

	/** The boards shown, where their notes speak with the words of what they link to: the vision, what was raised. */
	get #linkingStep(): StepId | null {
		const boards = this.boardsOf;
		const mayLink = boards && (boards.board.kind === 'vision' || boards.board.zones.some(({ readOnly }) => readOnly));
		return mayLink && 'isHidden' in this.picture && !this.picture.isHidden ? boards.id : null;
	}

	/** The words of the first link that has any. */
	#linked(from: readonly string[]): string {
		if (from.length === 0 || this.#linkingStep === null) return '';
		return this.#sources.value?.find(({ ref, text }) => text !== '' && from.includes(ref))?.text ?? '';
	}

	/** Of whoever speaks, of the syndicate in the spotlight where it has its own, of the break, else of the step. */
	get #clockShown(): Clock | null {
		const { picture } = this;
		const { onBreak, reportBack, step, syndicates } = this.workshop.live;
		if (picture.kind === 'break') return onBreak?.clock ?? null;
		if (picture.kind === 'report-back') return reportBack?.clock ?? null;
		if (picture.kind === 'spotlight') {
			if (reportBack && reportBack.queue[reportBack.at] === picture.syndicateId) return reportBack.clock;
			const own = syndicates.find(({ id }) => id === picture.syndicateId)?.clock;
			if (own) return own;
		}
		return step?.clock ?? null;
	}

	#place(syndicate: SyndicateId | null): DocumentPlace | undefined {
		const { picture } = this;
		return 'step' in picture ? this.workshop.document(picture.step, syndicate) : undefined;
	}

	/** True while its people write alone and their notes were not opened yet. */
	hides(syndicate: SyndicateId | null): boolean {
		const { picture } = this;
		if (!('step' in picture) || !picture.isHidden) return false;
		return !this.workshop.live.syndicates.some(({ id, isRevealed }) => id === syndicate && isRevealed);
	}

	/** Hidden notes are not even opened: the projector has nothing it must not show. */
	#places(): readonly DocumentPlace[] {
		const { picture } = this;
		if (!('step' in picture)) return [];
		const syndicates =
			picture.kind === 'columns'
				? [null]
				: picture.kind === 'spotlight'
					? [picture.syndicateId]
					: this.workshop.live.syndicates.map(({ id }) => id);
		return syndicates.filter((id) => !this.hides(id)).flatMap((id) => this.#place(id) ?? []);
	}
}
