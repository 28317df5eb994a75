/** One frame of a `/sync` socket, read and written. What has a wrong form is refused here, before it reaches a room. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import {
	CLOSE,
	MAX_PRESENCE,
	MAX_STATE_VECTOR,
	MESSAGE_AWARENESS,
	MESSAGE_QUERY_AWARENESS,
	MESSAGE_SAVED,
	MESSAGE_SYNC,
	SYNC_STEP_1,
	SYNC_STEP_2,
	SYNC_UPDATE
} from '#protocol/sync.ts';
import { isStateVector } from './state-vector.ts';

/** Why a socket is closed. The reason crosses the wire, at most 123 bytes. */
export interface Refusal {
	readonly code: number;
	readonly reason: string;
}

export interface PresenceEntry {
	readonly id: number;
	/** JSON, as the client wrote it; `null` when it says goodbye. */
	readonly state: string;
}

export type Frame =
	| { readonly kind: 'step-1'; readonly stateVector: Uint8Array }
	| { readonly kind: 'update'; readonly isStep2: boolean; readonly update: Uint8Array }
	| { readonly kind: 'presence'; readonly entries: readonly PresenceEntry[] }
	| { readonly kind: 'presence-asked' }
	| { readonly kind: 'refused'; readonly refusal: Refusal };

const FINAL_BINARY = 0x82;

const refused = (reason: string): Frame => ({ kind: 'refused', refusal: { code: CLOSE.malformed, reason } });

export function readFrame(bytes: Uint8Array): Frame {
	const decoder = decoding.createDecoder(bytes);
	try {
		switch (decoding.readVarUint(decoder)) {
			case MESSAGE_SYNC:
				return readSync(decoder);
			case MESSAGE_AWARENESS:
				return bytes.byteLength > MAX_PRESENCE ? refused('presence-too-large') : readPresence(decoder);
			case MESSAGE_QUERY_AWARENESS:
				return { kind: 'presence-asked' };
			default:
				return refused('unknown-message');
		}
	} catch {
		// lib0 tells a frame that ends too early, or a number too large, only by throwing.
		return refused('broken-frame');
	}
}

function readSync(decoder: decoding.Decoder): Frame {
	const type = decoding.readVarUint(decoder);
	const payload = decoding.readVarUint8Array(decoder);
	switch (type) {
		case SYNC_STEP_1:
			if (payload.byteLength > MAX_STATE_VECTOR) return refused('state-vector-too-large');
			if (!isStateVector(payload)) return refused('broken-state-vector');
			return { kind: 'step-1', stateVector: payload };
		case SYNC_STEP_2:
		case SYNC_UPDATE:
			return { kind: 'update', isStep2: type === SYNC_STEP_2, update: payload };
		default:
			return refused('unknown-message');
	}
}

function readPresence(decoder: decoding.Decoder): Frame {
	const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder));
	const entries: PresenceEntry[] = [];
	for (let left = decoding.readVarUint(inner); left > 0; left -= 1) {
		const id = decoding.readVarUint(inner);
		decoding.readVarUint(inner); // The client's clock: the server counts its own.
		entries.push({ id, state: decoding.readVarString(inner) });
	}
	return { kind: 'presence', entries };
}

const written = (write: (encoder: encoding.Encoder) => void): Uint8Array => {
	const encoder = encoding.createEncoder();
	write(encoder);
	return encoding.toUint8Array(encoder);
};

const syncFrame = (type: number, payload: Uint8Array): Uint8Array =>
	written((encoder) => {
		encoding.writeVarUint(encoder, MESSAGE_SYNC);
		encoding.writeVarUint(encoder, type);
		encoding.writeVarUint8Array(encoder, payload);
	});

/** The bytes of a WebSocket message from a server (RFC 6455, 5.2), so that one for many is put together once. */
export function onWire(message: Uint8Array): Buffer {
	const length = message.byteLength;
	const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
	const wire = Buffer.allocUnsafe(header + length);
	wire[0] = FINAL_BINARY;
	if (header === 2) wire[1] = length;
	else if (header === 4) {
		wire[1] = 126;
		wire.writeUInt16BE(length, 2);
	} else {
		wire[1] = 127;
		wire.writeBigUInt64BE(BigInt(length), 2);
	}
	wire.set(message, header);
	return wire;
}

export const step1Frame = (stateVector: Uint8Array): Uint8Array => syncFrame(SYNC_STEP_1, stateVector);
export const step2Frame = (update: Uint8Array): Uint8Array => syncFrame(SYNC_STEP_2, update);
export const updateFrame = (update: Uint8Array): Uint8Array => syncFrame(SYNC_UPDATE, update);

export const savedFrame = (count: number): Uint8Array =>
	written((encoder) => {
		encoding.writeVarUint(encoder, MESSAGE_SAVED);
		encoding.writeVarUint(encoder, count);
	});

/** Presence of one client as others get it: id and clock are the server's. */
export const presenceEntry = (entry: { readonly id: number; readonly clock: number; readonly state: string }) =>
	written((encoder) => {
		encoding.writeVarUint(encoder, entry.id);
		encoding.writeVarUint(encoder, entry.clock);
		encoding.writeVarString(encoder, entry.state);
	});

/** Entries, each encoded once for all who get it. Without entries it is the keep-alive. */
export const presenceFrame = (entries: readonly Uint8Array[]): Uint8Array =>
	written((encoder) => {
		encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
		const count = written((inner) => encoding.writeVarUint(inner, entries.length));
		const bytes = entries.reduce((sum, { byteLength }) => sum + byteLength, count.byteLength);
		encoding.writeVarUint(encoder, bytes);
		encoding.writeUint8Array(encoder, count);
		for (const entry of entries) encoding.writeUint8Array(encoder, entry);
	});
