/** Several notes in one paste: a list out of a letter, a sheet or a page. */

const BREAKS = /\r\n|[\n\r\u2028\u2029]/;
/** What lists put before a line: a bullet, a box, a number or a letter with a point or a bracket. */
const MARK = /^\s*(?:(?:[-–—*+•‣◦▪●○·]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+)?(?:\[[ xX]?\]\s+)?/;

/** The lines that say something, without the marks of their list. */
export const linesOf = (text: string): readonly string[] =>
	text
		.split(BREAKS)
		.map((line) => line.replace(MARK, '').trim())
		.filter((line) => line !== '');
