import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../../chaos/harness/patience.ts';
import { Proxy } from '../../chaos/harness/proxy.ts';

/** A server that says everything back, a proxy before it, and how to reach it. */
async function world() {
	const heard: Buffer[] = [];
	const server = createServer({ noDelay: true }, (socket) => {
		socket.on('error', () => {});
		socket.on('data', (bytes) => {
			heard.push(bytes);
			socket.write(bytes);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const proxy = await Proxy.to(typeof address === 'object' && address ? address.port : 0);
	onTestFinished(async () => {
		await proxy.close();
		server.close();
	});
	const bytes = () => heard.reduce((sum, chunk) => sum + chunk.byteLength, 0);
	return { proxy, server, heard: bytes, line: () => lineTo(proxy) };
}

async function lineTo(proxy: Proxy) {
	const socket: Socket = connect({ port: proxy.port, host: '127.0.0.1', noDelay: true });
	const line = { socket, echoed: '', isOpen: false, isClosed: false };
	socket.on('connect', () => (line.isOpen = true));
	socket.on('error', () => {});
	socket.on('data', (chunk) => (line.echoed += chunk.toString()));
	socket.on('close', () => (line.isClosed = true));
	await until('it is open or refused', 5000, () => line.isOpen || line.isClosed);
	return line;
}

test('[CHAOS-2] a line without faults carries everything, in order, and ends on both sides', async () => {
	const { line, proxy } = await world();
	const one = await line();
	const text = Array.from({ length: 20_000 }, (_, number) => `${number} `).join('');

	one.socket.write(text);
	await until('all is back', 5000, () => one.echoed.length === text.length);
	expect(one.echoed).toBe(text);
	one.socket.end();
	await until('the line is gone', 5000, () => one.isClosed && proxy.open === 0);
});

test('[CHAOS-2] a delay keeps the order and takes its time in each direction', async () => {
	const { line, proxy } = await world();
	const one = await line();
	proxy.set('both', { delayMs: 60 });
	const startedAt = performance.now();

	one.socket.write('a');
	one.socket.write('b');
	await until('both are back', 5000, () => one.echoed === 'ab');
	expect(performance.now() - startedAt).toBeGreaterThan(115);
});

test('[CHAOS-2] a throttled line carries no more than its rate', async () => {
	const { line, proxy } = await world();
	const one = await line();
	proxy.set('up', { bytesPerSecond: 100_000 });
	const startedAt = performance.now();

	one.socket.write('x'.repeat(30_000));
	await until('all is back', 5000, () => one.echoed.length === 30_000);
	expect(performance.now() - startedAt).toBeGreaterThan(280);
});

test('[CHAOS-2] a throttled line lets its sender wait instead of taking everything', async () => {
	const { line, proxy } = await world();
	const one = await line();
	proxy.set('up', { bytesPerSecond: 100_000 });
	const chunk = Buffer.alloc(256 * 1024);

	for (let sent = 0; sent < 64; sent += 1) one.socket.write(chunk);
	await until('the first of it has passed', 5000, () => proxy.passed('up') > 0);
	expect(one.socket.writableLength).toBeGreaterThan(8 * chunk.byteLength);
});

test('[CHAOS-2] a cut line is reset, and no new one gets through before it is mended', async () => {
	const { line, proxy } = await world();
	const one = await line();
	proxy.cut();
	await until('the line is gone', 5000, () => one.isClosed);

	const refused = await line();
	await until('the new one is refused', 5000, () => refused.isClosed);
	proxy.mend();
	const again = await line();
	again.socket.write('hello');
	await until('it is back', 5000, () => again.echoed === 'hello');
});

test('[CHAOS-2] a half-open line looks open, carries nothing, and stays dead after new ones work again', async () => {
	const { line, proxy, heard } = await world();
	const one = await line();
	proxy.halfOpen();
	one.socket.write('into the void');
	await until('it was swallowed', 5000, () => proxy.swallowed === 13);

	proxy.mend();
	one.socket.write('into the void');
	await until('that, too', 5000, () => proxy.swallowed === 26);
	const two = await line();
	two.socket.write('hello');
	await until('a new line works', 5000, () => two.echoed === 'hello');
	expect(one).toMatchObject({ isClosed: false, echoed: '' });
	expect(heard()).toBe('hello'.length);
});

test('[CHAOS-2] after so many bytes everything is swallowed', async () => {
	const { line, proxy, heard } = await world();
	const one = await line();
	proxy.set('up', { dropAfter: 4 });

	one.socket.write('abcdefgh');
	await until('four are back', 5000, () => one.echoed === 'abcd');
	one.socket.write('ijkl');
	await until('the others are swallowed', 5000, () => proxy.swallowed === 8);
	expect(one).toMatchObject({ isClosed: false, echoed: 'abcd' });
	expect(heard()).toBe(4);
});

test('[CHAOS-2] what nobody reads piles up at its sender', async () => {
	const { line, proxy } = await world();
	const one = await line();
	one.socket.write('a');
	await until('the line works', 5000, () => one.echoed === 'a');
	proxy.set('up', { isDeaf: true });
	const block = Buffer.alloc(1024 * 1024);

	await until('the sender is stuck', 10_000, () => {
		if (one.socket.writableLength < 8 * block.byteLength) one.socket.write(block);
		return one.socket.writableLength >= 8 * block.byteLength;
	});
	expect(one.echoed.length).toBeLessThan(one.socket.bytesWritten - 8 * block.byteLength + 1);
});
