import { changeMyLetters, changeSkill, consent, readMyPage, readNoteFates, writeSkill } from '#lib/http/me.ts';
import { finishSmallFix, readSmallFixes } from '#lib/http/drafts.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { MyPageView, NoteFatesView, NoteFateView } from '#protocol/me-views.ts';
import type { SmallFixesView } from '#protocol/views.ts';
import type { OwnNote } from './own-on-device.ts';

/** A note of mine, and what became of it. */
export interface MyNote extends Pick<NoteFateView, 'text' | 'standards' | 'actions'> {
	readonly id: string;
	readonly ref: string | null;
	readonly step: string | null;
	/** Only this device knows whose it is. */
	readonly isNameless: boolean;
}

/** What somebody reads of themselves. */
export class MeState {
	/** Null until it was read once. */
	page: MyPageView | null = $state.raw(null);
	fixes: SmallFixesView | null = $state.raw(null);
	readonly doing = new Doing();
	readonly #workshopId: string;
	#fates: NoteFatesView | null = $state.raw(null);
	#here: readonly OwnNote[] = $state.raw([]);

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	/** Those that led somewhere first. */
	readonly notes: readonly MyNote[] = $derived.by(() => {
		const fates = this.#fates;
		if (!fates) return [];
		const idOf = (ref: string): string => ref.split(':').at(-1) ?? ref;
		const named = fates.mine.map((note) => ({ ...note, id: idOf(note.ref), isNameless: false }));
		const nameless = this.#here
			.filter(({ id }) => !named.some((note) => note.id === id))
			.map(({ id, text }): MyNote => {
				const fate = fates.fates.find(({ ref }) => idOf(ref) === id);
				return {
					...{ id, ref: fate?.ref ?? null, step: fate?.step ?? null, text: fate?.text ?? text, isNameless: true },
					...{ standards: fate?.standards ?? [], actions: fate?.actions ?? [] }
				};
			});
		return [...named, ...nameless].toSorted((a, b) => Number(b.actions.length > 0) - Number(a.actions.length > 0));
	});

	/** @param mine null for a seat that is nobody's */
	async read(mine: string | null): Promise<void> {
		try {
			[this.page, this.#fates, this.fixes] = await Promise.all([
				readMyPage(this.#workshopId),
				readNoteFates(this.#workshopId),
				readSmallFixes(this.#workshopId)
			]);
			if (mine === null) return;
			const { ownOnDevice } = await import('./own-on-device.ts');
			this.#here = await ownOnDevice(this.#workshopId, mine);
		} catch (error) {
			// The last picture stays; the next change asks again.
			if (!(error instanceof Unreachable)) throw error;
		}
	}

	writeSkill = (text: string) => this.#take(() => writeSkill(this.#workshopId, text));
	changeSkill = (id: string, text: string) => this.#take(() => changeSkill(this.#workshopId, id, text));
	agree = (about: 'public-name' | 'open-page', given: boolean) =>
		this.#take(() => consent(this.#workshopId, { about, given }));
	letters = (body: Parameters<typeof changeMyLetters>[1]) => this.#take(() => changeMyLetters(this.#workshopId, body));
	finish = (fix: string, done: boolean) =>
		this.doing.do(async () => {
			this.fixes = await finishSmallFix(this.#workshopId, fix, done);
		});

	#take(deed: () => Promise<MyPageView>): Promise<boolean> {
		return this.doing.do(async () => {
			this.page = await deed();
		});
	}
}
