/** The boards of the example workshop while they are made, and where each thing of `demo.json` came to lie on them. */
import * as Y from 'yjs';
import type { NewField } from '#document/board-shape.ts';
import { BoardDocument } from '#document/board.ts';
import { asId, type DocumentId, type GroupId, type NoteId, type PersonId } from '#domain/ids.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import type { Activity } from '#domain/template.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { DocumentRecord } from '../store/documents.ts';
import type { LogRow } from '../sync/access.ts';

export interface DemoNote {
	readonly id: NoteId;
	readonly zone: string;
	readonly text: string;
	/** Null: written without a name. */
	readonly author: string | null;
	readonly from?: readonly string[];
	/** By the field's id; empty ones are left out. */
	readonly fields?: Readonly<Record<string, string>>;
	readonly answers?: Readonly<Record<string, string>>;
	readonly group?: GroupId;
}

export class DemoBoards {
	readonly #now: WorkshopNow;
	readonly #open = new Map<DocumentId, DemoBoard>();
	readonly #refs = new Map<string, string>();

	constructor(now: WorkshopNow) {
		this.#now = now;
	}

	/** The board of a step: a syndicate's by its address, or the room's. */
	of(step: string, syndicate: string | null = null): DemoBoard {
		const syndicateId = syndicate === null ? null : (this.#now.syndicateBySlug(syndicate)?.id ?? null);
		return this.#find(
			(document) => document.kind !== 'private' && document.step === step && document.syndicateId === syndicateId
		);
	}

	privateOf(step: string, person: PersonId): DemoBoard {
		return this.#find(
			(document) => document.kind === 'private' && document.step === step && document.personId === person
		);
	}

	/** Remembers what a thing of the example is called in the product. */
	call(demoId: string, ref: string): void {
		this.#refs.set(demoId, ref);
	}

	/** @throws for a thing that is not there at this stage */
	ref(demoId: string): string {
		const ref = this.#refs.get(demoId);
		if (ref === undefined) throw new Error(`the example names ${demoId}, which is nowhere`);
		return ref;
	}

	/** As `ref`, without those that are nowhere: a point taken back leads nowhere. */
	refs(demoIds: readonly string[]): readonly string[] {
		return demoIds.flatMap((id) => this.#refs.get(id) ?? []);
	}

	/** Every board that was written to, as its first update. */
	rows(): readonly LogRow[] {
		return [...this.#open.values()].map(({ document, board }) => ({
			documentId: document.id,
			generation: document.generation,
			seq: 1,
			bytes: Y.encodeStateAsUpdate(board.doc),
			claims: []
		}));
	}

	#find(matches: (document: DocumentRecord) => boolean): DemoBoard {
		const document = this.#now.rows.documents.find(matches);
		const activity = document && this.#now.activities.get(document.step);
		if (!document || !activity) throw new Error('the example names a board that is not in the agenda');
		const known = this.#open.get(document.id);
		if (known) return known;
		const opened = new DemoBoard(document, activity);
		this.#open.set(document.id, opened);
		return opened;
	}
}

export class DemoBoard {
	readonly document: DocumentRecord;
	readonly activity: Activity;
	readonly board = new BoardDocument(new Y.Doc());

	constructor(document: DocumentRecord, activity: Activity) {
		this.document = document;
		this.activity = activity;
	}

	get id(): DocumentId {
		return this.document.id;
	}

	/** Puts a note on the board, with its author as far as the step's names rule lets it be known. Gives back its ref. */
	write({ id, zone, text, author, from = [], fields = {}, answers = {}, group }: DemoNote): string {
		this.board.putNote(id, {
			zone: asId(zone),
			text,
			from,
			fields: [...this.fields(zone, fields), ...this.answers(answers)]
		});
		if (group !== undefined) this.board.join(id, group);
		this.board.stamp(id, author !== null && this.activity.names === 'named' ? asId(author) : 'hidden');
		return noteRef(this.id, id);
	}

	/** Gives back its id and its ref. */
	group(zone: string, title: string): { readonly id: GroupId; readonly ref: string } {
		const id = this.board.addGroup(asId(zone), title);
		return { id, ref: groupRef(this.id, id) };
	}

	/** Fields as the interface makes them: every text, filled or not, and of the others those with an answer. */
	fields(zone: string, values: Readonly<Record<string, string>>): readonly NewField[] {
		const fields = (this.activity.board.fields ?? []).filter(
			({ id, onlyIn }) => id !== 'text' && (onlyIn === undefined || onlyIn === zone)
		);
		return fields.flatMap(({ id, kind }): NewField[] => {
			const value = values[id] ?? '';
			if (kind !== 'text' && (value === '' || kind === 'links')) return [];
			return [{ id, kind, value }];
		});
	}

	/** Answers of a draft's form that no field of the board asks for. */
	answers(values: Readonly<Record<string, string>>): readonly NewField[] {
		return Object.entries(values).flatMap(([id, value]): NewField[] =>
			value === '' ? [] : [{ id: asId(id), kind: 'choice', value }]
		);
	}
}
