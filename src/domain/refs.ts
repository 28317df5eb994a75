/** A ref names one thing that another comes from: `note:<document>:<note>`, `group:<document>:<group>`, `point:<id>`. */
export type Ref =
	| { readonly kind: 'note' | 'group'; readonly documentId: string; readonly id: string }
	| { readonly kind: 'point' | 'question' | 'action' | 'person'; readonly id: string };

export const noteRef = (documentId: string, noteId: string): string => `note:${documentId}:${noteId}`;
export const groupRef = (documentId: string, groupId: string): string => `group:${documentId}:${groupId}`;
export const simpleRef = (kind: 'point' | 'question' | 'action' | 'person', id: string): string => `${kind}:${id}`;

const PART = '[A-Za-z0-9_-]{1,64}';
const DOCUMENT_REF = new RegExp(`^(note|group):(${PART}):(${PART})$`);
const SIMPLE_REF = new RegExp(`^(point|question|action|person):(${PART})$`);

/** Reads a ref; null when the text is none. */
export function parseRef(text: string): Ref | null {
	const inDocument = DOCUMENT_REF.exec(text);
	if (inDocument) {
		const [, kind, documentId = '', id = ''] = inDocument;
		return kind === 'note' || kind === 'group' ? { kind, documentId, id } : null;
	}
	const [, kind, id = ''] = SIMPLE_REF.exec(text) ?? [];
	return kind === 'point' || kind === 'question' || kind === 'action' || kind === 'person' ? { kind, id } : null;
}
