/** "You told us. This is what we did": to customers, of what was approved for them and nothing else. Content, part 2. */
import type { LetterBlock, LetterPart } from '#domain/letters.ts';
import { button, capital, countWords, firstName, listed, longDay, short, text } from '#domain/letter-words.ts';
import type { ReplyView } from '#protocol/reply-views.ts';
import type { FollowPicture } from '../store/follow-picture.ts';
import type { Reader } from '../store/letter-readers.ts';

const MOST_LINES = 8;

/** Null while nothing was approved: then nothing is sent. */
export function toldPart(picture: FollowPicture, reader: Reader, reply: ReplyView): LetterPart | null {
	if (!reply.approved) return null;
	const also = reply.also
		.filter(({ actions }) => actions.length > 0)
		.map((point) => ({ told: [point], text: '', isLeftOut: false, actions: point.actions }));
	const lines = [...reply.lines, ...also];
	if (lines.length === 0) return null;
	return {
		subject: `${firstName(reader.name)}, you told us. This is what we did`,
		asks: false,
		blocks: [
			text(`Dear ${reader.name},`),
			...(reply.opening ? [text(reply.opening)] : []),
			...lines.slice(0, MOST_LINES).flatMap(lineBlocks),
			...(lines.length > MOST_LINES ? [text(`${lines.length - MOST_LINES} more are on your page.`)] : []),
			text('What we did not do is on the list too.\nIf we heard you wrong, or it does not show, tell us on your page.'),
			button('Your page', `/w/${picture.workshopId}/reply`),
			text(`For everyone who sat with you until ${longDay(picture.signedOn)}.`, 'quiet')
		]
	};
}

type Line = Pick<ReplyView['lines'][number], 'text' | 'isLeftOut'> & {
	readonly told: readonly { readonly text: string }[];
	readonly actions: ReplyView['lines'][number]['actions'];
};

function lineBlocks({ told, text: words, isLeftOut, actions }: Line): readonly LetterBlock[] {
	const said = told.slice(0, 3).map(({ text: point }) => `“${short(point, 200)}”`);
	const standing = actions.map(
		({ n, health }) => `action ${n}: ${countWords([{ health, count: 1 }]).replace(/^1 /, '')}`
	);
	return [
		text(said.join('\n'), 'quote'),
		...(words ? [text(isLeftOut ? `We did not: ${words}` : words)] : []),
		...(standing.length > 0 ? [text(`${capital(listed(standing))}.`, 'quiet')] : [])
	];
}
