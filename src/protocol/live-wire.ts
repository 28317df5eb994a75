/**
 * The live state on the wire. What eight syndicates repeat is packed into lists, and people are named by the shortest
 * beginning of their id that is theirs alone in the workshop, so that the part for all stays below 4 kB.
 */
import { asId } from '#domain/ids.ts';
import type { Clock, SyndicateLetter } from '#domain/workshop.ts';
import { LIVE_PROTOCOL, type LivePersonal, type LiveShared, type LiveState, type LiveSyndicate } from './live.ts';

/** Running: `[endsAtMs, lengthMs]`. Paused: `[remainingMs, lengthMs, 1]`. */
type PackedClock = readonly [number, number, 1?];

/** Flags: 1 closed, 2 revealed, 4 ready. */
type PackedSyndicate = readonly [
	id: string,
	slug: string,
	name: string,
	letter: SyndicateLetter,
	seats: number,
	people: number,
	here: number,
	notes: number,
	hiddenNotes: number,
	votes: number,
	flags?: number,
	clock?: PackedClock | 0,
	hand?: readonly [by: string, at: number, answeredBy?: string]
];

type Packed = Omit<LiveShared, 'syndicates' | 'here' | 'reportBack'> & {
	readonly syndicates: readonly PackedSyndicate[];
	readonly here: string;
	readonly reportBack: (Omit<NonNullable<LiveShared['reportBack']>, 'queue'> & { readonly queue: string }) | null;
};

/** Another version of the page is needed; its state cannot be read. */
export class OtherProtocol extends Error {}

/** The shared part as JSON, once for all sockets. */
export function packShared(shared: LiveShared): string {
	const { syndicates, here, reportBack } = shared;
	const packed: Packed = {
		...shared,
		syndicates: syndicates.map(packSyndicate),
		here: here.join(' '),
		reportBack: reportBack && {
			...reportBack,
			queue: reportBack.queue.map((id) => syndicates.find((known) => known.id === id)?.letter ?? '').join('')
		}
	};
	return JSON.stringify(packed);
}

/** One text for one socket. */
export const withPersonal = (sharedJson: string, me: LivePersonal): string =>
	`${sharedJson.slice(0, -1)},"me":${JSON.stringify(me)}}`;

/** As it crosses the wire. */
export type PackedLive = Packed & { readonly me: LivePersonal };

/** @throws OtherProtocol */
export const readLive = (text: string): LiveState => unpackLive(JSON.parse(text));

/** @throws OtherProtocol */
export function unpackLive(packed: PackedLive): LiveState {
	if (packed.protocol !== LIVE_PROTOCOL) throw new OtherProtocol();
	const syndicates = packed.syndicates.map(unpackSyndicate);
	return {
		...packed,
		syndicates,
		here: packed.here === '' ? [] : packed.here.split(' '),
		reportBack: packed.reportBack && {
			...packed.reportBack,
			queue: [...packed.reportBack.queue].flatMap((letter) => {
				const known = syndicates.find((syndicate) => syndicate.letter === letter);
				return known ? [known.id] : [];
			})
		}
	};
}

/** How many first characters tell all these ids apart. */
export function shortLength(ids: readonly string[]): number {
	for (let length = 3; ; length += 1) {
		const short = new Set(ids.map((id) => id.slice(0, length)));
		if (short.size === new Set(ids).size || length >= 40) return length;
	}
}

function packSyndicate(syndicate: LiveSyndicate): PackedSyndicate {
	const { id, slug, name, letter, seats, people, here, notes, hiddenNotes, votes, clock, hand } = syndicate;
	const flags = (syndicate.isClosed ? 1 : 0) | (syndicate.isRevealed ? 2 : 0) | (syndicate.isReady ? 4 : 0);
	const known = [id, slug, name, letter, seats, people, here, notes, hiddenNotes, votes] as const;
	if (hand) {
		const { by, at, answeredBy } = hand;
		return [...known, flags, clock ? packClock(clock) : 0, answeredBy === null ? [by, at] : [by, at, answeredBy]];
	}
	if (clock) return [...known, flags, packClock(clock)];
	return flags === 0 ? known : [...known, flags];
}

function unpackSyndicate(packed: PackedSyndicate): LiveSyndicate {
	const [id, slug, name, letter, seats, people, here, notes, hiddenNotes, votes, flags = 0, clock = 0, hand] = packed;
	return {
		id: asId(id),
		slug,
		name,
		letter,
		seats,
		people,
		here,
		notes,
		hiddenNotes,
		votes,
		clock: clock === 0 ? null : unpackClock(clock),
		isClosed: (flags & 1) !== 0,
		isRevealed: (flags & 2) !== 0,
		isReady: (flags & 4) !== 0,
		hand: hand ? { by: hand[0], at: hand[1], answeredBy: hand[2] ?? null } : null
	};
}

const packClock = (clock: Clock): PackedClock =>
	clock.kind === 'running' ? [clock.endsAtMs, clock.lengthMs] : [clock.remainingMs, clock.lengthMs, 1];

const unpackClock = ([time, lengthMs, paused]: PackedClock): Clock =>
	paused === 1 ? { kind: 'paused', remainingMs: time, lengthMs } : { kind: 'running', endsAtMs: time, lengthMs };
