/** Does what falls due in the weeks after the signing, one thing after the other; nobody's answer waits for it. */
import { setImmediate as breath } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Outbox } from '../mail/outbox.ts';
import { databaseError, type Database } from '../store/database.ts';
import { JobStore, type Job, type NewJob } from '../store/jobs.ts';
import type { FollowUp } from './follow-up.ts';

/** How often the clock is looked at. */
const LOOK_MS = 30_000;

/** What jobs of one kind do. */
export interface JobKind {
	readonly kind: string;
	/**
	 * Done twice it is as if done once: what it writes is unique by its keys.
	 * @returns the jobs that follow from it
	 */
	run(job: Job, now: Date): Promise<readonly NewJob[]>;
}

/** What is looked for each time, jobs or not. */
export interface Round {
	/** Before the jobs: makes those that begin something. */
	before?(now: Date): Promise<void>;
	/** After the jobs: letters are made of what waits. */
	after?(now: Date): Promise<void>;
}

export interface MachineParts {
	readonly database: Database;
	readonly outbox: Pick<Outbox, 'rest'>;
	readonly log: Log;
	readonly now: () => Date;
	readonly kinds: readonly JobKind[];
	readonly rounds: readonly Round[];
}

export class FollowUpMachine implements FollowUp {
	readonly #parts: MachineParts;
	readonly #jobs: JobStore;
	readonly #kinds: ReadonlyMap<string, JobKind>;
	#timer: NodeJS.Timeout | null = null;
	#running: Promise<void> = Promise.resolve();
	/** A round that has not begun yet serves everybody who asks meanwhile. */
	#next: Promise<void> | null = null;
	#isClosed = false;

	constructor(parts: MachineParts) {
		this.#parts = parts;
		this.#jobs = new JobStore(parts.database);
		this.#kinds = new Map(parts.kinds.map((kind) => [kind.kind, kind]));
	}

	/** From now on the clock is looked at without anybody asking. */
	start(): void {
		this.#timer ??= setInterval(() => this.wake(), LOOK_MS).unref();
		this.wake();
	}

	wake(): void {
		void this.rest();
	}

	rest(): Promise<void> {
		this.#next ??= this.#running.then(() => {
			this.#next = null;
			return (this.#running = this.#round());
		});
		return this.#next;
	}

	/** What is under way is finished; the rest waits for the next start. */
	async close(): Promise<void> {
		this.#isClosed = true;
		if (this.#timer) clearInterval(this.#timer);
		await (this.#next ?? this.#running);
	}

	async #round(): Promise<void> {
		const { rounds, outbox } = this.#parts;
		for (const { before } of rounds) await this.#step(before);
		await this.#step(() => this.#work());
		for (const { after } of rounds) await this.#step(after);
		await this.#step(() => outbox.rest());
	}

	/** One that fails holds up no other; the next look begins anew. */
	async #step(step: Round['before']): Promise<void> {
		if (this.#isClosed) return;
		try {
			await step?.(this.#parts.now());
		} catch (error) {
			this.#parts.log.error({ err: error }, 'the follow-up could not go on');
		}
	}

	async #work(): Promise<void> {
		const { now } = this.#parts;
		const kinds = [...this.#kinds.keys()];
		while (kinds.length > 0 && !this.#isClosed) {
			const job = await this.#jobs.claim(now(), kinds);
			if (!job) return;
			await this.#run(job);
			await breath();
		}
	}

	/** A job that fails holds up no other. Nothing that people wrote reaches the log. */
	async #run(job: Job): Promise<void> {
		const { now, log } = this.#parts;
		try {
			const then = (await this.#kinds.get(job.kind)?.run(job, now())) ?? [];
			await this.#jobs.finish(job, now(), then);
		} catch (error) {
			const failure = databaseError(error)?.code ?? (error instanceof Error ? error.name : 'unknown');
			log.error({ job: job.kind, tries: job.tries, err: error }, 'a job of the follow-up failed');
			await this.#jobs.fail(job, now(), failure);
		}
	}
}
