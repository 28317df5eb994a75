/** What the API answers about a sponsor's link and its code. */
import type { PersonId } from '#domain/ids.ts';

export interface LinkCodeView {
	/** This device came by a link alone: what is decided for good waits for the code. */
	readonly needsCode: boolean;
	/** The first letter and the place of the address; null where nobody knows one: the code is handed over. */
	readonly sentTo: string | null;
	/** Until when the code that was made is good; null where there is none. */
	readonly endsAt: string | null;
}

/** A code that could not be mailed, for the facilitators of the workshop alone. */
export interface WaitingCodeView {
	readonly personId: PersonId;
	readonly code: string;
	readonly endsAt: string;
	readonly why: 'no-address' | 'no-server' | 'not-taken' | 'on-its-way';
}

export interface SponsorEmailView {
	readonly email: string | null;
}
