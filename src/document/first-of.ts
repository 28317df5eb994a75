import { isInside } from './text.ts';

/** So many UTF-16 units from the start, the unit of every limit; less where an emoji would be cut. */
export function firstOf(text: string, units: number): string {
	let end = units;
	while (isInside(text, end)) end -= 1;
	return text.slice(0, end);
}
