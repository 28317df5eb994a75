/**
 * What one person will write: Yjs updates made beforehand, in a document that holds only this person's own notes, so that
 * the generator costs little while the clock runs. Every fourth edit sets a value in a map, the others type letters.
 */
import type { FieldId, NoteId, ZoneId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import * as Y from 'yjs';
import { STAMP_LETTERS, stampPlace, UNSTAMPED } from './stamp.ts';
import type { Wire } from './wire.ts';

const ZONE = 'good' as ZoneId;
const FIELD = 'mood' as FieldId;
/** Letters in one note, below what admission allows. */
const NOTE_LETTERS = 7_000;

export interface PreparedEdit {
	readonly frame: Uint8Array;
	/** Where the time of sending goes. */
	readonly stampAt: number;
	/** The update inside of the frame. */
	readonly updateAt: number;
}

export interface WriterOptions {
	readonly edits: number;
	/** 10, or many, of which the edit before loses as many: a document that changes much and does not grow. */
	readonly letters: number;
	readonly wire: Wire;
}

export class Writer {
	/** Empty notes, to be sent before the first edit. */
	readonly notes: Uint8Array;
	readonly edits: readonly PreparedEdit[];
	readonly clientId: number;
	/** How many edits type letters. */
	readonly typed: number;
	readonly #board: BoardDocument;
	readonly #noteIds: readonly NoteId[];

	constructor({ edits, letters, wire }: WriterOptions) {
		const doc = new Y.Doc();
		this.#board = new BoardDocument(doc);
		this.clientId = doc.clientID;
		this.typed = edits - Math.floor(edits / 4);
		const typesAnew = letters > STAMP_LETTERS;
		const editsANote = typesAnew ? Infinity : Math.floor(NOTE_LETTERS / letters);
		this.#noteIds = Array.from({ length: Math.max(1, Math.ceil(this.typed / editsANote)) }, () =>
			this.#board.addNote({ zone: ZONE, fields: [{ id: FIELD, kind: 'choice', value: 'none' }] })
		);
		this.notes = wire.update(Y.encodeStateAsUpdate(doc));
		const prepared: PreparedEdit[] = [];
		const keep = (update: Uint8Array) => {
			const frame = wire.update(update);
			prepared.push({ frame, stampAt: stampPlace(frame), updateAt: frame.byteLength - update.byteLength });
		};
		doc.on('update', keep);
		const run = UNSTAMPED.padEnd(letters, '.');
		let typed = 0;
		for (let edit = 1; edit <= edits; edit += 1) {
			const note = this.#noteIds[typesAnew ? 0 : Math.floor(typed / editsANote)]!;
			if (edit % 4 === 0) this.#board.setChoice(note, FIELD, UNSTAMPED);
			else {
				typed += 1;
				this.#type(note, run, typesAnew);
			}
		}
		doc.off('update', keep);
		this.edits = prepared;
	}

	/** Does this document hold everything this person wrote? Null, or what is missing. */
	missingIn(doc: Y.Doc): string | null {
		const own = Y.getState(this.#board.doc.store, this.clientId);
		const there = Y.getState(doc.store, this.clientId);
		if (there !== own) return `${own - there} of ${own} changes of client ${this.clientId}`;
		const board = new BoardDocument(doc);
		for (const id of this.#noteIds) {
			const [mine, theirs] = [this.#board.textOf(id)?.length, board.textOf(id)?.toString()];
			if (theirs === undefined || theirs.length !== mine) return `letters of note ${id}`;
			if (theirs.includes('~')) return `the stamps of note ${id}`;
		}
		return null;
	}

	#type(id: NoteId, run: string, anew: boolean): void {
		const text = this.#board.textOf(id);
		if (!text) throw new Error('The note has no text.');
		this.#board.transact(() => {
			text.insert(text.length, run);
			if (anew && text.length > run.length) text.delete(0, text.length - run.length);
		});
	}
}
