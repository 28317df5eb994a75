import type { Awareness } from 'y-protocols/awareness';
import type { SharedPointer } from '#protocol/sync.ts';
import { mapOf } from '#lib/state/lookup.ts';
import { isQuietNow } from '#lib/state/quiet.ts';
import type { BoardScene } from '../scene.ts';
import { isWanted, pointerAt, pointersIn, spotOf, type Spot } from './spots.ts';

/** Another person's pointer as it is drawn; pixels of the window. */
export interface DrawnPointer extends Spot {
	readonly client: number;
	readonly name: string;
}

const TELL_MS = 100;
/** A pointer that rests says nothing any more. */
const REST_MS = 5000;
const AGAIN_MS = 200;

/** Others' pointers on this board, and mine for them, as long as both sides chose it and nobody writes alone. */
export class Pointers {
	all: readonly DrawnPointer[] = $state.raw([]);

	readonly #scene: BoardScene;
	readonly #awareness: Awareness;
	readonly #board: HTMLElement;
	readonly #heard = mapOf<number, { readonly pointer: SharedPointer; readonly at: number }>();
	readonly #left = new AbortController();
	readonly #quiet: MutationObserver;
	#mine: { readonly target: EventTarget | null; readonly spot: Spot } | null = null;
	#isTold = false;
	#toldAt = 0;
	#tellTimer: ReturnType<typeof setTimeout> | undefined;
	#againTimer: ReturnType<typeof setTimeout> | undefined;
	#picture = 0;

	constructor(scene: BoardScene, awareness: Awareness, board: HTMLElement) {
		this.#scene = scene;
		this.#awareness = awareness;
		this.#board = board;
		const { signal } = this.#left;
		board.addEventListener('pointermove', this.#moved, { signal, passive: true });
		board.addEventListener('pointerleave', this.#gone, { signal });
		addEventListener('blur', this.#gone, { signal });
		addEventListener('scroll', this.#drawSoon, { signal, capture: true, passive: true });
		addEventListener('resize', this.#drawSoon, { signal });
		awareness.on('change', this.#drawSoon);
		awareness.setLocalStateField('wantsPointers', true);
		this.#quiet = new MutationObserver(() => {
			if (isQuietNow()) this.#gone();
			this.#drawSoon();
		});
		this.#quiet.observe(document.documentElement, { attributes: true, attributeFilter: ['data-quiet'] });
		this.#drawSoon();
	}

	dispose(): void {
		this.#left.abort();
		this.#quiet.disconnect();
		this.#awareness.off('change', this.#drawSoon);
		clearTimeout(this.#tellTimer);
		clearTimeout(this.#againTimer);
		cancelAnimationFrame(this.#picture);
		const { wantsPointers: _wants, pointer: _pointer, ...rest } = this.#awareness.getLocalState() ?? {};
		this.#awareness.setLocalState(rest);
	}

	readonly #moved = ({ target, clientX, clientY, pointerType }: PointerEvent): void => {
		if (pointerType === 'touch') return;
		this.#mine = { target, spot: { x: clientX, y: clientY } };
		this.#tellTimer ??= setTimeout(this.#tell, Math.max(0, this.#toldAt + TELL_MS - performance.now()));
	};

	readonly #gone = (): void => {
		this.#mine = null;
		clearTimeout(this.#tellTimer);
		this.#tell();
	};

	readonly #tell = (): void => {
		this.#tellTimer = undefined;
		const isSeen = isWanted(this.#awareness.getStates(), this.#awareness.clientID) && !isQuietNow();
		const pointer = this.#mine && isSeen ? pointerAt(this.#mine.target, this.#mine.spot) : null;
		if (pointer === null && !this.#isTold) return;
		this.#isTold = pointer !== null;
		this.#toldAt = performance.now();
		this.#awareness.setLocalStateField('pointer', pointer);
	};

	readonly #drawSoon = (): void => {
		this.#picture ||= requestAnimationFrame(this.#draw);
	};

	readonly #draw = (): void => {
		this.#picture = 0;
		const now = performance.now();
		const others = isQuietNow()
			? []
			: pointersIn(this.#awareness.getStates(), this.#awareness.clientID, this.#scene.me);
		let isAny = false;
		const drawn: DrawnPointer[] = [];
		for (const { client, person, pointer } of others) {
			const last = this.#heard.get(client);
			const at = last && isSame(last.pointer, pointer) ? last.at : now;
			this.#heard.set(client, { pointer, at });
			if (now - at >= REST_MS) continue;
			isAny = true;
			const spot = spotOf(this.#board, pointer);
			if (spot) drawn.push({ client, name: this.#scene.nameOf(person), ...spot });
		}
		for (const client of this.#heard.keys())
			if (!others.some((other) => other.client === client)) this.#heard.delete(client);
		this.all = drawn;
		clearTimeout(this.#againTimer);
		// What lies under a pointer moves when others write, and nothing tells of it.
		if (isAny) this.#againTimer = setTimeout(this.#drawSoon, AGAIN_MS);
	};
}

const isSame = (one: SharedPointer, other: SharedPointer): boolean =>
	one.on === other.on && one.id === other.id && one.x === other.x && one.y === other.y;
