/** What the rest of the server knows of the machinery of the follow-up: that it can be woken. */
export interface FollowUp {
	/** There may be something to do. Called after the transaction that wrote it. */
	wake(): void;
	/** Does all that is due at this instant, letters included; resolves when it is done. */
	rest(): Promise<void>;
}
