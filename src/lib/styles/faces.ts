/** The faces of the interface: where their files are, and which characters each has. */
import appExtended from '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2?url';
import app from '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2?url';
import codeExtended from '@fontsource-variable/atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-ext-wght-normal.woff2?url';
import code from '@fontsource-variable/atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-wght-normal.woff2?url';
import italicExtended from '@fontsource-variable/newsreader/files/newsreader-latin-ext-opsz-italic.woff2?url';
import romanExtended from '@fontsource-variable/newsreader/files/newsreader-latin-ext-opsz-normal.woff2?url';
import slimItalicExtended from '@fontsource-variable/newsreader/files/newsreader-latin-ext-wght-italic.woff2?url';
import slimRomanExtended from '@fontsource-variable/newsreader/files/newsreader-latin-ext-wght-normal.woff2?url';
import italic from '@fontsource-variable/newsreader/files/newsreader-latin-opsz-italic.woff2?url';
import roman from '@fontsource-variable/newsreader/files/newsreader-latin-opsz-normal.woff2?url';
import slimItalic from '@fontsource-variable/newsreader/files/newsreader-latin-wght-italic.woff2?url';
import slimRoman from '@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2?url';

const LATIN =
	'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308, U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD';
const LATIN_EXTENDED =
	'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF';

const PEOPLE = 'Newsreader Variable';
const APP = 'Atkinson Hyperlegible Next Variable';
const CODE = 'Atkinson Hyperlegible Mono Variable';

type Face = readonly [family: string, url: string, style: 'normal' | 'italic', unicodeRange: string];

const APP_FACES: readonly Face[] = [
	[APP, app, 'normal', LATIN],
	[APP, appExtended, 'normal', LATIN_EXTENDED],
	[CODE, code, 'normal', LATIN],
	[CODE, codeExtended, 'normal', LATIN_EXTENDED]
];
const PEOPLE_FACES: readonly Face[] = [
	[PEOPLE, roman, 'normal', LATIN],
	[PEOPLE, romanExtended, 'normal', LATIN_EXTENDED],
	[PEOPLE, italic, 'italic', LATIN],
	[PEOPLE, italicExtended, 'italic', LATIN_EXTENDED]
];
/** Without the optical-size axis, less than half the weight: for phones. */
const SLIM_PEOPLE_FACES: readonly Face[] = [
	[PEOPLE, slimRoman, 'normal', LATIN],
	[PEOPLE, slimRomanExtended, 'normal', LATIN_EXTENDED],
	[PEOPLE, slimItalic, 'italic', LATIN],
	[PEOPLE, slimItalicExtended, 'italic', LATIN_EXTENDED]
];

/** Makes the faces known; nothing is downloaded before a character needs it. */
export function addFaces(): void {
	const people = matchMedia('(max-width: 40rem)').matches ? SLIM_PEOPLE_FACES : PEOPLE_FACES;
	for (const [family, url, style, unicodeRange] of [...APP_FACES, ...people]) {
		const source = `url("${url}") format("woff2")`;
		document.fonts.add(new FontFace(family, source, { style, weight: '200 800', display: 'swap', unicodeRange }));
	}
}
