import type { LiveConnection } from '#lib/state/live.svelte.ts';

/** What is saved sooner is not worth a word to anybody. */
const LATE_MS = 2000;

/** Lets the console know how many changes of this page wait longer than a moment. Called while a component is made. */
export function tellUnsaved(live: LiveConnection, waiting: () => number): void {
	const isWaiting = $derived(waiting() > 0);
	$effect(() => {
		if (!isWaiting) return live.tell({ waiting: 0 });
		const timer = setInterval(() => live.tell({ waiting: waiting() }), LATE_MS);
		return () => clearInterval(timer);
	});
	$effect(() => () => live.tell({ waiting: 0 }));
}
