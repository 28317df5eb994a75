import { differenceOf, type SheetDifference } from '#domain/standards.ts';
import {
	agreeToStandards,
	makeStandards,
	readStandards,
	readStandardsDraft,
	type Ticked
} from '#lib/http/standards.ts';
import { Asking } from '#lib/state/asking.svelte.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';
import { setOf } from '#lib/state/lookup.ts';
import type { StandardsDraftView, StandardsView } from '#protocol/vision-views.ts';

/** The sheet, its versions, and what a facilitator ticks for the next one. */
export class StandardsState {
	/** The newest first; null until they are here. */
	versions: readonly StandardsView[] | null = $state.raw(null);
	/** The version in view; the newest until somebody chooses. */
	chosen: number | null = $state(null);
	draft: StandardsDraftView | null = $state.raw(null);
	/** What was taken off; all else of the draft stands on the next sheet. */
	#left: ReadonlySet<string> = $state.raw(setOf<string>());
	readonly asking = new Asking();
	/** Reading again, which the room may cause at any moment, keeps no press waiting. */
	readonly #reading = new InTurn();
	readonly reading = this.#reading.asking;
	readonly #workshop: string;

	constructor(workshop: string) {
		this.#workshop = workshop;
	}

	get shown(): StandardsView | null {
		const versions = this.versions ?? [];
		return versions.find(({ version }) => version === this.chosen) ?? versions[0] ?? null;
	}

	/** What the version in view changed; null for the first one. */
	get difference(): SheetDifference | null {
		const { shown } = this;
		const before = this.versions?.find(({ version }) => version === (shown?.version ?? 0) - 1);
		return shown && before ? differenceOf(shown, before) : null;
	}

	/** Without a network the last one stays. */
	async read(): Promise<void> {
		await this.#reading.ask(async () => (this.versions = await readStandards(this.#workshop)));
	}

	async begin(): Promise<void> {
		await this.asking.ask(async () => (this.draft = await readStandardsDraft(this.#workshop)));
	}

	isOn(key: string): boolean {
		return !this.#left.has(key);
	}

	tick(key: string, isOn: boolean): void {
		const left = setOf(this.#left);
		if (isOn) left.delete(key);
		else left.add(key);
		this.#left = left;
	}

	/** True once the version is made. */
	async make(): Promise<boolean> {
		const { draft } = this;
		if (!draft) return false;
		const on = (part: string, wordings: StandardsDraftView['learn']) =>
			wordings.filter((_, at) => this.isOn(`${part} ${at}`)).map(({ text }) => text);
		const ticked: Ticked = {
			lines: draft.lines
				.filter(({ ref }) => this.isOn(ref))
				.map(({ ref, fixed, mayDecide }) => ({
					ref,
					fixed: on(`${ref} fixed`, fixed),
					mayDecide: on(`${ref} may`, mayDecide)
				})),
			learn: on('learn', draft.learn),
			line: on('line', draft.line)
		};
		const made = await this.asking.ask(() => makeStandards(this.#workshop, ticked));
		if (!made) return false;
		this.versions = made.answer;
		this.chosen = null;
		this.draft = null;
		return true;
	}

	/** True once it is agreed. */
	async agree(version: number, words: string): Promise<boolean> {
		const agreed = await this.asking.ask(() => agreeToStandards(this.#workshop, version, words));
		if (agreed) this.versions = agreed.answer;
		return agreed !== null;
	}
}
