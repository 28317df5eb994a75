import { facilitates } from '#domain/workshop.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import { whereNow } from '#lib/state/where.ts';
import type { LiveMove } from '#protocol/live.ts';

/** How long the way back is offered. */
const UNDO_MS = 30_000;

/** Told once the room has taken this device along. */
export interface Move {
	/** Who brought everyone, or where the person sits now. */
	readonly sentence: string;
	/** The page before; going back stays until the room moves again. Null while everyone is held. */
	readonly from: string | null;
}

/**
 * Takes the page along when the room moves to another step. Only pages of the room are moved; whoever prepares, steers
 * or reads the plan stays there.
 */
export class Following {
	move: Move | null = $state.raw(null);

	readonly #workshop: WorkshopState;
	readonly #go: (path: string) => void;
	readonly #later: (deed: () => void, ms: number) => () => void;
	#target: string | null | undefined;
	#syndicateId: string | null = null;
	/** The last time somebody brought everyone to where the room is already. */
	#broughtAt: number | undefined;
	#cancel: () => void = () => {};

	constructor(
		workshop: WorkshopState,
		go: (path: string) => void,
		later: (deed: () => void, ms: number) => () => void
	) {
		this.#workshop = workshop;
		this.#go = go;
		this.#later = later;
	}

	/** Called with every live state and page. */
	follow(path: string): void {
		const { workshop, live, id } = this.#workshop;
		const { me, step, lastMove } = live;
		// Whoever steers looks where they like.
		const isHeld = live.isHeld && (me.role === 'screen' || !facilitates(me.role));
		const target = whereNow({
			workshopId: id,
			state: live.workshop.state,
			step: step?.id ?? null,
			activities: workshop.steps,
			syndicates: workshop.syndicates,
			me
		});
		const earlier = this.#target;
		const wasMoved = this.#syndicateId !== null && this.#syndicateId !== me.syndicateId;
		this.#target = target;
		this.#syndicateId = me.syndicateId;
		const isBrought = isBringing(lastMove) && lastMove.at !== this.#broughtAt && this.#broughtAt !== undefined;
		this.#broughtAt = isBringing(lastMove) ? lastMove.at : (this.#broughtAt ?? 0);
		if (target === null || target === path) return;
		// A page that is opened stays where it was opened, unless everyone is held.
		const isSame = earlier === undefined || earlier === target;
		if (isSame && !isHeld && (earlier === undefined || !isBrought)) return;
		if (!isRoomPage(path, id)) return;
		const who = this.#whoSteers();
		const sentence = isHeld && isSame ? `${who} keeps everyone in this step.` : `${who} brought everyone here.`;
		this.move = { sentence: wasMoved ? this.#newSeat() : sentence, from: isHeld ? null : path };
		this.#cancel();
		this.#cancel = this.#later(() => this.dismiss(), UNDO_MS);
		this.#go(target);
	}

	/** Back to the page before, until the room moves again. */
	goBack(): void {
		const move = this.move;
		this.dismiss();
		if (move?.from != null) this.#go(move.from);
	}

	dismiss(): void {
		this.#cancel();
		this.move = null;
	}

	#newSeat(): string {
		return `You are in ${this.#workshop.mySyndicate?.name ?? 'no syndicate'} now. What you wrote stays where it was, with your name.`;
	}

	#whoSteers(): string {
		const facilitators = this.#workshop.people.filter(({ role }) => facilitates(role));
		const [only] = facilitators;
		return only && facilitators.length === 1 ? only.name : 'The facilitator';
	}
}

/** Somebody brought everyone to the place the room is in: whoever looked back comes along. */
const isBringing = (move: LiveMove | null | undefined): move is LiveMove =>
	move != null && move.from.step === move.to.step && move.from.phase === move.to.phase && move.to.break === null;

const isRoomPage = (path: string, workshopId: string): boolean =>
	path.startsWith(`/w/${workshopId}/s/`) || path.startsWith(`/w/${workshopId}/room/`);
