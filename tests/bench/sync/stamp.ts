/** The time an edit was sent, as the ten characters it writes: microseconds since this process began. */

export const STAMP_LETTERS = 10;
/** Stands in a prepared edit until it is sent. */
export const UNSTAMPED = '~'.repeat(STAMP_LETTERS);

const ZERO = '0'.charCodeAt(0);
const NEEDLE = Buffer.from(UNSTAMPED);

/** Where the stamp goes in the bytes of a prepared edit. */
export function stampPlace(frame: Uint8Array): number {
	const at = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).indexOf(NEEDLE);
	if (at === -1) throw new Error('The edit has no place for its stamp.');
	return at;
}

export function putStamp(frame: Uint8Array, at: number, nowMs: number): void {
	let left = Math.round(nowMs * 1000);
	for (let place = at + STAMP_LETTERS - 1; place >= at; place -= 1) {
		frame[place] = ZERO + (left % 10);
		left = Math.floor(left / 10);
	}
}

/** When the edits in this run of text were sent, ms; each edit has so many letters and begins with its stamp. */
export function* stampsIn(text: string, lettersAnEdit: number): Generator<number> {
	for (let at = 0; at + STAMP_LETTERS <= text.length; at += lettersAnEdit) {
		const microseconds = Number(text.slice(at, at + STAMP_LETTERS));
		if (!Number.isNaN(microseconds)) yield microseconds / 1000;
	}
}
