import { afterEach, expect, test } from 'vitest';
import { lateFonts } from '#lib/styles/late-fonts.ts';

const newsreaders = (): FontFace[] => [...document.fonts].filter((face) => face.family.includes('Newsreader'));

afterEach(() => {
	for (const face of newsreaders()) document.fonts.delete(face);
	document.body.replaceChildren();
});

test('the serif waits until something on the page can be used, and is only then made known', async () => {
	const form = document.body.appendChild(document.createElement('form'));
	const stop = lateFonts();
	const before = newsreaders().length;

	form.dataset.ready = '';
	await expect.poll(() => newsreaders().length).toBe(4);

	expect(before).toBe(0);
	expect(newsreaders().map((face) => face.display)).toEqual(['swap', 'swap', 'swap', 'swap']);
	stop();
});

test('a page that was left before it was ready brings no serif', async () => {
	lateFonts()();
	const form = document.body.appendChild(document.createElement('form'));

	form.dataset.ready = '';
	// Observers are told in a microtask, so one turn is enough to see that nobody was.
	await Promise.resolve();

	expect(newsreaders()).toEqual([]);
});
