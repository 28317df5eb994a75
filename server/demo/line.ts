/** The one line that tells a program everything about a demo that is ready. */
import { authorize, type Actor } from '#domain/access.ts';
import { asId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { syncPath } from '#protocol/sync.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { KeptDemo } from './kept.ts';

export interface DemoLine {
	/** The origin. */
	readonly url: string;
	readonly workshopId: string;
	readonly code: string;
	readonly accounts: KeptDemo['accounts'];
	readonly people: KeptDemo['people'];
	/** Opened without a cookie it becomes the projector. */
	readonly screen: string;
	readonly documents: readonly {
		readonly id: string;
		readonly kind: string;
		readonly step: string;
		readonly syndicate: string | null;
		/** What follows the origin for a y-websocket client. */
		readonly path: string;
		/** Members of the syndicate may write now; for the room's boards, somebody of the room may. */
		readonly writable: boolean;
	}[];
	readonly links: { readonly progress: string | null; readonly sponsor: string | null };
	/** The folder of its mails. */
	readonly outbox: string;
	readonly pid: number;
	readonly stage: string;
}

export interface LineParts {
	readonly url: string;
	readonly demo: KeptDemo;
	readonly now: WorkshopNow;
	readonly outbox: string;
}

export function demoLine({ url, demo, now, outbox }: LineParts): DemoLine {
	const { workshopId, accounts, people, screenToken, sponsorToken, progressToken, stage } = demo;
	return {
		url,
		workshopId,
		code: now.workshop.code,
		accounts,
		people,
		screen: `${url}/w/${workshopId}/screen#${screenToken}`,
		documents: boardsOf(now),
		links: {
			progress: progressToken && `${url}/p/${progressToken}`,
			sponsor: sponsorToken && `${url}/s/${sponsorToken}`
		},
		outbox,
		pid: process.pid,
		stage
	};
}

/** The boards of every step in the order of the agenda. Private documents are their author's own matter. */
function boardsOf(now: WorkshopNow): DemoLine['documents'] {
	const participants = now.rows.people.filter(({ role }) => role === 'participant');
	return [...now.activities.keys()].flatMap((step) =>
		now.boards(step).map((document) => {
			const { id, kind, syndicateId, generation } = document;
			const ours = participants.filter((person) => syndicateId === null || person.syndicateId === syndicateId);
			const resource = now.resourceOf(document);
			return {
				id,
				kind,
				step,
				syndicate: now.syndicates.find((syndicate) => syndicate.id === syndicateId)?.slug ?? null,
				path: syncPath(now.workshop.id, id, generation),
				writable: ours.some((person) => authorize(actorOf(now.workshop.id, person), 'document.write', resource))
			};
		})
	);
}

const actorOf = (
	workshopId: WorkshopId,
	{ id: personId, syndicateId }: { readonly id: PersonId; readonly syndicateId: string | null }
): Actor => ({
	kind: 'person',
	workshopId,
	personId,
	role: 'participant',
	syndicateId: syndicateId === null ? null : asId(syndicateId),
	appointments: []
});
