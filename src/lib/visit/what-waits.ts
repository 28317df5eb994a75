/** What waits on this device for the network, and where, in the words of the strips. */
import { count } from '#domain/words/en.ts';
import { placesOf } from '#lib/connection/connection-options.ts';
import { waitingIn, waitingNames } from '#lib/connection/device-notes.ts';
import { pointsWaiting } from '#lib/customer/points-waiting.ts';
import { waitingVotes } from '#lib/state/waiting-votes.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';

type Room = Pick<WorkshopState, 'id' | 'me' | 'documents' | 'activity' | 'syndicate'>;

/** `Experiences, Alder`, as the board is called. */
function nameOf(workshop: Room, documentId: string): string {
	const place = workshop.documents.find(({ id }) => id === documentId);
	if (!place) return 'a board that is not open to you now';
	const own = place.kind === 'private' ? 'your own notes' : workshop.syndicate(place.syndicateId)?.name;
	return [workshop.activity(place.step)?.short, own].filter(Boolean).join(', ');
}

/**
 * One sentence a place: `3 changes wait on this device: Experiences, Alder.`, `1 vote waits, not counted yet: Vision.`
 * Without the document that `except` names, whose board says so itself.
 */
export function whatWaits(workshop: Room, except = ''): readonly string[] {
	const { personId } = workshop.me;
	if (personId === null) return [];
	const names = waitingNames();
	const changes = placesOf(names, workshop.id, personId)
		.filter(({ id }) => id !== except)
		.map(({ id }) => {
			const here = names.filter((name) => name.includes(`.${id}.`) && name.endsWith(`.${personId}`));
			const waiting = here.reduce((sum, name) => sum + waitingIn(name), 0);
			return `${waiting === 1 ? '1 change waits' : `${waiting} changes wait`} on this device: ${nameOf(workshop, id)}.`;
		});
	const votes = waitingVotes(workshop.id, personId).map(({ step, kind, count: waiting }) => {
		const said = kind === 'votes' ? count(waiting, 'vote', 'votes') : count(waiting, 'mark', 'marks');
		return `${said} ${waiting === 1 ? 'waits' : 'wait'}, not counted yet: ${workshop.activity(step)?.short ?? 'another step'}.`;
	});
	const points = pointsWaiting(workshop.id, personId);
	const written =
		points > 0 ? [`${count(points, 'point waits', 'points wait')} on this device: what the customer said.`] : [];
	return [...changes, ...votes, ...written];
}
