/** How long an edit takes until it stands in the documents of others, measured by clocks of Yjs and not by reading texts. */
import * as Y from 'yjs';
import type { Client } from './client.ts';

interface Written {
	readonly clock: number;
	readonly at: number;
}

export class Visibility {
	/** From each edit to each other laptop, ms. */
	readonly samples: number[] = [];
	readonly #written = new Map<Client, Written[]>();
	/** How many edits of a writer a reader has. */
	readonly #had = new Map<Client, Map<Client, number>>();

	/** Counts from now on; all of these have one document. */
	constructor(clients: readonly Client[]) {
		for (const client of clients) {
			this.#written.set(client, []);
			this.#had.set(client, new Map());
			client.doc.on('update', (_update: Uint8Array, origin: unknown) => {
				if (origin === client) this.#read(client);
				else this.#wrote(client);
			});
		}
	}

	#wrote(client: Client): void {
		const clock = Y.getState(client.doc.store, client.doc.clientID);
		this.#written.get(client)?.push({ clock, at: performance.now() });
	}

	#read(reader: Client): void {
		const had = this.#had.get(reader);
		if (!had) return;
		const now = performance.now();
		for (const [writer, written] of this.#written) {
			if (writer === reader) continue;
			const clock = Y.getState(reader.doc.store, writer.doc.clientID);
			let next = had.get(writer) ?? 0;
			for (let edit = written[next]; edit && edit.clock <= clock; edit = written[next]) {
				this.samples.push(now - edit.at);
				next += 1;
			}
			had.set(writer, next);
		}
	}
}
