/** The keys of the console (design, part 9). They act only while no text is being written. */
export type KeyDeed =
	| { readonly kind: 'pause-or-run' }
	| { readonly kind: 'add-minute' }
	| { readonly kind: 'open-board' | 'spotlight'; readonly at: number }
	/** The next digit names the syndicate for the spotlight. */
	| { readonly kind: 'await-spotlight' }
	| { readonly kind: 'undo' }
	| { readonly kind: 'show-keys' }
	/** From one entry of a list to another. */
	| { readonly kind: 'step'; readonly by: -1 | 1 };

/** Counted from 0; null for a key that does nothing. `afterS`: the key before was S. */
export function keyDeed(key: string, afterS: boolean): KeyDeed | null {
	if (key === ' ') return { kind: 'pause-or-run' };
	if (key === '+') return { kind: 'add-minute' };
	if (key.toLowerCase() === 's') return { kind: 'await-spotlight' };
	if (key === '?') return { kind: 'show-keys' };
	if (key.toLowerCase() === 'u') return { kind: 'undo' };
	if (key === 'ArrowDown' || key === 'ArrowRight') return { kind: 'step', by: 1 };
	if (key === 'ArrowUp' || key === 'ArrowLeft') return { kind: 'step', by: -1 };
	if (/^[1-8]$/.test(key)) return { kind: afterS ? 'spotlight' : 'open-board', at: Number(key) - 1 };
	return null;
}
