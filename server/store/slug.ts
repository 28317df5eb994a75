import { SYNDICATES, type SyndicateLetter } from '#domain/workshop.ts';

/** A syndicate's part of an address: its name in plain letters, unlike the ones in use; else its letter's own. */
export function slugOf(name: string, letter: SyndicateLetter, used: readonly (string | undefined)[]): string {
	const plain = name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 30);
	const slug = plain === '' ? (SYNDICATES.find((syndicate) => syndicate.letter === letter)?.slug ?? letter) : plain;
	return used.includes(slug) ? `${slug}-${letter}` : slug;
}
