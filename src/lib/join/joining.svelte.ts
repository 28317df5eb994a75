import { Problem, type ProblemCode } from '#domain/problem.ts';
import { CODE_LENGTH, JOIN_TOKEN, RETURN_CODE_LENGTH } from '#domain/workshop.ts';
import { checkCode, checkName, join, joinAsLaptop, leaveSeat, readMe, takeSeatBack } from '#lib/http/join.ts';
import { sentenceOf } from '#lib/http/request.ts';
import { codeCharacters } from '#lib/ui/code-characters.ts';
import type { ExpectedView, NameView } from '#protocol/people-views.ts';
import type { CodeView, JoinedView, MeView, SyndicateView } from '#protocol/views.ts';

export type JoinPane = 'code' | 'name' | 'near' | 'syndicate' | 'return' | 'known' | 'seated';
type Seat = MeView['seats'][number];

interface Refusal {
	readonly sentence: string;
	readonly code: ProblemCode | null;
}

/** What the fragment of a join link says: a code or a QR code's secret, that somebody returns, or nothing. */
export function readFragment(hash: string): { readonly code: string; readonly isReturning: boolean } {
	const said = decodeURIComponent(hash.replace(/^#/, ''));
	if (said === 'returning') return { code: '', isReturning: true };
	if (JOIN_TOKEN.test(said)) return { code: said, isReturning: false };
	const code = codeCharacters(said, CODE_LENGTH);
	return { code: code.length === CODE_LENGTH ? code : '', isReturning: false };
}

/**
 * Taking a seat: the code, then a name, then a syndicate. A link with a code skips the first pane, and the code is
 * checked while the name is typed; a name of the list skips the last one. Nothing is asked twice.
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
	/** Names of the list that may be meant. */
	near: NameView['near'] = $state.raw([]);
	/** The device is to be a syndicate's laptop, and nobody's. */
	isLaptop = $state(false);

	/** Every seat this device has, offered to whoever returns. */
	seats: readonly Seat[] = $state.raw([]);

	readonly #go: (path: string) => void;
	#backTo: JoinPane = 'code';
	/** The secret of a QR code, in place of a typed code. */
	#token = '';
	/** A name that is sent while its code is still being checked is sent once. */
	#isNaming = false;

	constructor(go: (path: string) => void) {
		this.#go = go;
	}

	get chosen(): SyndicateView | null {
		return this.found?.syndicates.find(({ slug }) => slug === this.syndicate) ?? null;
	}

	get #key(): string {
		return this.#token || this.code;
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
		if (code.length === CODE_LENGTH) this.code = code;
		else this.#token = code;
		this.pane = 'name';
		await this.#check();
	}

	async checkTyped(): Promise<void> {
		if (!this.isCodeWhole || this.isBusy) return;
		this.#token = '';
		if (await this.#check()) this.#show(this.known ? 'known' : 'name');
	}

	async takeName(): Promise<void> {
		if (this.name.trim() === '') {
			this.refusal = { sentence: 'Type the name your colleagues call you by.', code: 'empty' };
			return;
		}
		if (this.#isNaming) return;
		this.isLaptop = false;
		this.#isNaming = true;
		const said = await this.#ask(() => checkName({ code: this.#key, name: this.name.trim() })).finally(
			() => (this.#isNaming = false)
		);
		if (!said) return;
		if (said.taken !== null) this.refusal = { sentence: said.taken, code: 'name-taken' };
		else if (said.listed) await this.takeListed(said.listed);
		else if (said.near.length > 0) {
			this.near = said.near;
			this.#show('near');
		} else await this.choose();
	}

	/** Somebody of the list: a seat waits for them where the draw put them. */
	async takeListed({ name, syndicate }: ExpectedView): Promise<void> {
		this.name = name;
		this.syndicate = '';
		if (syndicate === null) await this.choose();
		else await this.takeSeat(true);
	}

	/** On to the syndicates; late, the rule finds a seat unless one is chosen. */
	async choose(): Promise<void> {
		this.#show('syndicate');
		await this.refresh();
	}

	/** The device on the table: it has no name, only a syndicate. */
	async asLaptop(): Promise<void> {
		this.isLaptop = true;
		await this.choose();
	}

	/** "This is not me": the device gives up the seat it has here, and somebody else types a name. */
	async notMe(): Promise<void> {
		const { found } = this;
		if (!found) return;
		const left = await this.#ask(async () => {
			await leaveSeat(found.workshopId);
			return true;
		});
		if (!left) return;
		this.known = null;
		this.name = '';
		this.#show('name');
	}

	/** Free seats change while people choose. */
	async refresh(): Promise<void> {
		try {
			this.found = await checkCode(this.#key);
		} catch (error) {
			this.refusal = refusalOf(error);
		}
	}

	/** @param isAnywhere without a syndicate: where the draw put somebody, or where the rule finds a seat */
	async takeSeat(isAnywhere = false): Promise<void> {
		const { name, syndicate, isLaptop } = this;
		const code = this.#key;
		if (syndicate === '' && !isAnywhere) {
			this.refusal = { sentence: 'Choose the syndicate you sit with.', code: 'empty' };
			return;
		}
		const joined = await this.#ask(() =>
			isLaptop
				? joinAsLaptop({ code, syndicate })
				: join({ code, name: name.trim(), ...(isAnywhere ? {} : { syndicate }) })
		);
		if (joined) {
			this.joined = joined;
			this.syndicate = joined.syndicate;
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
		const earlier = { name: 'code', near: 'name', syndicate: 'name', return: this.#backTo } as const;
		const { pane } = this;
		if (pane === 'name' || pane === 'near' || pane === 'syndicate' || pane === 'return') this.#show(earlier[pane]);
	}

	/** The name is taken: another one is typed. */
	otherName(): void {
		this.#show('name');
	}

	async #check(): Promise<boolean> {
		const [found, me] = await Promise.all([this.#ask(() => checkCode(this.#key)), this.#readMe()]);
		if (!found) {
			this.pane = 'code';
			this.#token = '';
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
