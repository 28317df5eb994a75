/** Two boards, three people and a screen, in memory. */
import type { Actor, DocumentResource } from '#domain/access.ts';
import { asId, type DocumentId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import type { NamesRule, Phase } from '#domain/template.ts';
import type { SyncAccess } from '#server/sync/access.ts';

export const workshop: WorkshopId = asId('workshop-1');
export const alder: SyndicateId = asId('alder');
export const birch: SyndicateId = asId('birch');
export const board: DocumentId = asId('board-of-alder');
export const other: DocumentId = asId('board-of-birch');
export const good = asId<'Zone'>('good');

const together: Phase = {
	id: asId('share'),
	kind: 'share',
	title: '',
	minutes: 5,
	writes: 'syndicate',
	sees: 'syndicate'
};

const boardOf = (syndicateId: SyndicateId): DocumentResource => ({
	kind: 'document',
	workshopId: workshop,
	state: 'room',
	documentKind: 'board',
	boardKind: 'columns',
	step: asId('experiences'),
	stepState: 'open',
	phase: together,
	shownToAll: false,
	syndicateId,
	personId: null,
	writers: [],
	isRunning: true,
	isCustomers: false,
	guests: []
});

export const person = (name: string, syndicateId: SyndicateId | null = alder): Actor => ({
	kind: 'person',
	workshopId: workshop,
	personId: asId<'Person'>(name),
	role: 'participant',
	syndicateId,
	appointments: []
});

/** The cookie is the person's name. */
export class MemoryAccess implements SyncAccess {
	readonly documents = new Map<DocumentId, DocumentResource>([
		[board, boardOf(alder)],
		[other, boardOf(birch)]
	]);
	readonly people = new Map<string, Actor>([
		['ana', person('ana')],
		['ben', person('ben')],
		['cem', person('cem', birch)],
		['screen', { kind: 'screen', workshopId: workshop }]
	]);
	generation = 1;
	endedBecause: 'restored' | 'erased' | null = null;
	names: NamesRule = 'named';

	async open({ documentId, cookie }: Parameters<SyncAccess['open']>[0]) {
		const actor = this.people.get(cookie ?? '');
		if (!actor) return { ok: false as const, code: 4401, reason: 'not-signed-in' };
		if (!this.documents.has(documentId)) return { ok: false as const, code: 4404, reason: 'unknown-document' };
		const sessionId = asId<'Session'>(cookie ?? '');
		return { ok: true as const, actor, sessionId, generation: this.generation, endedBecause: this.endedBecause };
	}

	resource(documentId: DocumentId) {
		return this.documents.get(documentId) ?? null;
	}

	current(actor: Actor): Actor | null {
		if (actor.kind !== 'person') return actor;
		return this.people.get(actor.personId) ?? null;
	}

	namesRule() {
		return this.names;
	}

	change(documentId: DocumentId, change: Partial<DocumentResource>): void {
		this.documents.set(documentId, { ...this.documents.get(documentId)!, ...change });
	}
}
