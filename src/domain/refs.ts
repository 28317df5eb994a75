/** A ref names one thing that another comes from: `note:<document>:<note>`, `group:<document>:<group>`, `point:<id>`,
 * `feedback:<id>` (a customer's line), `proposal:<id>` (a wording somebody offered). */
export type Ref =
	| { readonly kind: 'note' | 'group'; readonly documentId: string; readonly id: string }
	| { readonly kind: SimpleKind; readonly id: string };

const SIMPLE_KINDS = ['point', 'question', 'action', 'person', 'feedback', 'proposal'] as const;
type SimpleKind = (typeof SIMPLE_KINDS)[number];
const isSimpleKind = (text: string | undefined): text is SimpleKind => SIMPLE_KINDS.some((kind) => kind === text);

export const noteRef = (documentId: string, noteId: string): string => `note:${documentId}:${noteId}`;
export const groupRef = (documentId: string, groupId: string): string => `group:${documentId}:${groupId}`;
export const simpleRef = (kind: SimpleKind, id: string): string => `${kind}:${id}`;

const PART = '[A-Za-z0-9_-]{1,64}';
const DOCUMENT_REF = new RegExp(`^(note|group):(${PART}):(${PART})$`);
const SIMPLE_REF = new RegExp(`^(${SIMPLE_KINDS.join('|')}):(${PART})$`);

/** Reads a ref; null when the text is none. */
export function parseRef(text: string): Ref | null {
	const inDocument = DOCUMENT_REF.exec(text);
	if (inDocument) {
		const [, kind, documentId = '', id = ''] = inDocument;
		return kind === 'note' || kind === 'group' ? { kind, documentId, id } : null;
	}
	const [, kind, id = ''] = SIMPLE_REF.exec(text) ?? [];
	return isSimpleKind(kind) ? { kind, id } : null;
}
