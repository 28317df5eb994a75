/**
 * What has to be so after everything. Contents are compared, never state vectors: two replicas can name the same
 * changes and hold different words (a client id that two people wrote with).
 */
import { createHash } from 'node:crypto';
import * as Y from 'yjs';
import { markersIn, type History } from './history.ts';

export interface Fault {
	/**
	 * lost: it was said to be saved (or shown to somebody) and is gone. twice, invented: it stands there more often than
	 * it was written. differs: two replicas hold different contents. pending: a replica waits for changes that never come.
	 */
	readonly kind: 'lost' | 'twice' | 'invented' | 'differs' | 'pending';
	/** The document, and the replica it was found in. */
	readonly where: string;
	readonly what: string;
}

export interface Replica {
	readonly name: string;
	readonly doc: Y.Doc;
}

const ROOTS = ['groups', 'notes', 'stamps'] as const;
/** So many of one kind are named; the others are counted. */
const NAMED = 5;

/** Everything a board holds, in one order for all replicas. */
export function contentOf(doc: Y.Doc): string {
	const known = ROOTS.map((name) => [name, plain(doc.getMap(name))]);
	const unknown = [...doc.share.keys()].filter((name) => !ROOTS.some((root) => root === name)).sort();
	return JSON.stringify([...known, unknown]);
}

export const contentHash = (doc: Y.Doc): string =>
	createHash('sha256').update(contentOf(doc)).digest('hex').slice(0, 16);

/** Every marker in the texts of a board with how often it stands there, and all words that belong to none. */
export function wordsOf(doc: Y.Doc): {
	readonly markers: ReadonlyMap<string, number>;
	readonly rest: readonly string[];
} {
	const markers = new Map<string, number>();
	const rest: string[] = [];
	for (const text of textsOf(doc)) {
		const found = markersIn(text);
		for (const marker of found.markers) markers.set(marker, (markers.get(marker) ?? 0) + 1);
		if (found.rest.trim() !== '') rest.push(found.rest);
	}
	return { markers, rest };
}

/** I1 and I3 for one replica: nothing that `must` be there is missing, nothing stands twice, nothing is from nobody. */
export function checkWords(
	history: History,
	documentId: string,
	{ name, doc }: Replica,
	must: Iterable<string> = history.acknowledged(documentId)
): readonly Fault[] {
	const where = `${documentId} in ${name}`;
	const { markers, rest } = wordsOf(doc);
	const lost = [...must].filter((marker) => !markers.has(marker));
	const twice = [...markers].filter(([, times]) => times > 1).map(([marker]) => marker);
	const invented = [...markers.keys()].filter((marker) => history.get(marker)?.documentId !== documentId);
	return [
		...some('lost', where, lost),
		...some('twice', where, twice),
		...some('invented', where, [...invented, ...rest.map((text) => JSON.stringify(text.slice(0, 60)))])
	];
}

/** I2: all hold the same contents, and none waits for anything. */
export function checkEqual(documentId: string, replicas: readonly Replica[]): readonly Fault[] {
	const [first, ...others] = replicas;
	if (!first) return [];
	const pending = replicas
		.filter(({ doc }) => doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
		.map(({ name }) => name);
	const content = contentOf(first.doc);
	const differing = others.filter(({ doc }) => contentOf(doc) !== content);
	return [
		...some('pending', documentId, pending),
		...differing.slice(0, NAMED).map(({ name, doc }): Fault => ({
			kind: 'differs',
			where: documentId,
			what: `${name} from ${first.name}: ${firstDifference(contentOf(doc), content)}`
		}))
	];
}

export const faultText = ({ kind, where, what }: Fault): string => `${kind}: ${what} (${where})`;

function some(kind: Fault['kind'], where: string, what: readonly string[]): readonly Fault[] {
	if (what.length === 0) return [];
	const more = what.length > NAMED ? ` and ${what.length - NAMED} more` : '';
	return [{ kind, where, what: `${what.slice(0, NAMED).join(' ')}${more}` }];
}

function firstDifference(one: string, other: string): string {
	let at = 0;
	while (at < one.length && one[at] === other[at]) at += 1;
	const from = Math.max(0, at - 40);
	return `${one.slice(from, at + 40)} | ${other.slice(from, at + 40)}`;
}

function plain(value: unknown): unknown {
	if (value instanceof Y.Text) return value.toDelta();
	if (value instanceof Y.Map) return [...value.keys()].sort().map((key) => [key, plain(value.get(key))]);
	if (value instanceof Y.AbstractType) return value.toJSON();
	return value;
}

function textsOf(value: Y.Doc | unknown): readonly string[] {
	if (value instanceof Y.Doc) return ROOTS.flatMap((name) => (name === 'stamps' ? [] : textsOf(value.getMap(name))));
	if (value instanceof Y.Text) return [value.toString()];
	return value instanceof Y.Map ? [...value.values()].flatMap(textsOf) : [];
}
