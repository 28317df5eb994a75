import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { testWorkshop, type TestWorkshop } from '../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server);
});
afterAll(() => server.close());

test('[ASK-18] a device that sends more than a hand could is refused before anything is looked up for it, whatever it sends, and its neighbour is not', async () => {
	const [script, neighbour] = [await workshop.join('Script', 'alder'), await workshop.join('Neighbour', 'alder')];
	const at = `/api/workshops/${workshop.id}/questions`;
	await workshop.facilitator.send('PATCH', `${at}/rules`, { approvedFirst: false });
	const { body: question } = await neighbour.device.post(at, { text: 'Why?', shows: 'nobody' });
	const { access } = server.deps;
	const { arriving } = access;
	let looked = 0;
	access.arriving = (...asks) => {
		looked += 1;
		return arriving(...asks);
	};

	const startedAt = performance.now();
	const forged = await Promise.all(
		Array.from({ length: 400 }, (_, n) =>
			n % 4 === 0
				? script.device.post(`${at}/${question.id}/vote`, { on: true })
				: n % 4 === 1
					? script.device.post(`${at}/nothing-${n}/vote`, { on: true })
					: n % 4 === 2
						? script.device.post(`${at}/${question.id}/moderate`, { deed: 'hide' })
						: script.device.post(at, { text: 3 })
		)
	);
	const lookedFor = looked;
	// Of two hundred votes in a row no more than a thumb gives in the seconds they took.
	const votes = forged.filter((_, n) => n % 4 < 2);
	const seconds = Math.ceil((performance.now() - startedAt) / 1000) + 1;
	const reads = await script.device.get(at);
	const beside = await neighbour.device.post(`${at}/${question.id}/vote`, { on: true });
	access.arriving = arriving;

	expect(lookedFor).toBeLessThanOrEqual(200);
	expect(forged.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(200);
	expect(votes.filter(({ status }) => status !== 429).length).toBeLessThanOrEqual(20 * seconds);
	expect(forged.some(({ status }) => status >= 500)).toBe(false);
	expect(reads.status).toBe(200);
	expect(forged.find(({ status }) => status === 429)?.body.code).toBe('too-many-tries');
	expect(Number(forged.find(({ status }) => status === 429)?.headers.get('retry-after'))).toBeGreaterThan(0);
	expect([beside.status, beside.body.votes]).toEqual([200, 2]);
});

test('[ASK-18] points, lines written beforehand, the reply and what departments are asked are refused in the same way', async () => {
	const { device } = await workshop.join('Another script', 'alder');
	const send = async (path: string) => {
		const answers = await Promise.all(
			Array.from({ length: 201 }, () => device.post(`/api/workshops/${workshop.id}${path}`, { on: true }))
		);
		return answers.filter(({ status }) => status === 429).length;
	};

	const refused = [];
	for (const path of ['/points/unknown0/pin', '/statements/unknown0/show', '/reply/words', '/shares/ask'])
		refused.push(await send(path));

	expect(refused).toEqual([1, 1, 1, 1]);
	expect((await device.get(`/api/workshops/${workshop.id}/points`)).status).toBe(200);
});
