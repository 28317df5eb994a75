import type { SyndicateLetter } from '#domain/workshop.ts';

/** One link from a first story to an action. */
export interface ChainLink {
	readonly id: string;
	/** Where it comes from: Our experience, What good service is, In our own house, The customer, The action. */
	readonly label: string;
	/** The person's words; null where nothing is linked. */
	readonly text: string | null;
	/** Who and when. */
	readonly from?: string | undefined;
	readonly letter?: SyndicateLetter | undefined;
	readonly look?: 'good' | 'bad' | 'plain' | 'customer' | 'action' | undefined;
	readonly href?: string | undefined;
}
