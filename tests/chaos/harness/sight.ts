/**
 * Whom a laptop sees beside itself, by the server's word alone: unlike the stock client it forgets nobody who is silent
 * for long, so that a ghost the server keeps stays seen.
 */
import { MESSAGE_AWARENESS, MESSAGE_SYNC, SYNC_STEP_1 } from '#protocol/sync.ts';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Client } from './client.ts';

export interface Seen {
	/** As it calls itself. */
	readonly name: string;
	/** The server's word. */
	readonly person: string;
}

const GONE = 'null';

export class Sight {
	readonly client: Client;
	/** By the ids the server gives. */
	readonly seen = new Map<number, Seen>();
	/** The longest a name was missing here that should have been seen, in ms. */
	longestMissMs = 0;
	readonly #missingSince = new Map<string, number>();
	#lines = -1;
	#clock = 0;
	#more: object = {};

	constructor(client: Client) {
		this.client = client;
		client.listen((frame) => this.#hear(frame));
	}

	get names(): readonly string[] {
		return [...this.seen.values()].map(({ name }) => name).sort();
	}

	/** Says that it is here, as every line does when it opens. @param more what else it says of itself from now on */
	say(more: object = this.#more): void {
		this.#more = more;
		this.sayOf(this.client.doc.clientID, JSON.stringify({ name: this.client.name, at: this.#clock, ...more }));
	}

	/** Sends a state under any id, as a client that means harm can. */
	sayOf(id: number, state: string): void {
		this.#clock += 1;
		this.client.say(presenceBytes([{ id, clock: this.#clock, state }]));
	}

	/** Says that all whom it sees have left, under the ids by which the server names them. */
	dismissOthers(): void {
		this.client.say(presenceBytes([...this.seen.keys()].map((id) => ({ id, clock: 2 ** 31, state: GONE }))));
	}

	/** Notes who of these is missing now. Called again and again; only while its line is open and has all it was sent. */
	look(expected: readonly string[]): void {
		const now = performance.now();
		const names = new Set(this.names);
		for (const name of expected) {
			if (names.has(name)) this.#missingSince.delete(name);
			else if (!this.#missingSince.has(name)) this.#missingSince.set(name, now);
		}
		for (const [name, since] of this.#missingSince) {
			if (expected.includes(name)) this.longestMissMs = Math.max(this.longestMissMs, now - since);
			else this.#missingSince.delete(name);
		}
	}

	/** It sees nothing without a line. */
	isBlind(): void {
		this.#missingSince.clear();
	}

	#hear(frame: Uint8Array): void {
		if (this.#lines !== this.client.closes.length) {
			this.#lines = this.client.closes.length;
			this.seen.clear();
		}
		const decoder = decoding.createDecoder(frame);
		const type = decoding.readVarUint(decoder);
		// A step 1 is the first that a line brings.
		if (type === MESSAGE_SYNC && decoding.readVarUint(decoder) === SYNC_STEP_1) this.say();
		if (type !== MESSAGE_AWARENESS) return;
		const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder));
		for (let left = decoding.readVarUint(inner); left > 0; left -= 1) {
			const id = decoding.readVarUint(inner);
			decoding.readVarUint(inner);
			const state = decoding.readVarString(inner);
			if (state === GONE) this.seen.delete(id);
			else this.seen.set(id, JSON.parse(state) as Seen);
		}
	}
}

function presenceBytes(
	entries: readonly { readonly id: number; readonly clock: number; readonly state: string }[]
): Uint8Array {
	const inner = encoding.createEncoder();
	encoding.writeVarUint(inner, entries.length);
	for (const { id, clock, state } of entries) {
		encoding.writeVarUint(inner, id);
		encoding.writeVarUint(inner, clock);
		encoding.writeVarString(inner, state);
	}
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE_AWARENESS);
	encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner));
	return encoding.toUint8Array(encoder);
}
