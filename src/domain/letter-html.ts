/**
 * A mail as HTML: one column of at most 600 pixels, system fonts, no images, nothing that is fetched. Whatever people
 * wrote is escaped, and reads in its own direction. One piece, because the styles of light and dark belong together.
 */
import {
	lines,
	oneLine,
	subjectLine,
	type LetterMail,
	type MailBlock,
	type MailLink,
	type MailPart
} from './letter-mail.ts';

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
const line = (text: string): string => escaped(oneLine(text));
const paragraphs = (text: string): string => lines(text).map(escaped).join('<br>');

const DOT = 'width:9px;height:9px;border-radius:50%';
/** Drawn with borders: mail programs have no letters for them that can be relied on. */
const SHAPES = {
	full: `${DOT};background:currentColor`,
	ring: 'width:6px;height:6px;border:2px solid currentColor;border-radius:50%',
	bars: 'width:3px;height:9px;border-left:3px solid currentColor;border-right:3px solid currentColor',
	peak: 'width:0;height:0;border-left:5px solid transparent;border-right:5px solid transparent;border-bottom:9px solid currentColor',
	line: 'width:9px;height:3px;background:currentColor;vertical-align:middle',
	box: 'width:8px;height:8px;background:currentColor'
} as const;

/** Word, shape and tint: the word alone says it too. Late is as calm as the others. */
const MARKS: Readonly<Record<string, { readonly shape: keyof typeof SHAPES; readonly tone: string }>> = {
	done: { shape: 'full', tone: 'ok' },
	learned: { shape: 'full', tone: 'ok' },
	'on-course': { shape: 'ring', tone: 'ok' },
	waiting: { shape: 'bars', tone: 'warn' },
	help: { shape: 'box', tone: 'warn' },
	late: { shape: 'peak', tone: 'line' },
	quiet: { shape: 'line', tone: 'line' },
	stopped: { shape: 'box', tone: 'line' }
};

const BARS: Readonly<Record<string, string>> = {
	done: '#1f6b43',
	learned: '#4a8a69',
	'on-course': '#7fb394',
	waiting: '#e9b44c',
	help: '#d9a033',
	quiet: '#cfd6cc',
	late: '#8b968f',
	stopped: '#b4bdb5'
};

const SERIF = "Georgia,'Times New Roman',serif";
const SANS = "Verdana,'Segoe UI',sans-serif";

/** Inline, because many mail programs read nothing else; the classes serve the dark one alone. */
const STYLE = {
	body: 'margin:0;padding:0;background:#e6eae3;color:#17211d',
	head: `padding:24px 4px 12px;font:600 20px/1 ${SERIF};color:#1b4d3e`,
	paper: 'background:#ffffff;padding:32px 36px 36px;border-radius:3px',
	small: `margin:0 0 14px;font:14px/1.5 ${SANS};color:#435049`,
	h1: `margin:0 0 16px;font:400 32px/1.15 ${SERIF};letter-spacing:-0.01em;color:#17211d`,
	h2: `margin:28px 0 8px;font:400 22px/1.25 ${SERIF};color:#17211d`,
	lead: `margin:0 0 14px;font:18px/1.5 ${SERIF};color:#17211d`,
	text: `margin:0 0 14px;font:16px/1.55 ${SERIF};color:#17211d`,
	quote: `margin:0 0 16px;padding:2px 0 2px 16px;border-left:3px solid #cfd6cc;font:18px/1.45 ${SERIF};color:#17211d`,
	n: `width:30px;padding:11px 0;border-top:1px solid #cfd6cc;font:20px/1.2 ${SERIF};color:#535f58;vertical-align:top`,
	t: `padding:11px 12px 11px 0;border-top:1px solid #cfd6cc;font:bold 16px/1.4 ${SERIF};color:#17211d;vertical-align:top;text-align:start;overflow-wrap:anywhere`,
	detail: `font:13px/1.5 ${SANS};color:#535f58`,
	s: 'padding:11px 0;border-top:1px solid #cfd6cc;text-align:end;vertical-align:top;white-space:nowrap',
	button: `display:inline-block;padding:13px 22px;border-radius:8px;background:#1b4d3e;color:#ffffff;font:bold 16px/1.2 ${SANS};text-decoration:none`,
	link: `display:block;margin:0 0 8px;padding:11px 16px;border:1px solid #77847c;border-radius:8px;color:#1b4d3e;font:bold 15px/1.3 ${SANS};text-decoration:none`,
	footer: `padding:16px 4px 32px;font:13px/1.6 ${SANS};color:#435049`,
	aside: `display:inline-block;margin:2px 0 6px;padding:6px 0;font:14px/1.5 ${SANS};color:#1b4d3e;text-decoration:underline`,
	footerLink: 'color:#1b4d3e;text-decoration:underline'
} as const;

const CHIP: Readonly<Record<string, string>> = {
	ok: 'background:#dcecdd;color:#1f6b43',
	warn: 'background:#fbe8c3;color:#7a4c00',
	line: 'background:#e6eae3;color:#435049'
};

/** For mail programs that follow the reader's theme. */
const DARK = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.body,.felt{background:#101714!important}
.paper{background:#242f2a!important}
.ink{color:#f2f0e8!important}
.quiet{color:#c2cac3!important}
.head,.foot-link{color:#8fd0b5!important}
.edge{border-color:#44514a!important}
.tap{color:#a9dcc6!important;border-color:#8a978f!important}
.go{background:#8fd0b5!important;color:#10231c!important}
.ok{background:#1d4a35!important;color:#bfe6cf!important}
.warn{background:#4b3a13!important;color:#f6d893!important}
.line{background:#37433d!important;color:#d4dbd5!important}
}
@media (max-width:480px){.paper{padding:24px 18px 26px!important}.title{font-size:27px!important}}
`
	.split('\n')
	.join('');

export interface HtmlOptions {
	/** Only what stands in the body, without the styles of a dark theme: to be shown inside a page. */
	readonly isPreview?: boolean;
}

export function letterHtml(mail: LetterMail, { isPreview = false }: HtmlOptions = {}): string {
	const { title, day, from, parts, footer } = mail;
	const subject = subjectLine(parts[0]?.subject ?? '');
	const above = [title, day, from ? `from ${from}` : ''].filter(Boolean).map(line).join(' · ');
	const column = [
		`<div class="head" style="${STYLE.head}">Plenary</div>`,
		`<div class="paper" style="${STYLE.paper}">`,
		`<p class="quiet" dir="auto" style="${STYLE.small}">${above}</p>`,
		`<h1 class="ink title" dir="auto" style="${STYLE.h1}">${escaped(subject)}</h1>`,
		...parts.map(
			(part, at) =>
				(at === 0
					? ''
					: `<h2 class="ink" dir="auto" style="${STYLE.h2};padding-top:22px;border-top:2px solid #77847c">${line(part.subject)}</h2>`) +
				partHtml(part)
		),
		from ? `<p class="ink" dir="auto" style="${STYLE.text};margin:24px 0 0">${line(from)}</p>` : '',
		'</div>',
		`<div class="quiet" style="${STYLE.footer}"><span dir="auto">${paragraphs(footer.why)}</span><br>${footer.links.map((link) => anchor(link, 'foot-link', STYLE.footerLink)).join(' &middot; ')}</div>`
	].join('\n');
	const table = `<table role="presentation" class="felt" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#e6eae3"><tr><td align="center" style="padding:0 10px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px"><tr><td style="text-align:start">${column}</td></tr></table></td></tr></table>`;
	const body = `<body class="body" style="${STYLE.body}">\n${table}\n</body>`;
	const style = isPreview ? '' : `\n<style>${DARK}</style>`;
	return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(subject)}</title>${style}
</head>
${body}
</html>
`;
}

const partHtml = ({ blocks }: MailPart): string => blocks.map(blockHtml).join('\n');

/** Only addresses of the web: nothing that people wrote becomes one, and if it did it would lead nowhere. */
const hrefOf = (url: string): string => (/^https?:\/\//.test(url) ? escaped(url) : '#');

const anchor = ({ label, url }: MailLink, name: string, style: string): string =>
	`<a class="${name}" href="${hrefOf(url)}" style="${style}">${line(label)}</a>`;

const linkHtml = (link: MailLink): string =>
	link.isAside ? anchor(link, 'foot-link', STYLE.aside) : anchor(link, 'tap', STYLE.link);

const ofTone = { lead: STYLE.lead, quote: STYLE.quote, quiet: STYLE.small } as const;

function blockHtml(block: MailBlock): string {
	switch (block.kind) {
		case 'heading':
			return `<h2 class="ink" dir="auto" style="${STYLE.h2}">${line(block.text)}</h2>`;
		case 'text': {
			const style = block.tone ? ofTone[block.tone] : STYLE.text;
			const name = block.tone === 'quiet' ? 'quiet' : block.tone === 'quote' ? 'ink edge' : 'ink';
			return `<p class="${name}" dir="auto" style="${style}">${paragraphs(block.text)}</p>`;
		}
		case 'links':
			return `<div style="margin:4px 0 18px">${block.links.map(linkHtml).join('\n')}</div>`;
		case 'button':
			return `<p style="margin:22px 0 8px">${anchor(block.link, 'go', STYLE.button)}</p>`;
		case 'counts':
			return countsHtml(block);
		case 'rows':
			return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 8px">${block.rows.map(rowHtml).join('\n')}</table>`;
	}
}

type Rows = Extract<MailBlock, { kind: 'rows' }>['rows'];

function rowHtml({ n, text, detail, mark }: Rows[number]): string {
	const below = detail ? `<br><span class="quiet" style="${STYLE.detail}">${paragraphs(detail)}</span>` : '';
	const { shape, tone } = MARKS[mark?.health ?? ''] ?? { shape: 'line', tone: 'line' };
	const chip = mark
		? `<span class="${tone}" style="display:inline-block;padding:3px 10px;border-radius:12px;font:bold 13px/1.4 ${SANS};${CHIP[tone]}"><span aria-hidden="true" style="display:inline-block;margin-right:7px;${SHAPES[shape]}"></span>${line(mark.words)}</span>`
		: '';
	return `<tr><td class="quiet edge" style="${STYLE.n}">${n ?? ''}</td><td class="ink edge" dir="auto" style="${STYLE.t}">${line(text)}${below}</td><td class="edge" style="${STYLE.s}">${chip}</td></tr>`;
}

function countsHtml({ counts, words }: Extract<MailBlock, { kind: 'counts' }>): string {
	const all = counts.reduce((sum, { count }) => sum + count, 0);
	if (all === 0) return '';
	const cells = counts
		.filter(({ count }) => count > 0)
		.map(
			({ health, count }) =>
				`<td width="${Math.round((count / all) * 1000) / 10}%" style="height:12px;padding:0;font-size:0;line-height:0;background:${BARS[health] ?? '#cfd6cc'}">&nbsp;</td>`
		);
	return `<table role="img" aria-label="${line(words)}" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:6px 0 8px;table-layout:fixed"><tr>${cells.join('')}</tr></table>
<p class="quiet" style="${STYLE.small}">${line(words)}</p>`;
}
