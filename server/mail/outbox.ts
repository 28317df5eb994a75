/** Sends what is written into the outbox, one mail after the other; nobody's answer waits for it. */
import type { Log } from '../log.ts';
import type { MailStore } from '../store/mails.ts';
import type { Sender } from './sender.ts';

/** How often what failed, or was left by another process, is looked for. */
const LOOK_MS = 30_000;

export interface OutboxParts {
	readonly mails: MailStore;
	readonly sender: Sender;
	readonly log: Log;
	readonly now: () => Date;
}

export class Outbox {
	readonly #parts: OutboxParts;
	#timer: NodeJS.Timeout | null = null;
	#running: Promise<void> = Promise.resolve();
	#isClosed = false;

	constructor(parts: OutboxParts) {
		this.#parts = parts;
	}

	/** From now on it is looked for without anybody asking. */
	start(): void {
		this.#timer ??= setInterval(() => this.wake(), LOOK_MS).unref();
		this.wake();
	}

	/** There may be something to send. Called after the transaction that wrote it. */
	wake(): void {
		void this.rest();
	}

	/** Sends all that is due; resolves when it is sent or refused. */
	rest(): Promise<void> {
		this.#running = this.#running.then(() => this.#work());
		return this.#running;
	}

	/** What is under way is finished; the rest waits for the next start. */
	async close(): Promise<void> {
		this.#isClosed = true;
		if (this.#timer) clearInterval(this.#timer);
		await this.#running;
		this.#parts.sender.close();
	}

	async #work(): Promise<void> {
		const { mails, log, now } = this.#parts;
		try {
			if (this.#isClosed) return;
			await mails.forgetOldCodes(now());
			await mails.giveUpOld(now());
			for (;;) {
				const mail = this.#isClosed ? null : await mails.claim(now());
				if (!mail) return;
				await this.#send(mail);
			}
		} catch (error) {
			// The database is away; the next look begins anew.
			log.error({ err: error }, 'the outbox could not be read');
		}
	}

	/** Neither address nor words reach the log. */
	async #send(mail: Parameters<Sender['send']>[0]): Promise<void> {
		const { mails, sender, log, now } = this.#parts;
		try {
			await sender.send(mail);
		} catch (error) {
			const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
			log.warn({ mail: mail.id, tries: mail.tries, code }, 'a mail was not taken');
			await mails.noteFailed(mail.id, code, isRefusal(error) ? now() : null);
			return;
		}
		await mails.noteSent(mail.id, now(), { isMailed: sender.isServer });
	}
}

/** The address or the words were refused for good. A wrong password or sender is the installation's, and mended there. */
function isRefusal(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const code = 'code' in error ? error.code : null;
	const isAddress = code === 'EENVELOPE' && 'command' in error && error.command === 'RCPT TO';
	if (!isAddress && code !== 'EMESSAGE') return false;
	return 'responseCode' in error && Number(error.responseCode) >= 500;
}
