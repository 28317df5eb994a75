import type { GroupId, NoteId } from '#domain/ids.ts';
import { asId } from '#domain/ids.ts';
import { type BoardDocument } from '#document/board.ts';
import { applyValue } from '#document/text.ts';
import * as Y from 'yjs';
import { expect, test } from 'vitest';
import { bad, cause, good, seat, seen, twoLaptops } from './laptops.ts';

const words = (board: BoardDocument, zone = good) =>
	board
		.zone(zone)
		.entries.map((entry) => (entry.kind === 'note' ? entry.note.text : entry.notes.map(({ text }) => text)));

test('[BOARD-1] a new note has all its parts, so that two laptops never make one of them twice', () => {
	const { ana, ben, exchange } = twoLaptops();
	const note = ana.addNote({
		zone: good,
		text: 'They rang back',
		fields: [
			{ id: cause, kind: 'text' },
			{ id: seat, kind: 'choice' }
		],
		from: ['point:p1']
	});
	exchange();

	ana.transact(() => ana.fieldText(note, cause)!.insert(0, 'early '));
	ben.transact(() => ben.fieldText(note, cause)!.insert(0, 'calm '));
	ben.setChoice(note, seat, 'I served');
	exchange();

	expect(ana.note(note)).toEqual(ben.note(note));
	expect(ana.note(note)).toEqual({
		id: note,
		zone: good,
		order: 'a0',
		group: null,
		text: 'They rang back',
		fields: { cause: expect.stringMatching(/^(early calm |calm early )$/), seat: 'I served' },
		from: ['point:p1'],
		removedAt: null,
		author: null
	});
});

test('[BOARD-2] notes stand where they were put: at the end, at the start, before and after another', () => {
	const { ana } = twoLaptops();
	const b = ana.addNote({ zone: good, text: 'b' });
	const d = ana.addNote({ zone: good, text: 'd' });
	ana.addNote({ zone: good, text: 'a' }, { at: 'start' });
	const c = ana.addNote({ zone: bad, text: 'c' });

	ana.move(c, good, { after: b });
	ana.move(d, good, { before: b });

	expect(words(ana)).toEqual(['a', 'd', 'b', 'c']);
	expect(words(ana, bad)).toEqual([]);
});

test('[BOARD-2] after two laptops added at the same place, a note can still be put between the two', () => {
	const { ana, ben, exchange } = twoLaptops();
	const first = ana.addNote({ zone: good, text: 'x' });
	const second = ben.addNote({ zone: good, text: 'y' });
	exchange();

	const third = ana.addNote({ zone: good, text: 'z' }, { after: first < second ? first : second });
	exchange();

	expect(ana.note(third)?.order).not.toBe(ana.note(first)?.order);
	expect(seen(ana)).toEqual(seen(ben));
	expect(words(ana)).toHaveLength(3);
});

test('[BOARD-3] two laptops that group the same note while offline end with it in one group, once', () => {
	const { ana, ben, exchange } = twoLaptops();
	const note = ana.addNote({ zone: good, text: 'They rang back the same day' });
	const kept = ana.addGroup(good, 'Kept promises');
	const quick = ana.addGroup(bad, 'Quick');
	exchange();

	ana.join(note, kept);
	ben.join(note, quick);
	exchange();

	expect(seen(ana)).toEqual(seen(ben));
	const shown = [good, bad].flatMap((zone) => words(ana, zone)).flat();
	expect(shown).toEqual(['They rang back the same day']);
});

test('[BOARD-3] a note that is put into a group while another laptop merges the group is in the merged one', () => {
	const { ana, ben, exchange } = twoLaptops();
	const note = ana.addNote({ zone: good, text: 'n' });
	const from = ana.addGroup(good, 'from');
	const into = ana.addGroup(bad, 'into');
	exchange();

	ana.mergeGroups(from, into);
	ben.join(note, from);
	exchange();

	expect(seen(ana)).toEqual(seen(ben));
	expect(ana.note(note)).toMatchObject({ group: into, zone: bad });
	expect(ana.zone(good).entries).toEqual([]);
});

test('[BOARD-3] two laptops that merge two groups into each other keep one of them, with every note', () => {
	const { ana, ben, exchange } = twoLaptops();
	const one = ana.addGroup(good, 'one');
	const two = ana.addGroup(good, 'two');
	for (const group of [one, two]) ana.join(ana.addNote({ zone: good, text: 'n' }), group);
	exchange();

	ana.mergeGroups(one, two);
	ben.mergeGroups(two, one);
	exchange();

	expect(seen(ana)).toEqual(seen(ben));
	expect(words(ana)).toEqual([['n', 'n']]);
});

test('[BOARD-4] splitting a group leaves its notes loose in its zone, those that another laptop adds meanwhile too', () => {
	const { ana, ben, exchange } = twoLaptops();
	const group = ana.addGroup(bad, 'g');
	const [here, late] = [ana.addNote({ zone: good, text: 'here' }), ana.addNote({ zone: good, text: 'late' })];
	ana.join(here, group);
	exchange();

	ana.splitGroup(group);
	ben.join(late, group);
	exchange();

	expect(seen(ana)).toEqual(seen(ben));
	expect([...words(ana, bad)].sort()).toEqual(['here', 'late']);
	expect(ana.note(here)?.group).toBeNull();
});

test('[BOARD-4] a group moves with its notes, and a note leaves it where it stands', () => {
	const { ana } = twoLaptops();
	const group = ana.addGroup(good, 'g');
	const note = ana.addNote({ zone: good, text: 'n' });
	ana.join(note, group);

	ana.moveGroup(group, bad);
	expect(words(ana, bad)).toEqual([['n']]);

	ana.leaveGroup(note);
	expect(ana.note(note)).toMatchObject({ zone: bad, group: null });
});

test('[BOARD-5] a removed note lies in the bin with its words and can be restored', () => {
	const { ana } = twoLaptops();
	const note = ana.addNote({ zone: good, text: 'n' });

	ana.remove(note, 5);
	expect(words(ana)).toEqual([]);
	expect(ana.count()).toBe(0);
	expect(ana.note(note)).toMatchObject({ text: 'n', removedAt: 5 });

	ana.restore(note);
	expect(words(ana)).toEqual(['n']);
});

test('[BOARD-6] undo takes back own changes only, and an added note goes into the bin instead of vanishing', () => {
	const { ana, ben, exchange } = twoLaptops();
	const undo = ana.undoManager();
	const note = ana.addNote({ zone: good, text: 'mine' });
	undo.stopCapturing();
	exchange();
	ben.transact(() => ben.textOf(note)!.insert(4, ' and yours'));
	exchange();
	ana.transact(() => applyValue(ana.textOf(note)!, 'mine! and yours', 5));

	undo.undo();
	expect(ana.note(note)).toMatchObject({ text: 'mine and yours', removedAt: null });

	undo.undo();
	exchange();
	expect(ben.note(note)).toMatchObject({ text: 'mine and yours', removedAt: 1000 });

	undo.redo();
	exchange();
	expect(ben.note(note)).toMatchObject({ text: 'mine and yours', removedAt: null });
	expect(undo.undoStack).toHaveLength(1);
});

test('[BOARD-6] undo of a new group hides it, undo of a join and of a move puts the note back', () => {
	const { ana } = twoLaptops();
	const undo = ana.undoManager();
	const note = ana.addNote({ zone: good, text: 'n' });
	undo.stopCapturing();
	const group = ana.addGroup(bad, 'g');
	undo.stopCapturing();
	ana.join(note, group);
	undo.stopCapturing();
	expect(words(ana, bad)).toEqual([['n']]);

	undo.undo();
	expect([words(ana), words(ana, bad)]).toEqual([['n'], [[]]]);

	undo.undo();
	expect([words(ana), words(ana, bad)]).toEqual([['n'], []]);
	expect(ana.groups()).toHaveLength(1);
});

test('[BOARD-6] undo of a move that another laptop overtook leaves the note readable', () => {
	const { ana, ben, exchange } = twoLaptops();
	const note = ana.addNote({ zone: good, text: 'n' });
	exchange();
	const undo = [ana.undoManager(), ben.undoManager()];
	ana.move(note, bad);
	ben.move(note, bad, { at: 'start' });
	exchange();

	for (const each of undo) each.undo();
	exchange();

	expect(seen(ana)).toEqual(seen(ben));
	expect([...words(ana), ...words(ana, bad)]).toEqual(['n']);
});

test('[BOARD-7] what has the wrong shape is left out, and the rest of the board is read', () => {
	const { ana } = twoLaptops();
	const note = ana.addNote({ zone: good, text: 'fine' });
	const raw = ana.doc.getMap('notes');
	raw.set('number', 7);
	raw.set('no-parts', new Y.Map([['zone', 'good']]));
	raw.set('__proto__', new Y.Map([['zone', 5]]));
	ana.doc.getMap('groups').set('broken', new Y.Map([['title', 'plain']]));
	(raw.get(note) as Y.Map<unknown>).set('group', 'nowhere');
	((raw.get(note) as Y.Map<unknown>).get('fields') as Y.Map<unknown>).set('__proto__', 'p');

	expect(words(ana)).toEqual(['fine']);
	expect(ana.groups()).toEqual([]);
	expect(Object.hasOwn(ana.note(note)!.fields, '__proto__')).toBe(true);
	expect(ana.note(asId<'Note'>('no-parts'))).toBeNull();
});

test('[BOARD-7] a zero that came with a pasted text is not read, so that the words can be kept anywhere', () => {
	const { ana } = twoLaptops();
	const id = ana.addNote({ zone: good, text: 'rang\0 back' });

	expect(ana.note(id)?.text).toBe('rang back');
});

test('[BOARD-7] an order key that is none does not stop others from adding beside it', () => {
	const { ana } = twoLaptops();
	const note = ana.addNote({ zone: good, text: 'odd' });
	(ana.doc.getMap('notes').get(note) as Y.Map<unknown>).set('order', '!!');

	ana.addNote({ zone: good, text: 'next' }, { after: note });

	expect(words(ana)).toEqual(['odd', 'next']);
});

test('[BOARD-8] a note is put into a board once, however often it arrives, with its fields and sources', () => {
	const { ana, ben } = twoLaptops();
	const note = ana.addNote({
		zone: good,
		text: 'alone',
		fields: [
			{ id: cause, kind: 'text', value: 'why' },
			{ id: seat, kind: 'choice', value: 'served' }
		],
		from: ['point:p1']
	});
	const copy = ana.copyOf(note)!;

	ben.putNote(note, copy);
	ben.transact(() => ben.textOf(note)!.insert(5, ' no more'));
	ben.putNote(note, copy);

	expect(ben.note(note)).toMatchObject({
		text: 'alone no more',
		fields: { cause: 'why', seat: 'served' },
		from: ['point:p1']
	});
	expect(ben.fieldText(note, cause)).toBeInstanceOf(Y.Text);
});

test('each observer hears of its own part only', () => {
	const { ana } = twoLaptops();
	const [note, other] = [ana.addNote({ zone: good, text: 'a' }), ana.addNote({ zone: good, text: 'b' })];
	const heard: string[] = [];
	const stops = [
		ana.onChange(() => heard.push('any')),
		ana.onStructure(() => heard.push('structure')),
		ana.onNotes((ids) => ids.has(note) && heard.push('note'))
	];

	ana.textOf(other)!.insert(0, '!');
	ana.textOf(note)!.insert(0, '!');
	ana.remove(other);
	ana.stamp(note, 'hidden');
	for (const stop of stops) stop();
	ana.move(note, bad);

	expect(heard.slice(0, 5)).toEqual(['any', 'any', 'note', 'any', 'structure']);
	expect(heard.slice(5).sort()).toEqual(['any', 'note']);
});

test('a verb about what is not there does nothing', () => {
	const { ana } = twoLaptops();
	const note = asId<'Note'>('nowhere-note') as NoteId;
	const group = asId<'Group'>('nowhere-group') as GroupId;

	ana.move(note, good);
	ana.join(note, group);
	ana.leaveGroup(note);
	ana.remove(note);
	ana.restore(note);
	ana.link(note, 'point:p');
	ana.unlink(note, 'point:p');
	ana.setChoice(note, seat, 1);
	ana.splitGroup(group);
	ana.mergeGroups(group, group);
	ana.moveGroup(group, good);

	expect(Y.encodeStateVector(ana.doc)).toEqual(Y.encodeStateVector(new Y.Doc()));
	expect([ana.textOf(note), ana.titleOf(group), ana.fieldText(note, cause), ana.copyOf(note)]).toEqual([
		null,
		null,
		null,
		null
	]);
});
