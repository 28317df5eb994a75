import { listLinks, newLink, revokeLink } from '#lib/http/workshops.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';
import type { LinkView, NewLinkView } from '#protocol/views.ts';

/** The progress page is switched on by those who follow up, on their own page. */
export type LinkPurpose = Extract<LinkView['purpose'], 'screen' | 'sponsor' | 'customer' | 'baseline'>;

/** The secret links of a workshop. A link's address is known only where and when it was made. */
export class LinkList {
	readonly #turn = new InTurn();
	readonly asking = this.#turn.asking;
	links: readonly LinkView[] = $state.raw([]);
	/** Made on this page, and so still with their address. */
	made: readonly NewLinkView[] = $state.raw([]);
	readonly #workshopId: string;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	async read(): Promise<void> {
		const read = await this.#turn.ask(() => listLinks(this.#workshopId));
		if (read) this.links = read.answer;
	}

	/** Those that still open, newest first. */
	open(purpose: LinkPurpose): readonly LinkView[] {
		return this.links
			.filter((link) => link.purpose === purpose && link.revokedAt === null)
			.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
	}

	pathOf(link: LinkView): string | undefined {
		return this.made.find(({ id }) => id === link.id)?.path;
	}

	async make(purpose: LinkPurpose): Promise<void> {
		const made = await this.#turn.ask(() => newLink(this.#workshopId, purpose));
		if (!made) return;
		this.made = [...this.made, made.answer];
		this.links = [...this.links, made.answer];
	}

	async revoke(link: LinkView): Promise<void> {
		const revoked = await this.#turn.ask(() => revokeLink(this.#workshopId, link.id));
		if (revoked) this.links = this.links.filter(({ id }) => id !== link.id);
	}
}
