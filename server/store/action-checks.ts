/** What the words of an action have to be before they are kept. A refusal changes nothing. */
import { desc, eq } from 'drizzle-orm';
import type { WorkshopId } from '#domain/ids.ts';
import { isNoWay, needsPair } from '#domain/plan-measures.ts';
import { ACTION_KIND_WORDS } from '#domain/plan-words.ts';
import type { Measure } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { dayWords } from '#domain/words/en.ts';
import { standardsSheets, workshops } from '#drizzle/schema.ts';
import type { ActionWords } from './action-words.ts';
import type { Transaction } from './database.ts';

/** An action as it stands, as far as a change is measured by it. */
export interface StandingWords {
	readonly dueOn: string | null;
	readonly triedRow: string | null;
	readonly triedDiffers: string;
	readonly measureServes: string;
}

/**
 * @param today the calendar day in the workshop's time zone
 * @throws Problem `day-past`, `target-is-baseline`, `measure-needs-pair`, `reason-missing` (what differs from what was
 * tried), `not-found` (a line or a row that is not there), `malformed` (a question its kind does not ask)
 */
export async function checkWords(
	tx: Transaction,
	workshopId: WorkshopId,
	{ before, words, today }: { readonly before: StandingWords; readonly words: ActionWords; readonly today: string }
): Promise<void> {
	const { dueOn, measure, kindFields } = words;
	if (dueOn != null && dueOn !== before.dueOn && dueOn < today) {
		throw new Problem('day-past', `${dayWords(dueOn)} is over. Choose a day from today on.`, { field: 'dueOn' });
	}
	if (measure) checkMeasure(measure);
	if (measure && measure.serves !== before.measureServes) await mustServe(tx, workshopId, measure.serves);
	const unasked = Object.keys(kindFields ?? {}).find((field) => !ASKED.has(field));
	if (unasked !== undefined) {
		throw new Problem('malformed', 'No kind of action asks this.', { field: `kindFields.${unasked}` });
	}
	const triedRow = words.triedRow === undefined ? before.triedRow : words.triedRow;
	const triedDiffers = words.triedDiffers ?? before.triedDiffers;
	if (triedRow === null) return;
	if (triedRow !== before.triedRow) await mustBeTried(tx, workshopId, triedRow);
	if (triedDiffers.trim() === '') {
		throw new Problem('reason-missing', 'It was tried before. Say in one sentence what differs now.', {
			field: 'triedDiffers'
		});
	}
}

const ASKED: ReadonlySet<string> = new Set(ACTION_KIND_WORDS.flatMap(({ fields }) => fields.map(({ id }) => id)));

function checkMeasure(measure: Measure): void {
	if (isNoWay(measure) || (measure.pair !== null && isNoWay(measure.pair))) {
		throw new Problem(
			'target-is-baseline',
			'The target is where it stands today. Say what will be different, or count something else.',
			{ field: 'measure' }
		);
	}
	if (needsPair(measure)) {
		const name = measure.name.trim();
		throw new Problem(
			'measure-needs-pair',
			`${name === '' ? 'A measure of cost' : `“${name}”`} alone makes people rush the customer. Put a customer’s outcome beside it.`,
			{ field: 'measure.pair' }
		);
	}
}

/** @throws Problem `not-found` for a line that is not on the newest sheet */
export async function mustServe(tx: Transaction, workshopId: WorkshopId, serves: string): Promise<void> {
	if (serves === '' || serves === 'compass') return;
	const [sheet] = await tx
		.select({ contents: standardsSheets.contents })
		.from(standardsSheets)
		.where(eq(standardsSheets.workshopId, workshopId))
		.orderBy(desc(standardsSheets.version))
		.limit(1);
	if (sheet?.contents.lines.some(({ ref }) => ref === serves)) return;
	throw new Problem('not-found', 'This line is not on the standards sheet any more. Choose another, or the compass.', {
		field: 'measure.serves'
	});
}

async function mustBeTried(tx: Transaction, workshopId: WorkshopId, row: string): Promise<void> {
	const [workshop] = await tx.select({ brief: workshops.brief }).from(workshops).where(eq(workshops.id, workshopId));
	if (workshop?.brief.triedBefore.some(({ id }) => id === row)) return;
	throw new Problem('not-found', 'This is not among what was tried before any more.', { field: 'triedRow' });
}

/** As many as the form of an action names. */
const MOST_SOURCES = 20;

/** @throws Problem `link-to-source-missing`, `malformed` for more than an action holds */
export function mustComeFrom(sources: readonly string[]): void {
	if (sources.length === 0) {
		throw new Problem(
			'link-to-source-missing',
			'An action needs at least one thing it comes from: a note, a line of our vision, or a point.',
			{ field: 'sources' }
		);
	}
	if (sources.length <= MOST_SOURCES) return;
	throw new Problem(
		'malformed',
		`This comes from ${sources.length} things, and an action names ${MOST_SOURCES} at most. Keep the links that say most.`,
		{ field: 'sources' }
	);
}
