/** What the benchmark asks of its load generator, and what that answers. Crosses a process boundary as JSON. */
import type { Seat } from './client.ts';

export interface TypingJob {
	readonly kind: 'type';
	/** The seats of each room. The first `writers` of a room type, the last `probes` look. */
	readonly rooms: readonly (readonly Seat[])[];
	readonly writers: number;
	readonly probes: number;
	/** By each writer. */
	readonly editsASecond: number;
	readonly lettersAnEdit: number;
	/** The first of each room, who move a pointer so many times a second. */
	readonly pointers: number;
	readonly pointersASecond: number;
	/** People of each room, after its writers, who stop reading when the measuring begins. */
	readonly stuck: number;
	readonly warmMs: number;
	readonly warmPace: number;
	readonly measureMs: number;
	/** How long late edits may take after the last one was sent. */
	readonly patienceMs: number;
	readonly pids: Pids;
}

export interface Pids {
	readonly server: number;
	/** The database's, where it is a process of its own. */
	readonly database: number | null;
}

export interface Times {
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
}

export interface Typed {
	readonly offeredASecond: number;
	/** An edit counts once for each person in its room, once the probes have seen it while others were still sending. */
	readonly deliveriesASecond: number;
	readonly framesASecond: number;
	readonly mbASecond: number;
	/** From edit to visible, ms. */
	readonly visible: Times;
	/** From edit to on disk, ms; null where the server does not tell. */
	readonly saved: Times | null;
	/** CPU in % of a core. */
	readonly serverCpu: number;
	/** The part of it that runs the server's code; the rest compiles it and collects its garbage. */
	readonly mainCpu: number;
	readonly databaseCpu: number | null;
	readonly generatorCpu: number;
	readonly otherCpu: number;
	/** Server CPU, microseconds. */
	readonly cpuADelivery: number;
	readonly peakMb: number;
	/** How much the server's memory grew while measuring. */
	readonly grownMb: number;
	/** Offered to one person while measuring. */
	readonly mbOfferedToEach: number;
	/** Pointers that the first probe heard of. */
	readonly presenceASecond: number;
	/** Null when every probe and a fresh client hold every edit; otherwise what is missing. */
	readonly missing: string | null;
}

export interface JoinJob {
	readonly kind: 'join';
	readonly seats: readonly Seat[];
	readonly pids: Pids;
}

export interface Joined {
	readonly serverCpuMs: number;
	readonly synced: { readonly p50: number; readonly max: number };
	readonly documentKb: number;
	/** What the first of them lacks of what was written here before. */
	readonly missing: string | null;
}

/** Writes a past of so many updates into a room, and leaves it. */
export interface PastJob {
	readonly kind: 'past';
	readonly seats: readonly Seat[];
	readonly updates: number;
	readonly pids: Pids;
}

export interface Past {
	readonly serverCpuMs: number;
}

/** Puts the same document of so many kB into each room, and stays there, silent. */
export interface FillJob {
	readonly kind: 'fill';
	readonly seats: readonly Seat[];
	readonly documentKb: number;
}

export interface Filled {
	readonly documentKb: number;
}

/** One more person looks into some of the rooms that were filled. */
export interface LookJob {
	readonly kind: 'look';
	readonly seats: readonly Seat[];
}

export interface Looked {
	readonly missing: string | null;
}

export interface Answers {
	readonly type: Typed;
	readonly join: Joined;
	readonly past: Past;
	readonly fill: Filled;
	readonly look: Looked;
}

export type Job = TypingJob | JoinJob | PastJob | FillJob | LookJob;
