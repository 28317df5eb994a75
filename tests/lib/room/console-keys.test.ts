import { expect, test } from 'vitest';
import { keyDeed } from '#lib/room/console-keys.ts';

test.each([
	[' ', false, { kind: 'pause-or-run' }],
	['+', false, { kind: 'add-minute' }],
	['1', false, { kind: 'open-board', at: 0 }],
	['8', false, { kind: 'open-board', at: 7 }],
	['s', false, { kind: 'await-spotlight' }],
	['2', true, { kind: 'spotlight', at: 1 }],
	['u', false, { kind: 'undo' }],
	['?', false, { kind: 'show-keys' }],
	['ArrowDown', false, { kind: 'step', by: 1 }],
	['ArrowLeft', false, { kind: 'step', by: -1 }],
	['9', false, null],
	['a', false, null],
	['Enter', false, null]
])('[ROOM-3] the key %o after S: %o does %o', (key, afterS, deed) => {
	expect(keyDeed(key, afterS)).toEqual(deed);
});
