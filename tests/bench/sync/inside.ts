/**
 * Loaded into every server that is measured (`node --import`): collects garbage before memory is read, and profiles where
 * that is asked for. Does nothing until its parent says so.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

export type Order = 'collect' | { readonly profile: 'start' } | { readonly profile: 'stop'; readonly file: string };

let session: Session | null = null;

process.on('message', (order: Order) => {
	void obey(order).then(() => process.send?.({ done: true }));
});

async function obey(order: Order): Promise<void> {
	if (order === 'collect') {
		// Any other collection keeps the pages it has freed.
		const collect = (globalThis as { gc?: (options: object) => void }).gc;
		collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
		return;
	}
	if (order.profile === 'start') {
		session = new Session();
		session.connect();
		await session.post('Profiler.enable');
		await session.post('Profiler.setSamplingInterval', { interval: 500 });
		await session.post('Profiler.start');
		return;
	}
	const { profile } = (await session?.post('Profiler.stop')) ?? {};
	session?.disconnect();
	writeFileSync(order.file, JSON.stringify(profile));
}
