/** Letters that somebody has to pass on. */
import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import type { WorkshopId } from '#domain/ids.ts';
import type { LetterKind } from '#domain/letters.ts';
import { mails, notifications } from '#drizzle/schema.ts';
import type { Reading } from './database.ts';
import { IN_OUTBOX } from './mails.ts';

/** What the product wrote to one reader, and told them that nobody else reads it. */
const ALONE: readonly LetterKind[] = ['confirm', 'quiet', 'note-led', 'thanks'];

const isAlone = sql<boolean>`exists (select 1 from ${notifications} n where n.mail_id = ${mails}.id
	and n.kind in (${sql.join(
		ALONE.map((kind) => sql`${kind}`),
		sql`, `
	)}) and coalesce(n.part ->> 'isByHand', 'false') <> 'true')`;

/** No address, or no mail server. Oldest first. */
export const handMails = (reading: Reading, workshopId: WorkshopId) =>
	reading
		.select({
			id: mails.id,
			recipient: mails.recipient,
			address: mails.address,
			subject: mails.subject,
			text: mails.text,
			isAlone,
			madeAt: mails.madeAt
		})
		.from(mails)
		.where(
			and(
				eq(mails.workshopId, workshopId),
				eq(mails.kind, 'letter'),
				isNull(mails.settledAt),
				or(and(eq(mails.address, ''), isNull(mails.sentAt)), eq(mails.failure, IN_OUTBOX))
			)
		)
		.orderBy(asc(mails.madeAt), asc(mails.id))
		.limit(500);
