// The moment of the signing: a whole room at once, over real sockets and requests.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { asId } from '#domain/ids.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { liveSocket, testWorkshop } from '../support/workshop.ts';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let server: TestServer;
let installation: PlanInstallation;
beforeAll(async () => {
	[server, installation] = await Promise.all([startServer(), planInstallation()]);
});
afterAll(() => Promise.all([server.close(), installation.close()]));

const PEOPLE = 40;

test('[SIGN-24] forty people sign at once, some twice: each is on the plan once, and every device shows every seat', async () => {
	const workshop = await testWorkshop(server);
	const at = `/api/workshops/${workshop.id}`;
	await workshop.facilitator.send('PATCH', at, { brief: { promise: 'I answer every request in the room.' } });
	const syndicates = (await workshop.view()).syndicates.map(({ slug }) => slug);
	await server.database.rows(`update syndicates set seats = ${PEOPLE} where workshop_id = '${workshop.id}'`);
	await server.deps.workshops.desk.refresh(asId(workshop.id), 'syndicates');
	const people = [];
	for (let n = 0; n < PEOPLE; n += 1)
		people.push(await workshop.join(`Person ${n + 1}`, syndicates[n % syndicates.length]!));
	await server.database.rows(`insert into plans (workshop_id) values ('${workshop.id}')`);
	await server.database.rows(
		`insert into actions (id, workshop_id, n, text, sent_by, sent_at)
		 values ('action-of-many', '${workshop.id}', 1, 'A name to every promise', '${people[0]!.id}', now())`
	);
	const devices = people.map((person) => ({ ...person, live: liveSocket(server, person.device, workshop.id) }));
	await Promise.all(devices.map(({ live }) => live.until(() => true)));
	const { reading } = (await people[0]!.device.get(`${at}/plan`)).body;

	const answers = await Promise.all(
		devices.flatMap(({ device }, n) => {
			const sign = () => device.post(`${at}/plan/sign`, { saw: reading });
			// A bad line sends again what arrived.
			return n % 4 === 0 ? [sign(), sign()] : [sign()];
		})
	);
	// Each device reads the plan again as often as it hears that somebody signed, until all seats are filled.
	const seen = await Promise.all(
		devices.map(async ({ device, live }) => {
			let heard = -1;
			for (;;) {
				const { revisions } = await live.until((state) => state.revisions.signatures !== heard);
				heard = revisions.signatures;
				const { body } = await device.get(`${at}/plan/signatures`);
				if (body.signatures.length >= PEOPLE)
					return new Set(body.signatures.map((each: { personId: string }) => each.personId));
			}
		})
	);

	const taken = answers.filter(({ status }) => status === 200);
	expect([taken.length, answers.length]).toEqual([PEOPLE, PEOPLE + PEOPLE / 4]);
	expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(
		new Set(['already-signed'])
	);
	for (const signatures of seen) expect(signatures).toEqual(new Set(people.map(({ id }) => id)));
	const [rows] = await server.database.rows(
		`select count(*)::int as n from signatures where workshop_id = '${workshop.id}'`
	);
	expect(rows?.n).toBe(PEOPLE);
	devices.forEach(({ live }) => live.close());
});

test('[SIGN-4] two facilitators close at once while thirty-six sign: one version, whose names are those that were told so', async () => {
	const room = await installation.openRoom();
	const second = await room.sit('Ines Vogt', 'facilitator');
	const others = [];
	for (let n = 0; n < 36; n += 1) others.push(await room.sit(`Person ${n + 1}`, 'participant', room.alder));
	await room.reload();
	await room.ready('Once');
	await room.followedUp();
	for (const person of [room.elin, room.marcus]) await person.post('/plan/sign');

	const [closing, signing] = await Promise.all([
		Promise.all([room.facilitator, second].map((each) => each.post('/plan/close'))),
		Promise.all(others.map((each) => each.post('/plan/sign')))
	]);
	const { body: plan } = await room.facilitator.get('/plan');

	const told = others.filter((_, n) => signing[n]!.status === 200).map(({ id }) => id);
	expect(closing.map(({ status }) => status).sort()).toEqual([200, 409]);
	expect(signing.filter(({ status }) => status !== 200).every(({ body }) => body.code === 'plan-already-signed')).toBe(
		true
	);
	expect([plan.version, plan.hash]).toEqual([1, closing.find(({ status }) => status === 200)?.body.hash]);
	const names = plan.signatures.map(({ personId }: { personId: string }) => personId);
	expect(new Set(names)).toEqual(new Set([room.elin.id, room.marcus.id, ...told]));
	expect(names).toHaveLength(new Set(names).size);
});

test('[SIGN-23] once the plan is closed the code takes nobody in, and whoever had a seat comes back to it', async () => {
	const workshop = await testWorkshop(server, { facilitator: await signedIn() });
	const ana = await workshop.join('Ana', 'alder');
	const { code } = await workshop.view();
	await server.database.rows(`update workshops set state = 'signed' where id = '${workshop.id}'`);
	await server.deps.workshops.desk.refresh(asId(workshop.id), 'workshop');

	const late = await server.device().post('/api/join', { code, name: 'Late Comer', syndicate: 'alder' });
	const again = server.device();
	const back = await again.post('/api/join/return', { returnCode: ana.returnCode });
	const plan = await again.get(`/api/workshops/${workshop.id}/plan`);

	expect([late.status, late.body.code]).toEqual([404, 'code-unknown']);
	expect(late.body.sentence).toBe(
		'No workshop is open with this code. Look at the screen again, or ask the facilitator.'
	);
	expect([back.body.person.id, plan.status]).toEqual([ana.id, 200]);
});

async function signedIn() {
	const device = server.device();
	await device.post('/api/sign-in', { email: 'facilitator@example.org', password: 'a long enough password' });
	return device;
}
