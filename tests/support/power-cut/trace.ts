/** What a process did to the files of one folder, in order: written by `recorder.child.ts`, read by `images.ts`. */
import { readFileSync, writeSync } from 'node:fs';

export type Entry =
	| { readonly kind: 'make'; readonly path: string; readonly isFolder: boolean }
	| { readonly kind: 'write'; readonly path: string; readonly at: number; readonly length: number }
	| { readonly kind: 'size'; readonly path: string; readonly size: number }
	| { readonly kind: 'rename'; readonly path: string; readonly to: string }
	| { readonly kind: 'remove'; readonly path: string }
	/** What was written into the file, or named in the folder, before `syncing` is on disk after `synced`. */
	| { readonly kind: 'syncing'; readonly path: string; readonly sync: number }
	| { readonly kind: 'synced'; readonly sync: number }
	/** Somebody was told that this is saved. */
	| { readonly kind: 'saved'; readonly what: string };

export interface Recorded {
	readonly entry: Entry;
	/** The bytes of a write; null for zeros. */
	readonly bytes: Uint8Array | null;
}

/** One entry is one write into a file that is only appended to: several processes may share it. */
export function record(trace: number, entry: Entry, bytes: Uint8Array | null = null): void {
	const head = Buffer.from(JSON.stringify(entry));
	const lengths = Buffer.alloc(8);
	lengths.writeUInt32LE(head.byteLength, 0);
	lengths.writeUInt32LE(bytes?.byteLength ?? 0, 4);
	writeSync(trace, Buffer.concat(bytes ? [lengths, head, bytes] : [lengths, head]));
}

export function readTrace(path: string): readonly Recorded[] {
	const all = readFileSync(path);
	const entries: Recorded[] = [];
	for (let at = 0; at + 8 <= all.byteLength;) {
		const headEnd = at + 8 + all.readUInt32LE(at);
		const end = headEnd + all.readUInt32LE(at + 4);
		// The last one of a process that was killed.
		if (end > all.byteLength) break;
		entries.push({
			entry: JSON.parse(all.toString('utf8', at + 8, headEnd)),
			bytes: end > headEnd ? all.subarray(headEnd, end) : null
		});
		at = end;
	}
	return entries;
}
