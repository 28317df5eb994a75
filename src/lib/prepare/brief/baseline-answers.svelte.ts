import { answerBaseline, askBaseline } from '#lib/http/brief.ts';
import { Asking } from '#lib/state/asking.svelte.ts';
import type { BaselineAskView } from '#protocol/baseline.ts';

/** One person's answers, on their own device, until they are sent. */
export class BaselineAnswers {
	readonly reading = new Asking();
	readonly sending = new Asking();
	asked: BaselineAskView | null = $state.raw(null);
	/** Question -> 1 to 5. */
	marks: Readonly<Record<string, number>> = $state.raw({});
	department = $state('');
	words = $state('');
	isSent = $state(false);
	readonly #token: string;

	constructor(token: string) {
		this.#token = token;
	}

	get marked(): number {
		return Object.keys(this.marks).length;
	}

	async read(): Promise<void> {
		const read = await this.reading.ask(() => askBaseline(this.#token));
		if (read) this.asked = read.answer;
	}

	mark(question: string, value: number): void {
		this.marks = { ...this.marks, [question]: value };
	}

	/** A question may be passed over, also after it was answered. */
	pass(question: string): void {
		const { [question]: _, ...others } = this.marks;
		this.marks = others;
	}

	async send(): Promise<void> {
		const { marks, department, words } = this;
		const sent = await this.sending.ask(() => answerBaseline(this.#token, { marks: { ...marks }, department, words }));
		if (!sent) return;
		this.isSent = true;
		this.words = '';
		this.marks = {};
	}
}
