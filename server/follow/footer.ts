/** The last lines of a letter: why somebody gets it, and how it comes less often, later or never again. */
import type { LetterKind, LetterLink } from '#domain/letters.ts';
import { signed } from '#domain/letter-words.ts';
import { dayWords } from '#domain/words/en.ts';
import type { Waiting } from '../store/notifications.ts';
import type { FollowPicture } from '../store/follow-picture.ts';
import type { Cadence } from './cadence.ts';
import { lettersEnd } from './last-letter.ts';
import type { Reader } from '../store/letter-readers.ts';

export interface Footer {
	readonly why: string;
	/** The last one stops everything. */
	readonly links: readonly LetterLink[];
}

export function footerOf(picture: FollowPicture, reader: Reader, told: readonly Waiting[], cadence: Cadence): Footer {
	const stop = signed('Stop', 'wishes', '', 'stop');
	const snooze = signed('Nothing for a week', 'wishes', '', 'snooze');
	const less = reader.wishes.isMonthly
		? signed('Every week again', 'wishes', '', 'weekly')
		: signed('Once a month instead', 'wishes', '', 'less');
	const isRegular = told.some(({ kind }) => kind === 'digest' || kind === 'owner-letter');
	return {
		why: why(picture, reader, told, cadence),
		links: isRegular || reader.personId ? [less, snooze, stop] : [stop]
	};
}

/** Written by somebody here to somebody outside, in their own name. */
const IN_PERSON: readonly LetterKind[] = ['department-ask', 'raise'];

/** By whose name a letter comes, and where answers go: outside nobody's who did not agree, unless they wrote themselves. */
export function writerFor(
	{ manager, named }: FollowPicture,
	{ isOutside }: Reader,
	told: readonly Pick<Waiting, 'kind'>[]
): Reader | null {
	const agreed = manager?.personId != null && named.has(manager.personId);
	return !isOutside || agreed || told.some(({ kind }) => IN_PERSON.includes(kind)) ? manager : null;
}

function why(picture: FollowPicture, reader: Reader, told: readonly Waiting[], cadence: Cadence): string {
	const { plan, signedOn, company, title } = picture;
	const ends = `The letters end on ${dayWords(lettersEnd(picture, cadence, reader))}.`;
	if (told.some(({ kind }) => kind === 'test')) return 'A test, to you alone. Nobody else got it.';
	if (plan.signatures.some(({ personId }) => personId === reader.personId))
		return `You get this because you signed the plan on ${dayWords(signedOn, false)}. ${ends}`;
	if (reader.role === 'subscriber')
		return `You get this because this address was given for the weekly letter of “${title}”. ${ends}`;
	if (reader.role === 'customer')
		return `You get this because you told us on ${dayWords(signedOn, false)} what you want from us. ${ends}`;
	if (reader.personId) return `You get this because you were part of “${title}”. ${ends}`;
	return `You get this because ${writerFor(picture, reader, told)?.name ?? 'somebody'}${company ? ` of ${company}` : ''} asked you. Nothing else follows unless you answer, but how it goes on.`;
}
