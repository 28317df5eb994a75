import { mount, unmount } from 'svelte';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { SharedCaret } from '#protocol/sync.ts';
import { mapOf, setOf } from '#lib/state/lookup.ts';
import type { BoardScene } from '../scene.ts';
import Carets from './Carets.svelte';
import { Mirror, type Box } from './mirror.ts';
import { caretIn, companionsIn, nameOfText, shownAt, spanOf, type Companion } from './places.ts';

/** Another person's caret as it is drawn; pixels from the layer's corner. */
export interface Mark {
	readonly client: number;
	readonly name: string;
	readonly caret: Box;
	readonly chosen: readonly Box[];
	/** The name is shown: the caret came or was set just now, or my pointer is at it. */
	readonly isNamed: boolean;
	/** The name hangs to the left: on the right it would leave the paper. */
	readonly isLate: boolean;
}

/** What the layer shows; replaced, never added to. */
export class Marks {
	all: readonly Mark[] = $state.raw([]);
}

/** Ten times a second is as often as an eye needs it. */
const TELL_MS = 100;
const NAME_MS = 3000;
/** So near a pointer asks for the name. */
const NEAR_PX = 10;

/**
 * Draws others' carets over a textarea and tells them mine, until the returned function is called. While I type at the
 * place that was told nothing is sent: the place moves along by itself.
 */
export function showTogether(
	scene: BoardScene,
	awareness: Awareness,
	area: HTMLTextAreaElement,
	text: Y.Text,
	tell: (caret: SharedCaret) => void
): () => void {
	const home = area.parentElement;
	if (!home) return () => {};
	const name = nameOfText(text);
	const marks = new Marks();
	const left = new AbortController();
	const layer = document.createElement('div');
	layer.className = 'company';
	layer.setAttribute('aria-hidden', 'true');
	layer.style.position = 'absolute';
	home.append(layer);
	const mirror = new Mirror(area, layer);
	const drawn = mount(Carets, { target: layer, props: { marks } });
	/** What was last heard of each, and when: a name is shown for a moment after its caret was set. */
	const heard = mapOf<number, { readonly caret: string; readonly at: number }>();
	let pointedAt: number | null = null;
	let told: SharedCaret = { in: name };
	let toldAt = 0;
	let tellTimer: ReturnType<typeof setTimeout> | undefined;
	let nameTimer: ReturnType<typeof setTimeout> | undefined;
	let picture = 0;

	const isHere = () => document.activeElement === area && document.hasFocus();

	function isTold(): boolean {
		if (!isHere()) return told.at === undefined;
		const span = spanOf(text, told);
		return span !== null && span.from === area.selectionStart && span.to === area.selectionEnd;
	}

	function say(): void {
		tellTimer = undefined;
		// A word being composed is not in the text yet: its place is told when it is.
		if (isHere() && area.value !== text.toString()) return;
		if (isTold()) return;
		toldAt = performance.now();
		told = isHere() ? caretIn(text, { from: area.selectionStart, to: area.selectionEnd }) : { in: name };
		tell(told);
	}

	function sayLater(): void {
		tellTimer ??= setTimeout(say, Math.max(0, toldAt + TELL_MS - performance.now()));
	}

	function draw(): void {
		picture = 0;
		const others = companionsIn(name, awareness.getStates(), awareness.clientID, scene.me);
		remember(others);
		mirror.reflect();
		const corner = layer.getBoundingClientRect();
		const box = area.getBoundingClientRect();
		const moved = (of: Box): Box => ({ ...of, x: of.x + box.left - corner.left, y: of.y + box.top - corner.top });
		const words = text.toString();
		const shown = (at: number) => shownAt(at, words, area.value, area.selectionEnd);
		marks.all = others.flatMap((other) => {
			const span = spanOf(text, other.caret);
			if (!span) return [];
			const caret = mirror.caretAt(shown(span.to));
			return [
				{
					client: other.client,
					name: scene.nameOf(other.person),
					caret: moved(caret),
					chosen: mirror.lines(shown(span.from), shown(span.to)).map(moved),
					isNamed: pointedAt === other.client || isFresh(other.client),
					isLate: caret.x > box.width / 2
				}
			];
		});
	}

	const drawSoon = () => (picture ||= requestAnimationFrame(draw));

	const isFresh = (client: number): boolean => performance.now() - (heard.get(client)?.at ?? -Infinity) < NAME_MS;

	function remember(others: readonly Companion[]): void {
		const now = performance.now();
		const here = setOf(others.map(({ client }) => client));
		for (const client of heard.keys()) if (!here.has(client)) heard.delete(client);
		for (const { client, caret } of others) {
			const said = `${caret.at} ${caret.to}`;
			if (heard.get(client)?.caret === said) continue;
			heard.set(client, { caret: said, at: now });
			clearTimeout(nameTimer);
			nameTimer = setTimeout(drawSoon, NAME_MS);
		}
	}

	function pointed(event: PointerEvent): void {
		const corner = layer.getBoundingClientRect();
		const [x, y] = [event.clientX - corner.left, event.clientY - corner.top];
		const near = marks.all.find(
			({ caret }) => Math.abs(caret.x - x) < NEAR_PX && y > caret.y - NEAR_PX && y < caret.y + caret.height + NEAR_PX
		);
		if ((near?.client ?? null) === pointedAt) return;
		pointedAt = near?.client ?? null;
		drawSoon();
	}

	const { signal } = left;
	const changed = () => {
		sayLater();
		drawSoon();
	};
	const sizes = new ResizeObserver(drawSoon);
	sizes.observe(area);
	for (const event of ['input', 'fit', 'focus', 'blur', 'compositionend'])
		area.addEventListener(event, changed, { signal });
	area.addEventListener('pointermove', pointed, { signal });
	area.addEventListener('scroll', drawSoon, { signal });
	document.addEventListener('selectionchange', sayLater, { signal });
	text.observe(changed);
	awareness.on('change', drawSoon);
	changed();
	return () => {
		left.abort();
		sizes.disconnect();
		text.unobserve(changed);
		awareness.off('change', drawSoon);
		clearTimeout(tellTimer);
		clearTimeout(nameTimer);
		cancelAnimationFrame(picture);
		void unmount(drawn);
		layer.remove();
	};
}
