import { Problem, type ProblemCode } from '#domain/problem.ts';
import { CODE_LENGTH, RETURN_CODE_LENGTH } from '#domain/workshop.ts';
import { checkCode, join, readMe, takeSeatBack } from '#lib/http/join.ts';
import { sentenceOf } from '#lib/http/request.ts';
import { codeCharacters } from '#lib/ui/code-characters.ts';
import type { CodeView, JoinedView, MeView, SyndicateView } from '#protocol/views.ts';

export type JoinPane = 'code' | 'name' | 'syndicate' | 'return' | 'known' | 'seated';
type Seat = MeView['seats'][number];

interface Refusal {
	readonly sentence: string;
	readonly code: ProblemCode | null;
}

/** What the fragment of a join link says: a code, that somebody returns, or nothing. */
export function readFragment(hash: string): { readonly code: string; readonly isReturning: boolean } {
	const said = decodeURIComponent(hash.replace(/^#/, ''));
	if (said === 'returning') return { code: '', isReturning: true };
	const code = codeCharacters(said, CODE_LENGTH);
	return { code: code.length === CODE_LENGTH ? code : '', isReturning: false };
}

/**
 * Taking a seat: the code, then a name, then a syndicate. A link with a code skips the first pane, and the code is
 * checked while the name is typed. Nothing is asked twice.
 */
export class Joining {
	pane: JoinPane = $state('code');
	code = $state('');
	name = $state('');
	/** Slug of the chosen syndicate. */
	syndicate = $state('');
	returnCode = $state('');
	refusal: Refusal | null = $state.raw(null);
	isBusy = $state(false);
	found: CodeView | null = $state.raw(null);
	joined: JoinedView | null = $state.raw(null);
	/** The seat this device already has in the workshop of the code. */
	known: Seat | null = $state.raw(null);

	/** Every seat this device has, offered to whoever returns. */
	seats: readonly Seat[] = $state.raw([]);

	readonly #go: (path: string) => void;
	#backTo: JoinPane = 'code';

	constructor(go: (path: string) => void) {
		this.#go = go;
	}

	get chosen(): SyndicateView | null {
		return this.found?.syndicates.find(({ slug }) => slug === this.syndicate) ?? null;
	}

	get isCodeWhole(): boolean {
		return this.code.length === CODE_LENGTH;
	}

	get isReturnCodeWhole(): boolean {
		return this.returnCode.length === RETURN_CODE_LENGTH;
	}

	/** Called once, with the fragment of the address. */
	async arrive(hash: string): Promise<void> {
		const { code, isReturning } = readFragment(hash);
		if (isReturning) await this.return();
		if (code === '') return;
		this.code = code;
		this.pane = 'name';
		await this.#check();
	}

	async checkTyped(): Promise<void> {
		if (!this.isCodeWhole || this.isBusy) return;
		if (await this.#check()) this.#show(this.known ? 'known' : 'name');
	}

	async takeName(): Promise<void> {
		if (this.name.trim() === '') {
			this.refusal = { sentence: 'Type the name your colleagues call you by.', code: 'empty' };
			return;
		}
		this.#show('syndicate');
		await this.refresh();
	}

	/** Free seats change while people choose. */
	async refresh(): Promise<void> {
		try {
			this.found = await checkCode(this.code);
		} catch (error) {
			this.refusal = refusalOf(error);
		}
	}

	async takeSeat(): Promise<void> {
		const { code, name, syndicate } = this;
		if (syndicate === '') {
			this.refusal = { sentence: 'Choose the syndicate you sit with.', code: 'empty' };
			return;
		}
		const joined = await this.#ask(() => join({ code, name: name.trim(), syndicate }));
		if (joined) {
			this.joined = joined;
			this.#show('seated');
		} else if (this.refusal?.code === 'syndicate-full') {
			const { refusal } = this;
			this.syndicate = '';
			await this.refresh();
			this.refusal = refusal;
		}
	}

	async takeSeatBack(): Promise<void> {
		const joined = await this.#ask(() => takeSeatBack(this.returnCode));
		if (joined) this.#go(`/w/${joined.workshopId}`);
	}

	/** To the seat this device has. */
	goIn(): void {
		const workshop = this.joined?.workshopId ?? this.found?.workshopId;
		if (workshop) this.#go(`/w/${workshop}`);
	}

	async return(): Promise<void> {
		this.#backTo = this.pane;
		this.#show('return');
		this.seats = (await this.#readMe())?.seats.filter(({ personId }) => personId !== null) ?? [];
	}

	back(): void {
		const earlier = { name: 'code', syndicate: 'name', return: this.#backTo } as const;
		if (this.pane === 'name' || this.pane === 'syndicate' || this.pane === 'return') this.#show(earlier[this.pane]);
	}

	/** The name is taken: another one is typed. */
	otherName(): void {
		this.#show('name');
	}

	async #check(): Promise<boolean> {
		const [found, me] = await Promise.all([this.#ask(() => checkCode(this.code)), this.#readMe()]);
		if (!found) {
			this.pane = 'code';
			return false;
		}
		this.found = found;
		this.known = me?.seats.find(({ workshopId, personId }) => workshopId === found.workshopId && personId) ?? null;
		if (this.known && this.pane === 'name' && this.name === '') this.pane = 'known';
		return true;
	}

	/** Whether this device was here before is a courtesy: without an answer the person just types the name again. */
	async #readMe(): Promise<MeView | null> {
		try {
			return await readMe();
		} catch (error) {
			sentenceOf(error);
			return null;
		}
	}

	async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer | null> {
		this.isBusy = true;
		this.refusal = null;
		try {
			return await question();
		} catch (error) {
			this.refusal = refusalOf(error);
			return null;
		} finally {
			this.isBusy = false;
		}
	}

	#show(pane: JoinPane): void {
		this.refusal = null;
		this.pane = pane;
	}
}

const refusalOf = (error: unknown): Refusal => ({
	sentence: sentenceOf(error),
	code: error instanceof Problem ? error.code : null
});
