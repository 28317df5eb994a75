/** Guessing a way in: codes, return codes and links, from one address and from many, while honest people come the same way. */
import { newJoinCode, newLinkToken, newReturnCode } from '#server/live/codes.ts';
import { CODE_ALPHABET, CODE_LENGTH, RETURN_CODE_LENGTH } from '#domain/workshop.ts';
import { deviceAt, type Answer } from '../../support/server.ts';
import type { Check, Context } from '../check.ts';
import { told, type Installation } from '../harness/installation.ts';
import { percentile } from '../harness/patience.ts';

const GUESSES = 10_000;
const ADDRESSES = 200;
/** Of each address; a shorter run has fewer addresses. */
const GUESSES_OF_ONE = GUESSES / ADDRESSES;
const AT_ONCE = 40;
/** Wrong ones of an address that are looked at in a minute. */
const LOOKED_AT = 10;
const HONEST = 20;
const DRAWN = 20_000;
const LINK_BITS = 128;

export const check: Check = {
	name: 'join-code',
	proves: 'Codes and links cannot be guessed, and a hotel full of guesses behind one address locks nobody out.',
	on: 'any',
	trials: { short: GUESSES, long: 20 * GUESSES },
	batch: GUESSES,
	run: async (context) => {
		const failures: string[] = [...faultsOfCodes(context)];
		const installation = await context.installation({ people: 1, environment: { TRUST_PROXY: '1' } });
		const guessed = await guessing(context, installation);
		failures.push(...guessed.failures);
		const joined = await honest(context, installation);
		failures.push(...joined.failures);
		failures.push(...(await sameAnswer(installation)));
		failures.push(...(await forgedAddresses(context)));
		return {
			trials: context.trials,
			failures,
			figures: { ...guessed.figures, honestJoins: joined.joins, honestSlowestMs: joined.slowestMs }
		};
	}
};

/** Six of the 31, each as likely as the others; links of 128 bits, none twice. */
function faultsOfCodes({ random }: Context): readonly string[] {
	const failures: string[] = [];
	const drawn = (bytes: Uint8Array) => bytes.set(random.bytes(bytes.length));
	const counts = new Map<string, number>();
	for (let n = 0; n < DRAWN; n += 1) {
		const code = newJoinCode(drawn);
		if (code.length !== CODE_LENGTH || /[^A-Z2-9]|[01OIL]/.test(code)) failures.push(`the code ${code}`);
		for (const letter of code) counts.set(letter, (counts.get(letter) ?? 0) + 1);
	}
	if (counts.size !== 31 || CODE_ALPHABET.length !== 31) failures.push(`codes are of ${counts.size} characters`);
	const expected = (DRAWN * CODE_LENGTH) / 31;
	const unlikely = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
	// Chi squared with 30 degrees of freedom: above 70 once in ten thousand.
	if (unlikely > 70) failures.push(`some characters are likelier than others (${unlikely.toFixed(0)})`);
	if (newReturnCode().length !== RETURN_CODE_LENGTH) failures.push('return codes have another length');
	const links = Array.from({ length: DRAWN }, newLinkToken);
	if (new Set(links).size !== DRAWN) failures.push('a link was drawn twice');
	const bits = Math.min(...links.map((link) => Buffer.from(link, 'base64url').length * 8));
	if (bits < LINK_BITS) failures.push(`links have ${bits} bits`);
	return failures;
}

const addressOf = (n: number): string => `10.9.${Math.floor(n / 250)}.${(n % 250) + 1}`;

/** Wrong codes, return codes and links, in any order; what is looked at, and what is not even looked at any more. */
async function guessing({ random, trials, tell }: Context, { url, workshopId, desk }: Installation) {
	const { code } = await told(desk, 'GET', `/api/workshops/${workshopId}`);
	const codes = () => {
		const guess = newJoinCode((bytes) => bytes.set(random.bytes(bytes.length)));
		return guess === code ? `${guess.slice(1)}A` : guess;
	};
	const ways: readonly (() => readonly [path: string, body: object])[] = [
		() => ['/api/join/code', { code: codes() }],
		() => ['/api/join/code', { code: newLinkToken() }],
		() => ['/api/join', { code: codes(), name: 'Mallory', syndicate: 'alder' }],
		() => ['/api/join/return', { returnCode: newReturnCode((bytes) => bytes.set(random.bytes(bytes.length))) }],
		() => ['/api/links/open', { token: newLinkToken() }],
		() => ['/api/account-links/redeem', { token: newLinkToken(), password: 'four plain words here' }]
	];
	const statuses: Record<string, number> = {};
	const times: number[] = [];
	const lookedAt = new Map<string, number>();
	const failures: string[] = [];
	const device = deviceAt(url);
	const addresses = Math.max(1, Math.min(ADDRESSES, Math.floor(trials / GUESSES_OF_ONE)));
	let sent = 0;
	const one = async (): Promise<void> => {
		while (sent < trials) {
			const address = addressOf(sent % addresses);
			sent += 1;
			const [path, body] = random.pick(ways)();
			const startedAt = performance.now();
			const { status, body: answer } = await device.send('POST', path, body, { 'x-forwarded-for': address });
			times.push(performance.now() - startedAt);
			statuses[status] = (statuses[status] ?? 0) + 1;
			const counter = `${address} ${path.split('/')[2] ?? ''}`;
			if (status === 429) continue;
			lookedAt.set(counter, (lookedAt.get(counter) ?? 0) + 1);
			if (status < 400 || status >= 500) failures.push(`${path} with a guess was answered ${status}`);
			if (answer?.code !== 'code-unknown' && answer?.code !== 'return-code-unknown' && answer?.code !== 'link-expired')
				failures.push(`${path} with a guess was answered ${JSON.stringify(answer)}`);
		}
	};
	const startedAt = performance.now();
	await Promise.all(Array.from({ length: AT_ONCE }, one));
	const minutes = Math.ceil((performance.now() - startedAt) / 60_000);
	tell(`${sent} guesses in ${Math.round(performance.now() - startedAt)} ms`);
	const most = Math.max(...lookedAt.values());
	// Those under way together are looked at before the first of them is counted.
	if (most > LOOKED_AT * minutes + AT_ONCE / 4) failures.push(`${most} guesses of one address were looked at`);
	const hits = failures.length;
	if ((statuses[429] ?? 0) < trials / 4) failures.push(`only ${statuses[429] ?? 0} guesses were blocked`);
	const figures = { addresses, blocked: statuses[429] ?? 0, lookedAt: sent - (statuses[429] ?? 0), hits };
	return { failures, figures: { ...figures, guessP99Ms: Math.round(percentile(times, 0.99)) } };
}

/** People behind the very addresses that guessed, with the right code, a link and their return code. */
async function honest({ random, atMost }: Context, { url, workshopId, desk }: Installation) {
	const failures: string[] = [];
	const times: number[] = [];
	const { code, joinToken, syndicates } = await told(desk, 'GET', `/api/workshops/${workshopId}`);
	const bits = Buffer.from(String(joinToken), 'base64url').length * 8;
	if (bits < LINK_BITS) failures.push(`the QR code carries ${bits} bits`);
	for (let n = 0; n < HONEST; n += 1) {
		const from = { 'x-forwarded-for': addressOf(random.integer(0, ADDRESSES - 1)) };
		const ask = async (what: string, path: string, body: object): Promise<Answer> => {
			const startedAt = performance.now();
			const answer = await deviceAt(url).send('POST', path, body, from);
			times.push(performance.now() - startedAt);
			if (answer.status >= 300) failures.push(`${what} from ${from['x-forwarded-for']}: ${answer.status}`);
			return answer;
		};
		const syndicate = syndicates[n % syndicates.length].slug;
		await ask('the right code', '/api/join/code', { code });
		await ask('the QR code', '/api/join/code', { code: joinToken });
		const { body } = await ask('joining', '/api/join', { code, name: `Guest ${n}`, syndicate });
		if (n % 4 !== 0) continue;
		await ask('coming back', '/api/join/return', { returnCode: body?.returnCode });
		const { path } = await told(desk, 'POST', `/api/workshops/${workshopId}/links`, { purpose: 'screen' });
		await ask('a link', '/api/links/open', { token: String(path).split(/[#/]/).at(-1) });
	}
	const slowestMs = Math.round(Math.max(...times));
	if (slowestMs > atMost(2000)) failures.push(`an honest one waited ${slowestMs} ms`);
	return { failures, joins: HONEST, slowestMs };
}

/** A code that is closed, and one that never was, are one answer. */
async function sameAnswer({ url, desk }: Installation): Promise<readonly string[]> {
	const made = await told(desk, 'POST', '/api/workshops', { title: 'Not open yet' });
	const { code } = await told(desk, 'GET', `/api/workshops/${made.id}`);
	const ask = (guess: string) =>
		deviceAt(url).send('POST', '/api/join/code', { code: guess }, { 'x-forwarded-for': '10.8.0.1' });
	const [closed, unknown] = [await ask(code), await ask('ZZZZZZ')];
	const same = closed.status === unknown.status && JSON.stringify(closed.body) === JSON.stringify(unknown.body);
	return same ? [] : [`a closed code was answered ${closed.status}, an unknown one ${unknown.status}`];
}

/** Where no proxy was configured, a made-up address is not believed: all guesses are of one. */
async function forgedAddresses(context: Context): Promise<readonly string[]> {
	const { url } = await context.installation({ people: 1 });
	const answers = [];
	for (let n = 0; n < 3 * LOOKED_AT; n += 1) {
		const forged = { 'x-forwarded-for': addressOf(n), 'cf-connecting-ip': addressOf(n), 'x-real-ip': addressOf(n) };
		answers.push((await deviceAt(url).send('POST', '/api/join/code', { code: newJoinCode() }, forged)).status);
	}
	const blocked = answers.filter((status) => status === 429).length;
	return blocked === 2 * LOOKED_AT ? [] : [`with forged addresses ${blocked} of ${answers.length} were blocked`];
}
