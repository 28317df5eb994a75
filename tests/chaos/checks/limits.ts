/** More than anybody needs: bodies, frames, headers, pieces, sockets and silence. Each is refused, nobody else notices. */
import { CLOSE } from '#protocol/sync.ts';
import { updateFrame } from '#server/sync/frame.ts';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Check } from '../check.ts';
import type { Installation, Seat } from '../harness/installation.ts';
import { pause, within } from '../harness/patience.ts';
import { attackerAt } from '../hostile/attacker.ts';
import { watched } from '../hostile/watch.ts';

const PEOPLE = 6;
const EDITS_A_SECOND = 3;
const SILENT = 500;
const CUT_OFF_WITHIN_MS = 10_000;
const GROWN_MB = 100;
const TOLD_WITHIN_MS = 5000;
const SOCKETS_OF_A_PERSON = 20;

export const check: Check = {
	name: 'limits',
	proves: 'What is too large, too many or too slow is refused with a reason, and costs nobody else anything.',
	on: 'any',
	trials: { short: 1, long: 10 },
	run: async (context) => {
		const installation = await context.installation({ people: PEOPLE });
		const [seat, ...others] = installation.seats;
		if (!seat) throw new Error('Nobody has a seat.');
		const honest = others.map((each) => installation.open(each));
		await Promise.all(honest.map((client) => client.synced()));
		for (const client of honest) client.type(EDITS_A_SECOND);
		const failures: string[] = [];
		let trials = 0;
		const found: Record<string, number | string> = {};
		const noticed = await watched(installation, context.history, honest, async () => {
			while (trials < context.trials && failures.length === 0) {
				trials += 1;
				for (const [name, wanted, ask] of ASKED) {
					const answer = await within(30_000, name, ask(installation, seat)).catch(String);
					found[name] = String(answer);
					if (!wanted.test(String(answer))) failures.push(`trial ${trials}, ${name}: ${answer}`);
				}
			}
		});
		for (const client of honest) {
			client.stopTyping();
			if (client.ended) failures.push(`${client.name} was closed with ${client.ended.code} ${client.ended.reason}`);
		}
		if (noticed.grown > GROWN_MB) failures.push(`the process grew by ${noticed.grown} MB`);
		failures.push(...(await installation.faultsAtRest()));
		return { trials, failures, figures: { ...noticed, ...found } };
	}
};

type Ask = (installation: Installation, seat: Seat) => Promise<string | number | undefined>;

/** What is asked, what the answer has to be, and how it is asked. */
const ASKED: readonly (readonly [name: string, wanted: RegExp, ask: Ask])[] = [
	['body', /^413$/, (installation, seat) => posted(installation, seat, false)],
	['chunkedBody', /^413$/, (installation, seat) => posted(installation, seat, true)],
	['frame', /^1009$/, (installation, seat) => closeAfter(installation, seat, [new Uint8Array(1_100_000)])],
	[
		'flood',
		new RegExp(`^${CLOSE.tooMany}$`),
		(installation, seat) =>
			closeAfter(
				installation,
				seat,
				Array.from({ length: 3000 }, () => updateFrame(new Uint8Array([0, 0])))
			)
	],
	[
		'bytes',
		new RegExp(`^${CLOSE.tooMany}$`),
		(installation, seat) =>
			closeAfter(
				installation,
				seat,
				Array.from({ length: 14 }, () => large())
			)
	],
	['pieces', /^1\d\d\d$/, inPieces],
	['sockets', new RegExp(`^${CLOSE.tooMany}$`), oneTooMany],
	['headers', /^(101|4\d\d)$/, manyHeaders],
	['silent', /^\d{1,4}$/, silent]
];

/** Presence in a size that is allowed once, and not again and again. */
function large(): Uint8Array {
	const frame = new Uint8Array(1_000_000);
	frame[0] = 3;
	return frame;
}

function posted({ url }: Installation, { device }: Seat, isChunked: boolean): Promise<number | undefined> {
	const body = Buffer.alloc(5_000_000, 'x');
	return new Promise((resolve) => {
		const asked = request(
			`${url}/api/join`,
			{
				method: 'POST',
				headers: {
					origin: url,
					cookie: device.cookie,
					'content-type': 'application/json',
					...(isChunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': body.byteLength })
				}
			},
			(answer) => {
				answer.resume();
				resolve(answer.statusCode);
			}
		);
		// The server hangs up on what it does not want to read.
		asked.on('error', () => resolve(undefined));
		asked.end(body);
	});
}

async function closeAfter({ url }: Installation, { place, device }: Seat, frames: readonly Uint8Array[]) {
	const socket = await attackerAt(url, place.path, device.cookie);
	for (const frame of frames) socket.socket.send(frame);
	const closed = await socket.over(TOLD_WITHIN_MS);
	socket.socket.terminate();
	return closed?.code;
}

async function inPieces({ url }: Installation, { place, device }: Seat) {
	const socket = await attackerAt(url, place.path, device.cookie);
	for (let n = 0; n < 20_000 && !socket.closed; n += 1) socket.socket.send(new Uint8Array([1]), { fin: false });
	const closed = await socket.over(TOLD_WITHIN_MS);
	socket.socket.terminate();
	return closed?.code;
}

async function oneTooMany({ url }: Installation, { place, device }: Seat) {
	const sockets = [];
	for (let n = 0; n <= SOCKETS_OF_A_PERSON; n += 1) sockets.push(await attackerAt(url, place.path, device.cookie));
	const closed = await sockets.at(-1)?.over(TOLD_WITHIN_MS);
	for (const { socket } of sockets) socket.terminate();
	await pause(100);
	return closed?.code;
}

const greeting = ({ url, workshopId }: Installation): string =>
	`GET /live/${workshopId} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nOrigin: ${url}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
	'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

const line = ({ port }: Installation): Promise<Socket> =>
	new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1', () => resolve(socket));
		socket.once('error', reject);
		socket.on('error', () => {});
	});

async function manyHeaders(installation: Installation): Promise<string | undefined> {
	const socket = await line(installation);
	const answer = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(bytes.toString())));
	socket.write(`${greeting(installation)}${'a:b\r\n'.repeat(2000)}\r\n`);
	const status = /^HTTP\/1.1 (\d+)/.exec(await answer)?.[1];
	socket.destroy();
	return status;
}

/** Half of them say nothing, half begin to ask. @returns ms until the last one was cut off */
async function silent(installation: Installation): Promise<string> {
	const sockets = await Promise.all(Array.from({ length: SILENT }, () => line(installation)));
	const startedAt = performance.now();
	for (const [n, socket] of sockets.entries()) {
		socket.resume();
		if (n % 2 === 0) socket.write(greeting(installation));
	}
	await within(
		CUT_OFF_WITHIN_MS,
		'cutting off',
		Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve))))
	);
	return String(Math.round(performance.now() - startedAt));
}
