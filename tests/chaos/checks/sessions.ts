/** The cookie: a planted one is worth nothing, a new deed brings a new one, signing out ends it, and nobody finds it in the data. */
import { deviceAt, type Answer, type Device } from '../../support/server.ts';
import { CLOSE } from '#protocol/sync.ts';
import { openDatabase } from '#server/store/database.ts';
import { sql } from 'drizzle-orm';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { WebSocket } from 'ws';
import type { Check, Context } from '../check.ts';
import { told, type Installation } from '../harness/installation.ts';
import { within } from '../harness/patience.ts';

const TOKENS = 200;
const TOKEN_BITS = 128;
const OUT_WITHIN_MS = 2000;
const TOLD_WITHIN_MS = 10_000;
const PASSWORD = 'four plain words here';

export const check: Check = {
	name: 'sessions',
	proves:
		'A session cannot be planted, guessed or read from the data; it changes with every deed that gives a right, and ends with signing out.',
	on: 'any',
	trials: { short: 2, long: 100 },
	batch: 50,
	run: async (context) => {
		const installation = await context.installation({ people: 2, environment: { TRUST_PROXY: '1' } });
		const secrets = new Set<string>([PASSWORD]);
		const failures: string[] = [...(await flags(installation))];
		const slowest = { ms: 0 };
		let trials = 0;
		while (trials < context.trials && failures.length === 0) {
			trials += 1;
			const ground = await anotherWorkshop(installation);
			for (const [name, deed] of DEEDS) {
				const faults = await planted(ground, `${name} ${trials}`, deed, secrets);
				failures.push(...faults.map((each) => `${name}: ${each}`));
			}
			failures.push(...(await signedOut(context, installation, slowest)));
		}
		const { faults, bits } = await drawn(installation, secrets);
		failures.push(...faults);
		const looked = await lookedThrough(installation, secrets);
		failures.push(...looked.failures);
		return {
			trials,
			failures,
			figures: { tokenBits: bits, secrets: secrets.size, ...looked.figures, signedOutSlowestMs: Math.round(slowest.ms) }
		};
	}
};

type Ground = Pick<Installation, 'url' | 'desk' | 'workshopId'>;

/** With free seats. */
async function anotherWorkshop({ url, desk }: Installation): Promise<Ground> {
	const { id: workshopId } = await told(desk, 'POST', '/api/workshops', { title: 'Another one' });
	await told(desk, 'POST', `/api/workshops/${workshopId}/open`, {});
	return { url, desk, workshopId };
}

/** A deed that gives a device a right; resolves with its answer. */
type Deed = (ground: Ground, device: Device, name: string, secrets: Set<string>) => Promise<Answer>;

const takeSeat: Deed = async ({ desk, workshopId }, device, name, secrets) => {
	const { code, syndicates } = await told(desk, 'GET', `/api/workshops/${workshopId}`);
	const answer = await device.send('POST', '/api/join', {
		code,
		name,
		syndicate: syndicates[name.length % syndicates.length].slug
	});
	if (typeof answer.body?.returnCode === 'string') secrets.add(answer.body.returnCode);
	return answer;
};

const DEEDS: readonly (readonly [name: string, deed: Deed])[] = [
	['joining', takeSeat],
	[
		'coming back',
		async (installation, device, name, secrets) => {
			const { body } = await takeSeat(installation, deviceAt(installation.url), `${name} first`, secrets);
			return device.send('POST', '/api/join/return', { returnCode: body.returnCode });
		}
	],
	[
		'opening a link',
		async ({ desk, workshopId }, device, _name, secrets) => {
			const { path } = await told(desk, 'POST', `/api/workshops/${workshopId}/links`, { purpose: 'screen' });
			const token = String(path).split(/[#/]/).at(-1) ?? '';
			secrets.add(token);
			return device.send('POST', '/api/links/open', { token });
		}
	],
	[
		'being invited',
		async ({ desk, workshopId }, device, name, secrets) => {
			const email = `${Buffer.from(name).toString('hex')}@example.org`;
			const made = { name, email, role: 'co-facilitator' };
			const { path } = await told(desk, 'POST', `/api/workshops/${workshopId}/invitations`, made);
			const token = String(path).split('/').at(-1) ?? '';
			secrets.add(token);
			return device.send('POST', '/api/account-links/redeem', { token, password: PASSWORD });
		}
	],
	['signing in', (_, device) => device.send('POST', '/api/sign-in', { email: 'desk@example.org', password: PASSWORD })]
];

const tokenOf = (device: Device): string => device.cookie.split('=')[1] ?? '';

/** A screen is nobody by name, and reads the workshop all the same. */
async function isSomebody({ url, workshopId }: Ground, cookie: string): Promise<boolean> {
	const device = Object.assign(deviceAt(url), { cookie });
	const { body } = await device.get('/api/me');
	const { status } = await device.get(`/api/workshops/${workshopId}`);
	return body?.account != null || (body?.seats ?? []).length > 0 || status === 200;
}

/** The deed on a device that carries a token somebody else chose, and once more on the device itself. */
async function planted(installation: Ground, name: string, deed: Deed, secrets: Set<string>) {
	const faults: string[] = [];
	const mallory = deviceAt(installation.url);
	await takeSeat(installation, mallory, `${name} Mallory`, secrets);
	secrets.add(tokenOf(mallory));
	for (const [kind, cookie] of [
		['a made-up token', `plenary=${'A'.repeat(32)}`],
		['a token of Mallory’s own', mallory.cookie],
		['no token', '']
	] as const) {
		const device = Object.assign(deviceAt(installation.url), { cookie });
		const answer = await deed(installation, device, `${name} ${kind}`, secrets);
		// A device that has somebody's seat says whose, and gives no other.
		if (answer.body?.code === 'seat-elsewhere' && device.cookie === cookie) continue;
		if (answer.status >= 300) faults.push(`${kind}: ${answer.status} ${JSON.stringify(answer.body)}`);
		if (device.cookie === cookie) faults.push(`${kind} was kept`);
		if (cookie !== '' && (await isSomebody(installation, cookie))) faults.push(`${kind} is somebody now`);
		if (!(await isSomebody(installation, device.cookie))) faults.push(`${kind}: the device is nobody`);
		secrets.add(tokenOf(device));

		// Another right on the same device: whoever saw the cookie before has nothing.
		const before = device.cookie;
		const again = await device.send('POST', '/api/sign-in', { email: 'desk@example.org', password: PASSWORD });
		if (again.status !== 200) faults.push(`signing in after it: ${again.status}`);
		if (device.cookie === before) faults.push('signing in kept the token');
		if (await isSomebody(installation, before)) faults.push('the token of before is somebody still');
		secrets.add(tokenOf(device));
	}
	return faults;
}

async function signedOut({ atMost }: Context, installation: Installation, slowest: { ms: number }) {
	const { url, workshopId, seats } = installation;
	const failures: string[] = [];
	const device = deviceAt(url);
	// Once a trial: the wrong ones of an address are counted.
	const refused = await device.send('POST', '/api/sign-in', { email: 'desk@example.org', password: 'wrong words' });
	if (refused.status < 400 || refused.headers.getSetCookie().length > 0) failures.push('a refusal gave a cookie');
	await told(device, 'POST', '/api/sign-in', { email: 'desk@example.org', password: PASSWORD });
	const { cookie } = device;
	const sockets = [`/live/${workshopId}`, `${seats[0]?.place.path ?? ''}?ack=1`].map((path) => {
		const socket = new WebSocket(url.replace('http', 'ws') + path, { headers: { origin: url, cookie } });
		socket.on('error', () => {});
		return {
			path,
			opened: new Promise<void>((resolve) => socket.once('message', () => resolve())),
			closed: new Promise<number>((resolve) => socket.once('close', resolve))
		};
	});
	await Promise.all(sockets.map(({ opened }) => within(TOLD_WITHIN_MS, 'opening', opened)));
	const startedAt = performance.now();
	await told(device, 'POST', '/api/sign-out', {});
	for (const { path, closed } of sockets) {
		const code = await within(TOLD_WITHIN_MS, `closing ${path}`, closed);
		slowest.ms = Math.max(slowest.ms, performance.now() - startedAt);
		if (code !== CLOSE.notSignedIn && code !== CLOSE.notAllowed) failures.push(`${path} was closed with ${code}`);
	}
	if (slowest.ms > atMost(OUT_WITHIN_MS)) failures.push(`signed out, and out after ${Math.round(slowest.ms)} ms`);
	if (await isSomebody(installation, cookie)) failures.push('the token is somebody after signing out');
	return failures;
}

/** On the room's plain http, and behind https: only what each way can bear. */
async function flags(installation: Installation): Promise<readonly string[]> {
	const failures: string[] = [];
	const ask = async (headers: Readonly<Record<string, string>>) => {
		const device = deviceAt(installation.url);
		const body = { email: 'desk@example.org', password: PASSWORD };
		const answer = await device.send('POST', '/api/sign-in', body, headers);
		const [given = ''] = answer.headers.getSetCookie();
		if (answer.status !== 200) failures.push(`signing in by ${JSON.stringify(headers)}: ${answer.status}`);
		return given.toLowerCase().split(/;\s*/).slice(1);
	};
	const { host } = new URL(installation.url);
	const plain = await ask({});
	const encrypted = await ask({ origin: `https://${host}`, 'x-forwarded-proto': 'https' });
	for (const [way, given] of [
		['http', plain],
		['https', encrypted]
	] as const) {
		for (const flag of ['httponly', 'samesite=lax', 'path=/'])
			if (!given.includes(flag)) failures.push(`over ${way} the cookie is without ${flag}`);
		if (given.some((flag) => flag.startsWith('domain=')))
			failures.push(`over ${way} the cookie is for other hosts too`);
	}
	if (plain.includes('secure')) failures.push('over http the cookie is marked secure: it would never come back');
	if (!encrypted.includes('secure')) failures.push('over https the cookie is not marked secure');
	return failures;
}

/** How many bits a token has, and that they are drawn. */
async function drawn({ url, desk, workshopId }: Installation, secrets: Set<string>) {
	const faults: string[] = [];
	const tokens: string[] = [];
	const { path } = await told(desk, 'POST', `/api/workshops/${workshopId}/links`, { purpose: 'screen' });
	const link = String(path).split(/[#/]/).at(-1) ?? '';
	secrets.add(link);
	while (tokens.length < TOKENS) {
		const device = deviceAt(url);
		await told(device, 'POST', '/api/links/open', { token: link });
		tokens.push(tokenOf(device));
		secrets.add(tokenOf(device));
	}
	if (new Set(tokens).size !== tokens.length) faults.push('a token was given twice');
	const bits = Math.min(...tokens.map((token) => Buffer.from(token, 'base64url').length * 8));
	if (bits < TOKEN_BITS) faults.push(`tokens have ${bits} bits`);
	const ones = tokens.map((token) => Buffer.from(token, 'base64url'));
	for (let bit = 0; bit < bits; bit += 1) {
		const share = ones.filter((bytes) => ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1).length / tokens.length;
		// Nine standard deviations of a fair coin: never, but for a bit that stands still.
		if (Math.abs(share - 0.5) > 4.5 / Math.sqrt(tokens.length)) faults.push(`bit ${bit} of tokens is hardly drawn`);
	}
	return { faults, bits };
}

/** Every row and, where the database is a folder, every byte of it; and everything that was logged. */
async function lookedThrough(installation: Installation, secrets: ReadonlySet<string>) {
	const failures: string[] = [];
	const wanted = [...secrets].filter((secret) => secret.length >= 8);
	const find = (where: string, text: string) => {
		for (const secret of wanted) if (text.includes(secret)) failures.push(`${where} holds a secret as it is`);
	};
	find('the log', installation.output);
	const tables = await rowsOf(installation);
	for (const [table, text] of tables) find(`the table ${table}`, text);
	let bytes = 0;
	if (installation.databaseUrl === null) {
		for (const entry of await readdir(installation.dataDir, { recursive: true, withFileTypes: true })) {
			if (!entry.isFile()) continue;
			const text = (await readFile(join(entry.parentPath, entry.name))).toString('latin1');
			bytes += text.length;
			find(`the file ${entry.name}`, text);
		}
	}
	if (tables.size < 10) failures.push(`only ${tables.size} tables were looked through`);
	return { failures: [...new Set(failures)], figures: { tables: tables.size, megabytes: Math.round(bytes / 1e6) } };
}

const TABLES = "select table_name from information_schema.tables where table_schema = 'public'";

async function rowsOf(installation: Installation): Promise<ReadonlyMap<string, string>> {
	const all = async (ask: (query: string) => Promise<readonly Record<string, unknown>[]>) => {
		const found = new Map<string, string>();
		for (const { table_name: table } of await ask(TABLES)) {
			const rows = await ask(`select t::text as row from "${String(table)}" t`);
			found.set(String(table), rows.map(({ row }) => String(row)).join('\n'));
		}
		return found;
	};
	if (installation.databaseUrl !== null) {
		const client = postgres(installation.databaseUrl, { max: 1, onnotice: () => {} });
		return all((query) => client.unsafe(query)).finally(() => client.end());
	}
	await installation.stop();
	const database = await openDatabase({ dataDir: installation.dataDir, onWarning: () => {}, onLost: failed });
	return all(async (query) => {
		const answer: unknown = await database.transaction((tx) => tx.execute(sql.raw(query)));
		return (answer as { readonly rows: readonly Record<string, unknown>[] }).rows;
	}).finally(() => database.close());
}

const failed = (sentence: string): never => {
	throw new Error(sentence);
};
