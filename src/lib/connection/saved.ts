/**
 * What may truthfully be said about where the words are. Pure: sockets, storage and time are told to it.
 *
 * A change is one local edit of the document. While the socket is open it leaves in an update frame of its own; one made
 * without a socket is carried by the next step 2. The server's acknowledgement is the number of this socket's step-2
 * and update frames that are on disk, so a change is safe once its frame's number is reached.
 */
export interface Ledger {
	/** Changes that no frame of the present socket carries yet. */
	readonly unsent: number;
	/** Changes in frames of this socket that are not acknowledged, oldest first. */
	readonly underWay: readonly Flight[];
	/** Step-2 and update frames sent on this socket, and how many of them are on disk. */
	readonly sent: number;
	readonly onDisk: number;
	readonly isOpen: boolean;
	/** The instant at which everything was known to be on disk, ms; null before the first time. */
	readonly savedAt: number | null;
	/** Since when something has not been safe, ms; null while nothing waits. */
	readonly waitingSince: number | null;
	/** Whether this device keeps a copy: not known before its storage answered. */
	readonly device: DeviceCopy;
}

export type DeviceCopy = 'unknown' | 'keeps' | 'cannot';

interface Flight {
	readonly frame: number;
	readonly changes: number;
}

export type FrameKind = 'step-2' | 'update' | 'other';

/** The words beside the clock. `changes` are those that are not on the server's disk. */
export type SavedView =
	| { readonly kind: 'connecting' }
	| { readonly kind: 'not-connected' }
	/** Neither here nor there: the page must not be closed. */
	| { readonly kind: 'not-stored'; readonly changes: number; readonly copyFirst: boolean }
	| { readonly kind: 'on-device'; readonly changes: number; readonly since: number }
	| { readonly kind: 'saving' }
	| { readonly kind: 'being-written'; readonly changes: number }
	| { readonly kind: 'saved'; readonly at: number };

/** A save that takes no longer than this is only called saving; after it the page counts what is under way. */
export const QUIET_MS = 2000;

export const emptyLedger = (unsent = 0): Ledger => ({
	unsent,
	underWay: [],
	sent: 0,
	onDisk: 0,
	isOpen: false,
	savedAt: null,
	waitingSince: unsent > 0 ? 0 : null,
	device: 'unknown'
});

/** Changes that are not on the server's disk. */
export const waiting = (ledger: Ledger): number =>
	ledger.unsent + ledger.underWay.reduce((sum, flight) => sum + flight.changes, 0);

/** Somebody edited here. Told before the frame of that edit is sent. */
export const changed = (ledger: Ledger, nowMs: number, changes = 1): Ledger =>
	changes === 0 ? ledger : { ...ledger, unsent: ledger.unsent + changes, waitingSince: ledger.waitingSince ?? nowMs };

/** A new socket counts from nothing; what was under way on the last one has to go again, in its step 2. */
export const opened = (ledger: Ledger): Ledger => ({ ...closed(ledger), isOpen: true });

export const closed = (ledger: Ledger): Ledger => ({
	...ledger,
	unsent: waiting(ledger),
	underWay: [],
	sent: 0,
	onDisk: 0,
	isOpen: false
});

/**
 * A frame left. A step 2 carries everything; an update only the change just made (`carried`), because changes made
 * without a socket wait for the step 2.
 */
export function sent(ledger: Ledger, kind: FrameKind, carried = 1): Ledger {
	if (kind === 'other') return ledger;
	const frame = ledger.sent + 1;
	const changes = kind === 'step-2' ? ledger.unsent : Math.min(carried, ledger.unsent);
	return {
		...ledger,
		sent: frame,
		unsent: ledger.unsent - changes,
		underWay: changes > 0 ? [...ledger.underWay, { frame, changes }] : ledger.underWay
	};
}

/** The server says how many frames of this socket are on disk. Never goes back. */
export function acknowledged(ledger: Ledger, count: number, nowMs: number): Ledger {
	const onDisk = Math.max(ledger.onDisk, Math.min(count, ledger.sent));
	const underWay = ledger.underWay.filter((flight) => flight.frame > onDisk);
	// Every frame, also those that carry what an earlier visit left in the local copy.
	const isSafe = underWay.length === 0 && ledger.unsent === 0 && onDisk > 0 && onDisk === ledger.sent;
	return {
		...ledger,
		onDisk,
		underWay,
		savedAt: isSafe ? nowMs : ledger.savedAt,
		waitingSince: isSafe ? null : ledger.waitingSince
	};
}

export function viewOf(ledger: Ledger, nowMs: number): SavedView {
	const changes = waiting(ledger);
	if (changes === 0) {
		if (!ledger.isOpen) return ledger.savedAt === null ? { kind: 'connecting' } : { kind: 'not-connected' };
		return ledger.savedAt === null ? { kind: 'connecting' } : { kind: 'saved', at: ledger.savedAt };
	}
	if (ledger.isOpen && ledger.unsent === 0) {
		const isQuiet = nowMs - (ledger.waitingSince ?? nowMs) < QUIET_MS;
		return isQuiet ? { kind: 'saving' } : { kind: 'being-written', changes };
	}
	if (ledger.device === 'keeps') return { kind: 'on-device', changes, since: ledger.waitingSince ?? nowMs };
	return { kind: 'not-stored', changes, copyFirst: ledger.device === 'cannot' };
}

/** Closing the page now would lose words. */
export const losesWordsOnClose = (ledger: Ledger): boolean => waiting(ledger) > 0 && ledger.device !== 'keeps';

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
/** Hours and minutes as this device's clock shows them. */
export const hourMinute = (ms: number): string => time.format(ms);

const countOf = (changes: number): string => (changes === 1 ? '1 change' : `${changes} changes`);

/** The state in words, short enough for the bar. */
export function wordsOf(view: SavedView): string {
	switch (view.kind) {
		case 'connecting':
			return 'Connecting';
		case 'not-connected':
			return 'Not connected';
		case 'not-stored':
			return view.copyFirst ? 'Not kept' : 'Not stored yet';
		case 'on-device':
			return `${countOf(view.changes)} waiting on this device`;
		case 'saving':
			return 'Saving';
		case 'being-written':
			return `Sent, being written (${countOf(view.changes)})`;
		case 'saved':
			return `Saved ${hourMinute(view.at)}`;
	}
}
