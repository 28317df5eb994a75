/** Rooms after the signing, and letters told by hand on a clock that the test moves. */
import { eq } from 'drizzle-orm';
import type { Email } from 'postal-mime';
import { toPerson, type LetterKind, type LetterPart } from '#domain/letters.ts';
import { mailWishes, people, workshops } from '#drizzle/schema.ts';
import type { MailWishes } from '#server/store/mail-wishes.ts';
import { notify, type NewNotification } from '#server/store/notifications.ts';
import type { MailServer } from './mail-server.ts';
import type { PlanInstallation, PlanRoom, Sitting } from './plan-room.ts';

export const addressOf = ({ id }: Sitting): string => `${id.toLowerCase()}@room.test`;

export const wordsOf = (subject: string, asks = false): LetterPart => ({
	subject,
	asks,
	blocks: [{ kind: 'text', text: subject }]
});

export function lettersIn(installation: PlanInstallation, mails: Pick<MailServer, 'taken'>) {
	const { database } = installation;
	const taken = (sitting: Sitting): readonly Email[] =>
		mails.taken.filter(({ to }) => to?.[0]?.address === addressOf(sitting));

	/** Lets the clock come to an instant. */
	async function at(instant: string): Promise<void> {
		installation.setNow(instant);
		await installation.followUp.rest();
	}

	return {
		at,
		taken,
		/** When what reached somebody: `01-19 09:00 Thank you`. */
		heard: (sitting: Sitting): readonly string[] =>
			taken(sitting).map(
				({ date, subject }) => `${new Date(date ?? 0).toISOString().slice(5, 16).replace('T', ' ')} ${subject}`
			),
		/** Something to be told from an instant on, as any part of the product writes it. */
		told: (
			room: PlanRoom,
			sitting: Sitting,
			kind: LetterKind,
			subject: string,
			instant: string,
			more: Partial<NewNotification> = {}
		) =>
			database.transaction((tx) =>
				notify(tx, {
					...{ workshopId: room.workshopId, recipient: toPerson(sitting.id), kind, subjectId: subject, period: '' },
					...{ part: wordsOf(subject), notBefore: new Date(instant), at: new Date(instant) },
					...more
				})
			),
		wish: (room: PlanRoom, sitting: Sitting, set: Partial<Omit<MailWishes, 'stoppedActions'>>) =>
			database.transaction(async (tx) => {
				await tx
					.insert(mailWishes)
					.values({ workshopId: room.workshopId, recipient: toPerson(sitting.id), ...set })
					.onConflictDoUpdate({ target: [mailWishes.workshopId, mailWishes.recipient], set });
			}),
		/** Signed on a Wednesday; everybody has heard of it. With `quiet` no letters of its own come afterwards. */
		async signedRoom({ isQuiet = true } = {}) {
			installation.setNow('2027-01-13T14:00:00Z');
			const room = await installation.openRoom();
			for (const sitting of [room.elin, room.amira, room.marcus]) {
				await database.transaction((tx) =>
					tx
						.update(people)
						.set({ email: addressOf(sitting) })
						.where(eq(people.id, sitting.id))
				);
			}
			const { id } = await room.signed();
			await at('2027-01-13T14:01:00Z');
			if (isQuiet) {
				await database.transaction((tx) =>
					tx.update(workshops).set({ followUpUntil: '2027-01-14' }).where(eq(workshops.id, room.workshopId))
				);
			}
			return { room, id };
		}
	};
}
