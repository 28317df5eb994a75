import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { BoardDocument } from '#document/board.ts';
import { asId, type FieldId, type ZoneId } from '#domain/ids.ts';
import type { Board } from '#domain/template.ts';
import { putBack } from '#lib/connection/put-back.ts';
import { wordsIn } from '#lib/connection/words-in.ts';

const zone = (id: string): ZoneId => asId(id);
const field = (id: string): FieldId => asId(id);
const tray = (id: string) => ({ id: zone(id), title: id, key: id[0]!, hint: '', empty: '' });
const board: Pick<Board, 'zones' | 'fields'> = {
	zones: [tray('good'), tray('bad')],
	fields: [{ id: field('story'), title: 'Story', kind: 'text', required: false }]
};
const opened = (from?: Y.Doc): BoardDocument => {
	const doc = new Y.Doc();
	if (from) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
	return new BoardDocument(doc);
};
const keptOf = ({ doc }: BoardDocument) => ({ words: wordsIn(doc), update: Y.encodeStateAsUpdate(doc) });
const seen = (target: BoardDocument) =>
	target
		.notes()
		.map(({ zone, text, fields }) => [zone, text, fields[field('story')] ?? ''])
		.toSorted();

test('[OFFLINE-7] words that are put back stand in the tray they were written in, with their story, and once', () => {
	const server = opened();
	server.addNote({ zone: zone('good'), text: 'Here before' });
	const laptop = opened(server.doc);
	laptop.addNote({
		zone: zone('bad'),
		text: 'Nobody rang',
		fields: [{ id: field('story'), kind: 'text', value: 'For a week' }]
	});
	const kept = keptOf(laptop);

	putBack(server, kept, board);
	putBack(server, kept, board);

	expect(seen(server)).toEqual([
		['bad', 'Nobody rang', 'For a week'],
		['good', 'Here before', '']
	]);
});

test('[OFFLINE-7] a note that arrived after all, and was written on since, is known by its id; one that lies in the bin is put back', () => {
	const laptop = opened();
	const arrived = laptop.addNote({ zone: zone('bad'), text: 'Nobody rang' });
	const binned = laptop.addNote({ zone: zone('bad'), text: 'Twice' });
	const kept = keptOf(laptop);
	const server = opened(laptop.doc);
	server.textOf(arrived)!.insert(11, ' back');
	server.remove(binned);
	server.textOf(binned)!.insert(0, 'Not ');

	putBack(server, kept, board);

	expect(
		server
			.notes()
			.filter(({ removedAt }) => removedAt === null)
			.map(({ text }) => text)
			.toSorted()
	).toEqual(['Nobody rang back', 'Twice']);
});

test('[OFFLINE-7] a story that did not arrive is put back, though its note did, or another has the same words', () => {
	const story = (words: string) => [{ id: field('story'), kind: 'text' as const, value: words }];
	const server = opened();
	const arrived = server.addNote({ zone: zone('bad'), text: 'Nobody rang', fields: story('') });
	const wordless = server.addNote({ zone: zone('good'), fields: story('') });
	server.addNote({ zone: zone('good'), text: 'Same words' });
	const laptop = opened(server.doc);
	laptop.fieldText(arrived, field('story'))!.insert(0, 'For a week');
	laptop.fieldText(wordless, field('story'))!.insert(0, 'They came at night');
	laptop.addNote({ zone: zone('bad'), text: 'Same words', fields: story('With a story') });
	const kept = keptOf(laptop);

	putBack(server, kept, board);
	putBack(server, kept, board);

	expect(seen(server)).toEqual([
		['bad', 'Nobody rang', ''],
		['bad', 'Nobody rang', 'For a week'],
		['bad', 'Same words', 'With a story'],
		['good', '', ''],
		['good', '', 'They came at night'],
		['good', 'Same words', '']
	]);
});

test('[OFFLINE-7] a story that arrived, and was written on since, is not put back', () => {
	const laptop = opened();
	const note = laptop.addNote({
		zone: zone('bad'),
		text: 'Nobody rang',
		fields: [{ id: field('story'), kind: 'text', value: 'For a week' }]
	});
	const kept = keptOf(laptop);
	const server = opened(laptop.doc);
	server.fieldText(note, field('story'))!.insert(10, ' or two');

	putBack(server, kept, board);

	expect(seen(server)).toEqual([['bad', 'Nobody rang', 'For a week or two']]);
});

test('[OFFLINE-7] a note that was binned as it was written is put back', () => {
	const laptop = opened();
	const binned = laptop.addNote({ zone: zone('bad'), text: 'Twice' });
	const kept = keptOf(laptop);
	const server = opened(laptop.doc);
	server.remove(binned);

	putBack(server, kept, board);
	putBack(server, kept, board);

	expect(server.notes().filter(({ removedAt }) => removedAt === null)).toMatchObject([{ zone: 'bad', text: 'Twice' }]);
});

test('[OFFLINE-7] words of which nothing else is known go into the first tray that takes any', () => {
	const server = opened();

	putBack(
		server,
		{ words: ['Only words'], update: new Uint8Array() },
		{ zones: [{ ...tray('good'), readOnly: true }, tray('bad')] }
	);

	expect(seen(server)).toEqual([['bad', 'Only words', '']]);
});
