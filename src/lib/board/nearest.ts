/** Where a note stands on the screen. */
interface Box {
	readonly left: number;
	readonly top: number;
	readonly width: number;
	readonly height: number;
}

type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

const isDirection = (key: string): key is Direction =>
	key === 'ArrowUp' || key === 'ArrowDown' || key === 'ArrowLeft' || key === 'ArrowRight';

/**
 * The index of the box that an arrow key leads to, or -1 at the edge. Something straight ahead is nearer than something
 * beside: a step sideways counts three times.
 */
function nearest(boxes: readonly Box[], from: number, direction: Direction): number {
	const start = boxes[from];
	if (!start) return boxes.length > 0 ? 0 : -1;
	const isVertical = direction === 'ArrowUp' || direction === 'ArrowDown';
	const sign = direction === 'ArrowUp' || direction === 'ArrowLeft' ? -1 : 1;
	let best = -1;
	let shortest = Infinity;
	for (const [at, box] of boxes.entries()) {
		if (at === from) continue;
		const across = box.left + box.width / 2 - start.left - start.width / 2;
		// Tops, not middles: a tall group beside a note is no step down.
		const down = box.top - start.top;
		const ahead = sign * (isVertical ? down : across);
		const beside = Math.abs(isVertical ? across : down);
		if (ahead < 2) continue;
		const distance = ahead + 3 * beside;
		if (distance < shortest) {
			shortest = distance;
			best = at;
		}
	}
	return best;
}

/** Arrows go from paper to paper within a tray, by where they lie. */
export function step(from: HTMLElement, direction: string): void {
	if (!isDirection(direction)) return;
	const tray = from.closest('[data-zone-tray], table');
	const papers = [...(tray?.querySelectorAll<HTMLElement>('[data-note], [data-group]') ?? [])];
	const boxes = papers.map((paper) => paper.getBoundingClientRect());
	const to = papers[nearest(boxes, papers.indexOf(from), direction)];
	to?.focus();
	to?.scrollIntoView({ block: 'nearest' });
}
