/** What mails say. Text alone, complete by itself; a subject says the thing. */
export interface MailWords {
	readonly subject: string;
	readonly text: string;
}

/** The second half of a sponsor's link. */
export const codeMail = ({
	name,
	title,
	code,
	minutes
}: {
	readonly name: string;
	readonly title: string;
	readonly code: string;
	readonly minutes: number;
}): MailWords => ({
	subject: `${code} is your code for “${title}”`,
	text: [
		`${name},`,
		`somebody opened your link to “${title}” and asked for the code that belongs to it.`,
		`    ${code}`,
		`Type it on the page that asks for it, on the same device. It is good for ${minutes} minutes.`,
		'Was it not you? Then do nothing: without the code nothing can be answered or signed in your name. Tell the facilitator, who can end the link.',
		'Plenary'
	].join('\n\n')
});
