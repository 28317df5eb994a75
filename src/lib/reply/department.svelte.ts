import { Problem } from '#domain/problem.ts';
import { readDepartment } from '#lib/http/reply.ts';
import { sentenceOf, Unreachable } from '#lib/http/request.ts';
import type { DepartmentView } from '#protocol/reply-views.ts';

/** Why nothing is shown. */
export interface NotShown {
	readonly sentence: string;
	readonly safe: string;
}

/** Whoever reads there wrote nothing, and has nothing to save. */
const AWAY: NotShown = {
	sentence: 'Plenary cannot be reached now',
	safe: 'Check the network of this device. This page tries again by itself.'
};

/** What a department reads behind its address. */
export class DepartmentReading {
	view: DepartmentView | null = $state.raw(null);
	notShown: NotShown | null = $state.raw(null);
	readonly #token: string;

	constructor(token: string) {
		this.#token = token;
	}

	/** Called again and again: what is taken back goes from a page that is left open. */
	async read(): Promise<void> {
		try {
			this.view = await readDepartment(this.#token);
			this.notShown = null;
		} catch (error) {
			const safe = sentenceOf(error);
			this.notShown = error instanceof Unreachable ? AWAY : { sentence: 'This page is not shown', safe };
			// Ended meanwhile. A network that is away for a moment, or too many readers, take nothing off the page.
			if (error instanceof Problem && !PASSING.includes(error.code)) this.view = null;
		}
	}
}

/** Refusals that pass. */
const PASSING: readonly Problem['code'][] = ['too-many-tries', 'internal'];
