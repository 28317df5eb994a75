/** What a customer writes down before the talk, as pages and server say it to each other. */
import * as v from 'valibot';
import { STATEMENT_LIMIT } from '#domain/customers.ts';
import type { PointId } from '#domain/ids.ts';
import { id, someLine } from './bodies.ts';

/** Made by the device that writes it. */
export const StatementId = id;
export const SaveStatement = v.object({
	text: someLine(STATEMENT_LIMIT),
	/** A fractional-indexing key. */
	order: v.pipe(v.string(), v.regex(/^[A-Za-z][0-9A-Za-z]{1,199}$/))
});

export interface StatementView {
	readonly id: string;
	/** A fractional-indexing key among the statements of one customer. */
	readonly order: string;
	readonly text: string;
	readonly writtenAt: string;
	/** The point it became when the room was shown it. */
	readonly pointId: PointId | null;
}
