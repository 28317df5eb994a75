/** Survey results and the like: what may be attached to the brief. */

/** A story book of another workshop lies among them, and is read as such and never as a survey. */
export const BOOK_TYPE = 'application/vnd.plenary.story-book+json';

/** Bytes of one file. */
export const ATTACHMENT_BYTES = 5 * 1024 * 1024;
/** Files of one workshop. */
export const ATTACHMENTS = 10;
/** Books of stories beside them, and bytes of one: all are read each time the stories are opened. */
export const BOOKS = 10;
export const BOOK_BYTES = 512 * 1024;
/** Characters of a file's name. */
export const ATTACHMENT_NAME = 200;

/** What a chooser of files offers. */
export const ATTACHMENT_ENDINGS = '.pdf,.csv,.png,.jpg,.jpeg,.xlsx,.txt';

const startsWith =
	(...start: readonly number[]) =>
	(bytes: Uint8Array): boolean =>
		start.every((byte, at) => bytes[at] === byte);

/** Some tables come in two bytes a letter, and say so at their start; any other text holds no zero. */
const isText = (bytes: Uint8Array): boolean =>
	startsWith(0xff, 0xfe)(bytes) || startsWith(0xfe, 0xff)(bytes) || !bytes.includes(0);

const KINDS: Readonly<Record<string, { readonly type: string; readonly is: (bytes: Uint8Array) => boolean }>> = {
	pdf: { type: 'application/pdf', is: startsWith(0x25, 0x50, 0x44, 0x46, 0x2d) },
	png: { type: 'image/png', is: startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
	jpg: { type: 'image/jpeg', is: startsWith(0xff, 0xd8, 0xff) },
	jpeg: { type: 'image/jpeg', is: startsWith(0xff, 0xd8, 0xff) },
	xlsx: {
		type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		is: startsWith(0x50, 0x4b, 0x03, 0x04)
	},
	csv: { type: 'text/csv', is: isText },
	txt: { type: 'text/plain', is: isText }
};

/** The media type of a file whose name and first bytes agree; null for any other. */
export function mediaTypeOf(name: string, bytes: Uint8Array): string | null {
	const kind = KINDS[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''];
	return kind?.is(bytes) ? kind.type : null;
}
