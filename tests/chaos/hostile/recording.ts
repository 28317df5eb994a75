/** What an honest laptop says while somebody works on it: the raw material of broken frames. */
import { BoardDocument } from '#document/board.ts';
import { presenceEntry, presenceFrame, step1Frame, step2Frame, updateFrame } from '#server/sync/frame.ts';
import * as Y from 'yjs';
import { doDeed, writeMarker } from '../harness/deeds.ts';
import type { Random } from '../harness/random.ts';

const DEEDS = 6;

/** @param state what the server shows; the laptop starts from it and writes with a client id of its own */
export function recorded(state: Uint8Array, clientId: number, random: Random): readonly Uint8Array[] {
	const doc = Object.assign(new Y.Doc(), { clientID: clientId });
	Y.applyUpdate(doc, state);
	const before = Y.encodeStateVector(doc);
	const frames: Uint8Array[] = [step1Frame(before)];
	doc.on('update', (update: Uint8Array) => frames.push(updateFrame(update)));
	const board = new BoardDocument(doc);
	for (let n = 0; n < DEEDS; n += 1) {
		if (random.chance(0.5)) doDeed(board, random);
		else writeMarker(board, `[fuzz.${random.integer(0, 1e9)}]`, random);
	}
	frames.push(step2Frame(Y.encodeStateAsUpdate(doc, before)));
	frames.push(presenceFrame([presenceEntry({ id: clientId, clock: 1, state: '{"writing":null}' })]));
	doc.destroy();
	return frames;
}
