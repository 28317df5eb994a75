/** A meeting as iCalendar (RFC 5545): lines end with CRLF, none is longer than 75 octets, and words stay words. */

/** What stands in a value: commas, semicolons and ends of lines mean something there. */
export const icsText = (text: string): string =>
	text
		.toWellFormed()
		.replace(/\r\n|[\r\u0085\u2028\u2029]/gu, '\n')
		.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/gu, ' ')
		.replace(/[\\;,]/g, (character) => `\\${character}`)
		.replaceAll('\n', '\\n');

const OCTETS = 75;
const octets = (text: string): number => new TextEncoder().encode(text).length;

/** Goes on in the next line, after a blank; no character is cut in two. */
export function icsLine(name: string, value: string): string {
	let [line, length] = ['', 0];
	const folded: string[] = [];
	for (const character of `${name}:${value}`) {
		const size = octets(character);
		if (length + size > OCTETS) {
			folded.push(line);
			[line, length] = [' ', 1];
		}
		line += character;
		length += size;
	}
	return [...folded, line].join('\r\n');
}

export const icsInstant = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

export interface Meeting {
	readonly uid: string;
	readonly title: string;
	readonly words: string;
	readonly startsAt: Date;
	readonly minutes: number;
	readonly madeAt: Date;
}

/** One meeting, to be put into a calendar; nobody is asked to answer. */
export const meetingCalendar = ({ uid, title, words, startsAt, minutes, madeAt }: Meeting): string =>
	[
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Plenary//Follow-up//EN',
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		'BEGIN:VEVENT',
		icsLine('UID', icsText(uid)),
		icsLine('DTSTAMP', icsInstant(madeAt)),
		icsLine('DTSTART', icsInstant(startsAt)),
		icsLine('DTEND', icsInstant(new Date(startsAt.getTime() + minutes * 60_000))),
		icsLine('SUMMARY', icsText(title)),
		...(words === '' ? [] : [icsLine('DESCRIPTION', icsText(words))]),
		'END:VEVENT',
		'END:VCALENDAR',
		''
	].join('\r\n');
