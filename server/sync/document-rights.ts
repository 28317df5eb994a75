/** Who may see and write a document at this moment; asked for every frame and everyone. */
import { authorize, handOf, type DocumentResource, type Hand } from '#domain/access.ts';
import type { DocumentId, PersonId } from '#domain/ids.ts';
import type { SyncAccess } from './access.ts';
import type { Connection } from './connection.ts';
import type { Rights } from './flush.ts';

const NO_HAND: Hand = { words: 'none', mayRelease: false };

export class DocumentRights {
	readonly #documentId: DocumentId;
	readonly #access: SyncAccess;
	readonly #now: () => number;

	constructor(documentId: DocumentId, access: SyncAccess, now: () => number) {
		this.#documentId = documentId;
		this.#access = access;
		this.#now = now;
	}

	/** Null when the document is not known any more. */
	resource(): DocumentResource | null {
		return this.#access.resource(this.#documentId);
	}

	mayRead(connection: Connection, resource = this.resource()): boolean {
		const { actor, reading } = connection;
		// Asked for everybody in each window: the answer depends on these two and on nothing else.
		if (reading.actor === actor && reading.resource === resource) return reading.isAllowed;
		const isAllowed = resource !== null && authorize(actor, 'document.read', resource);
		connection.reading = { actor, resource, isAllowed };
		return isAllowed;
	}

	mayWrite({ actor }: Connection, resource = this.resource()): boolean {
		return resource !== null && authorize(actor, 'document.write', resource);
	}

	/** It is written alone: nobody sees who is at it, not even another device of the same person. */
	isPrivate(): boolean {
		return this.resource()?.documentKind === 'private';
	}

	/** Under the rule `syndicate` those who sit together know who writes; to everybody else it is their syndicate. */
	seesNames({ actor }: Connection, resource = this.resource()): boolean {
		if (this.#access.namesRule(this.#documentId) !== 'syndicate') return true;
		const syndicateId = resource?.syndicateId ?? null;
		return syndicateId === null || (actor.kind === 'person' && actor.syndicateId === syndicateId);
	}

	/** How a person is called in presence: under the rule `anonymous` nobody is. */
	nameInPresence(personId: PersonId): PersonId | 'hidden' {
		return this.#access.namesRule(this.#documentId) === 'anonymous' ? 'hidden' : personId;
	}

	/** For one window. Late frames count for a while after a right was lost, as long as the step takes any. */
	ofWindow(isFull: boolean): Rights {
		const resource = this.resource();
		const isOpen = resource?.state === 'room' && (resource.stepState === 'open' || resource.stepState === 'closing');
		const isNamed = this.#access.namesRule(this.#documentId) === 'named';
		return {
			mayWrite: (connection) => this.mayWrite(connection, resource) || (isOpen && this.#now() < connection.lateUntil),
			handOf: ({ actor }) => (resource === null ? NO_HAND : handOf(actor, resource)),
			isFull,
			stampFor: (personId) => (isNamed ? personId : 'hidden')
		};
	}
}
