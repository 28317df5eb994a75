import { expect, test } from 'vitest';
import { frameKind } from '#lib/connection/frames.ts';
import {
	acknowledged,
	changed,
	closed,
	deviceCannot,
	emptyLedger,
	hourMinute,
	losesWordsOnClose,
	opened,
	receivedUpTo,
	sent,
	storedOnDevice,
	viewOf,
	waiting,
	wordsOf,
	type Ledger
} from '#lib/connection/saved.ts';

const kept = { ...emptyLedger(), device: 'keeps' } as const;
const synced = acknowledged(sent(opened(kept), 'step-2', 900), 1, 1000);
/** A change whose copy on this device is complete. */
const typed = (ledger: Ledger, at: number): Ledger => {
	const made = changed(ledger, at);
	return storedOnDevice(made, made.made, at + 5);
};

test('[BOARD-31] saved is said only after the server has every frame of this socket on disk', () => {
	const two = sent(typed(sent(typed(synced, 5000), 'update', 5000), 5001), 'update', 5001);

	expect(viewOf(two, 5002)).toEqual({ kind: 'saving' });
	expect(viewOf(acknowledged(two, 2, 5500), 5500)).toEqual({ kind: 'saving' });
	expect(viewOf(acknowledged(two, 3, 8000), 8000)).toEqual({ kind: 'saved', at: 8000 });
});

test('[BOARD-31] steady typing is saving, not waiting: what counts is the oldest change under way', () => {
	let ledger = synced;
	for (let at = 2000; at < 10_000; at += 100) {
		ledger = sent(typed(ledger, at), 'update', at);
		// The last frame is always still under way.
		ledger = acknowledged(ledger, ledger.sent - 1, at + 50);
		expect(viewOf(ledger, at + 60)).toEqual({ kind: 'saving' });
	}
});

test('[BOARD-31] what was typed without a network waits on the device until the step 2 that carries it is on disk', () => {
	const away = typed(typed(closed(synced), 2000), 2500);
	const back = opened(away);
	const resent = sent(back, 'step-2', 9000);

	expect(viewOf(away, 9000)).toEqual({ kind: 'on-device', changes: 2, since: 2000, isSilent: false });
	expect(viewOf(back, 9000)).toMatchObject({ kind: 'on-device', changes: 2, since: 2000 });
	expect(viewOf(resent, 9050)).toEqual({ kind: 'saving' });
	expect(viewOf(acknowledged(resent, 1, 9100), 9100)).toEqual({ kind: 'saved', at: 9100 });
});

test('[BOARD-31] received is said only after an answer to something asked later; then it says when the server cannot write', () => {
	const held = sent(typed(synced, 2000), 'update', 2000);
	const heard = receivedUpTo(held, held.sent);

	expect(viewOf(held, 4500)).toEqual({ kind: 'saving' });
	expect(viewOf(heard, 4500)).toEqual({ kind: 'being-written', changes: 1, isLate: false, isKept: true });
	expect(viewOf(heard, 12_500)).toEqual({ kind: 'being-written', changes: 1, isLate: true, isKept: true });
	expect(viewOf(acknowledged(heard, 2, 13_000), 13_000)).toEqual({ kind: 'saved', at: 13_000 });
});

test('[BOARD-43] an open socket that nobody answers on is no network: the changes wait on the device', () => {
	const lost = sent(typed(synced, 2000), 'update', 2000);

	expect(viewOf(lost, 6100)).toEqual({ kind: 'on-device', changes: 1, since: 2000, isSilent: true });
	expect(viewOf({ ...lost, device: 'cannot' }, 6100)).toEqual({ kind: 'not-stored', changes: 1, copyFirst: true });
});

test('[BOARD-31] an update sent before the step 2 carries its own change only', () => {
	const back = opened(typed(closed(synced), 2000));
	const both = sent(typed(back, 3000), 'update', 3000);

	expect(waiting(acknowledged(both, 1, 3100))).toBe(1);
	expect(viewOf(acknowledged(both, 1, 3100), 3100)).toMatchObject({ kind: 'on-device', changes: 1 });
});

test('[BOARD-31] a socket that broke takes its unacknowledged frames back', () => {
	const broken = closed(sent(typed(synced, 2000), 'update', 2000));

	expect(waiting(broken)).toBe(1);
	expect(viewOf(broken, 2100)).toMatchObject({ kind: 'on-device', changes: 1, since: 2000 });
	expect(acknowledged(opened(broken), 5, 2200)).toMatchObject({ onDisk: 0, savedAt: 1000 });
});

test('[BOARD-44] kept on this device is said of no more than the copy really has, and the page warns until it has all', () => {
	const first = changed(closed(synced), 2000);
	const second = changed(storedOnDevice(first, 1, 2005), 2010);

	expect(viewOf(first, 2001)).toEqual({ kind: 'saving' });
	expect(viewOf(first, 3100)).toEqual({ kind: 'not-stored', changes: 1, copyFirst: false });
	expect(viewOf(second, 2011)).toMatchObject({ kind: 'on-device', changes: 1 });
	expect(viewOf(storedOnDevice(second, 2, 2015), 2016)).toMatchObject({ kind: 'on-device', changes: 2 });
	expect([first, second, storedOnDevice(second, 2, 2015)].map(losesWordsOnClose)).toEqual([true, true, false]);
});

test('[BOARD-44] a disk that is full later takes its word back, and gives it again when it has room', () => {
	const full = deviceCannot(changed(closed(synced), 2000));

	expect(viewOf(full, 2001)).toEqual({ kind: 'not-stored', changes: 1, copyFirst: true });
	expect(losesWordsOnClose(full)).toBe(true);
	expect(viewOf(storedOnDevice(full, 1, 9000), 9000)).toMatchObject({ kind: 'on-device', changes: 1 });
});

test('[BOARD-31] where the device keeps nothing, the page warns before it is closed', () => {
	const cannot = deviceCannot(changed(closed(synced), 2000));

	expect(losesWordsOnClose(cannot)).toBe(true);
	expect(wordsOf(viewOf(cannot, 2000))).toBe('Not kept (1 change)');
	expect(losesWordsOnClose(synced)).toBe(false);
	expect(losesWordsOnClose(acknowledged(sent(opened(cannot), 'step-2', 3000), 1, 3100))).toBe(false);
});

test('[BOARD-44] saved is not said before the copy on this device was read: it may hold what an earlier visit left', () => {
	const early = acknowledged(sent(opened(emptyLedger()), 'step-2', 900), 1, 1000);
	const read = storedOnDevice(early, 0, 1100);
	const brought = sent(read, 'update', 1100, 0);

	expect(viewOf(early, 1000)).toEqual({ kind: 'connecting' });
	expect(viewOf(brought, 1150)).toEqual({ kind: 'saving' });
	expect(viewOf(acknowledged(brought, 2, 1200), 1200)).toEqual({ kind: 'saved', at: 1200 });
});

test('[BOARD-31] each state has words of its own', () => {
	expect(wordsOf(viewOf(emptyLedger(), 0))).toBe('Connecting');
	expect(wordsOf(viewOf(closed(synced), 0))).toBe('Not connected');
	expect(wordsOf(viewOf(changed(emptyLedger(), 1), 2000))).toBe('Not stored yet (1 change)');
	expect(wordsOf(viewOf(typed(closed(synced), 1), 1))).toBe('1 change waiting on this device');
	const heard = sent(typed(synced, 1), 'update', 1);
	expect(wordsOf(viewOf(receivedUpTo(heard, 2), 9000))).toBe('Received, being written (1 change)');
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
