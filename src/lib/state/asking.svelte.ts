import { Problem } from '#domain/problem.ts';
import { sentenceOf } from '#lib/http/request.ts';

/** One form's question to the server: busy while it is out, and the refusal it came back with. */
export class Asking {
	isBusy = $state(false);
	/** The refusal's sentence, or null. */
	refusal: string | null = $state(null);
	/** The part of the form that was wrong, where the server names one. */
	field: string | null = $state(null);

	/** Null when it was refused; the refusal is kept to be shown. A second press while it is out does nothing. */
	async ask<Answer>(question: () => Promise<Answer>): Promise<{ readonly answer: Answer } | null> {
		if (this.isBusy) return null;
		this.isBusy = true;
		this.refusal = null;
		this.field = null;
		try {
			return { answer: await question() };
		} catch (error) {
			this.refusal = sentenceOf(error);
			this.field = error instanceof Problem ? (error.field ?? null) : null;
			return null;
		} finally {
			this.isBusy = false;
		}
	}

	/** The refusal where it belongs to this field. */
	about(field: string): string | undefined {
		return this.refusal !== null && this.field === field ? this.refusal : undefined;
	}

	/** The refusal where none of these fields can show it. */
	elsewhere(...fields: readonly string[]): string | null {
		return this.field !== null && fields.includes(this.field) ? null : this.refusal;
	}
}
