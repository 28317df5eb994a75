/** What sync asks of the workshops: who is at the door, what a document is now, who somebody is now. */
import { authorize } from '#domain/access.ts';
import { CLOSE } from '#protocol/sync.ts';
import type { Access } from '../access.ts';
import type { SyncAccess } from '../sync/access.ts';
import type { WorkshopDesk } from './desk.ts';

const UNKNOWN = { ok: false, code: CLOSE.unknownDocument, reason: 'unknown-document' } as const;
const NOT_ALLOWED = { ok: false, code: CLOSE.notAllowed, reason: 'not-allowed' } as const;

export const syncAccess = (desk: WorkshopDesk, access: Pick<Access, 'arriving'>): SyncAccess => ({
	open: async ({ workshopId, documentId, cookie }) => {
		const arrival = await access.arriving(cookie, workshopId);
		if (!arrival) return { ok: false, code: CLOSE.notSignedIn, reason: 'not-signed-in' };
		const { session, actor } = arrival;
		const now = desk.peek(workshopId) ?? (await desk.load(workshopId));
		if (!now) return UNKNOWN;
		// Whoever has no part here learns nothing about which documents there are.
		if (actor.kind === 'anonymous' || actor.kind === 'account') return NOT_ALLOWED;
		const document = now.documents.get(documentId);
		if (!document) return UNKNOWN;
		if (!authorize(actor, 'document.read', now.resourceOf(document))) return NOT_ALLOWED;
		const { generation, endedBecause } = document;
		return { ok: true, actor, sessionId: session.id, generation, endedBecause };
	},
	resource: (documentId) => desk.documentResource(documentId),
	current: (actor) => desk.actorNow(actor),
	namesRule: (documentId) => desk.namesRule(documentId)
});
