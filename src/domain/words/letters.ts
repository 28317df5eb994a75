/** Letters around a link, in plain text: to be copied, or opened in a mail program. Content, part 2. */
import { PART_WORDS } from '../invitation.ts';
import type { InvitedRole } from '../links.ts';

/** A line with nothing in it is left out, together with the empty one after it. */
const paragraphs = (...parts: readonly (string | null)[]): string =>
	parts.filter((part) => part !== null && part.trim() !== '').join('\n\n');

export interface CustomerLetter {
	readonly name: string;
	/** How many sit together; 0 while nobody is on the list. */
	readonly people: number;
	/** `12 and 13 January 2027`; empty while there is no date. */
	readonly dates: string;
	readonly line: string;
	readonly prompts: readonly string[];
	readonly facilitator: string;
	readonly company: string;
	readonly address: string;
}

export const CUSTOMER_SUBJECT = 'Would you tell us what service you want from us?';

export const customerLetter = (letter: CustomerLetter): string =>
	paragraphs(
		`Dear ${letter.name},`,
		`${letter.people > 1 ? `${letter.people} of us sit` : 'We sit'} together${letter.dates ? ` on ${letter.dates}` : ''} to make our service better.\n${letter.line}`,
		['Three questions that may help:', ...letter.prompts.map((prompt) => `- ${prompt}`)].join('\n'),
		'You see every point we write down, and may correct it or take it back.\nIn week 6 and in week 12 you hear what we did about it.',
		`Your page: ${letter.address}`,
		`${letter.facilitator}${letter.company ? `, for ${letter.company}` : ''}`
	);

export interface InvitationLetter {
	readonly name: string;
	readonly role: InvitedRole;
	readonly title: string;
	readonly dates: string;
	readonly facilitator: string;
	readonly address: string;
	/** `29 November 2026` */
	readonly ends: string;
}

export const invitationSubject = ({ title }: Pick<InvitationLetter, 'title'>): string => `Your way into “${title}”`;

export const invitationLetter = (letter: InvitationLetter): string =>
	paragraphs(
		`Dear ${letter.name},`,
		`please take part in “${letter.title}”${letter.dates ? `, ${letter.dates},` : ''} as ${PART_WORDS[letter.role]}.`,
		`Press this on the device you want to use: ${letter.address}\nIt works once, until ${letter.ends}.`,
		letter.facilitator
	);

/** What a mail program opens with a letter written. */
export const mailTo = (address: string, subject: string, text: string): string =>
	`mailto:${encodeURIComponent(address).replace('%40', '@')}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text.replaceAll('\n', '\r\n'))}`;
