import { afterEach, expect, test } from 'vitest';
import { lateFonts } from '#lib/styles/late-fonts.ts';

const ours = (): FontFace[] => [...document.fonts].filter(({ family }) => /Newsreader V|Next V|Mono V/.test(family));

afterEach(() => {
	for (const face of ours()) document.fonts.delete(face);
	document.body.replaceChildren();
});

test('every face waits until something on the page can be used, and is only then made known', async () => {
	const form = document.body.appendChild(document.createElement('form'));
	const stop = lateFonts();
	const before = ours().length;

	form.dataset.ready = '';
	await expect.poll(() => ours().length).toBe(8);

	expect(before).toBe(0);
	expect(new Set(ours().map((face) => face.display))).toEqual(new Set(['swap']));
	stop();
});

test('a page that was left before it was ready brings no face', async () => {
	lateFonts()();
	const form = document.body.appendChild(document.createElement('form'));

	form.dataset.ready = '';
	// Observers are told in a microtask, so one turn is enough to see that nobody was.
	await Promise.resolve();

	expect(ours()).toEqual([]);
});
