import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { BoardDocument } from '#document/board.ts';
import BoardStrips from '#lib/board/BoardStrips.svelte';
import { newPlace, Server } from './server-in-page.ts';
import { good, newPerson, openBoard, session } from './sessions.ts';

afterEach(() => vi.restoreAllMocks());

const isHere = (file: string): boolean =>
	performance.getEntriesByType('resource').some(({ name }) => new URL(name).pathname.endsWith(file));

test('[BOARD-46] what a download needs is here before the network goes', async () => {
	const server = new Server();
	const made = session(server, newPerson());
	await render(BoardStrips, { session: made, title: 'Harbour', closed: null });
	expect(isHere('/save-text.ts')).toBe(false);
	await openBoard(made, newPlace());
	for (const file of ['/save-text.ts', '/words-in.ts', '/WordsOut.svelte', '/KeptStrips.svelte', '/set-aside.ts'])
		await expect.poll(() => isHere(file), { message: file, timeout: 8000 }).toBe(true);

	const names: string[] = [];
	vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
		names.push(this.download);
	});
	server.unplug();
	new BoardDocument(made.connection!.doc).addNote({ zone: good, text: 'Written on the train.' });
	await page.getByRole('button', { name: 'Download a copy' }).click();
	await expect.poll(() => names).toEqual([expect.stringMatching(/^Harbour .*\.txt$/)]);
});
