import { Asking } from '#lib/state/asking.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { AgendaDay, AgendaEntry, WorkshopView } from '#protocol/views.ts';

/** A place an agenda entry can be moved to, as a menu offers it. */
export interface Move {
	readonly id: string;
	readonly label: string;
	readonly day: number;
	readonly before: string | null;
}

/** Where this entry can go: one up, one down, or to the end of another day. */
export function movesOf(days: readonly AgendaDay[], entry: AgendaEntry): readonly Move[] {
	const entries = days.find(({ day }) => day === entry.day)?.entries ?? [];
	const at = entries.findIndex(({ id }) => id === entry.id);
	const above = entries[at - 1];
	const moves: Move[] = [];
	if (above) moves.push({ id: 'up', label: 'Move up', day: entry.day, before: above.id });
	if (at >= 0 && at < entries.length - 1) {
		moves.push({ id: 'down', label: 'Move down', day: entry.day, before: entries[at + 2]?.id ?? null });
	}
	for (const { day, title } of days) {
		if (day !== entry.day) moves.push({ id: `day-${day}`, label: `Move to ${title}`, day, before: null });
	}
	return moves;
}

/** What the pages of preparation do: each deed is sent at once and answers with the whole workshop. */
export class Preparing {
	readonly asking = new Asking();
	/** True once something was changed and kept. */
	isSaved = $state(false);
	readonly #workshop: WorkshopState;
	#last: Promise<unknown> = Promise.resolve();

	constructor(workshop: WorkshopState) {
		this.#workshop = workshop;
	}

	/** A change of the workshop; true when it was kept. */
	async change(deed: (workshopId: string) => Promise<WorkshopView>): Promise<boolean> {
		const made = await this.run(deed);
		if (made) this.#workshop.take(made.answer);
		return made !== null;
	}

	/** One after the other, so that the answers arrive in the order of the deeds and none is passed over. */
	run<Answer>(deed: (workshopId: string) => Promise<Answer>): Promise<{ readonly answer: Answer } | null> {
		const next = this.#last.then(async () => {
			const made = await this.asking.ask(() => deed(this.#workshop.id));
			if (made) this.isSaved = true;
			return made;
		});
		this.#last = next;
		return next;
	}
}
