import { CODE_ALPHABET, tidyCode } from '#domain/workshop.ts';

/**
 * What a person typed or pasted, as characters of a code: capitals, nothing that a code never contains. A pasted join
 * link gives the code after its `#`.
 */
export const codeCharacters = (typed: string, length: number): string =>
	Array.from(tidyCode(typed.slice(typed.lastIndexOf('#') + 1).normalize('NFKC')))
		.filter((character) => CODE_ALPHABET.includes(character))
		.slice(0, length)
		.join('');
