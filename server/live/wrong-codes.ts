/**
 * Counts wrong codes, return codes and links by address. Only wrong ones count, and a right one passes even where many
 * wrong ones came from: sixty honest people sit behind one address of a hotel. Guessing stays hopeless, since the guesses
 * of an address end at a thousand an hour, out of 887 million codes.
 */
import type { Problem } from '#domain/problem.ts';
import { Tries } from '../tries.ts';

export class WrongCodes {
	readonly #told = new Tries({ tries: 10, seconds: 60 });
	readonly #flood = new Tries({ tries: 1000, seconds: 3600 });

	/** @throws Problem `too-many-tries` when nothing from this address is looked at any more */
	async refuseFlood(address: string): Promise<void> {
		await this.#flood.refuseIfUsedUp(address);
	}

	/**
	 * Counts a wrong one. Gives back what to answer: the refusal, as long as the address has tries left.
	 * @throws Problem `too-many-tries` from the eleventh wrong one in a minute on
	 */
	async count(address: string, refusal: Problem): Promise<Problem> {
		await this.#flood.wrong(address);
		await this.#told.refuseIfUsedUp(address);
		await this.#told.wrong(address);
		return refusal;
	}
}
