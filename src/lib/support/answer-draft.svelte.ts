import type { SupportAnswer } from '#domain/plan.ts';
import { answerGaps, type AnswerGap, type AnswerWords } from '#domain/support.ts';
import { KeptForm } from '#lib/support/kept-form.ts';

const EMPTY = { answer: '', words: '', limit: '', answerBy: '', changedMind: false };
const ANSWERS: readonly string[] = ['yes', 'yes-with-a-limit', 'not-now', 'no'] satisfies readonly SupportAnswer[];
const isAnswer = (text: string): text is SupportAnswer => ANSWERS.includes(text);

/** What each part that is missing asks for, beside its field. */
const ASKS: Readonly<Record<AnswerGap, string>> = {
	words: 'Everybody reads your answer as you write it. Please add a sentence.',
	limit: 'Up to how much, or until when?',
	answerBy: '“Not now” needs a day to come, on which you answer.'
};

/** An answer that is being written: kept on this device through a refusal, a lost line and a page that goes. */
export class AnswerDraft {
	#words = $state.raw(EMPTY);
	/** A try to send it was made: what is missing is said. */
	wasTried = $state(false);
	readonly #kept: KeptForm<typeof EMPTY>;

	constructor(workshop: string, person: string, request: string) {
		this.#kept = new KeptForm({ workshop, person, about: `answer.${request}` }, EMPTY);
		this.#words = this.#kept.read();
	}

	/** Something was typed or chosen. */
	get isBegun(): boolean {
		return this.#words.answer !== '' || this.#words.words !== '';
	}

	get answer(): SupportAnswer | null {
		return isAnswer(this.#words.answer) ? this.#words.answer : null;
	}
	set answer(answer: SupportAnswer | null) {
		this.#write({ answer: answer ?? '' });
	}

	/** As a letter’s link says it; anything else changes nothing. */
	choose(answer: string): void {
		if (isAnswer(answer)) this.answer = answer;
	}

	get words(): string {
		return this.#words.words;
	}
	set words(words: string) {
		this.#write({ words });
	}

	get limit(): string {
		return this.#words.limit;
	}
	set limit(limit: string) {
		this.#write({ limit });
	}

	get answerBy(): string {
		return this.#words.answerBy;
	}
	set answerBy(answerBy: string) {
		this.#write({ answerBy });
	}

	get changedMind(): boolean {
		return this.#words.changedMind;
	}
	set changedMind(changedMind: boolean) {
		this.#write({ changedMind });
	}

	/** What is to be sent; null while none of the four is chosen. */
	get said(): (AnswerWords & { readonly changedMind: boolean }) | null {
		const { answer } = this;
		const { words, limit, answerBy, changedMind } = this.#words;
		return answer === null ? null : { answer, words, limit, answerBy: answerBy === '' ? null : answerBy, changedMind };
	}

	/** What the server would refuse, by field, once it was tried. */
	about(gap: AnswerGap, today: string): string | undefined {
		const { said } = this;
		return this.wasTried && said && answerGaps(said, today).includes(gap) ? ASKS[gap] : undefined;
	}

	isWhole(today: string): boolean {
		const { said } = this;
		return said !== null && answerGaps(said, today).length === 0;
	}

	/** It arrived, or is left: nothing of it stays. */
	clear(): void {
		this.wasTried = false;
		this.#write(EMPTY);
	}

	#write(part: Partial<typeof EMPTY>): void {
		this.#words = { ...this.#words, ...part };
		this.#kept.write(this.#words);
	}
}
