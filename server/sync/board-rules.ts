/**
 * What a client may put where in a board. Every shared type has one of these kinds, told by its place alone, so the
 * rules hold for what lies in the document and for what an update is about to make.
 */
import { RANDOM_ID } from '#domain/ids.ts';
import { isOrderKey } from '#document/order.ts';
import * as Y from 'yjs';

export type TypeKind = 'notes' | 'groups' | 'stamps' | 'note' | 'group' | 'fields' | 'from' | 'text';

export const ROOTS: ReadonlySet<string> = new Set(['notes', 'groups', 'stamps']);

export const rootKind = (name: string): TypeKind | null =>
	name === 'notes' || name === 'groups' || name === 'stamps' ? name : null;

/** Parts without which a note or a group cannot be read. */
export const NEEDED = {
	note: ['zone', 'order', 'text', 'fields', 'from'],
	group: ['zone', 'order', 'title']
} as const;

/** The kind of a type that lies under `key` in one of kind `parent`; null where no type may lie. */
export function childKind(parent: TypeKind, key: string | null): TypeKind | null {
	switch (parent) {
		case 'notes':
			return 'note';
		case 'groups':
			return 'group';
		case 'note':
			return key === 'text' || key === 'fields' || key === 'from' ? key : null;
		case 'group':
			return key === 'title' ? 'text' : null;
		case 'fields':
			return 'text';
		default:
			return null;
	}
}

/** Characters of a value that is not text: a ref, a zone, a choice. */
const VALUE_LIMIT = 1000;

const plain = (content: unknown): unknown =>
	content instanceof Y.ContentAny && content.arr.length === 1 ? content.arr[0] : undefined;
const isShort = (value: unknown): boolean => typeof value === 'string' && value.length <= VALUE_LIMIT;
const isMap = (content: unknown): boolean => content instanceof Y.ContentType && content.type.constructor === Y.Map;
const isText = (content: unknown): boolean => content instanceof Y.ContentType && content.type.constructor === Y.Text;

/** May this content lie under `key` in a type of kind `parent`? What was deleted before it was sent holds nothing. */
export function mayHold(parent: TypeKind, key: string | null, content: unknown): boolean {
	if (parent === 'text')
		return key === null && (content instanceof Y.ContentString || content instanceof Y.ContentDeleted);
	if (key === null) return false;
	// Values of one key that followed each other and were taken back again are kept in one struct for undoing.
	if (content instanceof Y.ContentAny && content.arr.length > 1)
		return content.arr.every((value) => mayHold(parent, key, new Y.ContentAny([value])));
	if (parent === 'stamps') return key.length <= 40;
	if (parent === 'notes' || parent === 'groups') return RANDOM_ID.test(key) && isMap(content);
	if (content instanceof Y.ContentDeleted) return childKind(parent, key) === null || parent === 'fields';
	const value = plain(content);
	switch (parent) {
		case 'fields':
			return key.length <= 64 && (isText(content) || isShort(value) || typeof value === 'number');
		case 'from':
			return key.length <= 200 && value === true;
		case 'note':
		case 'group':
			return isPart(parent, key, content, value);
	}
}

function isPart(parent: 'note' | 'group', key: string, content: unknown, value: unknown): boolean {
	switch (key) {
		case 'zone':
			return isShort(value);
		case 'order':
			return typeof value === 'string' && isOrderKey(value);
		case 'text':
			return parent === 'note' && isText(content);
		case 'fields':
		case 'from':
			return parent === 'note' && isMap(content);
		case 'group':
			return parent === 'note' && isShort(value);
		case 'removedAt':
			return parent === 'note' && typeof value === 'number';
		case 'title':
			return parent === 'group' && isText(content);
		case 'mergedInto':
			return parent === 'group' && isShort(value);
		default:
			return false;
	}
}
