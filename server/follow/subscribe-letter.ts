/** The letter that asks whether an address is really the reader's own. No word of whoever asked is in it. */
import type { ContactId } from '#domain/ids.ts';
import type { LetterPart } from '#domain/letters.ts';

export const subscribeLetter = (
	id: ContactId,
	{ title, company }: { readonly title: string; readonly company: string }
): LetterPart => ({
	subject: `The weekly letter of “${title}”: is this you?`,
	asks: false,
	blocks: [
		{
			kind: 'text',
			text: `Somebody asked us to send the weekly letter of “${title}”${company ? ` at ${company}` : ''} to this address. If that was you, press once and it comes every Monday.`
		},
		{
			kind: 'button',
			link: {
				label: 'Yes, send it to me',
				to: { kind: 'signed', purpose: 'subscribe', subjectId: id, value: 'yes' }
			}
		},
		{ kind: 'text', tone: 'quiet', text: 'If it was not you, do nothing. Nothing else follows.' }
	]
});
