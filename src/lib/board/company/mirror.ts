/** A textarea says nothing of where its letters stand: an unseen copy of it does. */

/** Pixels, from the textarea's own corner. */
export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** All that decides where a letter comes to stand. */
const LOOKS = [
	'box-sizing',
	'padding',
	'border-width',
	'border-style',
	'font',
	'font-kerning',
	'font-feature-settings',
	'font-variation-settings',
	'font-optical-sizing',
	'letter-spacing',
	'word-spacing',
	'line-height',
	'text-align',
	'text-indent',
	'text-transform',
	'text-rendering',
	'text-wrap',
	'tab-size',
	'direction',
	'hyphens',
	'line-break',
	'word-break',
	'overflow-wrap',
	'white-space'
] as const;

/** Without it an empty last line would have no letter to measure. */
const LAST = '\u200b';

export class Mirror {
	readonly #area: HTMLTextAreaElement;
	readonly #glass = document.createElement('div');
	readonly #letters = document.createTextNode('');

	/** @param home positioned: the copy lies in it, unseen */
	constructor(area: HTMLTextAreaElement, home: HTMLElement) {
		this.#area = area;
		const { style } = this.#glass;
		style.position = 'absolute';
		style.visibility = 'hidden';
		style.pointerEvents = 'none';
		style.borderColor = 'transparent';
		this.#glass.append(this.#letters);
		home.append(this.#glass);
	}

	/** Takes on what the textarea shows now, and how. */
	reflect(): void {
		const looks = getComputedStyle(this.#area);
		for (const look of LOOKS) this.#glass.style.setProperty(look, looks.getPropertyValue(look));
		this.#glass.style.width = `${this.#area.getBoundingClientRect().width}px`;
		const value = this.#area.value + LAST;
		if (this.#letters.data !== value) this.#letters.data = value;
	}

	/** Left of the letter that stands there: a box without width. */
	caretAt(at: number): Box {
		const [first] = this.#boxesOf(at, this.#behind(at));
		const { x, y, height } = first ?? { x: 0, y: 0, height: 0 };
		return { x, y, width: 0, height };
	}

	/** One box for each line. */
	lines(from: number, to: number): readonly Box[] {
		return this.#boxesOf(from, to).filter(({ width }) => width > 0);
	}

	#boxesOf(from: number, to: number): readonly Box[] {
		const range = document.createRange();
		range.setStart(this.#letters, Math.min(from, this.#letters.length));
		range.setEnd(this.#letters, Math.min(to, this.#letters.length));
		const { left, top } = this.#glass.getBoundingClientRect();
		return [...range.getClientRects()].map((box) => ({
			x: box.left - left,
			y: box.top - top - this.#area.scrollTop,
			width: box.width,
			height: box.height
		}));
	}

	/** Behind the letter at this place; half of a pair is no letter. */
	#behind(at: number): number {
		const point = this.#letters.data.codePointAt(at) ?? 0;
		return at + (point > 0xffff ? 2 : 1);
	}
}
