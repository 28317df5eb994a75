import type { InDraw } from '#domain/draw.ts';
import { nameKey } from '#domain/workshop.ts';
import { drawRoles, placePeople } from '#lib/http/people.ts';
import type { Preparing } from '#lib/prepare/preparing.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { PersonView, SyndicateView } from '#protocol/views.ts';

/** Where somebody is to sit: the slug of a syndicate, or nowhere yet. */
export interface Placed {
	readonly personId: string;
	readonly syndicate: string | null;
}

/** A change of places that can be taken back, in a word. */
interface Undo {
	readonly words: string;
	readonly places: readonly Placed[];
}

/** Keeps what the browser keeps for this device; nothing depends on it being there. */
export interface Keeping {
	read(key: string): string | null;
	write(key: string, text: string): void;
}

/** The people of a workshop as a facilitator sorts them. */
export class PeopleDesk {
	readonly workshop: WorkshopState;
	readonly preparing: Preparing;
	find = $state('');
	undo: Undo | null = $state.raw(null);
	/** Ids of those who were placed by hand: a draw leaves them where they are. */
	locked: readonly string[] = $state.raw([]);
	readonly #keeping: Keeping;

	constructor(workshop: WorkshopState, preparing: Preparing, keeping: Keeping) {
		this.workshop = workshop;
		this.preparing = preparing;
		this.#keeping = keeping;
		this.locked = (keeping.read(this.#key) ?? '').split(' ').filter(Boolean);
	}

	get #key(): string {
		return `plenary.locked.${this.workshop.id}`;
	}

	get syndicates(): readonly SyndicateView[] {
		return this.workshop.workshop.syndicates;
	}

	get participants(): readonly PersonView[] {
		return this.workshop.people.filter(({ role }) => role === 'participant');
	}

	/** Of a syndicate, or without one, as far as they match what is looked for. */
	in(syndicateId: string | null): readonly PersonView[] {
		return this.participants.filter((person) => person.syndicateId === syndicateId && this.matches(person));
	}

	matches({ name, department }: PersonView): boolean {
		const wanted = nameKey(this.find);
		return wanted === '' || nameKey(name).includes(wanted) || nameKey(department).includes(wanted);
	}

	/** In the order of the alphabet; each has a pattern of its own. */
	readonly departments: readonly string[] = $derived(
		this.participants
			.map(({ department }) => department)
			.filter((name, at, all) => name !== '' && all.indexOf(name) === at)
			.sort((a, b) => a.localeCompare(b))
	);

	/** The list that was put in last, while nobody of it has come; null when there is none. */
	readonly lastList: { readonly listedAt: string; readonly people: number } | null = $derived.by(() => {
		const dates = this.participants.flatMap(({ listing }) => listing?.listedAt ?? []);
		const listedAt = dates.sort().at(-1);
		if (listedAt === undefined) return null;
		const batch = this.participants.filter(({ listing }) => listing?.listedAt === listedAt);
		return batch.some(({ hasArrived }) => hasArrived) ? null : { listedAt, people: batch.length };
	});

	isLocked(id: string): boolean {
		return this.locked.includes(id);
	}

	lock(id: string, on: boolean): void {
		const others = this.locked.filter((each) => each !== id);
		this.locked = on ? [...others, id] : others;
		this.#keeping.write(this.#key, this.locked.join(' '));
	}

	inDraw(): readonly InDraw[] {
		return this.participants.map(({ id, name, department, listing, syndicateId }) => {
			const at = this.syndicates.findIndex((syndicate) => syndicate.id === syndicateId);
			return {
				id,
				name,
				department,
				reportsTo: listing?.reportsTo ?? null,
				lockedTo: this.isLocked(id) && at !== -1 ? at : null
			};
		});
	}

	/** Somebody is put there by hand, and stays there in the next draw. */
	async move(person: PersonView, syndicate: string | null): Promise<void> {
		if (this.#slugOf(person) === syndicate) return;
		const to = this.syndicates.find(({ slug }) => slug === syndicate)?.name;
		const words = to === undefined ? `${person.name} has no syndicate now.` : `${person.name} sits in ${to} now.`;
		if (await this.place([{ personId: person.id, syndicate }], words)) this.lock(person.id, syndicate !== null);
	}

	/** True when it was kept. What was before can be put back. */
	async place(places: readonly Placed[], words: string, withRoles = false): Promise<boolean> {
		const before = places.flatMap(({ personId }) => {
			const person = this.participants.find(({ id }) => id === personId);
			return person ? [{ personId, syndicate: this.#slugOf(person) }] : [];
		});
		const made = await this.preparing.run((id) => placePeople(id, { places: [...places], drawRoles: withRoles }));
		if (made) this.undo = { words, places: before };
		return made !== null;
	}

	async putBack(): Promise<void> {
		const { undo } = this;
		if (!undo) return;
		const made = await this.preparing.run((id) => placePeople(id, { places: [...undo.places] }));
		if (made) this.undo = null;
	}

	async newRoles(): Promise<void> {
		await this.preparing.run(drawRoles);
	}

	#slugOf({ syndicateId }: PersonView): string | null {
		return this.syndicates.find(({ id }) => id === syndicateId)?.slug ?? null;
	}
}

/** What this browser keeps; a page whose storage is switched off forgets its locks when it is left. */
export const browserKeeping: Keeping = {
	read: (key) => {
		try {
			return localStorage.getItem(key);
		} catch {
			return null;
		}
	},
	write: (key, text) => {
		try {
			localStorage.setItem(key, text);
		} catch {
			// Nothing depends on it.
		}
	}
};
