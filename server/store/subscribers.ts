/** Readers outside who asked for the weekly letter on the progress page. Nothing goes to them before their own yes. */
import { and, count, desc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { newId, type ContactId, type WorkshopId } from '#domain/ids.ts';
import { toContact, type LetterPart } from '#domain/letters.ts';
import { Problem } from '#domain/problem.ts';
import { contacts, mailWishes, notifications, workshops } from '#drizzle/schema.ts';
import type { Database } from './database.ts';
import { notify } from './notifications.ts';

export interface NewSubscriber {
	readonly workshopId: WorkshopId;
	readonly name: string;
	/** Lower case, trimmed. */
	readonly email: string;
	/** Calendar day: asked again on another day, the letter that asks goes once more. */
	readonly today: string;
	readonly at: Date;
}

/** More readers than any house has neighbours. */
const SUBSCRIBERS_MOST = 500;
/** So many wait for their yes; one more ends the oldest of them, so that nobody shuts the list with addresses of others. */
const WAITING_MOST = 200;
/** Days for which a yes is waited for. */
const WAITING_DAYS = 7;
/** Mails to an address that never said yes. */
const ASKS_MOST = 3;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Keeps whoever asks, and has them asked back by mail. An address that is there already changes nothing, unless its reader
 * said that it is not theirs: it is then asked anew. Whoever asks cannot tell; nor is an address written to more than three times that never said yes.
 * @throws Problem `too-many-people`
 */
export async function subscribe(
	database: Database,
	{ workshopId, name, email, today, at }: NewSubscriber,
	partFor: (id: ContactId) => LetterPart
): Promise<void> {
	await database.transaction(async (tx) => {
		// Two presses at once are one reader.
		await tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('no key update');
		const standing = and(
			eq(contacts.workshopId, workshopId),
			eq(contacts.kind, 'subscriber'),
			isNull(contacts.endedAt)
		);
		// Full for everybody: the answer tells no address from another.
		if ((await tx.$count(contacts, and(standing, isNotNull(contacts.confirmedAt)))) >= SUBSCRIBERS_MOST) throw full();
		const waiting = and(standing, isNull(contacts.confirmedAt));
		const late = new Date(at.getTime() - WAITING_DAYS * dayMs);
		await tx
			.update(contacts)
			.set({ endedAt: at })
			.where(and(waiting, lte(contacts.madeAt, late)));
		const [known] = await tx
			.select({ id: contacts.id, confirmedAt: contacts.confirmedAt, disownedAt: mailWishes.disownedAt })
			.from(contacts)
			.leftJoin(
				mailWishes,
				and(eq(mailWishes.workshopId, workshopId), eq(mailWishes.recipient, sql`'contact:' || ${contacts.id}`))
			)
			.where(and(standing, eq(contacts.email, email)));
		const isDisowned = known !== undefined && known.disownedAt !== null;
		if (known?.confirmedAt && !isDisowned) return;
		const [asks] = await tx
			.select({ rows: count() })
			.from(contacts)
			.innerJoin(notifications, and(eq(notifications.kind, 'subscribe'), eq(notifications.subjectId, contacts.id)))
			.where(and(eq(contacts.workshopId, workshopId), eq(contacts.email, email)));
		if ((asks?.rows ?? 0) >= ASKS_MOST) return;
		const asked = isDisowned ? undefined : known;
		if (isDisowned) await tx.update(contacts).set({ endedAt: at }).where(eq(contacts.id, known.id));
		const id = asked?.id ?? newId<'Contact'>();
		if (!asked) {
			const others = await tx
				.select({ id: contacts.id })
				.from(contacts)
				.where(waiting)
				.orderBy(desc(contacts.madeAt), desc(contacts.id))
				.offset(WAITING_MOST - 1);
			const tooMany = others.map((other) => other.id);
			if (tooMany.length > 0) await tx.update(contacts).set({ endedAt: at }).where(inArray(contacts.id, tooMany));
			await tx.insert(contacts).values({ id, workshopId, kind: 'subscriber', name, email, madeAt: at });
		}
		const told = { workshopId, recipient: toContact(id), kind: 'subscribe', subjectId: id, period: today } as const;
		await notify(tx, { ...told, part: partFor(id), notBefore: at, at });
	});
}

const full = () =>
	new Problem(
		'too-many-people',
		'Nobody more can be put on the list of this letter. Ask whoever gave you the address.'
	);

export async function countSubscribers(
	database: Database,
	workshopId: WorkshopId
): Promise<{ readonly confirmed: number; readonly waiting: number }> {
	const standing = and(eq(contacts.workshopId, workshopId), eq(contacts.kind, 'subscriber'), isNull(contacts.endedAt));
	const [all] = await database.db.select({ rows: count() }).from(contacts).where(standing);
	const [confirmed] = await database.db
		.select({ rows: count() })
		.from(contacts)
		.where(and(standing, isNotNull(contacts.confirmedAt)));
	const yes = confirmed?.rows ?? 0;
	return { confirmed: yes, waiting: (all?.rows ?? 0) - yes };
}
