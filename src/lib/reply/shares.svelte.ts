import {
	answerShare,
	askShares,
	endDepartmentLink,
	linkDepartment,
	readShares,
	takeShareBack
} from '#lib/http/reply.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { ShareView, SharesView } from '#protocol/reply-views.ts';
import { Heard } from './heard.svelte.ts';

const NONE: SharesView = { shares: [], links: [] };

/** Points for other departments, as this device last heard it. */
export class SharesState {
	readonly doing = new Doing();
	/** What the last refusal was about: a department, or the asking. */
	#refused = $state('');
	/** Addresses that were made just now, by department: they are shown once. */
	addresses: Readonly<Record<string, string>> = $state.raw({});
	readonly #heard: Heard<SharesView>;
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
		this.#heard = new Heard(() => readShares(workshopId));
	}

	get view(): SharesView {
		return this.#heard.view ?? NONE;
	}

	get isLoaded(): boolean {
		return this.#heard.view !== null;
	}

	/** Why the last reading gave nothing. */
	get failed(): string | null {
		return this.#heard.failed;
	}

	/** By department, each with its points. */
	get departments(): readonly { readonly name: string; readonly shares: readonly ShareView[] }[] {
		const all = [...this.view.shares, ...this.view.links].map(({ department }) => department);
		const names = all.filter((name, at) => all.indexOf(name) === at);
		return names.map((name) => ({ name, shares: this.view.shares.filter(({ department }) => department === name) }));
	}

	/** Called with every live state. */
	hear = (revisions: string): Promise<void> => this.#heard.hear(revisions);

	/** What was refused about a department; empty: about asking for one. */
	refusalOf(department: string): string | null {
		return this.#refused === department ? this.doing.refusal : null;
	}

	ask = (department: string, points: readonly string[]): Promise<boolean> =>
		this.#do('', () => askShares(this.#workshopId, { department: department.trim(), points: [...points] }));
	answer = ({ department, point, text }: ShareView, answer: 'yes' | 'no'): Promise<boolean> =>
		this.#do(department, () => answerShare(this.#workshopId, { department, point, text, answer }));
	takeBack = ({ department, point }: ShareView): Promise<boolean> =>
		this.#do(department, () => takeShareBack(this.#workshopId, { department, point }));

	/** @param origin what other devices open */
	link(department: string, origin: string): Promise<boolean> {
		return this.#do(department, async () => {
			const { path } = await linkDepartment(this.#workshopId, department);
			this.addresses = { ...this.addresses, [department]: `${origin}${path}` };
			return readShares(this.#workshopId);
		});
	}

	endLink(department: string): Promise<boolean> {
		return this.#do(department, async () => {
			for (const { id, department: name } of this.view.links)
				if (name === department) await endDepartmentLink(this.#workshopId, id);
			const { [department]: _, ...others } = this.addresses;
			this.addresses = others;
			return readShares(this.#workshopId);
		});
	}

	#do(about: string, deed: () => Promise<SharesView>): Promise<boolean> {
		this.#refused = about;
		return this.doing.do(() => this.#heard.change(deed));
	}
}
