import type { FieldId, GroupId, NoteId } from '#domain/ids.ts';
import type { BoardNote } from '#document/board-shape.ts';
import type { BoardDocument } from '#document/board.ts';
import { Watched } from './board-watched.svelte.ts';

/** Who else is at a note now: its editor is open there, or it is being moved. */
export interface AtNote {
	readonly person: string;
	readonly deed: 'writing' | 'holding';
}

/** One note. A letter typed into it is news to this object only. */
export class NoteState {
	readonly id: NoteId;
	/** Somebody else, not me. */
	at: AtNote | null = $state.raw(null);
	/** It came from somebody else a moment ago. */
	isNew = $state(false);
	readonly #note: Watched<BoardNote | null>;

	/** `justRead` gives the note where the whole board was read since the last change. */
	constructor(board: BoardDocument, id: NoteId, justRead: () => BoardNote | undefined = () => undefined) {
		this.id = id;
		this.#note = new Watched(
			() => justRead() ?? board.note(id),
			(changed) => board.onNote(id, changed)
		);
	}

	/** Null when its parts are broken, or it has not arrived. */
	get note(): BoardNote | null {
		return this.#note.value;
	}

	get text(): string {
		return this.#note.value?.text ?? '';
	}

	get from(): readonly string[] {
		return this.#note.value?.from ?? [];
	}

	get author(): string | null {
		return this.#note.value?.author ?? null;
	}

	get group(): GroupId | null {
		return this.#note.value?.group ?? null;
	}

	field(id: FieldId): string {
		return String(this.#note.value?.fields[id] ?? '');
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
