// The room moves on and entries are put in order while everybody marks, votes and signs: real requests, all at once.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startServer, type Device, type TestServer } from '../support/server.ts';
import { testWorkshop, type Participant } from '../support/workshop.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.close());

let facilitator: Device | undefined;

/** A workshop with eight people and an action in its plan. */
async function room() {
	const workshop = await testWorkshop(server, facilitator ? { facilitator } : {});
	facilitator = workshop.facilitator;
	const at = `/api/workshops/${workshop.id}`;
	await workshop.facilitator.send('PATCH', at, { brief: { promise: 'I answer every request in the room.' } });
	const syndicates = (await workshop.view()).syndicates;
	const people: Participant[] = [];
	for (let n = 0; n < 8; n += 1)
		people.push(await workshop.join(`Person ${n}`, syndicates[n % syndicates.length]!.slug));
	const action = `act-${workshop.id}`.slice(0, 16);
	await server.database.rows(`insert into plans (workshop_id) values ('${workshop.id}') returning workshop_id`);
	await server.database.rows(
		`insert into actions (id, workshop_id, n, text, sent_by, sent_at)
		 values ('${action}', '${workshop.id}', 1, 'A name to every promise', '${people[0]!.id}', now()) returning id`
	);
	await server.database.rows(
		`insert into action_sources (action_id, ref, position) values ('${action}', 'note:drafts00:${action}', 1) returning ref`
	);
	return { workshop, at, people, target: `action:${action}` };
}
const faults = (answers: readonly { readonly status: number }[]) => answers.filter(({ status }) => status >= 500);

test('[SIGN-53] the room moves on while everybody marks and votes: each is counted, or refused with the reason', async () => {
	const { workshop, at, people, target } = await room();
	await workshop.go('plan', 'weigh');
	const statuses: number[] = [];
	for (let round = 0; round < 3; round += 1) {
		const answers = await Promise.all([
			...people.map(({ device }) => device.post(`${at}/actions/marks`, { about: 'impact', target, mark: 4 })),
			workshop.post('/steps/plan/go', { phase: 'vote' }),
			...people.map(({ device }) => device.post(`${at}/steps/plan/votes`, { target })),
			workshop.post('/steps/plan/go', { phase: 'weigh' }),
			...people.map(({ device }) => device.post(`${at}/actions/marks`, { about: 'effort', target, mark: 2 }))
		]);
		expect(faults(answers)).toEqual([]);
		statuses.push(...answers.map(({ status }) => status));
	}

	// They met: marks were taken, and the room moved.
	expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
	expect(statuses.filter((status) => status === 204)).toHaveLength(6);
});

test('[SIGN-53] two entries become one while both sign and others do: no name is lost, nothing fails', async () => {
	for (let round = 0; round < 3; round += 1) {
		const { workshop, at, people } = await room();
		const [one, other, ...rest] = people;

		const answers = await Promise.all([
			one!.device.post(`${at}/plan/sign`),
			other!.device.post(`${at}/plan/sign`),
			workshop.post(`/people/${one!.id}/merge`, { other: other!.id }),
			...rest.map(({ device }) => device.post(`${at}/plan/sign`))
		]);
		const { body } = await workshop.facilitator.get(`${at}/plan/signatures`);
		const signed = body.signatures.map(({ personId }: { personId: string }) => personId);

		expect(faults(answers)).toEqual([]);
		expect(answers[2]!.status).toBe(200);
		expect(signed).toEqual(expect.arrayContaining(rest.map(({ id }) => id)));
		expect(new Set(signed).size).toBe(signed.length);
	}
});

test('[SIGN-53] a rehearsal ends while people sign and ask: what came too late is refused, and nothing of it stays', async () => {
	for (let round = 0; round < 2; round += 1) {
		const { workshop, at, people, target } = await room();
		const action = target.slice('action:'.length);

		const answers = await Promise.all([
			...people.slice(0, 4).map(({ device }) => device.post(`${at}/plan/sign`)),
			workshop.post('/rehearsal/reset', { title: 'Service, spring' }),
			...people
				.slice(4)
				.map(({ device }) => device.post(`${at}/actions/${action}/support`, { kind: 'time', ask: 'An hour' }))
		]);

		expect(faults(answers)).toEqual([]);
		expect(answers[4]!.status).toBeLessThan(300);
		for (const table of ['actions', 'signatures', 'support_requests'])
			expect(await server.database.rows(`select 1 from ${table} where workshop_id = '${workshop.id}'`)).toEqual([]);
	}
});
