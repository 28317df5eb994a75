/** The actions as a sheet for other programs. */
import { dayPlus } from '#domain/calendar.ts';
import { ANSWER_WORDS } from '#domain/words/en.ts';
import { HEALTH_WORDS } from '#lib/ui/health-words.ts';
import { csvOf } from '#protocol/csv.ts';
import type { ActionView } from '#protocol/views.ts';

export interface SheetNames {
	readonly nameOf: (id: string | null) => string;
	readonly syndicateOf: (id: string | null) => string;
	/** Calendar day in the workshop's time zone. */
	readonly today: string;
}

const COLUMNS = [
	'No.',
	'Action',
	'Syndicate',
	'Owner',
	'How it stands',
	'First promised',
	'Due now',
	'First small step',
	'Last word',
	'Of the day',
	'Measure',
	'Unit',
	'Baseline',
	'Target',
	'Last number',
	'Asked of management',
	'Answers'
] as const;

const figure = (value: number | null | undefined): string =>
	value === null || value === undefined ? '' : String(value);

/** A CSV file, safe in every spreadsheet. */
export const actionSheet = (actions: readonly ActionView[], names: SheetNames): string =>
	csvOf([COLUMNS, ...actions.map((action) => rowOf(action, names))]);

function rowOf(action: ActionView, { nameOf, syndicateOf, today }: SheetNames): readonly string[] {
	const last = action.updates.at(-1);
	const { measure, support } = action;
	return [
		String(action.n),
		action.text,
		syndicateOf(action.syndicateId),
		nameOf(action.ownerId),
		HEALTH_WORDS[action.health],
		action.changes.find(({ part }) => part === 'dueOn')?.signed ?? action.dueOn ?? '',
		action.dueOn ?? '',
		action.firstStep,
		last?.text ?? '',
		last ? dayPlus(today, -action.daysSinceWord) : '',
		measure.name,
		measure.unit,
		figure(measure.baseline),
		figure(measure.target),
		figure(action.updates.findLast(({ reading }) => reading !== null)?.reading),
		support.map(({ ask }) => ask).join('; '),
		support.map(({ answers }) => answerOf(answers.at(-1))).join('; ')
	];
}

const answerOf = (answer: ActionView['support'][number]['answers'][number] | undefined): string =>
	answer ? `${ANSWER_WORDS[answer.answer]}${answer.words === '' ? '' : `: ${answer.words}`}` : 'No answer yet';
