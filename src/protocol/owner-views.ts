/** What the API answers about owners: how they are reached, what they want to learn, what is behind their actions. */
import type { PersonId } from '#domain/ids.ts';

/** A person's own; nobody else's device is told. */
export interface OwnReachView {
	/** Empty where none was given. */
	readonly email: string;
	/** ISO; null without a code on paper. */
	readonly codeMadeAt: string | null;
	/** "I want to learn …"; empty while nothing was written. */
	readonly wish: string;
}

/** Told once: only its fingerprint is kept. */
export interface ClaimCodeView {
	readonly personId: PersonId;
	readonly code: string;
}

/** For facilitators, who read no address. */
export interface OwnersView {
	readonly owners: readonly {
		readonly personId: PersonId;
		readonly name: string;
		/** Numbers of the actions. */
		readonly actions: readonly number[];
		readonly by: 'mail' | 'paper' | null;
	}[];
	readonly reachable: number;
}

/** Causes of the obstacles that actions come from. */
export interface CausesView {
	/** In the template's order; empty where no step asks for them. */
	readonly causes: readonly string[];
	/** By the action's id. */
	readonly named: Readonly<Record<string, readonly string[]>>;
}
