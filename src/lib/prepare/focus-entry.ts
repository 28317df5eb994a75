import { tick } from 'svelte';

/** An entry that moved takes the focus along: moving it in the page would lose it. */
export async function focusEntry(id: string): Promise<void> {
	await tick();
	document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"] [data-slot]`)?.focus();
}
