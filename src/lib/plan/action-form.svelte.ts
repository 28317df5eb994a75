import { DRAFT_LIMITS, HELPERS_LIMIT, MOTIVATORS_LIMIT } from '#domain/draft-form.ts';
import { triedAlike } from '#domain/plan-alike.ts';
import { countsCostOnly, needsPair } from '#domain/plan-measures.ts';
import {
	ACTION_KIND_WORDS,
	MEASURE_GROUPS,
	MOTIVATORS,
	type ActionKindWords,
	type MeasureGroup,
	type Motivator
} from '#domain/plan-words.ts';
import type { Horizon, Measure, MeasureEvery, PairedMeasure } from '#domain/plan.ts';
import type { Tried } from '#domain/workshop.ts';
import { figureOf } from '#lib/plan/measure-words.ts';
import type { ActionView } from '#protocol/views.ts';

export { DRAFT_LIMITS, HELPERS_LIMIT, MOTIVATORS_LIMIT };

type GroupId = MeasureGroup['id'] | '';
type KindId = ActionKindWords['id'];

/** What somebody changes in an action. It starts from what stands there; what others change meanwhile stays theirs. */
export class ActionFormState {
	text = $state('');
	why = $state('');
	firstStep = $state('');
	dueOn = $state('');
	horizon: Horizon = $state('quarter');
	kind: KindId = $state('action');
	kindFields: Record<string, string> = $state({});
	whenThen = $state('');
	learn = $state('');
	reachAnswer = $state('');
	motivators: readonly Motivator[] = $state.raw([]);
	helpers: readonly string[] = $state.raw([]);
	triedRow: string | null = $state(null);
	triedDiffers = $state('');
	/** Somebody said that it is not what was tried. */
	isNotTried = $state(false);

	measureName = $state('');
	group: GroupId = $state('');
	unit = $state('');
	baseline = $state('');
	target = $state('');
	countedBy = $state('');
	every: MeasureEvery = $state('week');
	serves = $state('');
	pairName = $state('');
	pairUnit = $state('');
	pairBaseline = $state('');
	pairTarget = $state('');

	readonly tried: readonly Tried[];
	/** Helpers whom only actions that were joined into it bring: they are named there. */
	readonly joined: readonly string[];
	readonly #start: ReturnType<ActionFormState['all']>;

	/** @param all actions of the plan, those that were joined into this one among them */
	constructor(action: ActionView, tried: readonly Tried[], all: readonly ActionView[] = []) {
		const { measure } = action;
		this.joined = all
			.filter(({ joinedTo }) => joinedTo === action.id)
			.flatMap(({ ownerId, helpers }) => [ownerId ?? '', ...helpers]);
		this.tried = tried;
		this.text = action.text;
		this.why = action.why;
		this.firstStep = action.firstStep;
		this.dueOn = action.dueOn ?? '';
		this.horizon = action.horizon;
		this.kind = ACTION_KIND_WORDS.find(({ id }) => id === action.kind)?.id ?? 'action';
		this.kindFields = { ...action.kindFields };
		this.whenThen = action.whenThen;
		this.learn = action.learn;
		this.reachAnswer = action.reachAnswer;
		this.motivators = MOTIVATORS.filter((each) => action.motivators.includes(each));
		this.helpers = action.helpers;
		this.triedRow = action.triedRow;
		this.triedDiffers = action.triedDiffers;
		this.measureName = measure.name;
		this.group = MEASURE_GROUPS.find(({ id }) => id === measure.group)?.id ?? '';
		this.unit = measure.unit;
		this.baseline = figureText(measure.baseline);
		this.target = figureText(measure.target);
		this.countedBy = measure.countedBy;
		this.every = measure.every;
		this.serves = measure.serves;
		this.pairName = measure.pair?.name ?? '';
		this.pairUnit = measure.pair?.unit ?? '';
		this.pairBaseline = figureText(measure.pair?.baseline ?? null);
		this.pairTarget = figureText(measure.pair?.target ?? null);
		this.#start = this.all();
	}

	get kindWords(): ActionKindWords | undefined {
		return ACTION_KIND_WORDS.find(({ id }) => id === this.kind);
	}

	/** The measure counts cost only: it is shown with its caution, and asks for an outcome beside it. */
	get asksForPair(): boolean {
		return countsCostOnly({ name: this.measureName, group: this.group });
	}

	get lacksPair(): boolean {
		return needsPair(this.measure());
	}

	/** A row of "tried before" whose words are in this action's; null once it was linked or said to be another. */
	get alike(): Tried | null {
		if (this.triedRow !== null || this.isNotTried) return null;
		return triedAlike(`${this.text} ${this.why}`, this.tried);
	}

	get linked(): Tried | undefined {
		return this.tried.find(({ id }) => id === this.triedRow);
	}

	/** One of the proposals: its words and its group. */
	propose(name: string): void {
		const group = MEASURE_GROUPS.find(({ measures }) => measures.includes(name));
		if (!group) return;
		this.measureName = name;
		this.group = group.id;
		if (name.endsWith('in %')) this.unit = '%';
	}

	toggle(motivator: Motivator): void {
		if (this.motivators.includes(motivator)) this.motivators = this.motivators.filter((each) => each !== motivator);
		else if (this.motivators.length < MOTIVATORS_LIMIT) this.motivators = [...this.motivators, motivator];
	}

	get mayAddHelper(): boolean {
		return this.helpers.filter((each) => !this.joined.includes(each)).length < HELPERS_LIMIT;
	}

	addHelper(person: string): void {
		if (!this.helpers.includes(person)) this.helpers = [...this.helpers, person];
	}

	dropHelper(person: string): void {
		this.helpers = this.helpers.filter((each) => each !== person);
	}

	measure(): Pick<Measure, 'name' | 'unit' | 'baseline' | 'target' | 'countedBy' | 'every' | 'serves'> & {
		readonly group: GroupId;
		readonly pair: PairedMeasure | null;
	} {
		const pair = {
			name: this.pairName,
			unit: this.pairUnit,
			baseline: figureOf(this.pairBaseline),
			target: figureOf(this.pairTarget)
		};
		return {
			name: this.measureName,
			unit: this.unit,
			baseline: figureOf(this.baseline),
			target: figureOf(this.target),
			countedBy: this.countedBy,
			every: this.every,
			group: this.group,
			serves: this.serves,
			pair: this.asksForPair && this.pairName.trim() !== '' ? pair : null
		};
	}

	all() {
		return {
			text: this.text,
			why: this.why,
			firstStep: this.firstStep,
			dueOn: this.dueOn === '' ? null : this.dueOn,
			horizon: this.horizon,
			kind: this.kind,
			kindFields: { ...this.kindFields },
			whenThen: this.whenThen,
			learn: this.learn,
			reachAnswer: this.reachAnswer,
			motivators: [...this.motivators],
			helpers: [...this.helpers],
			triedRow: this.triedRow,
			triedDiffers: this.triedDiffers,
			measure: this.measure()
		};
	}

	/** The parts that are others than they were. */
	changed(): Partial<ReturnType<ActionFormState['all']>> {
		const before = Object.entries<unknown>(this.#start);
		const was = (part: string): unknown => before.find(([name]) => name === part)?.[1];
		return Object.fromEntries(
			Object.entries(this.all()).filter(([part, value]) => JSON.stringify(value) !== JSON.stringify(was(part)))
		);
	}
}

const figureText = (figure: number | null): string => figure?.toString() ?? '';
