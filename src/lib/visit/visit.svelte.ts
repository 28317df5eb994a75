import { Problem } from '#domain/problem.ts';
import { openLink } from '#lib/http/join.ts';
import { sentenceOf, Unreachable } from '#lib/http/request.ts';
import { readNow } from '#lib/http/workshops.ts';
import { LiveConnection } from '#lib/state/live.svelte.ts';
import { readStart, WorkshopState } from '#lib/state/workshop.svelte.ts';
import { readKept } from '#lib/visit/kept-visit.ts';

/** Why a page of a workshop cannot be shown, and whether joining would help. */
export interface Barred {
	readonly sentence: string;
	readonly mayJoin: boolean;
	/** Nobody answered, and this device kept nothing to go on with. */
	readonly isUnreachable?: boolean;
}

const ENDS = {
	'not-signed-in': { sentence: 'This device has no seat in this workshop.', mayJoin: true },
	'not-allowed': { sentence: 'This device has no seat in this workshop any more.', mayJoin: true },
	'somebody-else': {
		sentence: 'This device has another seat now than when this page was opened. Load it again to go on.',
		mayJoin: false
	},
	outdated: { sentence: 'Plenary has been renewed while this page was open. Load it again to go on.', mayJoin: false }
} as const;

/** A server that cannot be reached is asked again after so long. */
const AGAIN_MS = 3000;

/** One device's time in one workshop: from opening the first page to leaving the last. */
export class Visit {
	workshop: WorkshopState | null = $state.raw(null);
	#barred: Barred | null = $state.raw(null);
	#again: ReturnType<typeof setTimeout> | undefined;
	#connection: LiveConnection | null = $state.raw(null);

	/** Null where nothing is in the way. */
	get barred(): Barred | null {
		const ended = this.#connection?.ended ?? null;
		return this.#barred ?? (ended === null ? null : ENDS[ended]);
	}

	/**
	 * `token` is the secret of a link, given once in the fragment of its address. `mayBeOld`: the page begins with what
	 * this device kept, while the server is asked.
	 */
	async begin(workshopId: string, token: string | null, mayBeOld: boolean): Promise<void> {
		this.#barred = null;
		try {
			if (token !== null) await openLink(token);
			this.#connection ??= new LiveConnection(workshopId);
			const asked = readStart(workshopId);
			const kept = mayBeOld && this.workshop === null ? readKept(workshopId) : null;
			if (kept) {
				this.#connection.show(kept.live);
				this.workshop = new WorkshopState(this.#connection, kept);
			} else if (mayBeOld && this.workshop === null) this.#look(workshopId, this.#connection);
			const start = await asked;
			if (this.workshop) this.workshop.begin(start);
			else this.workshop = new WorkshopState(this.#connection, start);
		} catch (error) {
			const mayJoin = error instanceof Problem && ['not-signed-in', 'not-allowed'].includes(error.code);
			// The boards of an earlier visit go on without the server.
			const goesOn = this.workshop !== null && !mayJoin;
			if (!goesOn) {
				this.#connection?.dispose();
				this.#connection = null;
				const isUnreachable = error instanceof Unreachable;
				this.#barred = { sentence: sentenceOf(error), mayJoin, isUnreachable };
			}
			// Nobody stands beside a projector to load it again.
			if (goesOn || error instanceof Unreachable)
				this.#again = setTimeout(() => void this.begin(workshopId, token, mayBeOld), AGAIN_MS);
		}
	}

	/** The first picture of the room comes with its words, and not only after a socket was opened; that says it again. */
	#look(workshopId: string, connection: LiveConnection): void {
		readNow(workshopId).then(
			(live) => connection.show(live, true),
			() => {}
		);
	}

	end(): void {
		clearTimeout(this.#again);
		this.#connection?.dispose();
	}
}
