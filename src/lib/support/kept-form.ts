import { WAITS } from '#lib/http/kept-here.ts';

/** What is typed into a form, kept on this device until it arrived; without storage it lasts as long as the page. */
export class KeptForm<Words extends Readonly<Record<string, string | boolean>>> {
	readonly #name: string;
	readonly #empty: Words;

	constructor(place: { readonly workshop: string; readonly person: string; readonly about: string }, empty: Words) {
		this.#name = `${WAITS}${place.workshop}.${place.person}.support.${place.about}`;
		this.#empty = empty;
	}

	/** What was typed before, part by part; a part that is missing or of another kind is empty. */
	read(): Words {
		try {
			const kept: Partial<Words> | null = JSON.parse(localStorage.getItem(this.#name) ?? 'null');
			const parts = Object.entries(this.#empty).filter(([part, empty]) => typeof kept?.[part] === typeof empty);
			return { ...this.#empty, ...Object.fromEntries(parts.map(([part]) => [part, kept?.[part]])) };
		} catch {
			// Blocked, or cut off: nothing was kept.
			return this.#empty;
		}
	}

	write(words: Words): void {
		try {
			const isEmpty = Object.entries(this.#empty).every(([part, empty]) => words[part] === empty);
			if (isEmpty) localStorage.removeItem(this.#name);
			else localStorage.setItem(this.#name, JSON.stringify(words));
		} catch {
			// Blocked: it is kept as long as this page is open.
		}
	}
}
