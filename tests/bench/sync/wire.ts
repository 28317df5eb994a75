/**
 * The frames of a client as bytes. All servers here speak the sync protocol of Yjs; Hocuspocus puts the document's name in
 * front of each message and wants to be greeted first.
 */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export type Dialect = 'y-websocket' | 'hocuspocus';

const SYNC = 0;
const AWARENESS = 1;
const HOCUSPOCUS_AUTH = 2;
/** Hocuspocus answers a step 1 by this instead of `SYNC`. */
const HOCUSPOCUS_SYNC_REPLY = 4;
/** Ours: how many frames are on disk. */
const SAVED = 100;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

const EMPTY_STATE_VECTOR = Uint8Array.of(0);
const EMPTY_UPDATE = Uint8Array.of(0, 0);

export type Message =
	| { readonly kind: 'step-1' }
	| { readonly kind: 'step-2' | 'update'; readonly update: Uint8Array }
	| { readonly kind: 'presence'; readonly entries: number }
	| { readonly kind: 'saved'; readonly count: number }
	| { readonly kind: 'other' };

export class Wire {
	readonly #prefix: Uint8Array;
	readonly #dialect: Dialect;

	/** @param document its name, where frames carry it */
	constructor(dialect: Dialect, document: string) {
		this.#dialect = dialect;
		this.#prefix =
			dialect === 'hocuspocus' ? written((encoder) => encoding.writeVarString(encoder, document)) : new Uint8Array();
	}

	/** What a client that has nothing sends first. */
	hello(): readonly Uint8Array[] {
		const greeting = this.#framed((encoder) => {
			encoding.writeVarUint(encoder, HOCUSPOCUS_AUTH);
			encoding.writeVarUint(encoder, 0);
			encoding.writeVarString(encoder, 'anybody');
		});
		const step1 = this.#sync(STEP_1, EMPTY_STATE_VECTOR);
		return this.#dialect === 'hocuspocus' ? [greeting, step1] : [step1];
	}

	/** The answer of a client that has nothing to whoever asks what it has. */
	nothing(): Uint8Array {
		return this.#sync(STEP_2, EMPTY_UPDATE);
	}

	update(update: Uint8Array): Uint8Array {
		return this.#sync(UPDATE, update);
	}

	/** The update in a frame made here. */
	updateIn(frame: Uint8Array): Uint8Array {
		const message = this.read(frame);
		if (message.kind !== 'update') throw new Error('This frame holds no update.');
		return message.update;
	}

	presence(client: number, clock: number, state: string): Uint8Array {
		return this.#framed((encoder) => {
			encoding.writeVarUint(encoder, AWARENESS);
			encoding.writeVarUint8Array(
				encoder,
				written((inner) => {
					encoding.writeVarUint(inner, 1);
					encoding.writeVarUint(inner, client);
					encoding.writeVarUint(inner, clock);
					encoding.writeVarString(inner, state);
				})
			);
		});
	}

	read(frame: Uint8Array): Message {
		const decoder = decoding.createDecoder(frame);
		decoder.pos = this.#prefix.byteLength;
		switch (decoding.readVarUint(decoder)) {
			case SYNC:
			case HOCUSPOCUS_SYNC_REPLY: {
				const step = decoding.readVarUint(decoder);
				if (step === STEP_1) return { kind: 'step-1' };
				return { kind: step === STEP_2 ? 'step-2' : 'update', update: decoding.readVarUint8Array(decoder) };
			}
			case AWARENESS: {
				decoding.readVarUint(decoder);
				return { kind: 'presence', entries: decoding.readVarUint(decoder) };
			}
			case SAVED:
				return this.#dialect === 'hocuspocus'
					? { kind: 'other' }
					: { kind: 'saved', count: decoding.readVarUint(decoder) };
			default:
				return { kind: 'other' };
		}
	}

	/** Cheap enough for every frame of somebody who only counts. */
	isSaved(frame: Uint8Array): boolean {
		return this.#dialect === 'y-websocket' && frame[0] === SAVED;
	}

	#sync(step: number, payload: Uint8Array): Uint8Array {
		return this.#framed((encoder) => {
			encoding.writeVarUint(encoder, SYNC);
			encoding.writeVarUint(encoder, step);
			encoding.writeVarUint8Array(encoder, payload);
		});
	}

	#framed(write: (encoder: encoding.Encoder) => void): Uint8Array {
		return written((encoder) => {
			encoding.writeUint8Array(encoder, this.#prefix);
			write(encoder);
		});
	}
}

function written(write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	write(encoder);
	return encoding.toUint8Array(encoder);
}
