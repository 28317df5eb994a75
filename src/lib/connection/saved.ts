/**
 * What may truthfully be said about where the words are. Pure: sockets, storage and time are told to it.
 *
 * A change is one local edit of the document. While the socket is open it leaves in an update frame of its own; one made
 * without a socket is carried by the next step 2. The server's acknowledgement is the number of this socket's step-2
 * and update frames that are on disk, so a change is safe once its frame's number is reached. That the server has
 * received a frame is known only by an answer to something asked after it: an open socket proves nothing.
 */
export interface Ledger {
	/** Changes that no frame of the present socket carries yet, and since when the oldest of them waits, ms. */
	readonly unsent: number;
	readonly unsentSince: number | null;
	/** Changes in frames of this socket that are not acknowledged, oldest first. */
	readonly underWay: readonly Flight[];
	/** Step-2 and update frames sent on this socket, how many of them the server has, and how many are on its disk. */
	readonly sent: number;
	readonly received: number;
	readonly onDisk: number;
	readonly isOpen: boolean;
	/** The instant at which everything was known to be on disk, ms; null before the first time. */
	readonly savedAt: number | null;
	/** Whether this device keeps a copy: not known before its storage answered. */
	readonly device: DeviceCopy;
	/** Changes made by this page, and how many of them the copy on this device has. */
	readonly made: number;
	readonly stored: number;
	/** Since when the copy on this device lacks something, ms; null while it lacks nothing. */
	readonly unstoredSince: number | null;
	/** Changes of earlier visits in a copy that could not be read: they wait for another visit. */
	readonly unread: number;
}

export type DeviceCopy = 'unknown' | 'keeps' | 'cannot';

interface Flight {
	readonly frame: number;
	readonly changes: number;
	/** When the oldest change in it was made, ms; 0 where an earlier visit made it. */
	readonly since: number;
	readonly sentAt: number;
}

export type FrameKind = 'step-2' | 'update' | 'other';

/** The words beside the clock. `changes` are those that are not on the server's disk. */
export type SavedView =
	| { readonly kind: 'connecting' }
	| { readonly kind: 'not-connected' }
	/** Neither here nor there: the page must not be closed. */
	| { readonly kind: 'not-stored'; readonly changes: number; readonly copyFirst: boolean }
	/** `isSilent`: the socket is open, and nobody answers. */
	| { readonly kind: 'on-device'; readonly changes: number; readonly since: number; readonly isSilent: boolean }
	/** All of this page is saved; what an earlier visit left is not, and cannot be read here. */
	| { readonly kind: 'unread'; readonly changes: number }
	| { readonly kind: 'saving' }
	/** The server has it and has not written it down. `isLate`: it cannot, at the moment. */
	| { readonly kind: 'being-written'; readonly changes: number; readonly isLate: boolean; readonly isKept: boolean }
	| { readonly kind: 'saved'; readonly at: number };

/** A save that takes no longer than this is only called saving; after it the page counts what is under way. */
export const QUIET_MS = 2000;
/** A server that has a network answers within this; after it the page no longer says that anything was sent. */
export const ANSWER_MS = 4000;
/** A server that holds changes for so long without writing them down has lost its database. */
export const LATE_MS = 10_000;
/** A copy on this device takes some milliseconds; what takes longer than this is said to be not stored. */
const STORE_MS = 1000;

export const emptyLedger = (unsent = 0): Ledger => ({
	unsent,
	unsentSince: unsent > 0 ? 0 : null,
	underWay: [],
	sent: 0,
	received: 0,
	onDisk: 0,
	isOpen: false,
	savedAt: null,
	device: 'unknown',
	made: 0,
	stored: 0,
	unstoredSince: null,
	unread: 0
});

/** Changes that are not on the server's disk. */
export const waiting = (ledger: Ledger): number =>
	ledger.unsent + ledger.underWay.reduce((sum, flight) => sum + flight.changes, 0);

/** Since when the oldest of them waits, ms; null while nothing waits. */
export function waitingSince({ unsentSince, underWay }: Ledger): number | null {
	const oldest = underWay.find(({ changes }) => changes > 0)?.since ?? null;
	return oldest === null || unsentSince === null ? (oldest ?? unsentSince) : Math.min(oldest, unsentSince);
}

/** Somebody edited here. Told before the frame of that edit is sent. */
export const changed = (ledger: Ledger, nowMs: number): Ledger => ({
	...ledger,
	unsent: ledger.unsent + 1,
	unsentSince: ledger.unsentSince ?? nowMs,
	made: ledger.made + 1,
	unstoredSince: ledger.unstoredSince ?? nowMs
});

/** The copy on this device has the first `made` changes of this page. */
export function storedOnDevice(ledger: Ledger, made: number, nowMs: number): Ledger {
	const stored = Math.max(ledger.stored, made);
	return {
		...ledger,
		device: 'keeps',
		stored,
		unstoredSince: stored === ledger.made ? null : stored === ledger.stored ? ledger.unstoredSince : nowMs
	};
}

/** This device keeps nothing, or no more: what it has not stored yet is on this page only. */
export const deviceCannot = (ledger: Ledger): Ledger => ({ ...ledger, device: 'cannot' });

/** The copy cannot be read, and so many changes that earlier visits left in it: no frame of this page carries them. */
export function cannotRead(ledger: Ledger, left: number, nowMs: number): Ledger {
	const unsent = ledger.unsent - left;
	const unsentSince = left === 0 ? ledger.unsentSince : unsent > 0 ? nowMs : null;
	return { ...deviceCannot(ledger), unsent, unsentSince, unread: left };
}

/** A new socket counts from nothing; what was under way on the last one has to go again, in its step 2. */
export const opened = (ledger: Ledger): Ledger => ({ ...closed(ledger), isOpen: true });

export const closed = (ledger: Ledger): Ledger => ({
	...ledger,
	unsent: waiting(ledger),
	unsentSince: waitingSince(ledger),
	underWay: [],
	sent: 0,
	received: 0,
	onDisk: 0,
	isOpen: false
});

/**
 * A frame left. A step 2 carries everything; an update only the change just made (`carried`), because changes made
 * without a socket wait for the step 2.
 */
export function sent(ledger: Ledger, kind: FrameKind, nowMs: number, carried = 1): Ledger {
	if (kind === 'other') return ledger;
	const frame = ledger.sent + 1;
	const changes = kind === 'step-2' ? ledger.unsent : Math.min(carried, ledger.unsent);
	const unsent = ledger.unsent - changes;
	const since = unsent === 0 && changes > 0 ? (ledger.unsentSince ?? nowMs) : nowMs;
	return {
		...ledger,
		sent: frame,
		unsent,
		unsentSince: unsent === 0 ? null : ledger.unsentSince,
		underWay: [...ledger.underWay, { frame, changes, since, sentAt: nowMs }]
	};
}

/** The server answered what was asked after so many frames: it has them. */
export const receivedUpTo = (ledger: Ledger, frames: number): Ledger => ({
	...ledger,
	received: Math.max(ledger.received, Math.min(frames, ledger.sent))
});

/** The server says how many frames of this socket are on disk. Never goes back. */
export function acknowledged(ledger: Ledger, count: number, nowMs: number): Ledger {
	const onDisk = Math.max(ledger.onDisk, Math.min(count, ledger.sent));
	const underWay = ledger.underWay.filter((flight) => flight.frame > onDisk);
	// Every frame, also those that carry what an earlier visit left in the copy on this device.
	const isSafe = underWay.length === 0 && ledger.unsent === 0 && onDisk > 0;
	return {
		...receivedUpTo(ledger, onDisk),
		onDisk,
		underWay,
		savedAt: isSafe ? nowMs : ledger.savedAt
	};
}

export function viewOf(ledger: Ledger, nowMs: number): SavedView {
	if (waiting(ledger) === 0) return calmView(ledger);
	const { isOpen, underWay, unsent, received } = ledger;
	const unheard = underWay.find(({ frame }) => frame > received);
	const isSilent = unheard !== undefined && nowMs - unheard.sentAt >= ANSWER_MS;
	if (!isOpen || unsent > 0 || isSilent) return viewHere(ledger, nowMs);
	const age = nowMs - (underWay[0]?.sentAt ?? nowMs);
	if (age < QUIET_MS || unheard === underWay[0]) return { kind: 'saving' };
	return { kind: 'being-written', changes: waiting(ledger), isLate: age >= LATE_MS, isKept: isKept(ledger) };
}

/** The server has not got it: what does this device have? */
function viewHere(ledger: Ledger, nowMs: number): SavedView {
	const { device, made, stored, unstoredSince, isOpen } = ledger;
	const changes = waiting(ledger);
	if (device === 'cannot') return { kind: 'not-stored', changes, copyFirst: true };
	if (unstoredSince !== null && nowMs - unstoredSince >= STORE_MS)
		return { kind: 'not-stored', changes, copyFirst: false };
	const kept = changes - (made - stored);
	if (kept <= 0) return { kind: 'saving' };
	return { kind: 'on-device', changes: kept, since: waitingSince(ledger) ?? nowMs, isSilent: isOpen };
}

/** What was made here is in the copy on this device. */
const isKept = ({ device, made, stored }: Ledger): boolean => device === 'keeps' && stored === made;

/** Nothing of this page waits. What an earlier visit left may still be under way: no word of it before it is known. */
function calmView({ isOpen, savedAt, device, sent: frames, onDisk, unread }: Ledger): SavedView {
	if (savedAt === null || (isOpen && device === 'unknown')) return { kind: 'connecting' };
	if (!isOpen) return { kind: 'not-connected' };
	if (unread > 0) return { kind: 'unread', changes: unread };
	return onDisk < frames ? { kind: 'saving' } : { kind: 'saved', at: savedAt };
}

/** Closing the page now would lose words: they are on the server's disk no more than in the copy on this device. */
export const losesWordsOnClose = (ledger: Ledger): boolean => waiting(ledger) > 0 && !isKept(ledger);

const two = (part: number): string => String(part).padStart(2, '0');
/** Hours and minutes as this device's clock shows them. */
export function hourMinute(ms: number): string {
	const at = new Date(ms);
	return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

const countOf = (changes: number): string => (changes === 1 ? '1 change' : `${changes} changes`);

/** The state in words, short enough for the bar. */
export function wordsOf(view: SavedView): string {
	switch (view.kind) {
		case 'connecting':
			return 'Connecting';
		case 'not-connected':
			return 'Not connected';
		case 'not-stored':
			return `${view.copyFirst ? 'Not kept' : 'Not stored yet'} (${countOf(view.changes)})`;
		case 'on-device':
			return `${countOf(view.changes)} waiting on this device`;
		case 'unread':
			return `${countOf(view.changes)} left on this device`;
		case 'saving':
			return 'Saving';
		case 'being-written':
			return `Received, being written (${countOf(view.changes)})`;
		case 'saved':
			return `Saved ${hourMinute(view.at)}`;
	}
}
