/** The agenda of a workshop as rows: its days, and the steps and breaks in them. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import { generateNKeysBetween } from 'fractional-indexing';
import { applyAll, MOST_DAYS, Misplaced, type AgendaEdit, type Days, type WholePiece } from '#domain/agenda-edit.ts';
import { daysToPace, dueBreaks } from '#domain/agenda-pace.ts';
import type { StepId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { misfitOf } from '#domain/step-rules.ts';
import type { Template } from '#domain/template.ts';
import { agendaDays, agendaItems, stepStates, workshops } from '#drizzle/schema.ts';
import { violatedConstraint, type Database, type Reading, type Transaction } from './database.ts';
import { makerOf } from './new-step.ts';

const agendaColumns = {
	id: agendaItems.id,
	day: agendaItems.day,
	order: agendaItems.order,
	step: agendaItems.step,
	title: agendaItems.title,
	minutes: agendaItems.minutes,
	pinnedAt: agendaItems.pinnedAt,
	activity: agendaItems.activity,
	isQuiet: agendaItems.isQuiet,
	isSponsorHere: agendaItems.isSponsorHere,
	isBreakLeftOut: agendaItems.isBreakLeftOut,
	startedAt: agendaItems.startedAt,
	endedAt: agendaItems.endedAt
};

export type AgendaRecord = Pick<typeof agendaItems.$inferSelect, keyof typeof agendaColumns>;
export type AgendaDayRecord = Pick<typeof agendaDays.$inferSelect, 'day' | 'title' | 'heldOn' | 'starts'>;

export interface AgendaRecords {
	readonly days: readonly AgendaDayRecord[];
	readonly entries: readonly AgendaRecord[];
}

/** Entries of an agenda: what four full days can hold, and no more than a page can show. */
const MOST_ENTRIES = 120;

/** Days and entries, in order. */
export async function readAgenda(db: Reading, id: WorkshopId): Promise<AgendaRecords> {
	const days = await db
		.select({ day: agendaDays.day, title: agendaDays.title, heldOn: agendaDays.heldOn, starts: agendaDays.starts })
		.from(agendaDays)
		.where(eq(agendaDays.workshopId, id))
		.orderBy(asc(agendaDays.day));
	const entries = await db.select(agendaColumns).from(agendaItems).where(eq(agendaItems.workshopId, id));
	// Sorted here: a database's collation may order fractional keys otherwise.
	return { days, entries: entries.sort((a, b) => a.day - b.day || byKey(a, b)) };
}

const byKey = (a: { readonly order: string }, b: { readonly order: string }): number =>
	a.order < b.order ? -1 : a.order > b.order ? 1 : 0;

export interface EditTools {
	readonly template: Template;
	/** Puts names in place of braces, as the facilitator read the texts that come back. */
	readonly fill: (text: string) => string;
	/** Steps in which somebody wrote, voted or asked. */
	readonly written: ReadonlySet<StepId>;
}

export class AgendaStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Does all of these edits or none, puts in the breaks that are due (not on a way back), and answers with the way back.
	 * @throws Problem `not-found` for what is gone meanwhile, `in-use` for what is needed, `malformed` for what cannot be run
	 */
	async edit(
		id: WorkshopId,
		edits: readonly AgendaEdit[],
		isUndo: boolean,
		tools: EditTools
	): Promise<readonly AgendaEdit[]> {
		try {
			return await this.#database.transaction(async (tx) => {
				// Two facilitators who edit at once wait for each other.
				const [workshop] = await tx
					.select({ currentStep: workshops.currentStep })
					.from(workshops)
					.where(eq(workshops.id, id))
					.for('update');
				if (!workshop) throw new Problem('not-found', 'There is no such workshop.');
				const before = daysOf(await readAgenda(tx, id));
				const { days, undo } = edited(before, edits, isUndo, tools);
				await mustFit(tx, id, { before, after: days, currentStep: workshop.currentStep, written: tools.written });
				await writeAgenda(tx, id, before, days);
				return undo;
			});
		} catch (error) {
			if (error instanceof Misplaced) throw refusalOf(error);
			if (violatedConstraint(error) === 'agenda_items_step')
				throw new Problem('in-use', 'This step is in the agenda again already. Load the page again.');
			throw error;
		}
	}
}

export const daysOf = ({ days, entries }: AgendaRecords): Days<WholePiece> =>
	days.map(({ day, title, heldOn, starts }) => ({
		title,
		heldOn,
		starts,
		pieces: entries
			.filter((entry) => entry.day === day)
			.map(({ id, step, title, minutes, pinnedAt, activity, isQuiet, isSponsorHere, isBreakLeftOut }) => {
				return { id, step, title, minutes, pinnedAt, activity, isQuiet, isSponsorHere, isBreakLeftOut };
			})
	}));

function edited(before: Days<WholePiece>, edits: readonly AgendaEdit[], isUndo: boolean, tools: EditTools) {
	const maker = makerOf(tools);
	const asked = applyAll(before, edits, maker);
	if (isUndo) return asked;
	const breaks = applyAll(asked.days, dueBreaks(asked.days, daysToPace(before, edits, asked.days)), maker);
	return { days: breaks.days, undo: [...breaks.undo, ...asked.undo] };
}

interface Change {
	readonly before: Days<WholePiece>;
	readonly after: Days<WholePiece>;
	readonly currentStep: StepId | null;
	readonly written: ReadonlySet<StepId>;
}

const piecesOf = (days: Days<WholePiece>): readonly WholePiece[] => days.flatMap(({ pieces }) => pieces);

/** What would hurt the people in the room is refused. */
async function mustFit(
	tx: Transaction,
	id: WorkshopId,
	{ before, after, currentStep, written }: Change
): Promise<void> {
	const were = new Map(piecesOf(before).map((piece) => [piece.step, piece]));
	const are = piecesOf(after);
	if (are.length > MOST_ENTRIES)
		throw new Problem('malformed', `An agenda holds ${MOST_ENTRIES} entries at most. Remove one first.`);
	const kept = new Set(are.map(({ step }) => step));
	for (const { step, title } of piecesOf(before)) {
		if (step === null || kept.has(step)) continue;
		if (step === currentStep)
			throw new Problem('in-use', `The room is in “${title}” now. Bring it to another step, then remove this one.`);
		if (written.has(step))
			throw new Problem('in-use', `People wrote in “${title}”, so it stays. You can move it or make it shorter.`);
	}
	const states = await tx
		.select({ step: stepStates.step, state: stepStates.state, phase: stepStates.phase })
		.from(stepStates)
		.where(eq(stepStates.workshopId, id));
	for (const { step, activity } of are) {
		const was = were.get(step)?.activity ?? null;
		if (!activity || activity === was) continue;
		const misfit = misfitOf(activity);
		if (misfit !== null) throw new Problem('malformed', misfit, { field: 'step' });
		const standing = states.find((state) => state.step === step);
		if (!was || !standing || standing.state === 'ahead') continue;
		if (standing.phase !== null && !activity.phases.some((phase) => phase.id === standing.phase)) {
			const phase = was.phases.find((phase) => phase.id === standing.phase);
			throw new Problem('in-use', `“${activity.title}” stands in “${phase?.title ?? ''}”. Go to another phase first.`);
		}
		if (activity.names !== was.names || activity.mayHideName !== was.mayHideName)
			throw new Problem(
				'in-use',
				`“${activity.title}” has begun, and people were told whose names are shown. That stays as it is.`
			);
	}
}

async function writeAgenda(
	tx: Transaction,
	id: WorkshopId,
	before: Days<WholePiece>,
	after: Days<WholePiece>
): Promise<void> {
	const heads = (days: Days<WholePiece>) => JSON.stringify(days.map(({ pieces: _, ...head }) => head));
	const were = new Map(before.flatMap(({ pieces }, at) => pieces.map((piece) => [piece.id, { piece, at }] as const)));
	const kept = new Set(piecesOf(after).map((piece) => piece.id));
	const gone = [...were.keys()].filter((entry) => !kept.has(entry));
	if (gone.length > 0)
		await tx.delete(agendaItems).where(and(eq(agendaItems.workshopId, id), inArray(agendaItems.id, gone)));
	for (const [at, { pieces }] of after.entries()) {
		const ids = (of: readonly WholePiece[] | undefined) => of?.map((piece) => piece.id).join();
		const isSameOrder = ids(pieces) === ids(before[at]?.pieces);
		const keys = generateNKeysBetween(null, null, pieces.length);
		for (const [place, piece] of pieces.entries()) {
			const was = were.get(piece.id);
			const position = isSameOrder ? {} : { day: at + 1, order: keys[place] ?? '' };
			const { id: entry, ...columns } = piece;
			if (!was)
				await tx
					.insert(agendaItems)
					.values({ ...columns, id: entry, workshopId: id, day: at + 1, order: keys[place] ?? '' });
			else if (was.piece !== piece || !isSameOrder)
				await tx
					.update(agendaItems)
					.set({ ...columns, ...position })
					.where(and(eq(agendaItems.workshopId, id), eq(agendaItems.id, entry)));
		}
	}
	if (heads(before) !== heads(after)) {
		await tx.delete(agendaDays).where(eq(agendaDays.workshopId, id));
		await tx
			.insert(agendaDays)
			.values(after.map(({ pieces: _, ...head }, at) => ({ ...head, workshopId: id, day: at + 1 })));
	}
	await followSteps(tx, id, piecesOf(before), piecesOf(after));
}

/** A step that left the agenda is ahead when it comes back: nobody wrote in it. */
async function followSteps(
	tx: Transaction,
	id: WorkshopId,
	before: readonly WholePiece[],
	after: readonly WholePiece[]
): Promise<void> {
	const stepsOf = (pieces: readonly WholePiece[]) => pieces.flatMap(({ step }) => (step === null ? [] : [step]));
	const gone = stepsOf(before).filter((step) => !stepsOf(after).includes(step));
	const added = stepsOf(after).filter((step) => !stepsOf(before).includes(step));
	if (gone.length > 0)
		await tx.delete(stepStates).where(and(eq(stepStates.workshopId, id), inArray(stepStates.step, gone)));
	if (added.length > 0)
		await tx
			.insert(stepStates)
			.values(added.map((step) => ({ workshopId: id, step })))
			.onConflictDoNothing();
}

function refusalOf({ why }: Misplaced): Problem {
	switch (why) {
		case 'four-days':
			return new Problem('malformed', `A workshop has ${MOST_DAYS} days at most.`, { field: 'day' });
		case 'last-day':
			return new Problem('in-use', 'A workshop has one day at least. Add another before you remove this one.');
		case 'day-in-use':
			return new Problem('in-use', 'There is still something in this day. Move or remove it first.');
		case 'gone':
			return new Problem('not-found', 'This place is no longer in the agenda. Load the page again.');
	}
}
