/** What can be done with any note or group, by readers too: follow it both ways, and choose it to be told. */
import Megaphone from '@lucide/svelte/icons/megaphone';
import Waypoints from '@lucide/svelte/icons/waypoints';
import type { GroupId, NoteId } from '#domain/ids.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import type { Choice } from '../ChoiceList.svelte';
import type { BoardScene } from '../scene.ts';

type Of = { readonly note: NoteId } | { readonly group: GroupId };

export function furtherDeeds({ documentId, desk, stories }: BoardScene, of: Of): readonly Choice[] {
	const ref = 'note' in of ? noteRef(documentId, of.note) : groupRef(documentId, of.group);
	const choices: Choice[] = [];
	if (stories?.mayChoose) {
		const isChosen = stories.isChosen(ref);
		const most = stories.isSuggested(ref) ? ' (it has the most votes)' : '';
		choices.push({
			id: 'tell',
			label: isChosen ? 'We do not tell this one' : `We tell this one${most}`,
			icon: Megaphone,
			onchoose: () => {
				desk.sheet = null;
				void stories.choose(ref, !isChosen);
			}
		});
	}
	choices.push({
		id: 'chain',
		label: 'Where it comes from, what became of it',
		icon: Waypoints,
		onchoose: () => (desk.sheet = { kind: 'chain', of })
	});
	return choices;
}
