/**
 * A signature that was given while the server could not be reached: it waits on this device, and goes to the plan it was
 * read as, once. Kept for each workshop and person, so that a page that goes away loses nothing.
 */
import { Problem } from '#domain/problem.ts';
import { WAITS } from '#lib/http/kept-here.ts';
import { sign } from '#lib/http/plan.ts';
import { Unreachable } from '#lib/http/request.ts';
import type { PlanView } from '#protocol/views.ts';

interface Waiting {
	/** The plan it was read as. */
	readonly saw: string;
	/** Why it was not taken, until whoever gave it lets it go. */
	readonly refused?: string;
}

/** Refusals that pass: the signature waits on. */
const PASSING: readonly Problem['code'][] = ['too-many-tries', 'internal'];
/** Longer than a slow network needs, shorter than somebody believes in a button. */
const PATIENCE_MS = 8000;

export class SignatureKept {
	#waiting: Waiting | null;
	#isSending = false;
	readonly #workshop: string;
	readonly #name: string;
	readonly #changed: () => void;

	/** @param changed called whenever something waits, or waits no more */
	constructor(workshop: string, person: string, changed: () => void = () => {}) {
		this.#workshop = workshop;
		this.#changed = changed;
		this.#name = `${WAITS}${workshop}.${person}.signature`;
		this.#waiting = this.#kept();
	}

	/** Given, and not on the plan yet. */
	get isWaiting(): boolean {
		return this.#waiting !== null && this.#waiting.refused === undefined;
	}

	/** Why it is not on the plan; null for none. */
	get refused(): string | null {
		return this.#waiting?.refused ?? null;
	}

	/** The person's own press. */
	async sign(saw: string): Promise<PlanView | null> {
		this.#keep({ saw });
		return this.send();
	}

	/** Sends what waits; the plan with the name on it, or null where there is none yet. */
	async send(): Promise<PlanView | null> {
		const waiting = this.#waiting;
		if (!waiting || waiting.refused !== undefined || this.#isSending) return null;
		this.#isSending = true;
		try {
			const plan = await inTime(sign(this.#workshop, waiting.saw));
			this.#keep(null);
			return plan;
		} catch (error) {
			if (error instanceof Unreachable) return null;
			if (!(error instanceof Problem)) throw error;
			if (PASSING.includes(error.code)) return null;
			// It arrived before, and the answer did not.
			this.#keep(error.code === 'already-signed' ? null : { ...waiting, refused: reasonOf(error) });
			return null;
		} finally {
			this.#isSending = false;
		}
	}

	/** The reason was read. */
	letGo(): void {
		this.#keep(null);
	}

	#kept(): Waiting | null {
		try {
			const kept: unknown = JSON.parse(localStorage.getItem(this.#name) ?? 'null');
			return isWaiting(kept) ? kept : null;
		} catch {
			// Blocked, or cut off: nothing waits.
			return null;
		}
	}

	#keep(waiting: Waiting | null): void {
		this.#waiting = waiting;
		this.#changed();
		try {
			if (waiting === null) localStorage.removeItem(this.#name);
			else localStorage.setItem(this.#name, JSON.stringify(waiting));
		} catch {
			// Full or blocked: it waits as long as this page is open.
		}
	}
}

const isWaiting = (kept: unknown): kept is Waiting =>
	typeof kept === 'object' && kept !== null && 'saw' in kept && typeof kept.saw === 'string';

const reasonOf = ({ code, message }: Problem): string =>
	code === 'plan-already-signed'
		? 'The plan was closed before your signature arrived. Your name is not on it; say so to whoever follows up.'
		: message;

async function inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Unreachable()), PATIENCE_MS);
	});
	try {
		return await Promise.race([asked, late]);
	} finally {
		clearTimeout(timer);
	}
}
