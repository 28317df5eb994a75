/**
 * What a signed link of a letter says, as it travels: for one reader, about one thing, with an answer chosen beforehand.
 * Nothing in it opens a session. `server/follow/signed-links.ts` signs it.
 */
import { asId, type WorkshopId } from './ids.ts';
import type { Recipient, SignedPurpose } from './letters.ts';

/** Days for which a link holds. */
export const LINK_DAYS = 21;

export interface SignedWord {
	readonly workshopId: WorkshopId;
	readonly purpose: SignedPurpose;
	readonly recipient: Recipient;
	/** The action, ask or request it is about; empty for none. */
	readonly subjectId: string;
	/** The answer that is chosen when its page opens; empty for none. */
	readonly value: string;
	readonly keyId: string;
	/** Whole seconds since 1970. */
	readonly expiresAt: number;
	/** Makes it count once. */
	readonly nonce: string;
	/** Of the reader; another one ends every link before it. */
	readonly version: number;
	/** Stands for the address it was sent to, and tells nobody which. */
	readonly addressMark: string;
}

/** What each purpose lets its reader say. */
export const SIGNED_VALUES = {
	/** How an action stands. `number`: the reading of its measure; `call`: please ring me. */
	report: ['on-course', 'done', 'help', 'learned', 'stopped', 'number', 'call'],
	/** `yes` also takes an action that is on offer; `no` before it was begun, `hand-on` afterwards. */
	own: ['yes', 'another-date', 'no', 'hand-on'],
	department: ['accepted', 'declined'],
	/** `weekly` takes `less` back, `on` takes `stop`, `snooze` and `stop-action` back. */
	wishes: ['less', 'weekly', 'snooze', 'stop-action', 'stop', 'on'],
	support: ['yes', 'yes-with-a-limit', 'not-now', 'no'],
	subscribe: ['yes'],
	pulse: ['open']
} as const satisfies Readonly<Record<SignedPurpose, readonly string[]>>;

export type SignedValue<Purpose extends SignedPurpose> = (typeof SIGNED_VALUES)[Purpose][number];

/** The value as one of its purpose; null for any other text. */
export function valueOf<Purpose extends SignedPurpose>(purpose: Purpose, value: string): SignedValue<Purpose> | null {
	const values: readonly SignedValue<Purpose>[] = SIGNED_VALUES[purpose];
	return values.find((each) => each === value) ?? null;
}

const PURPOSES = Object.keys(SIGNED_VALUES);
const isPurpose = (text: string): text is SignedPurpose => PURPOSES.includes(text);
const isRecipient = (text: string): text is Recipient => /^(person|contact):[\w-]{1,60}$/.test(text);

/** As short as JSON gets, for the line of a letter. */
export const packed = (word: SignedWord): string =>
	JSON.stringify([
		word.keyId,
		word.workshopId,
		word.purpose,
		word.recipient,
		word.subjectId,
		word.value,
		word.expiresAt,
		word.nonce,
		word.version,
		word.addressMark
	]);

/** Null for anything that `packed` did not make. */
export function unpacked(text: string): SignedWord | null {
	const parts = parse(text);
	if (!Array.isArray(parts) || parts.length !== 10) return null;
	const [keyId, workshopId, purpose, recipient, subjectId, value, expiresAt, nonce, version, addressMark]: unknown[] =
		parts;
	if (
		typeof keyId !== 'string' ||
		typeof workshopId !== 'string' ||
		typeof purpose !== 'string' ||
		typeof recipient !== 'string' ||
		typeof subjectId !== 'string' ||
		typeof value !== 'string' ||
		typeof nonce !== 'string' ||
		typeof addressMark !== 'string' ||
		!Number.isSafeInteger(expiresAt) ||
		!Number.isSafeInteger(version) ||
		!isPurpose(purpose) ||
		!isRecipient(recipient)
	)
		return null;
	return {
		keyId,
		workshopId: asId<'Workshop'>(workshopId),
		purpose,
		recipient,
		subjectId,
		value,
		expiresAt: Number(expiresAt),
		nonce,
		version: Number(version),
		addressMark
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
