import { byOrder, keyAt } from '#document/order.ts';
import { STATEMENTS_LIMIT } from '#domain/customers.ts';
import { newId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { listStatements, removeStatement, saveStatement, showStatement } from '#lib/http/seat.ts';
import { Unreachable } from '#lib/http/request.ts';
import { setOf } from '#lib/state/lookup.ts';
import { KeptStatements, type Line, type Waiting } from './kept-statements.ts';

/** What asks the server; a test drives it. */
export interface StatementServer {
	readonly list: typeof listStatements;
	readonly save: typeof saveStatement;
	readonly remove: typeof removeStatement;
	readonly show: typeof showStatement;
}

const SERVER: StatementServer = {
	list: listStatements,
	save: saveStatement,
	remove: removeStatement,
	show: showStatement
};

/** Keeping waits for a pause in writing. */
const PAUSE_MS = 700;
/** Without a network it is tried again by itself. */
const AGAIN_MS = 4000;

/**
 * What a customer wants to say, line by line. Every letter is kept on this device first, then sent; what has not arrived
 * waits here, also over a reload, and is the same however often it is sent.
 */
export class Statements {
	lines: readonly Line[] = $state.raw([]);
	isLoaded = $state(false);
	/** The last line that was thrown away, until it is put back or another is. */
	thrown: Line | null = $state.raw(null);
	/** The server's refusal, until the next deed. */
	refusal: string | null = $state(null);
	isAway = $state(false);
	/** False where this browser keeps nothing: a page that goes away loses what waits. */
	isKeptHere = $state(true);
	/** Just made: its field takes the focus. */
	fresh: string | null = $state(null);

	readonly #workshopId: string;
	readonly #kept: KeptStatements;
	readonly #server: StatementServer;
	#waiting: Readonly<Record<string, Waiting>> = $state.raw({});
	#timer: ReturnType<typeof setTimeout> | undefined;
	#sending: Promise<void> | null = null;
	/** Rises with each change made here; by id, what it was when the line was touched last. */
	#changes = 0;
	readonly #touched: Record<string, number> = {};

	constructor(workshopId: string, person: string, server: StatementServer = SERVER) {
		this.#workshopId = workshopId;
		this.#server = server;
		this.#kept = new KeptStatements(workshopId, person);
		const { lines, waiting } = this.#kept.read();
		this.lines = lines;
		this.#waiting = waiting;
	}

	readonly toShow: readonly Line[] = $derived(this.lines.filter(({ pointId }) => pointId === null));

	/**
	 * `saved`: the server has every word. `here`: this device has them, and waits for the network. `refused`: what is left
	 * was not taken as it stands.
	 */
	readonly saved: 'saved' | 'saving' | 'here' | 'refused' = $derived(
		Object.keys(this.#waiting).length === 0
			? 'saved'
			: Object.values(this.#waiting).every((deed) => deed === 'refused')
				? 'refused'
				: this.isAway
					? 'here'
					: 'saving'
	);
	readonly takesMore: boolean = $derived(this.toShow.length < STATEMENTS_LIMIT);

	/** To be shown as soon as the network is back. */
	isOnItsWay(id: string): boolean {
		return this.#waiting[id] === 'show';
	}

	/** Asks for what the server has; words that wait here, or were written meanwhile, stand as they are here. */
	async read(): Promise<void> {
		try {
			const before = this.#changes;
			const found = await this.#server.list(this.#workshopId);
			this.meet();
			const isShown = setOf(found.flatMap(({ id, pointId }) => (pointId === null ? [] : [id])));
			const isEmpty = setOf(this.lines.flatMap(({ id, text }) => (text.trim() === '' ? [id] : [])));
			const isMine = (id: string): boolean =>
				this.#waiting[id] !== undefined || (this.#touched[id] ?? 0) > before || (isEmpty.has(id) && !isShown.has(id));
			this.#put([
				...found.filter(({ id }) => !isMine(id)).map(({ id, order, text, pointId }) => ({ id, order, text, pointId })),
				...this.lines.filter(({ id }) => isMine(id))
			]);
			this.isAway = false;
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			this.isAway = true;
		}
		this.isLoaded = true;
	}

	/** Takes in what another page of this device wrote down; what that page cannot send any more, this one does. */
	meet(): void {
		const mine = { lines: this.lines, waiting: this.#waiting };
		const both = this.#kept.meet(mine);
		if (both === mine) return;
		for (const { id } of [...mine.lines, ...both.lines])
			if (!mine.lines.some((line) => both.lines.includes(line) && line.id === id)) this.#touch(id);
		this.lines = both.lines.toSorted(byOrder);
		this.#waiting = both.waiting;
		if (this.saved === 'saved' || this.saved === 'refused') return;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.send(), AGAIN_MS);
	}

	/** A new line at the end, or behind another one; none beyond those that are taken. */
	add(behind: string | null = null): void {
		if (!this.takesMore) return;
		const line: Line = { id: newId(), order: this.#place(behind), text: '', pointId: null };
		this.#touch(line.id);
		this.#put([...this.lines, line]);
		this.fresh = line.id;
	}

	write(id: string, text: string): void {
		this.#change(id, { text });
		if (text.trim() !== '') this.#later(id, 'keep');
	}

	/** A line that was left empty is none. */
	leave(id: string): void {
		const line = this.#line(id);
		if (!line) return;
		if (line.text.trim() === '') this.#remove(line);
		void this.send();
	}

	/** One place up or down among those that are still to be shown. */
	move(id: string, by: -1 | 1): void {
		const rows = this.toShow;
		const at = rows.findIndex((line) => line.id === id);
		const target = rows[at + by];
		const line = rows[at];
		if (!line || !target) return;
		const others = this.lines.filter((other) => other.id !== id);
		this.#change(id, { order: keyAt(others, by < 0 ? { before: target.id } : { after: target.id }) });
		if (line.text.trim() !== '') this.#later(id, 'keep');
	}

	throwAway(id: string): void {
		const line = this.#line(id);
		if (!line) return;
		this.thrown = line.text.trim() === '' ? null : line;
		this.#remove(line);
		void this.send();
	}

	putBack(): void {
		const { thrown } = this;
		if (!thrown) return;
		this.thrown = null;
		this.#put([...this.lines, thrown]);
		this.#later(thrown.id, 'keep');
		void this.send();
	}

	/** The room is shown it: now, or as soon as the network is back; once, however often it is pressed. */
	async show(id: string): Promise<void> {
		if (this.#line(id)?.text.trim() === '') return;
		this.#wait(id, 'show');
		await this.send();
	}

	/** It was not sent yet, and is not to be. */
	holdBack(id: string): void {
		this.#wait(id, 'keep');
	}

	/** Sends what waits, one after the other. */
	send(): Promise<void> {
		clearTimeout(this.#timer);
		this.#sending ??= this.#sendAll().finally(() => (this.#sending = null));
		return this.#sending;
	}

	stop(): void {
		clearTimeout(this.#timer);
		void this.send();
	}

	async #sendAll(): Promise<void> {
		for (;;) {
			const next = Object.entries(this.#waiting).find(([, deed]) => deed !== 'refused');
			if (!next) return;
			const [id, deed] = next;
			const line = this.#line(id);
			try {
				this.refusal = null;
				const pointId = await this.#do(deed, id, line);
				this.isAway = false;
				if (pointId !== null) this.#change(id, { pointId });
				// Written on meanwhile: it waits for the newer words.
				const isSame = this.#line(id)?.text === line?.text && this.#line(id)?.order === line?.order;
				if (this.#waiting[id] === deed && (isSame || deed !== 'keep')) this.#done(id);
			} catch (error) {
				if (error instanceof Unreachable) {
					this.isAway = true;
					this.#timer = setTimeout(() => void this.send(), AGAIN_MS);
					return;
				}
				if (!(error instanceof Problem)) throw error;
				if (error.code === 'too-many-tries' || error.code === 'internal') {
					this.#timer = setTimeout(() => void this.send(), AGAIN_MS);
					return;
				}
				// Shown already from another device: what the server has is asked for again. Other words stay here.
				if (error.code === 'in-use') this.#done(id);
				else this.#wait(id, 'refused');
				await this.read();
				this.refusal = error.message;
				return;
			}
		}
	}

	/** The point it became; null where it became none. */
	async #do(deed: Waiting, id: string, line: Line | undefined): Promise<string | null> {
		if (deed === 'remove') {
			await this.#server.remove(this.#workshopId, id);
			return null;
		}
		if (!line || line.pointId !== null) return null;
		const text = line.text.trim();
		if (text !== '') await this.#server.save(this.#workshopId, id, { text, order: line.order });
		return deed === 'show' ? (await this.#server.show(this.#workshopId, id)).pointId : null;
	}

	#line(id: string): Line | undefined {
		return this.lines.find((line) => line.id === id);
	}

	#place(behind: string | null): string {
		return keyAt(this.lines, behind === null ? { at: 'end' } : { after: behind });
	}

	#remove(line: Line): void {
		this.#put(this.lines.filter((other) => other !== line));
		this.#wait(line.id, 'remove');
	}

	#later(id: string, deed: Waiting): void {
		this.#wait(id, deed);
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.send(), PAUSE_MS);
	}

	#touch(id: string): void {
		this.#changes += 1;
		this.#touched[id] = this.#changes;
	}

	#change(id: string, change: Partial<Line>): void {
		this.#touch(id);
		this.#put(this.lines.map((line) => (line.id === id ? { ...line, ...change } : line)));
	}

	#wait(id: string, deed: Waiting): void {
		this.#touch(id);
		const { [id]: _, ...others } = this.#waiting;
		this.#waiting = { ...others, [id]: deed };
		this.#keep();
	}

	#done(id: string): void {
		this.#touch(id);
		const { [id]: _, ...others } = this.#waiting;
		this.#waiting = others;
		this.#keep();
	}

	#put(lines: readonly Line[]): void {
		this.lines = lines.toSorted(byOrder);
		this.#keep();
	}

	#keep(): void {
		this.meet();
		this.isKeptHere = this.#kept.write({ lines: this.lines, waiting: this.#waiting });
	}
}
