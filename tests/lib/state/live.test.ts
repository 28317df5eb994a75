import { expect, test } from 'vitest';
import { LiveConnection, type LiveSurroundings } from '#lib/state/live.svelte.ts';
import { LIVE_PROTOCOL, type LiveState } from '#protocol/live.ts';
import { CLOSE } from '#protocol/sync.ts';

class PaperSocket {
	onmessage: ((event: { data: string }) => void) | null = null;
	onclose: ((event: { code: number }) => void) | null = null;
	isClosed = false;
	close(): void {
		this.isClosed = true;
	}
	say(state: object): void {
		this.onmessage?.({ data: JSON.stringify({ protocol: LIVE_PROTOCOL, now: 0, syndicates: [], here: '', ...state }) });
	}
	break(code = 1006): void {
		this.onclose?.({ code });
	}
}

function device() {
	const sockets: PaperSocket[] = [];
	const paths: string[] = [];
	const waits: { deed: () => void; ms: number; isCancelled: boolean }[] = [];
	const told = { now: 1_000, random: 1, onReturn: (_unseenMs: number): void => {}, onLoss: () => {} };
	const world: LiveSurroundings = {
		open: (path) => {
			paths.push(path);
			const socket = new PaperSocket();
			sockets.push(socket);
			return socket as unknown as WebSocket;
		},
		now: () => told.now,
		random: () => told.random,
		later: (deed, ms) => {
			const wait = { deed, ms, isCancelled: false };
			waits.push(wait);
			return () => (wait.isCancelled = true);
		},
		onReturn: (deed) => {
			told.onReturn = deed;
			return () => (told.onReturn = () => {});
		},
		onLoss: (deed) => {
			told.onLoss = deed;
			return () => (told.onLoss = () => {});
		}
	};
	const live = new LiveConnection('w1', world);
	return { live, sockets, waits, told, paths, last: () => sockets.at(-1)!, wait: () => waits.at(-1)! };
}

test('[PAGE-3] the newest snapshot is the live state, and the last one stays while the connection is lost', () => {
	const { live, last, paths } = device();

	last().say({ version: 1 });
	last().say({ version: 2 });
	last().break();

	expect(paths).toEqual(['/live/w1']);
	expect(live.live).toMatchObject({ version: 2 });
	expect(live.connection).toBe('lost');
});

test('[PAGE-3] it comes back with growing, spread waits, and starts small again after a success', () => {
	const { live, sockets, waits, last, wait } = device();

	const tried: number[] = [];
	for (let at = 0; at < 7; at += 1) {
		last().break();
		tried.push(wait().ms);
		wait().deed();
	}
	last().say({ version: 9 });
	const opened = live.connection;
	last().break();

	expect(tried).toEqual([300, 600, 1200, 2400, 4800, 8000, 8000]);
	expect(opened).toBe('open');
	expect(wait().ms).toBe(300);
	expect(sockets).toHaveLength(8);
	expect(waits).toHaveLength(8);
});

test('[PAGE-3] a lost network is told at once, and its return does not wait', () => {
	const { live, sockets, told, wait, last } = device();
	last().say({ version: 1 });

	told.onLoss();
	const whileAway = live.connection;
	const first = sockets[0]!;
	told.onReturn(0);
	last().say({ version: 2 });

	expect(whileAway).toBe('lost');
	expect(first.isClosed).toBe(true);
	expect(wait().isCancelled).toBe(true);
	expect(live.live).toMatchObject({ version: 2 });
	expect(live.connection).toBe('open');
});

test('[PAGE-3] a device that slept asks for a new connection, one that was looked away from for a moment does not', () => {
	const { sockets, told, last } = device();
	last().say({ version: 1 });

	told.onReturn(5_000);
	const afterAMoment = sockets.length;
	told.onReturn(31_000);

	expect(afterAMoment).toBe(1);
	expect(sockets).toHaveLength(2);
	expect(sockets[0]?.isClosed).toBe(true);
});

test('[PAGE-3] an end that the server means is final', () => {
	for (const [code, reason] of [
		[CLOSE.notSignedIn, 'not-signed-in'],
		[CLOSE.notAllowed, 'not-allowed']
	] as const) {
		const { live, last, waits, told, sockets } = device();

		last().break(code);
		told.onReturn(0);

		expect(live.ended).toBe(reason);
		expect(waits).toHaveLength(0);
		expect(sockets).toHaveLength(1);
	}
});

test('[PAGE-3] a snapshot of another shape is not read: the page asks to be loaded again', () => {
	const { live, last } = device();

	last().say({ protocol: LIVE_PROTOCOL + 1, version: 1 });

	expect(live.ended).toBe('outdated');
	expect(live.live).toBeNull();
	expect(last().isClosed).toBe(true);
});

test('[PAGE-4] the clock runs on the server’s time, of which the least delayed snapshot knows most', () => {
	const { live, last, told } = device();

	told.now = 1_000;
	last().say({ now: 5_900 });
	told.now = 2_000;
	last().say({ now: 7_000 });
	told.now = 3_000;
	last().say({ now: 7_600 });

	expect(live.serverNow()).toBe(8_000);
	expect(live.remainingMs({ kind: 'running', endsAtMs: 10_000, lengthMs: 60_000 })).toBe(2_000);
	expect(live.remainingMs({ kind: 'paused', remainingMs: -5, lengthMs: 60_000 })).toBe(-5);
});

test('[PAGE-4] a picture of now brings the server’s time with it, one of an earlier visit does not', () => {
	const picture = { now: 61_000 } as LiveState;
	const [fresh, kept] = [device(), device()];

	fresh.live.show(picture, true);
	kept.live.show(picture);

	expect([fresh.live.serverNow(), kept.live.serverNow()]).toEqual([61_000, 1_000]);
});

test('[PAGE-3] a disposed connection is closed and never opens again', () => {
	const { live, last, told, sockets } = device();
	const socket = last();

	live.dispose();
	told.onReturn(0);
	socket.break();

	expect(socket.isClosed).toBe(true);
	expect(sockets).toHaveLength(1);
});
