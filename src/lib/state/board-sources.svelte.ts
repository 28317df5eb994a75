import { sentenceOf } from '#lib/http/request.ts';
import type { SourceView } from '#protocol/views.ts';
import { mapOf } from './lookup.ts';

/** What the notes of a step may be linked to. Asked for when the first link is shown or the picker opens. */
export class SourcesState {
	all: readonly SourceView[] = $state.raw([]);
	state: 'unasked' | 'asked' | 'here' = $state('unasked');
	sentence = $state('');
	readonly #read: () => Promise<readonly SourceView[]>;
	readonly #byRef = $derived(mapOf(this.all.map((source) => [source.ref, source] as const)));

	constructor(read: () => Promise<readonly SourceView[]>) {
		this.#read = read;
	}

	get(ref: string): SourceView | undefined {
		return this.#byRef.get(ref);
	}

	/** The words of the first source that has any. */
	textOf(refs: readonly string[]): string {
		for (const ref of refs) {
			const text = this.get(ref)?.text;
			if (text) return text;
		}
		return '';
	}

	/** Once, however many notes ask. */
	need(): void {
		if (this.state === 'unasked') void this.refresh();
	}

	async refresh(): Promise<void> {
		this.state = 'asked';
		try {
			this.all = await this.#read();
			this.sentence = '';
		} catch (error) {
			this.sentence = sentenceOf(error);
		}
		this.state = 'here';
	}
}
