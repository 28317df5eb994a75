/** What the pages of signed links have in common: who came, what was sent, and how one purpose answers. */
import type { ActionId } from '#domain/ids.ts';
import type { Problem } from '#domain/problem.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { Reading, Transaction } from '../store/database.ts';
import type { LinkUse, Wishes } from '../store/link-uses.ts';
import type { SignedPage } from './signed-page.ts';
import type { SignedVisit } from './signed-links.ts';

/** Texts of a form by their names; what was not sent is undefined. */
export type Fields = Readonly<Record<string, string>>;

export interface Visited extends SignedVisit {
	readonly token: string;
	/** The database, or the transaction that writes. */
	readonly reading: Reading;
	readonly now: WorkshopNow;
	readonly at: Date;
	/** What the link did last. */
	readonly use: LinkUse | null;
	readonly wishes: Wishes | null;
	/** What was sent and refused: shown again, nothing of it is lost. */
	readonly fields: Fields;
	readonly refusal: Problem | null;
}

export interface SignedPurposeWork {
	/** Null where the link stands for nothing any more. Reads only. */
	page(visited: Visited): Promise<SignedPage | null>;
	/** What the form says, as it is kept with the link. @throws Problem */
	value(visited: Visited, fields: Fields): string;
	/**
	 * Whether that is how it stands, where others can change it too. Left out where a link's own last word is all there is;
	 * with it a link is never used up.
	 */
	stands?(visited: Visited, value: string): boolean;
	/** Does it; gives the row it wrote, for taking it back. @throws Problem */
	write(tx: Transaction, visited: Visited, fields: Fields): Promise<string>;
	/** Takes back what the last press did. Left out where it cannot be. */
	undo?(tx: Transaction, visited: Visited, use: LinkUse): Promise<void>;
	/** What was said, for whoever comes with a used link. */
	words(value: string): string;
}

/** Minutes for which a press can be taken back. */
export const UNDO_MINUTES = 10;

export const mayUndo = ({ use, at }: Pick<Visited, 'use' | 'at'>): boolean =>
	use !== null && use.undoneAt === null && at.getTime() - use.usedAt.getTime() < UNDO_MINUTES * 60_000;

/** It is the link's last word and still so: pressed twice, noted once. */
export const isSaid = (work: SignedPurposeWork, visited: Visited, value: string): boolean =>
	visited.use?.value === value && visited.use.undoneAt === null && (work.stands?.(visited, value) ?? true);

/** The reader stopped what this link is about. */
export const isStopped = ({ word, wishes }: Pick<Visited, 'word' | 'wishes'>): boolean =>
	word.purpose !== 'wishes' &&
	wishes !== null &&
	(wishes.stoppedAt !== null || wishes.stoppedActions.some((action: ActionId) => action === word.subjectId));
