import type { FieldId, GroupId, NoteId } from '#domain/ids.ts';
import type { BoardNote } from '#document/board-shape.ts';
import type { BoardDocument } from '#document/board.ts';
import { Watched } from './board-watched.svelte.ts';

/** Who else is at a note now: its editor is open there, or it is being moved. */
export interface AtNote {
	readonly person: string;
	readonly deed: 'writing' | 'holding';
}

/** One note. A letter typed into it is news to this object only. Small, as a board has five hundred of them. */
export class NoteState {
	readonly id: NoteId;
	/** Somebody else, not me. */
	at: AtNote | null = $state.raw(null);
	/** It came from somebody else a moment ago. */
	isNew = $state(false);
	readonly #read: (id: NoteId) => BoardNote | null;
	#changes = $state(0);
	/** Undefined until it is asked for, and again after each change. */
	#note: BoardNote | null | undefined = undefined;

	constructor(id: NoteId, read: (id: NoteId) => BoardNote | null, at: AtNote | null = null) {
		this.id = id;
		this.#read = read;
		this.at = at;
	}

	/** Null when its parts are broken, or it has not arrived. */
	get note(): BoardNote | null {
		void this.#changes;
		if (this.#note === undefined) this.#note = this.#read(this.id);
		return this.#note;
	}

	/** What was read of it is old. */
	changed(): void {
		this.#note = undefined;
		this.#changes += 1;
	}

	get text(): string {
		return this.note?.text ?? '';
	}

	get from(): readonly string[] {
		return this.note?.from ?? [];
	}

	get author(): string | null {
		return this.note?.author ?? null;
	}

	get group(): GroupId | null {
		return this.note?.group ?? null;
	}

	field(id: FieldId): string {
		return String(this.note?.fields[id] ?? '');
	}
}

/** The name of a group, which is written together like a note's words. */
export class GroupState {
	readonly id: GroupId;
	readonly #title: Watched<string>;

	constructor(board: BoardDocument, id: GroupId) {
		this.id = id;
		this.#title = new Watched(
			() => board.titleOf(id)?.toString() ?? '',
			(changed) => {
				const title = board.titleOf(id);
				title?.observe(changed);
				return () => title?.unobserve(changed);
			}
		);
	}

	get title(): string {
		return this.#title.value;
	}
}
