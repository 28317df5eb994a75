import { untrack } from 'svelte';
import { readWorkshop } from '#lib/http/workshops.ts';
import { Asking } from '#lib/state/asking.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';

/**
 * What somebody kept between the reading of this page and its first live state is told by neither: whoever prepares
 * together reads the workshop once more then. Called while a component is set up.
 */
export function catchUp(workshop: WorkshopState): void {
	const asking = new Asking();
	let isDone = false;
	const read = async (): Promise<void> => {
		const read = await asking.ask(() => readWorkshop(workshop.id));
		if (read) workshop.take(read.answer);
	};
	$effect(() => {
		if (isDone || !workshop.connection.live) return;
		isDone = true;
		untrack(() => void read());
	});
}
