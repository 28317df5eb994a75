/** The one-time link of a new installation: whoever opens it makes the first account. It lives as long as the process. */
import { isSameSecret, newToken } from './password.ts';

export class SetupLink {
	#token: string | null;

	/** @param isOpen whether the installation has no account yet */
	constructor(isOpen: boolean) {
		this.#token = isOpen ? newToken() : null;
	}

	/** What follows `/setup#`; null once it was used. */
	get token(): string | null {
		return this.#token;
	}

	/** True for one caller only; whoever fails afterwards gives it back. */
	take(token: string): boolean {
		if (this.#token === null || !isSameSecret(token, this.#token)) return false;
		this.#token = null;
		return true;
	}

	giveBack(token: string): void {
		this.#token = token;
	}
}
