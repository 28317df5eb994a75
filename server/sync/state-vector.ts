/** A state vector as a client sends it, looked at before Yjs makes a map of it. */
import { MAX_STATE_VECTOR } from '#protocol/sync.ts';
import * as decoding from 'lib0/decoding';

/** Client ids a state vector may name: more than a document ever has. */
export const CLIENTS_LIMIT = 8_000;

/** True for what `Y.encodeStateVector` could have written: as many pairs as it says, each client id once. */
export function isStateVector(bytes: Uint8Array): boolean {
	if (bytes.byteLength > MAX_STATE_VECTOR) return false;
	const decoder = decoding.createDecoder(bytes);
	try {
		const count = decoding.readVarUint(decoder);
		// A pair is two bytes at least: a count that lies is found before anything is read.
		if (count > CLIENTS_LIMIT || count * 2 > bytes.byteLength) return false;
		const clients = new Set<number>();
		for (let n = 0; n < count; n += 1) {
			const client = decoding.readVarUint(decoder);
			if (client >= 2 ** 32) return false;
			clients.add(client);
			decoding.readVarUint(decoder);
		}
		return clients.size === count && !decoding.hasContent(decoder);
	} catch {
		// lib0 tells bytes that end too early, and numbers too large, only by throwing.
		return false;
	}
}
