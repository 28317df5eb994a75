/**
 * Who is here and where they write; only in memory. A client names its presence by its Yjs client id, which would tell
 * who wrote which note: so every connection gets another id, and the person in it is the server's word.
 */
import type { PersonId } from '#domain/ids.ts';
import { presenceEntry, presenceFrame, type PresenceEntry } from './frame.ts';

const GONE = 'null';
/** Of all presence in one frame, so that a few who say much do not fill everybody's line: the rest comes in the next one. */
const LETTERS_AT_ONCE = 16_000;

interface Place {
	readonly id: number;
	/** The id the client uses for itself, once it has spoken. */
	ownId: number | null;
	clock: number;
	/** JSON with the person, and what is left of it for those who may not know the name. */
	state: { readonly named: string; readonly unnamed: string } | null;
}

export class Presence<Connection extends object> {
	readonly #places = new Map<Connection, Place>();
	readonly #issued = new Set<number>();
	/** Changed since others were told. A goodbye has no connection any more. */
	readonly #changed = new Set<Connection>();
	#goodbyes: Uint8Array[] = [];
	readonly #randomId: () => number;

	constructor(randomId: () => number = () => Math.floor(Math.random() * 2 ** 32)) {
		this.#randomId = randomId;
	}

	/**
	 * Takes what a client says of itself. What it repeats of others (the stock client does) is left out.
	 * @param person who it is, `hidden` where names are
	 * @returns false when the state is no JSON object: the client is broken or means harm
	 */
	hear(connection: Connection, entries: readonly PresenceEntry[], person: PersonId | 'hidden'): boolean {
		const place = this.#placeOf(connection);
		place.ownId ??= entries.find(({ id }) => !this.#issued.has(id))?.id ?? null;
		for (const { id, state } of entries) {
			if (id !== place.ownId) continue;
			const said = state === GONE ? null : objectIn(state);
			if (state !== GONE && said === null) return false;
			if (said === null && place.state === null) continue;
			place.state = said === null ? null : shownOf(said, state, person);
			place.clock += 1;
			this.#changed.add(connection);
		}
		return true;
	}

	leave(connection: Connection): void {
		const place = this.#places.get(connection);
		this.#places.delete(connection);
		// A farewell of its own that was not passed on yet would be lost with it.
		const isUntold = this.#changed.delete(connection);
		if (place && (place.state !== null || isUntold))
			this.#goodbyes.push(presenceEntry({ id: place.id, clock: place.clock + 1, state: GONE }));
	}

	get hasNews(): boolean {
		return this.#changed.size > 0 || this.#goodbyes.length > 0;
	}

	/** Everyone who is here, for one who just came. `isNamed`: may this one know who they are? */
	everyone(except: Connection, isNamed = true): Uint8Array | null {
		const entries = [...this.#places]
			.filter(([connection, { state }]) => connection !== except && state !== null)
			.map(([, place]) => entryOf(place, isNamed));
		return framed(entries);
	}

	/** What changed, one frame for all; those who changed get one without themselves. Null: nothing for this one. */
	news(): (to: Connection, isNamed?: boolean) => Uint8Array | null {
		const changed: (readonly [Connection, Place])[] = [];
		let letters = 0;
		for (const connection of this.#changed) {
			const place = this.#places.get(connection);
			if (place) changed.push([connection, place]);
			this.#changed.delete(connection);
			letters += place?.state?.named.length ?? 0;
			if (letters > LETTERS_AT_ONCE) break;
		}
		const goodbyes = this.#goodbyes;
		this.#goodbyes = [];
		const write = (isNamed: boolean) => {
			const entries = new Map(changed.map(([connection, place]) => [connection, entryOf(place, isNamed)]));
			return { entries, forAll: framed([...goodbyes, ...entries.values()]) };
		};
		const written = new Map<boolean, ReturnType<typeof write>>();
		return (to, isNamed = true) => {
			const { entries, forAll } = written.get(isNamed) ?? write(isNamed);
			if (!written.has(isNamed)) written.set(isNamed, { entries, forAll });
			if (!entries.has(to)) return forAll;
			const others = [...goodbyes];
			for (const [connection, entry] of entries) if (connection !== to) others.push(entry);
			return framed(others);
		};
	}

	#placeOf(connection: Connection): Place {
		const known = this.#places.get(connection);
		if (known) return known;
		const place: Place = { id: this.#newId(), ownId: null, clock: 0, state: null };
		this.#places.set(connection, place);
		return place;
	}

	#newId(): number {
		let id = this.#randomId();
		while (this.#issued.has(id)) id = this.#randomId();
		this.#issued.add(id);
		return id;
	}
}

const entryOf = ({ id, clock, state }: Place, isNamed: boolean): Uint8Array =>
	presenceEntry({ id, clock, state: (isNamed ? state?.named : state?.unnamed) ?? GONE });

const framed = (entries: readonly Uint8Array[]): Uint8Array | null =>
	entries.length > 0 ? presenceFrame(entries) : null;

function objectIn(state: string): object | null {
	try {
		const value: unknown = JSON.parse(state);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
	} catch {
		// JSON.parse tells broken text only by throwing.
		return null;
	}
}

function shownOf(said: object, state: string, person: PersonId | 'hidden'): NonNullable<Place['state']> {
	const unnamed = stamped(JSON.stringify(withoutHands(said)), 'hidden');
	return { named: person === 'hidden' ? unnamed : stamped(state, person), unnamed };
}

/** To whom a name is not told, a caret or a pointer that moves as a hand does would tell it: only the note is told. */
function withoutHands({ writing, holding }: { writing?: unknown; holding?: unknown }): object {
	const isIn = typeof writing === 'object' && writing !== null && 'note' in writing && typeof writing.note === 'string';
	return {
		...(isIn ? { writing: { note: writing.note, at: 0 } } : writing === undefined ? {} : { writing: null }),
		...(typeof holding === 'string' || holding === null ? { holding } : {})
	};
}

/** Of two equal keys the last one counts, so the text need not be written anew to put our `person` in. */
function stamped(state: string, person: string): string {
	const open = state.trimEnd().slice(0, -1).trimEnd();
	return `${open}${open === '{' || open.trimStart() === '{' ? '' : ','}"person":${JSON.stringify(person)}}`;
}
