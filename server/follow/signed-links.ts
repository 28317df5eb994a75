/**
 * Links in letters that do one thing without a seat: base64url(word) "." HMAC-SHA256. Each purpose is signed by itself, so
 * that no link does another's work; whatever is wrong with one, its holder hears the same.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { WorkshopId } from '#domain/ids.ts';
import type { Recipient, SignedPurpose } from '#domain/letters.ts';
import { LINK_DAYS, packed, unpacked, valueOf, type SignedWord } from '#domain/signed-links.ts';
import { isSameSecret } from '../password.ts';
import type { Database } from '../store/database.ts';
import { currentLinkKey, linkKey, type LinkKey } from '../store/link-keys.ts';
import { linkReader, type LinkReader } from '../store/link-readers.ts';

/** What a link is to do, and for whom. */
export interface ToSign {
	readonly workshopId: WorkshopId;
	readonly recipient: Recipient;
	/** The address the letter goes to; empty where it is handed over. */
	readonly address: string;
	/** `mailWishes.version` of the reader; 1 where there is no row. */
	readonly version: number;
	readonly purpose: SignedPurpose;
	readonly subjectId: string;
	readonly value: string;
}

/** Gives the link's address from the origin on: `/a/…`. */
export type Signer = (link: ToSign) => string;

/** Whoever came with a link that holds. */
export interface SignedVisit {
	readonly word: SignedWord;
	readonly reader: LinkReader;
	/** Too old for anything else: whoever has a letter can always end the letters. */
	readonly onlyStops: boolean;
}

export type SignedRefusal =
	/** It was ours and ran out on that day. */
	| { readonly kind: 'expired'; readonly word: SignedWord }
	/** Damaged, revoked, of another purpose, or never ours: nobody learns which. */
	| { readonly kind: 'gone' };

const dayMs = 24 * 60 * 60 * 1000;

/** Loads the key once; what it gives back signs without waiting, for all letters of a run. */
export async function signer(database: Database, now: Date): Promise<Signer> {
	const key = await currentLinkKey(database, now);
	const expiresAt = Math.floor((now.getTime() + LINK_DAYS * dayMs) / 1000);
	return ({ address, ...link }) => {
		if (link.value !== '' && valueOf(link.purpose, link.value) === null)
			throw new Error(`no link for '${link.purpose}' can say '${link.value}'`);
		return `/a/${sealed(key, {
			...link,
			keyId: key.id,
			expiresAt,
			nonce: randomBytes(9).toString('base64url'),
			addressMark: addressMark(key, address)
		})}`;
	};
}

/** Whether a link holds now. Writes nothing. */
export async function openSigned(database: Database, token: string, now: Date): Promise<SignedVisit | SignedRefusal> {
	const [text = '', mac = '', ...rest] = token.split('.');
	const word = unpacked(Buffer.from(text, 'base64url').toString('utf8'));
	const key = word && rest.length === 0 ? await linkKey(database.db, word.keyId) : null;
	if (!word || !key || !isSameSecret(mac, macOf(key, word.purpose, text))) return { kind: 'gone' };
	const reader = await linkReader(database.db, word.workshopId, word.recipient);
	if (!reader) return { kind: 'gone' };
	const marks = reader.addresses.map((address) => addressMark(key, address));
	const isTheirs =
		reader.version === word.version &&
		reader.disownedAt === null &&
		marks.some((mark) => isSameSecret(word.addressMark, mark));
	const hasEnded = word.expiresAt * 1000 <= now.getTime();
	if (word.purpose === 'wishes' && word.value === 'stop') return { word, reader, onlyStops: !isTheirs || hasEnded };
	if (!isTheirs) return { kind: 'gone' };
	return hasEnded ? { kind: 'expired', word } : { word, reader, onlyStops: false };
}

function sealed(key: LinkKey, word: SignedWord): string {
	const text = Buffer.from(packed(word)).toString('base64url');
	return `${text}.${macOf(key, word.purpose, text)}`;
}

/** Over the text as it stands in the address: not one character can be written otherwise. */
const macOf = ({ secret }: LinkKey, purpose: SignedPurpose, text: string): string =>
	createHmac('sha256', secret).update(`link:${purpose}\n${text}`).digest('base64url');

const addressMark = ({ secret }: LinkKey, address: string): string =>
	createHmac('sha256', secret).update(`address\n${address}`).digest('base64url').slice(0, 8);
