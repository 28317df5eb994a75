import { facilitates } from '#domain/workshop.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import { whereNow } from '#lib/state/where.ts';

/** How long the way back is offered. */
const UNDO_MS = 30_000;

/** Told once the room has taken this device along. */
export interface Move {
	/** Who brought everyone, or where the person sits now. */
	readonly sentence: string;
	/** The page before; going back stays until the room moves again. */
	readonly from: string;
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
		const { me, step } = live;
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
		if (earlier === undefined || earlier === target || target === null || target === path) return;
		if (!isRoomPage(path, id)) return;
		this.move = { sentence: wasMoved ? this.#newSeat() : `${this.#whoSteers()} brought everyone here.`, from: path };
		this.#cancel();
		this.#cancel = this.#later(() => this.dismiss(), UNDO_MS);
		this.#go(target);
	}

	/** Back to the page before, until the room moves again. */
	goBack(): void {
		const move = this.move;
		this.dismiss();
		if (move) this.#go(move.from);
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

const isRoomPage = (path: string, workshopId: string): boolean =>
	path.startsWith(`/w/${workshopId}/s/`) || path.startsWith(`/w/${workshopId}/room/`);
