import { untrack } from 'svelte';
import { CapturedHere } from '#lib/customer/captured-here.ts';
import { sendCaptured } from '#lib/customer/send-captured.ts';
import { forget, VISIT } from '#lib/http/kept-here.ts';
import { sentenceOf } from '#lib/http/request.ts';
import { sendWaiting } from '#lib/state/waiting-votes.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { KeptVisit } from '#lib/visit/kept-visit.ts';

/** The room changes often; its last picture may be this old, ms. */
const KEEP_EVERY_MS = 2000;

/** Of facilitators no code, no secret and no address is kept; of projectors nothing. */
function keepVisit({ workshop, people, documents, live }: KeptVisit): void {
	if (live.me.role === 'screen') return;
	const { desk: _desk, cutOff: _cutOff, ...me } = live.me;
	const kept: KeptVisit = {
		workshop: { ...workshop, code: null, joinToken: null },
		people: people.map((person) => ({ ...person, listing: null })),
		documents,
		live: { ...live, me }
	};
	try {
		localStorage.setItem(VISIT + workshop.id, JSON.stringify(kept));
	} catch {
		// Full or blocked: an old picture would be worse than none.
		forget(VISIT + workshop.id);
	}
}

/**
 * What a page does once it can be used: it has this browser keep the pages of the room, where browsers allow it, and
 * keeps what they show. Resolves nothing; ends with what it gives back.
 */
export function rest(workshop: WorkshopState): () => void {
	// In development the pages are no files yet.
	if (import.meta.env.PROD && isSecureContext && 'serviceWorker' in navigator)
		// Refused by the browser's settings, or no network: the page works without.
		navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' }).catch(() => {});

	let timer: ReturnType<typeof setTimeout> | undefined;
	const keep = (): void => {
		clearTimeout(timer);
		timer = undefined;
		const { connection, people, documents } = workshop;
		if (connection.live && !connection.isOld && connection.ended === null)
			keepVisit({ workshop: workshop.workshop, people, documents, live: connection.live });
	};
	const leave = (): void => {
		if (timer !== undefined) keep();
	};
	addEventListener('pagehide', leave);
	const stop = $effect.root(() => {
		$effect(() => {
			void [workshop.connection.live, workshop.workshop, workshop.people, workshop.documents];
			untrack(() => (timer ??= setTimeout(keep, KEEP_EVERY_MS)));
		});
	});
	const send = $effect.root(() => {
		$effect(() => {
			const { connection } = workshop;
			if (connection.connection !== 'open' || connection.isOld) return;
			const { personId } = untrack(() => workshop.me);
			// The network may go again at once: the next connection sends it.
			if (personId === null) return;
			void sendWaiting(workshop.id, personId, (said) => (workshop.said = said)).catch(sentenceOf);
			void sendCaptured(workshop.id, new CapturedHere(workshop.id, personId)).catch(sentenceOf);
		});
	});
	return () => {
		send();
		removeEventListener('pagehide', leave);
		clearTimeout(timer);
		stop();
	};
}
