/** Templates: the product's own, a blank one, and those that facilitators saved from their workshops. */
import { and, desc, eq } from 'drizzle-orm';
import { reflow } from '#domain/agenda.ts';
import { newId, type AccountId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Slot, Template, TemplateDay } from '#domain/template.ts';
import { savedTemplates } from '#drizzle/schema.ts';
import { daysOf, readAgenda, type AgendaRecords } from './agenda.ts';
import type { Database } from './database.ts';
import { blankStep } from './new-step.ts';

export interface SavedTemplate {
	readonly id: string;
	readonly title: string;
	readonly days: number;
	readonly steps: number;
	readonly createdAt: Date;
}

const gone = () => new Problem('not-found', 'This template is no longer there. Load the page again.');

export class SavedTemplateStore {
	readonly #database: Database;
	readonly #own: Template;

	/** `own` is the product's template: what is read beside the days comes from it. */
	constructor(database: Database, own: Template) {
		this.#database = database;
		this.#own = own;
	}

	/** Those of an account, newest first. */
	async list(accountId: AccountId): Promise<readonly SavedTemplate[]> {
		const rows = await this.#database.db
			.select({
				id: savedTemplates.id,
				title: savedTemplates.title,
				contents: savedTemplates.contents,
				createdAt: savedTemplates.createdAt
			})
			.from(savedTemplates)
			.where(eq(savedTemplates.accountId, accountId))
			.orderBy(desc(savedTemplates.createdAt));
		return rows.map(({ contents, ...row }) => ({
			...row,
			days: contents.days.length,
			steps: contents.activities.length
		}));
	}

	/**
	 * The one a new workshop starts from: `service` (or none named), `blank`, or a saved one of this account.
	 * @throws Problem `not-found`
	 */
	async choose(accountId: AccountId, id: string | undefined): Promise<Template> {
		if (id === undefined || id === 'service') return this.#own;
		if (id === 'blank') return blankTemplate(this.#own);
		const [row] = await this.#database.db
			.select({ contents: savedTemplates.contents })
			.from(savedTemplates)
			.where(and(eq(savedTemplates.id, id), eq(savedTemplates.accountId, accountId)));
		if (!row) throw gone();
		// A part that a later release adds is the product's own.
		return { ...this.#own, ...row.contents };
	}

	/** Days, steps and texts of a workshop; no people, brief or notes. */
	async save(accountId: AccountId, workshopId: WorkshopId, title: string, now: Date): Promise<string> {
		const agenda = await readAgenda(this.#database.db, workshopId);
		const id = newId<'Template'>();
		const contents: Template = { ...this.#own, ...structureOf(agenda), id, title, line: '' };
		await this.#database.transaction(async (tx) => {
			await tx.insert(savedTemplates).values({ id, accountId, title, contents, createdAt: now });
		});
		return id;
	}

	/** @throws Problem `not-found` */
	async rename(accountId: AccountId, id: string, title: string): Promise<void> {
		const renamed = await this.#database.transaction((tx) =>
			tx
				.update(savedTemplates)
				.set({ title })
				.where(and(eq(savedTemplates.id, id), eq(savedTemplates.accountId, accountId)))
				.returning({ id: savedTemplates.id })
		);
		if (renamed.length === 0) throw gone();
	}

	/** Workshops that were made from it stay as they are. @throws Problem `not-found` */
	async remove(accountId: AccountId, id: string): Promise<void> {
		const removed = await this.#database.transaction((tx) =>
			tx
				.delete(savedTemplates)
				.where(and(eq(savedTemplates.id, id), eq(savedTemplates.accountId, accountId)))
				.returning({ id: savedTemplates.id })
		);
		if (removed.length === 0) throw gone();
	}
}

/** An agenda as a template holds it. */
export function structureOf(agenda: AgendaRecords): Pick<Template, 'days' | 'activities'> {
	const days = daysOf(agenda);
	return {
		days: days.map(({ title, starts, pieces }, at): TemplateDay => ({
			id: `day-${at + 1}`,
			title,
			starts,
			slots: reflow(starts, pieces).entries.map(
				({ id, step, title, minutes, starts, pinnedAt, isQuiet, isSponsorHere }): Slot => {
					const settings = { isPinned: pinnedAt !== null, isQuiet, isSponsorHere };
					return step === null
						? { id, kind: 'break', title, minutes, starts, ...settings }
						: { activity: step, starts, ...settings };
				}
			)
		})),
		activities: days.flatMap(({ pieces }) => pieces.flatMap(({ activity }) => activity ?? []))
	};
}

/** One day with one step that can be run as it is; everything else is added. */
function blankTemplate(own: Template): Template {
	const step = blankStep('What matters to us');
	return {
		...own,
		id: 'blank',
		title: 'Blank',
		line: '',
		days: [{ id: 'day-1', title: 'Day 1', starts: '09:00', slots: [{ activity: step.id, starts: '09:00' }] }],
		activities: [step]
	};
}
