import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { asId, type DocumentId, type NoteId } from '#domain/ids.ts';
import { mayLeaveNameOff } from '#domain/no-name.ts';
import type { Activity } from '#domain/template.ts';
import { BoardDocument } from '#document/board.ts';
import type { BoardScene } from '#lib/board/scene.ts';
import { BoardDesk } from '#lib/state/board-desk.svelte.ts';
import { SourcesState } from '#lib/state/board-sources.svelte.ts';
import { BoardState } from '#lib/state/board.svelte.ts';
import type { Presence } from '#protocol/sync.ts';

export const good = asId<'Zone'>('good');
export const bad = asId<'Zone'>('bad');

export const experiences: Activity = {
	id: asId<'Step'>('experiences'),
	step: 1,
	scope: 'syndicate',
	title: 'Our experiences',
	short: 'Experiences',
	minutes: 60,
	prompt: 'When did someone make it easy?',
	instruction: 'One experience per note.',
	names: 'named',
	votes: { budget: 3, perNote: 1, on: 'card or group', totalsHidden: true },
	board: {
		id: 'experiences',
		kind: 'columns',
		perSyndicate: true,
		textLimit: 40,
		zones: [
			{ id: good, title: 'Good', key: 'G', hint: 'A good experience', empty: 'Somebody helped.', tone: 'good' },
			{ id: bad, title: 'Bad', key: 'B', hint: 'A bad experience', empty: 'Somebody did not.', tone: 'bad' }
		]
	},
	phases: [],
	promptCards: [],
	facilitatorNotes: []
};

export interface TestBoard {
	readonly scene: BoardScene;
	readonly board: BoardState;
	/** The same board on another laptop, in step with this one. */
	readonly other: BoardDocument;
	readonly add: (text: string, zone?: typeof good) => NoteId;
	/** What this laptop says of itself. */
	readonly awareness: Awareness;
	/** What Ben's laptop says of itself, as the server would pass it on; null when he leaves. */
	readonly says: (state: Presence | null) => void;
}

/** A board without a server: two laptops whose changes reach each other at once. */
export function testBoard(parts: Partial<BoardScene> = {}): TestBoard {
	const doc = new Y.Doc();
	const otherDoc = new Y.Doc();
	const awareness = new Awareness(doc);
	const ben = new Awareness(otherDoc);
	const hasNameless = () => mayLeaveNameOff(scene.activity);
	const board = new BoardState(doc, { me: 'ana', awareness, hasNameless });
	const other = new BoardDocument(otherDoc, { origin: 'ben' });
	doc.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== otherDoc) Y.applyUpdate(otherDoc, update, doc);
	});
	otherDoc.on('update', (update: Uint8Array, origin: unknown) => {
		if (origin !== doc) Y.applyUpdate(doc, update, otherDoc);
	});
	const scene: BoardScene = {
		board,
		desk: new BoardDesk(),
		documentId: asId('document-1') satisfies DocumentId,
		activity: experiences,
		phase: undefined,
		mayWrite: true,
		mayReword: true,
		mayRelease: true,
		isAlone: false,
		me: 'ana',
		letter: 'b',
		nameOf: (person) => (person === 'ben' ? 'Ben' : 'Ana'),
		initialsOf: (person) => person.slice(0, 2).toUpperCase(),
		letterOf: () => null,
		syndicates: [],
		sources: new SourcesState(() => Promise.resolve([])),
		history: () => Promise.resolve({ lines: [] }),
		votes: null,
		mayVote: false,
		ratings: null,
		stories: null,
		mayRate: false,
		drafts: null,
		sendToPlan: null,
		inPlan: new Set(),
		writers: [],
		...parts
	};
	const says = (state: Presence | null) => {
		ben.setLocalState(state && { person: 'ben', ...state });
		applyAwarenessUpdate(awareness, encodeAwarenessUpdate(ben, [otherDoc.clientID]), ben);
	};
	return { scene, board, other, awareness, says, add: (text, zone = good) => other.addNote({ zone, text }) };
}
