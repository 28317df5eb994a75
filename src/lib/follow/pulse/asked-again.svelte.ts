import type { Motivator } from '#domain/plan-words.ts';

/** One person's answers, on their own device, until they are sent. */
export class AskedAgain {
	/** Question -> 1 to 5. */
	marks: Readonly<Record<string, number>> = $state.raw({});
	felt: readonly Motivator[] = $state.raw([]);
	department = $state('');
	words = $state('');

	get hasWords(): boolean {
		return Object.keys(this.marks).length > 0 || this.felt.length > 0;
	}

	mark(question: string, value: number): void {
		this.marks = { ...this.marks, [question]: value };
	}

	/** A question may be passed over, also after it was answered. */
	pass(question: string): void {
		const { [question]: _, ...others } = this.marks;
		this.marks = others;
	}

	/** Up to three. */
	feel(motivator: Motivator): void {
		if (this.felt.includes(motivator)) this.felt = this.felt.filter((one) => one !== motivator);
		else if (this.felt.length < 3) this.felt = [...this.felt, motivator];
	}
}
