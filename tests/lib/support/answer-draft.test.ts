import { beforeEach, expect, test, vi } from 'vitest';
import { AnswerDraft } from '#lib/support/answer-draft.svelte.ts';
import { KeptForm } from '#lib/support/kept-form.ts';

type Form = { readonly words: string; readonly isOn: boolean };

let kept: Map<string, string>;
beforeEach(() => {
	kept = new Map();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value),
		removeItem: (key: string) => void kept.delete(key)
	});
});

const draft = (request = 'first', person = 'tom') => new AnswerDraft('room', person, request);

test('[SUPPORT-15] what is typed into an answer is there again after the page went, for that request and person alone', () => {
	const before = draft();
	before.answer = 'yes-with-a-limit';
	before.words = 'Until Easter, then we look.';
	before.limit = '£40';

	expect(draft().said).toEqual({
		...{ answer: 'yes-with-a-limit', words: 'Until Easter, then we look.', limit: '£40' },
		...{ answerBy: null, changedMind: false }
	});
	expect([draft('second').isBegun, draft('first', 'ana').isBegun]).toEqual([false, false]);
});

test('[SUPPORT-15] what arrived leaves nothing behind', () => {
	const sent = draft();
	sent.answer = 'no';
	sent.words = 'It is let from March.';
	sent.clear();

	expect([draft().said, kept.size]).toEqual([null, 0]);
});

test('[SUPPORT-15] what an answer lacks is said beside its field, once somebody tried to send it', () => {
	const bare = draft();
	bare.answer = 'not-now';
	const about = () => (['words', 'limit', 'answerBy'] as const).map((gap) => bare.about(gap, '2027-01-13'));

	const before = about();
	bare.wasTried = true;
	const after = about();
	bare.answerBy = '2027-01-14';
	bare.words = 'I ask the board.';

	expect(before).toEqual([undefined, undefined, undefined]);
	expect(after).toEqual([expect.stringMatching(/sentence/), undefined, expect.stringMatching(/day to come/)]);
	expect([about(), bare.isWhole('2027-01-13'), bare.isWhole('2027-01-14')]).toEqual([
		...[[undefined, undefined, undefined], true, false]
	]);
});

test('[SUPPORT-15] what was kept in another shape, or cannot be kept, is no harm', () => {
	const form = () => new KeptForm<Form>({ workshop: 'room', person: 'tom', about: 'x' }, { words: '', isOn: false });
	form().write({ words: 'Half', isOn: true });
	const [name] = kept.keys();
	kept.set(name!, '{"words":7,"isOn":true,"else":"x"}');
	const odd = form().read();
	kept.set(name!, '{"words":');
	const cut = form().read();
	vi.stubGlobal('localStorage', undefined);
	form().write({ words: 'Blocked', isOn: false });

	expect([odd, cut, form().read()]).toEqual([
		{ words: '', isOn: true },
		{ words: '', isOn: false },
		{ words: '', isOn: false }
	]);
});
