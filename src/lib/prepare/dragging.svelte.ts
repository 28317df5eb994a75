import type { Target } from '#lib/prepare/agenda.svelte.ts';

/** Pixels the pointer goes before a press becomes a drag. */
const FAR_ENOUGH = 6;
/** A finger rests this long on an entry before it is lifted; sooner it scrolls the page. */
const LONG_PRESS_MS = 350;
/** Near the edge of the window the page moves along. */
const EDGE = 60;
const EDGE_STEP = 12;

interface Held {
	readonly id: string;
	readonly startX: number;
	readonly startY: number;
	readonly pointerId: number;
	readonly element: HTMLElement;
	readonly isTouch: boolean;
}

/**
 * Dragging an entry of the agenda with a mouse, a pen or a finger. Entries carry `data-entry`, days `data-day`. Where
 * it would drop is `target`; Esc, or letting go where it was, changes nothing.
 */
export class Dragging {
	/** The entry in the hand, null while none is lifted. */
	lifted: string | null = $state(null);
	target: Target | null = $state.raw(null);
	/** How far it was carried, for its picture. */
	offset = $state.raw({ x: 0, y: 0 });
	readonly #ondrop: (entry: string, target: Target) => void;
	#held: Held | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#scrolledBy = 0;
	/** The press that ends a drag is no choice of the entry. */
	#hasJustDropped = false;

	constructor(ondrop: (entry: string, target: Target) => void) {
		this.#ondrop = ondrop;
	}

	/** True once after a drop: the click that follows it means nothing. */
	takesClick(): boolean {
		const took = this.#hasJustDropped;
		this.#hasJustDropped = false;
		return took;
	}

	press(event: PointerEvent & { currentTarget: HTMLElement }, id: string): void {
		if (event.button !== 0 || this.#held) return;
		const element = event.currentTarget;
		const { clientX: startX, clientY: startY, pointerId } = event;
		const isTouch = event.pointerType === 'touch';
		this.#hasJustDropped = false;
		this.#held = { id, startX, startY, pointerId, element, isTouch };
		if (isTouch) this.#timer = setTimeout(() => this.#lift(), LONG_PRESS_MS);
		addEventListener('pointermove', this.#moved);
		addEventListener('pointerup', this.#released);
		addEventListener('pointercancel', this.#cancelled);
		addEventListener('keydown', this.#keyed, true);
		// A finger that holds an entry does not scroll; only a listener that is not passive can say so.
		addEventListener('touchmove', this.#still, { passive: false });
	}

	/** Puts it back where it was. */
	cancel(): void {
		clearTimeout(this.#timer);
		removeEventListener('pointermove', this.#moved);
		removeEventListener('pointerup', this.#released);
		removeEventListener('pointercancel', this.#cancelled);
		removeEventListener('keydown', this.#keyed, true);
		removeEventListener('touchmove', this.#still);
		this.#held = null;
		this.lifted = null;
		this.target = null;
	}

	#lift(): void {
		if (!this.#held) return;
		this.lifted = this.#held.id;
		this.#scrolledBy = scrollY;
		this.offset = { x: 0, y: 0 };
	}

	readonly #moved = (event: PointerEvent): void => {
		const held = this.#held;
		if (!held || event.pointerId !== held.pointerId) return;
		const x = event.clientX - held.startX;
		const y = event.clientY - held.startY;
		if (this.lifted === null) {
			if (Math.hypot(x, y) < FAR_ENOUGH) return;
			// A finger that moves before the long press scrolls the page.
			if (held.isTouch) return this.cancel();
			this.#lift();
		}
		event.preventDefault();
		if (event.clientY < EDGE) scrollBy(0, -EDGE_STEP);
		else if (event.clientY > innerHeight - EDGE) scrollBy(0, EDGE_STEP);
		this.offset = { x, y: y + scrollY - this.#scrolledBy };
		this.target = targetAt(event.clientX, event.clientY, held.id);
	};

	readonly #released = (event: PointerEvent): void => {
		if (event.pointerId !== this.#held?.pointerId) return;
		const { lifted, target } = this;
		this.cancel();
		if (lifted === null) return;
		this.#hasJustDropped = true;
		if (target) this.#ondrop(lifted, target);
	};

	readonly #cancelled = (): void => this.cancel();

	readonly #keyed = (event: KeyboardEvent): void => {
		if (event.key !== 'Escape' || this.lifted === null) return;
		event.preventDefault();
		event.stopPropagation();
		this.#hasJustDropped = true;
		this.cancel();
	};

	readonly #still = (event: TouchEvent): void => {
		if (this.lifted !== null) event.preventDefault();
	};
}

/** The place under the pointer; null where it is already. */
function targetAt(x: number, y: number, lifted: string): Target | null {
	const days = Array.from(document.querySelectorAll<HTMLElement>('[data-day]'));
	const distance = (day: HTMLElement): number => {
		const { left, right, top, bottom } = day.getBoundingClientRect();
		return Math.max(left - x, x - right, 0) * 2 + Math.max(top - y, y - bottom, 0);
	};
	const day = days.reduce<HTMLElement | null>(
		(nearest, each) => (nearest === null || distance(each) < distance(nearest) ? each : nearest),
		null
	);
	if (!day) return null;
	const all = Array.from(day.querySelectorAll<HTMLElement>('[data-entry]'));
	const others = all.filter((entry) => entry.dataset.entry !== lifted);
	const next = others.find((entry) => {
		const { top, height } = entry.getBoundingClientRect();
		return y < top + height / 2;
	});
	const own = all.findIndex((entry) => entry.dataset.entry === lifted);
	if (own >= 0 && all[own + 1] === next) return null;
	return { day: Number(day.dataset.day), before: next?.dataset.entry ?? null };
}
