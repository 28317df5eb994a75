/**
 * A note or group in the hand. Nothing of the board is touched while it is carried: one copy moves above it, one frame
 * marks the place, and what lies under the pointer is asked for once a frame. So it costs the same on every board.
 */
import { tick } from 'svelte';
import { asId } from '#domain/ids.ts';
import { boxOf, copyOf, handleAt, speedAt, swallowClick } from './drag-page.ts';
import { dropOf, type Drop, type Held, type Under } from './drops.ts';
import { focusGroup, focusNote } from './focus.ts';
import type { BoardScene } from './scene.ts';

const LONG_PRESS_MS = 350;
/** A hand trembles less than this, in px. */
const STILL = 6;
const TILT = 'rotate(-1.1deg)';

interface Pressed {
	readonly held: Held;
	readonly source: HTMLElement;
	readonly pointer: number;
	readonly x: number;
	readonly y: number;
	readonly timer: ReturnType<typeof setTimeout> | undefined;
}

interface Lifted {
	readonly held: Held;
	readonly source: HTMLElement;
	readonly clone: HTMLElement;
	/** From the pointer to the corner of the copy. */
	readonly dx: number;
	readonly dy: number;
	readonly boxes: WeakMap<Element, DOMRect>;
}

/** The parts of the page it works with, made by `DragLayer`. */
export interface DragStage {
	readonly board: HTMLElement;
	/** Carries the copy and catches the pointer. */
	readonly layer: HTMLElement;
	/** Marks the place. */
	readonly mark: HTMLElement;
}

export class Dragging {
	isLifted = $state(false);
	/** What letting go would do. */
	words = $state('');
	isBarred = $state(false);
	readonly #scene: BoardScene;
	readonly #stage: DragStage;
	#pressed: Pressed | null = null;
	#lifted: Lifted | null = null;
	#x = 0;
	#y = 0;
	#hasMoved = false;
	#frame = 0;
	#drop: Drop | null = null;
	#over: Element | null = null;

	constructor(scene: BoardScene, stage: DragStage) {
		this.#scene = scene;
		this.#stage = stage;
	}

	/** Listens until the function it gives is called. */
	listen(): () => void {
		const { board, layer } = this.#stage;
		const end = new AbortController();
		const { signal } = end;
		board.addEventListener('pointerdown', (event) => this.#press(event), { signal });
		board.addEventListener('contextmenu', (event) => this.#menu(event), { signal });
		// Once the note is lifted the page must not scroll away under it.
		board.addEventListener('touchmove', (event) => this.#lifted && event.preventDefault(), { signal, passive: false });
		window.addEventListener('pointermove', (event) => this.#move(event), { signal });
		window.addEventListener('pointerup', (event) => this.#up(event), { signal });
		window.addEventListener('pointercancel', () => this.cancel(), { signal });
		window.addEventListener('blur', () => this.cancel(), { signal });
		window.addEventListener('keydown', (event) => this.#key(event), { signal, capture: true });
		window.addEventListener('selectstart', (event) => this.#pressed && event.preventDefault(), { signal });
		layer.addEventListener('lostpointercapture', () => this.cancel(), { signal });
		board.dataset.drags = '';
		return () => {
			this.cancel();
			end.abort();
			delete board.dataset.drags;
		};
	}

	/** Everything is back where it was. */
	cancel(): void {
		this.#letGo();
	}

	#press(event: PointerEvent): void {
		if (this.#lifted) return;
		this.#unpress();
		if (!this.#scene.mayWrite || this.#scene.desk.ticked !== null || event.button !== 0 || !event.isPrimary) return;
		const isTouch = event.pointerType === 'touch';
		// On a phone the menu does all that dragging does.
		if (isTouch && !matchMedia('(min-width: 640px)').matches) return;
		const found = handleAt(event.target);
		if (!found) return;
		const { clientX: x, clientY: y, pointerId: pointer } = event;
		const timer = isTouch ? setTimeout(() => this.#lift(), LONG_PRESS_MS) : undefined;
		this.#pressed = { ...found, pointer, x, y, timer };
		this.#x = x;
		this.#y = y;
	}

	#move(event: PointerEvent): void {
		const pressed = this.#pressed;
		if (!pressed || event.pointerId !== pressed.pointer) return;
		this.#x = event.clientX;
		this.#y = event.clientY;
		if (this.#lifted) {
			this.#hasMoved = true;
			return;
		}
		if (Math.hypot(this.#x - pressed.x, this.#y - pressed.y) < STILL) return;
		// A finger that moves before the time is up scrolls.
		if (pressed.timer === undefined) this.#lift();
		else this.#unpress();
	}

	#up(event: PointerEvent): void {
		if (event.pointerId !== this.#pressed?.pointer) return;
		if (!this.#lifted) return this.#unpress();
		// What lies there now, not a frame ago.
		this.#aim();
		const drop = this.#drop;
		const { held } = this.#lifted;
		swallowClick();
		this.#letGo();
		if (!drop || !stillThere(this.#scene, held)) return;
		if (!drop.put) {
			this.#scene.desk.said = drop.words;
			this.#scene.desk.refusal = drop.words;
			return;
		}
		this.#scene.desk.refusal = '';
		this.#scene.board.pause();
		drop.put();
		this.#scene.board.pause();
		void tick().then(() => {
			if (this.#scene.desk.naming === null) (held.kind === 'note' ? focusNote : focusGroup)(held.id);
		});
	}

	#key(event: KeyboardEvent): void {
		if (!this.#lifted) return;
		event.preventDefault();
		event.stopPropagation();
		if (event.key === 'Escape') this.cancel();
	}

	#menu(event: Event): void {
		if (this.#lifted || this.#pressed?.timer !== undefined) event.preventDefault();
	}

	#lift(): void {
		const pressed = this.#pressed;
		if (!pressed || this.#scene.desk.editing === pressed.held.id) return this.#unpress();
		const { source, held, pointer } = pressed;
		const { layer } = this.#stage;
		getSelection()?.removeAllRanges();
		const box = source.getBoundingClientRect();
		const clone = copyOf(source, box);
		layer.append(clone);
		layer.hidden = false;
		try {
			layer.setPointerCapture(pointer);
		} catch {
			// The finger is gone already; its pointerup puts everything back.
		}
		source.style.opacity = '0.35';
		this.#lifted = { held, source, clone, dx: box.left - pressed.x, dy: box.top - pressed.y, boxes: new WeakMap() };
		this.isLifted = true;
		this.#hasMoved = true;
		if (held.kind === 'note') this.#scene.board.showHolding(held.id);
		this.#frame = requestAnimationFrame(this.#draw);
	}

	readonly #draw = (): void => {
		const lifted = this.#lifted;
		if (!lifted) return;
		const hasScrolled = this.#scroll();
		if (this.#hasMoved || hasScrolled) {
			this.#hasMoved = false;
			const { clone, dx, dy } = lifted;
			clone.style.transform = `translate3d(${this.#x + dx}px, ${this.#y + dy}px, 0) ${isCalm() ? '' : TILT}`;
			this.#aim();
		}
		this.#frame = requestAnimationFrame(this.#draw);
	};

	/** Finds the place under the pointer and marks it. */
	#aim(): void {
		const lifted = this.#lifted;
		if (!lifted) return;
		const element = document.elementFromPoint(this.#x, this.#y);
		this.#over = element;
		const target = element?.closest<HTMLElement>('[data-note], [data-group], [data-zone-tray]');
		const found = target && this.#stage.board.contains(target) ? this.#underAt(target, lifted) : null;
		const drop = found && dropOf(this.#scene, lifted.held, found.under);
		this.#drop = drop;
		this.words = drop?.words ?? '';
		this.isBarred = drop !== null && drop.put === null;
		this.#show(drop, found?.box);
	}

	#underAt(target: HTMLElement, { boxes }: Lifted): { readonly under: Under; readonly box: DOMRect } {
		const box = boxOf(boxes, target);
		const { note, group, zoneTray } = target.dataset;
		if (note !== undefined) {
			const at = (this.#y - box.top) / Math.max(1, box.height);
			return { box, under: { kind: 'note', id: asId<'Note'>(note), at } };
		}
		if (group !== undefined) return { box, under: { kind: 'group', id: asId<'Group'>(group) } };
		const isTop = this.#y - box.top < 140;
		return { box, under: { kind: 'tray', zone: asId<'Zone'>(zoneTray ?? ''), isTop } };
	}

	#show(drop: Drop | null, box: DOMRect | undefined): void {
		const { mark } = this.#stage;
		if (!drop || !box) {
			mark.hidden = true;
			return;
		}
		const isLine = drop.edge === 'before' || drop.edge === 'after';
		const top = drop.edge === 'before' ? box.top - 9 : drop.edge === 'after' ? box.bottom + 3 : box.top;
		mark.hidden = false;
		mark.style.transform = `translate3d(${box.left}px, ${top}px, 0)`;
		mark.style.width = `${box.width}px`;
		mark.style.height = `${isLine ? 6 : box.height}px`;
	}

	/** True when what lies under the pointer has moved. */
	#scroll(): boolean {
		const lifted = this.#lifted;
		if (!lifted) return false;
		const tray = this.#over?.closest('[data-zone-tray]')?.querySelector('.notes');
		const isInside = tray instanceof HTMLElement && tray.scrollHeight > tray.clientHeight + 1;
		const box = isInside ? boxOf(lifted.boxes, tray) : null;
		const top = box?.top ?? 0;
		const bottom = box?.bottom ?? innerHeight;
		const by = speedAt(this.#y, top, bottom);
		if (by === 0) return false;
		const scroller = isInside ? tray : document.scrollingElement;
		const before = scroller?.scrollTop ?? 0;
		scroller?.scrollBy({ top: by, behavior: 'instant' });
		if (scroller?.scrollTop === before) return false;
		this.#lifted = { ...lifted, boxes: new WeakMap() };
		return true;
	}

	#unpress(): void {
		clearTimeout(this.#pressed?.timer);
		this.#pressed = null;
	}

	#letGo(): void {
		this.#unpress();
		const lifted = this.#lifted;
		if (!lifted) return;
		this.#lifted = null;
		cancelAnimationFrame(this.#frame);
		lifted.clone.remove();
		lifted.source.style.opacity = '';
		this.#stage.layer.hidden = true;
		this.#stage.mark.hidden = true;
		this.#drop = null;
		this.isLifted = false;
		this.words = '';
		if (lifted.held.kind === 'note') this.#scene.board.showHolding(null);
	}
}

function stillThere({ board }: BoardScene, held: Held): boolean {
	if (held.kind === 'group') return board.document.titleOf(held.id) !== null;
	return board.document.note(held.id)?.removedAt === null;
}

const isCalm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
