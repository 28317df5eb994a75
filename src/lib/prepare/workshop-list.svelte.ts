import { archiveWorkshop, listTemplates, removeTemplate, renameTemplate } from '#lib/http/templates.ts';
import { listWorkshops } from '#lib/http/workshops.ts';
import { found, SEARCHED_FROM } from '#lib/prepare/next-thing.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { SavedTemplateView, WorkshopRow } from '#protocol/views.ts';

/** My workshops and saved templates, and what the list does to them. */
export class WorkshopList {
	readonly doing = new Doing();
	/** Null until they were read. */
	rows: readonly WorkshopRow[] | null = $state.raw(null);
	templates: readonly SavedTemplateView[] = $state.raw([]);
	search = $state('');

	readonly isSearched = $derived.by(() => (this.rows?.length ?? 0) >= SEARCHED_FROM);
	readonly #found = $derived.by(() => (this.isSearched ? found(this.rows ?? [], this.search) : (this.rows ?? [])));
	readonly active = $derived.by(() => this.#found.filter(({ isArchived }) => !isArchived));
	readonly archived = $derived.by(() => this.#found.filter(({ isArchived }) => isArchived));

	/** @throws Problem `not-signed-in` */
	async read(): Promise<void> {
		const [rows, templates] = await Promise.all([listWorkshops(), listTemplates()]);
		this.rows = rows;
		this.templates = templates;
	}

	archive({ id }: WorkshopRow, isArchived: boolean): Promise<boolean> {
		return this.#do(() => archiveWorkshop(id, isArchived));
	}

	rename({ id }: SavedTemplateView, title: string): Promise<boolean> {
		return this.#do(() => renameTemplate(id, title));
	}

	remove({ id }: SavedTemplateView): Promise<boolean> {
		return this.#do(() => removeTemplate(id));
	}

	#do(deed: () => Promise<void>): Promise<boolean> {
		return this.doing.do(async () => {
			await deed();
			await this.read();
		});
	}
}
