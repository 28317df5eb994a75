/** How long votes take to be seen. Pure. */

/** Of each question, every number of votes that a device showed, and since when (ms). */
export type Shown = ReadonlyMap<string, readonly { readonly votes: number; readonly at: number }[]>;

/** What a vote was answered. */
export interface Cast {
	readonly question: string;
	/** How many the question had then. */
	readonly votes: number;
	readonly sentAt: number;
}

/** From the voter's request until the last device shows it, in ms; infinite where one never did. */
export const wayToAll = (devices: readonly Shown[], { question, votes, sentAt }: Cast): number =>
	Math.max(
		...devices.map((shown) => (shown.get(question)?.find((one) => one.votes >= votes)?.at ?? Infinity) - sentAt)
	);
