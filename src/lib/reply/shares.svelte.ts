import {
	answerShare,
	askShares,
	endDepartmentLink,
	linkDepartment,
	readShares,
	takeShareBack
} from '#lib/http/reply.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { ShareView, SharesView } from '#protocol/reply-views.ts';

const NONE: SharesView = { shares: [], links: [] };

/** Points for other departments, as this device last heard it. */
export class SharesState {
	readonly doing = new Doing();
	isLoaded = $state(false);
	/** Addresses that were made just now, by department: they are shown once. */
	addresses: Readonly<Record<string, string>> = $state.raw({});
	#view: SharesView = $state.raw(NONE);
	#heard = '';
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	get view(): SharesView {
		return this.#view;
	}

	/** By department, each with its points. */
	get departments(): readonly { readonly name: string; readonly shares: readonly ShareView[] }[] {
		const all = [...this.#view.shares, ...this.#view.links].map(({ department }) => department);
		const names = all.filter((name, at) => all.indexOf(name) === at);
		return names.map((name) => ({ name, shares: this.#view.shares.filter(({ department }) => department === name) }));
	}

	async hear(revisions: string): Promise<void> {
		if (this.#heard === revisions) return;
		this.#heard = revisions;
		try {
			this.#view = await readShares(this.#workshopId);
			this.isLoaded = true;
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heard = '';
		}
	}

	ask = (department: string, points: readonly string[]): Promise<boolean> =>
		this.#do(() => askShares(this.#workshopId, { department: department.trim(), points: [...points] }));
	answer = ({ department, point, text }: ShareView, answer: 'yes' | 'no'): Promise<boolean> =>
		this.#do(() => answerShare(this.#workshopId, { department, point, text, answer }));
	takeBack = ({ department, point }: ShareView): Promise<boolean> =>
		this.#do(() => takeShareBack(this.#workshopId, { department, point }));

	/** @param origin what other devices open */
	link(department: string, origin: string): Promise<boolean> {
		return this.#do(async () => {
			const { path } = await linkDepartment(this.#workshopId, department);
			this.addresses = { ...this.addresses, [department]: `${origin}${path}` };
			return readShares(this.#workshopId);
		});
	}

	endLink(department: string): Promise<boolean> {
		return this.#do(async () => {
			for (const { id, department: name } of this.#view.links)
				if (name === department) await endDepartmentLink(this.#workshopId, id);
			const { [department]: _, ...others } = this.addresses;
			this.addresses = others;
			return readShares(this.#workshopId);
		});
	}

	#do(deed: () => Promise<SharesView>): Promise<boolean> {
		return this.doing.do(async () => {
			this.#view = await deed();
		});
	}
}
