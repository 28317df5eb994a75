import { expect, test } from 'vitest';
import { frameKind } from '#lib/connection/frames.ts';
import {
	acknowledged,
	changed,
	closed,
	emptyLedger,
	hourMinute,
	losesWordsOnClose,
	opened,
	sent,
	viewOf,
	waiting,
	wordsOf
} from '#lib/connection/saved.ts';

const kept = { ...emptyLedger(), device: 'keeps' } as const;
const synced = acknowledged(sent(opened(kept), 'step-2'), 1, 1000);

test('[BOARD-31] saved is said only after the server has every frame of this socket on disk', () => {
	const typed = sent(changed(sent(changed(synced, 5000), 'update'), 5001), 'update');

	expect(viewOf(typed, 5002)).toEqual({ kind: 'saving' });
	expect(viewOf(acknowledged(typed, 2, 8000), 8000)).toEqual({ kind: 'being-written', changes: 1 });
	expect(viewOf(acknowledged(typed, 3, 8000), 8000)).toEqual({ kind: 'saved', at: 8000 });
});

test('[BOARD-31] what was typed without a network waits on the device until the step 2 that carries it is on disk', () => {
	const away = changed(changed(closed(synced), 2000), 2500);
	const back = opened(away);
	const resent = sent(back, 'step-2');

	expect(viewOf(away, 9000)).toEqual({ kind: 'on-device', changes: 2, since: 2000 });
	expect(viewOf(back, 9000)).toEqual({ kind: 'on-device', changes: 2, since: 2000 });
	expect(viewOf(resent, 9000)).toEqual({ kind: 'being-written', changes: 2 });
	expect(viewOf(acknowledged(resent, 1, 9100), 9100)).toEqual({ kind: 'saved', at: 9100 });
});

test('[BOARD-31] an update sent before the step 2 carries its own change only', () => {
	const back = opened(changed(closed(synced), 2000));
	const typed = sent(changed(back, 3000), 'update');

	expect(waiting(acknowledged(typed, 1, 3100))).toBe(1);
	expect(viewOf(acknowledged(typed, 1, 3100), 3100)).toMatchObject({ kind: 'on-device', changes: 1 });
});

test('[BOARD-31] a socket that broke takes its unacknowledged frames back', () => {
	const typed = sent(changed(synced, 2000), 'update');
	const broken = closed(typed);

	expect(waiting(broken)).toBe(1);
	expect(viewOf(broken, 2100)).toMatchObject({ kind: 'on-device', changes: 1 });
	expect(acknowledged(opened(broken), 5, 2200)).toMatchObject({ onDisk: 0, savedAt: 1000 });
});

test('[BOARD-31] where the device keeps nothing, the page warns before it is closed', () => {
	const cannot = changed({ ...closed(synced), device: 'cannot' }, 2000);

	expect(losesWordsOnClose(cannot)).toBe(true);
	expect(wordsOf(viewOf(cannot, 2000))).toBe('Not kept');
	expect(losesWordsOnClose({ ...cannot, device: 'keeps' })).toBe(false);
	expect(losesWordsOnClose(synced)).toBe(false);
});

test('[BOARD-31] each state has words of its own', () => {
	expect(wordsOf(viewOf(emptyLedger(), 0))).toBe('Connecting');
	expect(wordsOf(viewOf(closed(synced), 0))).toBe('Not connected');
	expect(wordsOf(viewOf(changed(emptyLedger(), 1), 1))).toBe('Not stored yet');
	expect(wordsOf(viewOf(changed(closed(synced), 1), 1))).toBe('1 change waiting on this device');
	expect(wordsOf(viewOf(sent(changed(synced, 1), 'update'), 9000))).toBe('Sent, being written (1 change)');
	expect(wordsOf(viewOf(synced, 9000))).toBe(`Saved ${hourMinute(1000)}`);
});

test('[BOARD-31] only step 2 and update frames are counted', () => {
	expect([[0, 0], [0, 1], [0, 2], [1, 5], [3]].map((bytes) => frameKind(Uint8Array.from(bytes)))).toEqual([
		'other',
		'step-2',
		'update',
		'other',
		'other'
	]);
});
