import { sentenceOf } from '#lib/http/request.ts';

/** Deeds of a page that may overlap, such as votes given one after the other: busy while any is out, one refusal shown. */
export class Doing {
	/** The refusal of the last deed, until the next one. */
	refusal: string | null = $state(null);
	#out = $state(0);

	get isBusy(): boolean {
		return this.#out > 0;
	}

	/** True when it was done; a refusal is kept to be shown, and changes nothing. */
	async do(deed: () => Promise<void>): Promise<boolean> {
		this.refusal = null;
		this.#out += 1;
		try {
			await deed();
			return true;
		} catch (error) {
			this.refusal = sentenceOf(error);
			return false;
		} finally {
			this.#out -= 1;
		}
	}
}
