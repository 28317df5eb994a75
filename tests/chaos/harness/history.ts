/**
 * What every laptop did, and what it was told of it. One edit carries one marker, which stands in the text of a note:
 * whoever reads a document later knows whose words are there, whose are missing, and whose nobody wrote.
 */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** `unknown`: it was under way when its socket closed, so the server may or may not have it. */
export type Fate = 'asked' | 'acknowledged' | 'unknown' | 'refused';

export interface Asked {
	readonly marker: string;
	readonly documentId: string;
	readonly by: string;
	readonly askedAt: number;
	fate: Fate;
	/** On `performance.now()`; null before it was said to be saved. */
	acknowledgedAt: number | null;
}

const MARKER = /\[[a-z0-9-]+\.\d+\]/g;
/** Lines kept back before they are written: a run makes thousands. */
const LINES_AT_ONCE = 500;

/** Every marker in a text, and what is left without them. */
export function markersIn(text: string): { readonly markers: readonly string[]; readonly rest: string } {
	return { markers: text.match(MARKER) ?? [], rest: text.replaceAll(MARKER, '') };
}

export class History {
	readonly #path: string | null;
	readonly #edits = new Map<string, Asked>();
	readonly #counts = new Map<string, number>();
	readonly #lines: string[] = [];

	/** @param path a file of JSON lines; null keeps it in memory only */
	constructor(path: string | null) {
		this.#path = path;
		if (path === null) return;
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, '');
	}

	/** A new edit; the marker is what its text has to hold. */
	ask(documentId: string, by: string): string {
		const number = (this.#counts.get(by) ?? 0) + 1;
		this.#counts.set(by, number);
		const marker = `[${by}.${number}]`;
		const askedAt = performance.now();
		this.#edits.set(marker, { marker, documentId, by, askedAt, fate: 'asked', acknowledgedAt: null });
		this.#write(marker, 'asked', documentId);
		return marker;
	}

	/** The server said that it is on disk. That is never taken back. */
	acknowledge(marker: string): void {
		const edit = this.#edits.get(marker);
		if (!edit || edit.fate === 'acknowledged') return;
		edit.fate = 'acknowledged';
		edit.acknowledgedAt = performance.now();
		this.#write(marker, 'acknowledged');
	}

	/** Its socket closed before anything was said of it. */
	lose(marker: string): void {
		this.#become(marker, 'unknown');
	}

	/** The server refused it, and said so. */
	refuse(marker: string): void {
		this.#become(marker, 'refused');
	}

	edits(documentId?: string): readonly Asked[] {
		const all = [...this.#edits.values()];
		return documentId === undefined ? all : all.filter((edit) => edit.documentId === documentId);
	}

	acknowledged(documentId?: string): readonly string[] {
		return this.edits(documentId).flatMap(({ marker, fate }) => (fate === 'acknowledged' ? [marker] : []));
	}

	get(marker: string): Asked | null {
		return this.#edits.get(marker) ?? null;
	}

	get path(): string | null {
		return this.#path;
	}

	/** Any other line that helps to read the file: a kill, a cut, a start. */
	note(event: string, facts: object = {}): void {
		this.#line({ at: Math.round(performance.now()), event, ...facts });
	}

	flush(): void {
		if (this.#path !== null && this.#lines.length > 0) appendFileSync(this.#path, this.#lines.join(''));
		this.#lines.length = 0;
	}

	/** The run went well: nobody will read it. */
	remove(): void {
		this.#lines.length = 0;
		if (this.#path !== null) rmSync(this.#path, { force: true });
	}

	#become(marker: string, fate: Fate): void {
		const edit = this.#edits.get(marker);
		if (!edit || edit.fate === 'acknowledged' || edit.fate === fate) return;
		edit.fate = fate;
		this.#write(marker, fate);
	}

	#write(marker: string, fate: Fate, documentId?: string): void {
		this.#line({
			at: Math.round(performance.now()),
			marker,
			fate,
			...(documentId === undefined ? {} : { documentId })
		});
	}

	#line(line: object): void {
		if (this.#path === null) return;
		this.#lines.push(`${JSON.stringify(line)}\n`);
		if (this.#lines.length >= LINES_AT_ONCE) this.flush();
	}
}
