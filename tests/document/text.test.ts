import { firstOf } from '#document/first-of.ts';
import { applyValue, caretAfter, changeBetween } from '#document/text.ts';
import fc from 'fast-check';
import * as Y from 'yjs';
import { expect, test } from 'vitest';

const applied = (before: string, change: ReturnType<typeof changeBetween>) =>
	change ? before.slice(0, change.at) + change.insert + before.slice(change.at + change.remove) : before;

test('the change between two values leads from one to the other, wherever the caret is said to be', () => {
	const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '👍', '👎'), maxLength: 12 });

	fc.assert(
		fc.property(text, text, fc.nat(30), (before, after, caret) => {
			expect(applied(before, changeBetween(before, after, caret))).toBe(after);
		})
	);
});

test('the change never cuts a surrogate pair in two', () => {
	const change = changeBetween('👍', '👎');

	expect(change).toEqual({ at: 0, remove: 2, insert: '👎' });
});

const EMOJI = ['👍🏽', '👍🏿', '👨‍👩‍👧', '👨‍👩‍👦', '🇩🇪', '🇩🇰', '🇫🇷', '1️⃣', '❤️', '🏴󠁧󠁢󠁷󠁬󠁳󠁿'];
/** What a reader sees as one sign. */
const signs = (text: string): string[] => [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment);

test('[COMPANY-5] two people who change emoji at the same time leave whole emoji, and no part of one', () => {
	const text = fc.array(fc.constantFrom('a', ...EMOJI), { maxLength: 4 }).map((parts) => parts.join(''));

	fc.assert(
		fc.property(text, text, text, (before, mine, theirs) => {
			const [ana, ben] = [new Y.Doc(), new Y.Doc()];
			ana.getText('t').insert(0, before);
			Y.applyUpdate(ben, Y.encodeStateAsUpdate(ana));
			applyValue(ana.getText('t'), mine);
			applyValue(ben.getText('t'), theirs);
			Y.applyUpdate(ben, Y.encodeStateAsUpdate(ana));

			const known = new Set(['a', ...EMOJI]);
			expect(signs(ben.getText('t').toString()).filter((sign) => !known.has(sign))).toEqual([]);
		}),
		{ numRuns: 500 }
	);
});

test('[COMPANY-5] what is shortened to a limit ends before an emoji, not in it', () => {
	for (const emoji of EMOJI)
		for (let units = 0; units <= emoji.length + 2; units += 1) {
			const short = firstOf(`ab${emoji}`, units);
			expect([`ab${emoji}`, 'ab', 'a', '']).toContain(short);
			expect(short.length).toBeLessThanOrEqual(units);
		}
});

test('a letter typed among the same letters goes in where the caret is', () => {
	expect(changeBetween('aaa', 'aaaa', 2)).toEqual({ at: 1, remove: 0, insert: 'a' });
	expect(changeBetween('aaa', 'aaaa')).toEqual({ at: 3, remove: 0, insert: 'a' });
	expect(changeBetween('aaa', 'aa', 1)).toEqual({ at: 1, remove: 1, insert: '' });
});

test('only what changed is written, so that two people typing in one note keep both words', () => {
	const [ana, ben] = [new Y.Doc(), new Y.Doc()];
	const exchange = () => {
		Y.applyUpdate(ana, Y.encodeStateAsUpdate(ben));
		Y.applyUpdate(ben, Y.encodeStateAsUpdate(ana));
	};
	ana.getText('t').insert(0, 'one three');
	exchange();

	applyValue(ana.getText('t'), 'one two three');
	applyValue(ben.getText('t'), 'one three four');
	exchange();

	expect(ana.getText('t').toString()).toBe('one two three four');
	expect(ben.getText('t').toString()).toBe('one two three four');
	expect(applyValue(ana.getText('t'), 'one two three four')).toBe(false);
});

test('the caret stays with the letter before it while others write', () => {
	const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 8 });
	expect(caretAfter(3, [{ insert: 'xy' }])).toBe(5);
	expect(caretAfter(3, [{ retain: 3 }, { insert: 'xy' }])).toBe(3);
	expect(caretAfter(3, [{ retain: 1 }, { delete: 5 }])).toBe(1);
	expect(caretAfter(3, [{ retain: 4 }, { delete: 5 }])).toBe(3);

	fc.assert(
		fc.property(letters, fc.nat(8), fc.nat(8), fc.nat(8), letters, (before, caretSeed, atSeed, removeSeed, insert) => {
			const doc = new Y.Doc();
			const text = doc.getText('t');
			text.insert(0, before.join(''));
			const caret = caretSeed % (before.length + 1);
			const at = atSeed % (before.length + 1);
			const remove = removeSeed % (before.length - at + 1);
			// The letter behind which the caret stands, found again by a position that Yjs keeps.
			const kept = Y.createRelativePositionFromTypeIndex(text, caret, -1);
			let moved = caret;
			text.observe(({ delta }) => (moved = caretAfter(moved, delta)));

			doc.transact(() => {
				text.delete(at, remove);
				text.insert(at, insert.join(''));
			});

			if (caret <= at || caret >= at + remove)
				expect(moved).toBe(Y.createAbsolutePositionFromRelativePosition(kept, doc)?.index);
			expect(moved).toBeLessThanOrEqual(text.length);
		})
	);
});
