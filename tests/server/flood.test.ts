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
	const more = await script.device.post(`${at}/${question.id}/vote`, { on: false });
	const reads = await script.device.get(at);
	const beside = await neighbour.device.post(`${at}/${question.id}/vote`, { on: true });
	access.arriving = arriving;

	expect(lookedFor).toBe(200);
	expect(forged.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(200);
	expect(forged.some(({ status }) => status >= 500)).toBe(false);
	expect([more.status, more.body.code, reads.status]).toEqual([429, 'too-many-tries', 200]);
	expect(Number(more.headers.get('retry-after'))).toBeGreaterThan(0);
	expect([beside.status, beside.body.votes]).toEqual([200, 2]);
});
