import type { Component } from 'svelte';
import type { GroupId, NoteId, ZoneId } from '#domain/ids.ts';
import { setOf } from './lookup.ts';

/** A sheet about one note or group, or about the board. */
export type Sheet =
	| { readonly kind: 'note'; readonly note: NoteId; readonly part: 'all' | 'move' | 'join' }
	| { readonly kind: 'links'; readonly note: NoteId }
	| { readonly kind: 'story'; readonly note: NoteId }
	/** The whole form of a draft. */
	| { readonly kind: 'draft'; readonly note: NoteId }
	| { readonly kind: 'history'; readonly of: NoteId | GroupId }
	| { readonly kind: 'group'; readonly group: GroupId }
	/** Where a note or group comes from, and what became of it. */
	| { readonly kind: 'chain'; readonly of: { readonly note: NoteId } | { readonly group: GroupId } }
	| { readonly kind: 'bin' }
	| { readonly kind: 'result' }
	| { readonly kind: 'keys' };

const KEYS = 'plenary.letter-keys';

/** What my own hands do on a board: nothing of it is anybody else's. */
export class BoardDesk {
	/** The note whose words are open under my caret. */
	editing: NoteId | null = $state(null);
	/** What opens a note; null until the board fetched it, after its first picture. */
	Editor: Component<{ id: NoteId; zone: ZoneId }> | null = $state.raw(null);
	/** The group whose name is. */
	naming: GroupId | null = $state(null);
	/** The note being written in a zone's write box; not shown below until it is done. */
	drafts: Readonly<Record<ZoneId, NoteId>> = $state.raw({});
	/** The zone whose write box is open. */
	writingIn: ZoneId | null = $state(null);
	sheet: Sheet | null = $state.raw(null);
	isDrawerOpen = $state(false);
	/** Notes ticked for a group, in the order of ticking; null while not grouping. */
	ticked: readonly NoteId[] | null = $state.raw(null);
	/** On a phone, the zone in view. */
	tab: ZoneId | null = $state(null);
	hasLetterKeys = $state(localStorage.getItem(KEYS) !== 'off');
	/** Why the last thing I asked for was refused; shown until the next. */
	refusal = $state('');
	/** The draft on its way to the plan. */
	sending: NoteId | null = $state(null);
	/** Said once, in the live region. */
	said = $state('');
	readonly #ticks = $derived(setOf(this.ticked ?? []));

	constructor(tab: ZoneId | null = null) {
		this.tab = tab;
	}

	isTicked(note: NoteId): boolean {
		return this.#ticks.has(note);
	}

	tick(note: NoteId): void {
		const ticked = this.ticked ?? [];
		this.ticked = this.isTicked(note) ? ticked.filter((other) => other !== note) : [...ticked, note];
	}

	draft(zone: ZoneId, note: NoteId | null): void {
		const { [zone]: _, ...others } = this.drafts;
		this.drafts = note === null ? others : { ...others, [zone]: note };
	}

	useLetterKeys(isOn: boolean): void {
		this.hasLetterKeys = isOn;
		localStorage.setItem(KEYS, isOn ? 'on' : 'off');
	}
}
