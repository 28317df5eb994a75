import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { Probe } from '../../bench/sync/probe.ts';
import { putStamp, STAMP_LETTERS, stampsIn } from '../../bench/sync/stamp.ts';
import { Wire, type Dialect } from '../../bench/sync/wire.ts';
import { Writer } from '../../bench/sync/writer.ts';

const made = (edits: number, letters = STAMP_LETTERS, dialect: Dialect = 'y-websocket') => {
	const wire = new Wire(dialect, 'room-1');
	return { wire, writer: new Writer({ edits, letters, wire }) };
};

/** Sends all edits but those left out, one each ms from `startMs` on. */
function play({ wire, writer }: ReturnType<typeof made>, probe: Probe, startMs: number, leaveOut = -1): void {
	probe.take(wire.updateIn(writer.notes));
	for (const [index, { frame, stampAt }] of writer.edits.entries()) {
		putStamp(frame, stampAt, startMs + index);
		if (index !== leaveOut) probe.take(wire.updateIn(frame));
	}
}

test('[BENCH-3] a probe reads from each edit when it was sent, from letters and from values alike', () => {
	const probe = new Probe(STAMP_LETTERS);

	play(made(8), probe, 1234.5);

	expect(probe.seen.map(({ sentAt }) => sentAt)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((ms) => 1234.5 + ms));
});

test('[BENCH-3] edits that come in one update are each seen, as often as they were made', () => {
	const [source, probe] = [new Probe(STAMP_LETTERS), new Probe(STAMP_LETTERS)];
	play(made(7), source, 50);

	probe.take(Y.encodeStateAsUpdate(source.doc));

	expect(probe.seen.map(({ sentAt }) => sentAt).sort((a, b) => a - b)).toEqual([50, 51, 52, 53, 54, 55, 56]);
});

test('[BENCH-2] a document that holds every edit lacks nothing, and one without a single edit is found out', () => {
	const whole = made(1000);
	const lacking = made(1000);
	const [one, other] = [new Probe(STAMP_LETTERS), new Probe(STAMP_LETTERS)];

	play(whole, one, 0);
	play(lacking, other, 0, 998);

	expect(whole.writer.missingIn(one.doc)).toBeNull();
	expect(lacking.writer.missingIn(other.doc)).toContain('changes of client');
	expect(whole.writer.missingIn(new Y.Doc())).not.toBeNull();
});

test('[BENCH-3] large edits replace each other, so that the document does not grow with them', () => {
	const large = made(40, 4000, 'hocuspocus');
	const probe = new Probe(4000);

	play(large, probe, 7);

	expect(large.writer.missingIn(probe.doc)).toBeNull();
	expect(Y.encodeStateAsUpdate(probe.doc).byteLength).toBeLessThan(10_000);
});

test('[BENCH-3] a stamp keeps microseconds', () => {
	const bytes = new Uint8Array(12).fill('x'.charCodeAt(0));

	putStamp(bytes, 1, 98_765.432);

	expect(new TextDecoder().decode(bytes)).toBe('x0098765432x');
	expect([...stampsIn('0000001500..0000002000..', 12)]).toEqual([1.5, 2]);
});
