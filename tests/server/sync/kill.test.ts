import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../../support/database.ts';
import { good, stock, texts, until } from './world.ts';

async function startChild(folder: string, how: 'new' | 'again') {
	const child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'kill.child.ts'), folder, how], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	const [line] = (await once(child.stdout, 'data')) as [Buffer];
	const kill = async () => {
		const ended = once(child, 'exit');
		child.kill('SIGKILL');
		await ended;
	};
	return { origin: `ws://127.0.0.1:${line.toString().trim()}`, kill };
}

test('[SAVE-6] every edit that was said to be saved is there after kill -9', { timeout: 120_000 }, async () => {
	const folder = await testFolder();
	onTestFinished(folder.remove);
	const first = await startChild(folder.path, 'new');
	const [ana, ben] = [stock(first, 'ana'), stock(first, 'ben')];
	await Promise.all([ana.isSaved(1), ben.isSaved(1)]);
	// Frame n of a socket brings its note n - 1; the first one is the empty answer to the server's question.
	const written = { ana: [''], ben: [''] };
	const write = (n: number) => {
		written.ana.push(`ana ${n}`);
		written.ben.push(`ben ${n}`);
		ana.board.addNote({ zone: good, text: `ana ${n}` });
		ben.board.addNote({ zone: good, text: `ben ${n}` });
	};

	for (let n = 0; n < 40; n += 1) {
		write(n);
		await until(() => expect(ana.saved).toBeGreaterThan(n));
	}
	for (let n = 40; n < 60; n += 1) write(n);
	await first.kill();
	const saved = [...written.ana.slice(1, ana.saved), ...written.ben.slice(1, ben.saved)];
	for (const laptop of [ana, ben]) laptop.provider.disconnect();
	const second = await startChild(folder.path, 'again');
	const fresh = stock(second, 'ana');
	await fresh.synced();

	expect(saved.length).toBeGreaterThan(60);
	expect(saved.filter((text) => !texts(fresh.board).includes(text))).toEqual([]);
	const again = stock(second, 'ben', { doc: ben.doc, clientId: ben.doc.clientID });
	await again.synced();
	await until(() => expect(texts(fresh.board)).toEqual(expect.arrayContaining(written.ben.slice(1))));
});
