import type { AgendaEdit, StepSource } from '#domain/agenda-edit.ts';
import { newId } from '#domain/ids.ts';
import { editAgenda } from '#lib/http/agenda.ts';
import { agendaShown } from '#lib/prepare/agenda-shown.ts';
import type { Preparing } from '#lib/prepare/preparing.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { AgendaDay, AgendaEntry } from '#protocol/views.ts';

/** A deed that can be taken back: what it was, and what leads back. */
interface Done {
	readonly words: string;
	readonly back: readonly AgendaEdit[];
}

export interface Target {
	readonly day: number;
	readonly before: string | null;
}

/** How many deeds can be taken back. */
const MOST_DONE = 50;

/** The agenda while it is edited: shown as changed at once, sent one deed after the other, and taken back likewise. */
export class AgendaDesk {
	readonly #workshop: WorkshopState;
	readonly #preparing: Preparing;
	#waiting: readonly { readonly edits: readonly AgendaEdit[] }[] = $state.raw([]);
	#done: readonly Done[] = $state.raw([]);
	#undone: readonly Done[] = $state.raw([]);
	#last: Promise<unknown> = Promise.resolve();
	/** What happened last, for those who do not see it. */
	said = $state('');
	/** How many changes were refused: fields that show one are made anew. */
	refused = $state(0);
	/** The entry the inspector shows. */
	chosen = $state('');

	readonly days: readonly AgendaDay[] = $derived.by(() =>
		agendaShown(
			this.#workshop.workshop.days,
			this.#waiting.map(({ edits }) => edits)
		)
	);
	readonly entries: readonly AgendaEntry[] = $derived(this.days.flatMap(({ entries }) => entries));

	constructor(workshop: WorkshopState, preparing: Preparing) {
		this.#workshop = workshop;
		this.#preparing = preparing;
	}

	get workshopId(): string {
		return this.#workshop.id;
	}

	/** What the next undo takes back; null when there is nothing. */
	get undoable(): string | null {
		return this.#done.at(-1)?.words ?? null;
	}

	get redoable(): string | null {
		return this.#undone.at(-1)?.words ?? null;
	}

	/** `words` say what was done: “Coffee moved”. True once it is kept; a refusal is shown by the page. */
	edit(words: string, ...edits: readonly AgendaEdit[]): Promise<boolean> {
		const editing = this.#edit(words, edits);
		this.#last = editing;
		return editing;
	}

	async #edit(words: string, edits: readonly AgendaEdit[]): Promise<boolean> {
		const back = await this.#send(edits, false);
		if (!back) return false;
		this.#done = [...this.#done, { words, back }].slice(-MOST_DONE);
		this.#undone = [];
		this.said = words;
		return true;
	}

	/** Also of a deed whose answer is still on its way. */
	undo(): Promise<void> {
		return this.#next(() => this.#undo());
	}

	redo(): Promise<void> {
		return this.#next(() => this.#redo());
	}

	/** One after the other: an undo needs the answer of the deed before it. */
	#next(work: () => Promise<void>): Promise<void> {
		const next = this.#last.then(work);
		this.#last = next;
		return next;
	}

	async #undo(): Promise<void> {
		const last = this.#done.at(-1);
		if (!last) return;
		this.#done = this.#done.slice(0, -1);
		const back = await this.#send(last.back, true);
		if (!back) {
			this.#done = [...this.#done, last];
			return;
		}
		this.#undone = [...this.#undone, { words: last.words, back }];
		this.said = `Taken back: ${last.words}`;
	}

	async #redo(): Promise<void> {
		const last = this.#undone.at(-1);
		if (!last) return;
		this.#undone = this.#undone.slice(0, -1);
		const back = await this.#send(last.back, true);
		if (!back) {
			this.#undone = [...this.#undone, last];
			return;
		}
		this.#done = [...this.#done, { words: last.words, back }];
		this.said = `Done again: ${last.words}`;
	}

	entry(id: string): AgendaEntry | undefined {
		return this.entries.find((entry) => entry.id === id);
	}

	move({ id, title }: AgendaEntry, { day, before }: Target): Promise<boolean> {
		return this.edit(`${title} moved`, { deed: 'move', entry: id, day, before });
	}

	/** One place up or down, over the edge of a day into the next one. */
	async nudge(entry: AgendaEntry, by: -1 | 1): Promise<void> {
		const target = neighbour(this.days, entry, by);
		if (target) await this.move(entry, target);
	}

	/** Chooses the new entry, so that the inspector shows it. */
	async addStep(words: string, from: StepSource, target: Target): Promise<void> {
		const id = newId<'Entry'>();
		if (await this.edit(words, { deed: 'add-step', id, from, ...target })) this.chosen = id;
	}

	async addBreak(target: Target): Promise<void> {
		const id = newId<'Entry'>();
		const title = 'Break';
		if (await this.edit('Break added', { deed: 'add-break', id, title, minutes: 15, ...target })) this.chosen = id;
	}

	async #send(edits: readonly AgendaEdit[], isUndo: boolean): Promise<readonly AgendaEdit[] | null> {
		const batch = { edits };
		this.#waiting = [...this.#waiting, batch];
		const made = await this.#preparing.run((workshopId) => editAgenda(workshopId, edits, isUndo));
		// Together: the answer holds the change that was waiting.
		if (made) this.#workshop.take(made.answer.workshop);
		this.#waiting = this.#waiting.filter((other) => other !== batch);
		if (!made) this.refused += 1;
		return made && made.answer.undo;
	}
}

/** The place one up or one down from here; null at the very start and end. */
export function neighbour(days: readonly AgendaDay[], entry: AgendaEntry, by: -1 | 1): Target | null {
	const entries = days[entry.day - 1]?.entries ?? [];
	const at = entries.findIndex(({ id }) => id === entry.id);
	if (by === -1) {
		const above = entries[at - 1];
		if (above) return { day: entry.day, before: above.id };
		return entry.day > 1 ? { day: entry.day - 1, before: null } : null;
	}
	if (at < entries.length - 1) return { day: entry.day, before: entries[at + 2]?.id ?? null };
	const next = days[entry.day];
	return next ? { day: entry.day + 1, before: next.entries[0]?.id ?? null } : null;
}
