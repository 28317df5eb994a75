/** A real Y.Doc behind a socket: sees every edit, and reads from its letters when it was sent. */
import * as Y from 'yjs';
import { stampsIn } from './stamp.ts';

export interface Seen {
	readonly sentAt: number;
	readonly seenAt: number;
}

export class Probe {
	readonly doc = new Y.Doc();
	/** Edits of others that it saw arrive, in order. */
	readonly seen: Seen[] = [];
	/** Other people's pointers heard of. */
	presence = 0;

	constructor(lettersAnEdit: number) {
		this.doc.on('afterTransaction', (transaction: Y.Transaction) => {
			if (transaction.origin === 'own') return;
			const seenAt = performance.now();
			for (const [client, after] of transaction.afterState) {
				const before = transaction.beforeState.get(client) ?? 0;
				if (after === before) continue;
				for (const sentAt of stampsOf(this.doc, client, before, lettersAnEdit)) this.seen.push({ sentAt, seenAt });
			}
		});
	}

	take(update: Uint8Array): void {
		Y.applyUpdate(this.doc, update, 'wire');
	}

	/** What the person behind this socket wrote itself. */
	takeOwn(update: Uint8Array): void {
		Y.applyUpdate(this.doc, update, 'own');
	}
}

/** The stamps in what a client wrote since `clock`: letters, and values of maps. */
function* stampsOf(doc: Y.Doc, client: number, clock: number, lettersAnEdit: number): Generator<number> {
	const structs = doc.store.clients.get(client) ?? [];
	for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
		const struct = structs[at];
		if (!(struct instanceof Y.Item)) continue;
		if (struct.content instanceof Y.ContentString) yield* stampsIn(struct.content.str, lettersAnEdit);
		else if (struct.content instanceof Y.ContentAny) {
			for (const value of struct.content.arr) {
				if (typeof value === 'string') yield* stampsIn(value, lettersAnEdit);
			}
		}
	}
}
