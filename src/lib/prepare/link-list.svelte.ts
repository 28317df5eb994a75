import { listLinks, newLink, revokeLink } from '#lib/http/workshops.ts';
import { renewLink } from '#lib/http/seat.ts';
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

	/**
	 * Those that still open, newest first.
	 * @param person whose, where there are several of that part
	 */
	open(purpose: LinkPurpose, person?: string): readonly LinkView[] {
		return this.links
			.filter((link) => link.purpose === purpose && link.revokedAt === null)
			.filter((link) => person === undefined || link.personId === person)
			.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
	}

	pathOf(link: LinkView): string | undefined {
		return this.made.find(({ id }) => id === link.id)?.path;
	}

	async make(purpose: LinkPurpose, person?: string): Promise<void> {
		const made = await this.#turn.ask(() => newLink(this.#workshopId, purpose, person));
		if (!made) return;
		this.made = [...this.made, made.answer];
		this.links = [...this.links, made.answer];
	}

	/** Another address in its place; whoever had it open on a device is out. */
	async renew(link: LinkView): Promise<void> {
		const made = await this.#turn.ask(() => renewLink(this.#workshopId, link.id));
		if (!made) return;
		this.made = [...this.made, made.answer];
		this.links = [...this.links.filter(({ id }) => id !== link.id), made.answer];
	}

	async revoke(link: LinkView): Promise<void> {
		const revoked = await this.#turn.ask(() => revokeLink(this.#workshopId, link.id));
		if (revoked) this.links = this.links.filter(({ id }) => id !== link.id);
	}
}
