/** A mail as plain text: complete by itself, with every link written out. */
import { lines, oneLine, type LetterMail, type MailBlock, type MailLink, type MailPart } from './letter-mail.ts';

export function letterText({ title, day, from, parts, footer }: LetterMail): string {
	const pieces = [
		...parts.flatMap((part, at) => (at === 0 ? partText(part) : [`* * *`, oneLine(part.subject), ...partText(part)])),
		...(from ? [oneLine(from)] : []),
		`--\n${[oneLine(title), oneLine(day)].filter(Boolean).join(', ')}\n${lines(footer.why).join('\n')}\n${footer.links.map(linkText).join('\n')}`
	];
	return `${pieces.filter((piece) => piece.trim() !== '').join('\n\n')}\n`;
}

const linkText = ({ label, url }: MailLink): string => `${label}: ${url}`;

const partText = ({ blocks }: MailPart): readonly string[] => blocks.map(blockText);

const indented = (text: string, by: string): string =>
	lines(text)
		.map((line) => (line === '' ? '' : `${by}${line}`))
		.join('\n');

function blockText(block: MailBlock): string {
	switch (block.kind) {
		case 'heading':
			return oneLine(block.text);
		case 'text':
			return block.tone === 'quote' ? indented(block.text, '  ') : lines(block.text).join('\n');
		case 'links':
			return block.links.map(linkText).join('\n');
		case 'button':
			return linkText(block.link);
		case 'counts':
			return oneLine(block.words);
		case 'rows':
			return block.rows
				.map(({ n, text, detail, mark }) => {
					const first = `${n === null ? '-' : String(n).padStart(2)}  ${oneLine(text)}${mark ? `  [${oneLine(mark.words)}]` : ''}`;
					return detail ? `${first}\n${indented(detail, '    ')}` : first;
				})
				.join('\n');
	}
}
