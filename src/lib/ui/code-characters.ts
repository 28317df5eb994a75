/** Letters and digits nobody mistakes for another: no 0 O 1 I L. */
const CHARACTERS = /[^2-9A-HJKMNP-Z]/g;

/**
 * What a person typed or pasted, as characters of a code: capitals, no spaces or dashes. A pasted join link gives the
 * code after its `#`.
 */
export const codeCharacters = (typed: string, length: number): string =>
	typed
		.slice(typed.lastIndexOf('#') + 1)
		.normalize('NFKC')
		.toUpperCase()
		.replace(CHARACTERS, '')
		.slice(0, length);
