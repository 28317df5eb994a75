/**
 * Order keys sort by plain string comparison. Two laptops that add at the same place while offline make equal keys:
 * whoever sorts breaks the tie by id, so every replica shows the same order.
 */
import type { OrderKey } from '#domain/ids.ts';
import { generateKeyBetween } from 'fractional-indexing';

interface Ordered {
	readonly id: string;
	readonly order: string;
}

/** Where to put something among its neighbours: right before one, right after one, or at an end (default: the end). */
export type Place = { readonly before: string } | { readonly after: string } | { readonly at: 'start' | 'end' };

export const byOrder = (a: Ordered, b: Ordered): number =>
	a.order === b.order ? (a.id < b.id ? -1 : 1) : a.order < b.order ? -1 : 1;

/**
 * A key for the place among `neighbours` (in order, without the moved one). Between two equal keys there is none:
 * it then goes behind all that share the key. A neighbour that is gone counts as "at the end".
 */
export function keyAt(neighbours: readonly Ordered[], place: Place): OrderKey {
	const keys = neighbours.map(({ order }) => order).filter(isOrderKey);
	if ('at' in place) return place.at === 'start' ? between(null, keys[0]) : between(keys.at(-1), null);
	const id = 'before' in place ? place.before : place.after;
	const found = neighbours.find((neighbour) => neighbour.id === id);
	if (!found || !isOrderKey(found.order)) return between(keys.at(-1), null);
	if ('before' in place) {
		const lower = keys.filter((key) => key < found.order).at(-1);
		return between(lower, found.order);
	}
	return between(
		found.order,
		keys.find((key) => key > found.order)
	);
}

/** True for a key the fractional-indexing package can go on from. */
export function isOrderKey(text: string): boolean {
	if (text.length > 200) return false;
	try {
		generateKeyBetween(text, null);
		return true;
	} catch {
		// The package tells a key from any other text only by throwing.
		return false;
	}
}

const between = (lower: string | null | undefined, upper: string | null | undefined): OrderKey =>
	generateKeyBetween(lower ?? null, upper ?? null) as OrderKey;
