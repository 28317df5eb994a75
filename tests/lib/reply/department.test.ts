import { expect, test, vi } from 'vitest';
import { DepartmentReading } from '#lib/reply/department.svelte.ts';

const VIEW = { department: 'Stores', company: 'Acme', points: [] };
const refused = (status: number, code: string) =>
	new Response(JSON.stringify({ code, sentence: `Refused: ${code}` }), { status });

test('[REPLY-12] a department’s page says what keeps it from being read, comes back by itself, and goes once its address ended', async () => {
	let answer = (): Response => {
		throw new TypeError('Failed to fetch');
	};
	vi.stubGlobal('fetch', async () => answer());
	const reading = new DepartmentReading('t'.repeat(22));
	await reading.read();
	const away = [reading.view, reading.notShown?.sentence, reading.notShown?.safe];
	answer = () => new Response(JSON.stringify(VIEW));
	await reading.read();
	const read = [reading.view, reading.notShown];
	answer = () => refused(429, 'too-many-tries');
	await reading.read();
	const busy = reading.view;
	answer = () => refused(404, 'not-found');
	await reading.read();
	vi.unstubAllGlobals();

	expect(away).toEqual([
		null,
		'Plenary cannot be reached now',
		'Check the network of this device. This page tries again by itself.'
	]);
	expect(read).toEqual([VIEW, null]);
	expect(busy).toEqual(VIEW);
	expect([reading.view, reading.notShown]).toEqual([
		null,
		{ sentence: 'This page is not shown', safe: 'Refused: not-found' }
	]);
});
