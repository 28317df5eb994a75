import { Problem } from '#domain/problem.ts';
import { Unreachable } from '#lib/http/request.ts';

/** Something read from the server again whenever its key changes. What was read last stays until the next is there. */
export class Newest<Value> {
	value: Value | null = $state.raw(null);
	#key: string | null = null;

	async ask(key: string, read: () => Promise<Value>): Promise<void> {
		if (key === this.#key) return;
		this.#key = key;
		try {
			const value = await read();
			if (this.#key === key) this.value = value;
		} catch (error) {
			// A picture in front of the room keeps what it has; the next live state asks again.
			if (!(error instanceof Unreachable || error instanceof Problem)) throw error;
			if (this.#key === key) this.#key = null;
		}
	}
}
