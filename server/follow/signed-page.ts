/** The frame of the pages without a seat, drawn here so that they work in a browser without scripts. */
import { html, raw } from 'hono/html';

export type Html = ReturnType<typeof html>;

export interface SignedPage {
	readonly title: string;
	readonly body: Html;
}

/** Nothing but words and forms: no address of this page, and no other page, learns where its reader goes. */
export const signedPage = ({ title, body }: SignedPage): Html =>
	html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="robots" content="noindex" />
				<meta name="referrer" content="no-referrer" />
				<title>${title} · Plenary</title>
				<link rel="stylesheet" href="/a/page.css" />
				<script src="/a/page.js" defer></script>
			</head>
			<body>
				<header>
					<svg viewBox="0 0 38 23" aria-hidden="true" width="30" height="18">
						<g fill="currentColor">
							<circle cx="4" cy="18" r="3" />
							<circle cx="7.6" cy="9.6" r="3" />
							<circle cx="14.6" cy="4.2" r="3" />
							<circle cx="23.4" cy="4.2" r="3" />
							<circle cx="30.4" cy="9.6" r="3" />
							<circle cx="34" cy="18" r="3" />
							<path d="M13 21a6 6 0 0 1 12 0z" />
						</g>
					</svg>
					<span>Plenary</span>
				</header>
				<main data-ready>${body}</main>
			</body>
		</html>`;

/** A refusal, alone on the page. */
export const refusalPage = (sentence: string, more: Html | string = ''): SignedPage => ({
	title: 'This link',
	body: html`<section class="sheet">
		<h1>This link does nothing any more</h1>
		<p>${sentence}</p>
		${more}
	</section>`
});

export const none = raw('');

export interface Choice {
	readonly value: string;
	readonly label: string;
	/** What follows from it, below the label. */
	readonly hint?: string;
}

export const choices = (name: string, legend: string, all: readonly Choice[], chosen: string, isRow = false): Html =>
	html`<fieldset class="choices${isRow ? ' across' : ''}">
		<legend>${legend}</legend>
		${all.map(
			({ value, label, hint }) =>
				html`<label
					><input
						type="radio"
						name="${name}"
						value="${value}"
						required
						${value === chosen ? raw('checked') : none}
					/><span>${label}${hint ? html`<small>${hint}</small>` : none}</span></label
				>`
		)}
	</fieldset>`;

export interface Line {
	readonly name: string;
	readonly label: string;
	readonly hint?: string;
	readonly value?: string;
	readonly max?: number;
	readonly kind?: 'text' | 'words' | 'number' | 'day';
	readonly required?: boolean;
	readonly min?: string;
	/** What was wrong with it. */
	readonly refusal?: string | undefined;
	/** Shown with these answers only, where the browser can. */
	readonly of?: string;
}

export function line({ name, label, hint, value = '', max = 280, kind = 'text', ...more }: Line): Html {
	const { required = false, min, refusal, of } = more;
	const about = [hint ? `${name}-hint` : '', refusal ? `${name}-refusal` : ''].filter((id) => id !== '').join(' ');
	const shared = html`id="${name}" name="${name}" ${required ? raw('required') : none}
	${about === '' ? none : html`aria-describedby="${about}"`} ${refusal ? raw('aria-invalid="true"') : none}`;
	return html`<div class="line" ${of ? html`data-of="${of}"` : none}>
		<label for="${name}">${label}</label>
		${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : none}
		${
			kind === 'words'
				? html`<textarea ${shared} rows="3" maxlength="${max}">${value}</textarea>`
				: kind === 'day'
					? html`<input ${shared} type="date" value="${value}" ${min ? html`min="${min}"` : none} />`
					: html`<input
							${shared}
							type="text"
							value="${value}"
							maxlength="${max}"
							${kind === 'number' ? raw('inputmode="decimal" class="number"') : none}
						/>`
		}
		${refusal ? html`<p class="refusal" id="${name}-refusal">${refusal}</p>` : none}
	</div>`;
}

/** The one real button. */
export const press = (words: string, look: 'go' | 'plain' | 'quiet' = 'go'): Html =>
	html`<button class="${look}" type="submit">${words}</button>`;

/** A form that goes to the link's own address; `deed` says what it does there. */
export const form = (token: string, deed: string, inside: Html | readonly Html[]): Html =>
	html`<form method="post" action="/a/${token}${deed === '' ? '' : `/${deed}`}">
		${inside}<input type="hidden" name="timezone" value="" />
	</form>`;

/** A forwarded letter is found out here, by whoever reads it. */
export const asWhom = (token: string, name: string, doing: string): Html =>
	html`<aside>
		<details>
			<summary>${doing} as ${name}. Not you?</summary>
			${form(token, 'not-me', [
				choices(
					'side',
					'How did it reach you?',
					[
						{
							value: 'forwarded',
							label: `${name} passed the letter on`,
							hint: 'The links of the letters so far end. The next letter brings new ones.'
						},
						{
							value: 'address',
							label: 'It came to my own address',
							hint: `Nothing more is sent there, and whoever follows up hears that it is not ${name}’s.`
						}
					],
					''
				),
				press('This is not me', 'plain')
			])}
		</details>
	</aside>`;
