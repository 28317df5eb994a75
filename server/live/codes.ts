/** Codes that people read aloud and type, and the secrets in links. Only hashes of them are kept. */
import { createHash, randomBytes } from 'node:crypto';
import type { Randomness } from '#domain/ids.ts';
import { CODE_ALPHABET, CODE_LENGTH, RETURN_CODE_LENGTH } from '#domain/workshop.ts';

const systemRandomness: Randomness = (bytes) => {
	crypto.getRandomValues(bytes);
};

/** Every character of the alphabet is equally likely: bytes above its last whole multiple are thrown away. */
function code(length: number, randomness: Randomness): string {
	const fair = 256 - (256 % CODE_ALPHABET.length);
	let text = '';
	while (text.length < length) {
		const bytes = new Uint8Array(length * 2);
		randomness(bytes);
		for (const byte of bytes) {
			if (byte < fair && text.length < length) text += CODE_ALPHABET[byte % CODE_ALPHABET.length];
		}
	}
	return text;
}

export const newJoinCode = (randomness: Randomness = systemRandomness): string => code(CODE_LENGTH, randomness);

/** What brings a person back on another device; shown once. */
export const newReturnCode = (randomness: Randomness = systemRandomness): string =>
	code(RETURN_CODE_LENGTH, randomness);

/** The secret of a link: 128 bits. */
export const newLinkToken = (): string => randomBytes(16).toString('base64url');

/** What is kept of a return code or a link's token. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
