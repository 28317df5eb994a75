import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { IssuesView } from '#protocol/issue-views.ts';
import type { PointView } from '#protocol/point-views.ts';
import { asId, newId } from '#domain/ids.ts';
import { simpleRef } from '#domain/refs.ts';
import { customerStatements } from '#drizzle/schema.ts';
import { linkDevice } from '../support/rights.ts';
import { startServer, type Device, type TestServer } from '../support/server.ts';
import { liveSocket, openBoard, testWorkshop } from '../support/workshop.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.close());

/** In no other words of this workshop, and in both wordings of the point. */
const WORD = 'Zanzibar';
const SOON_MS = 2000;

/** Tables with the word in any column: texts as they are, bytes as hex. */
async function tablesWith(word: string): Promise<readonly string[]> {
	const tables = await server.database.rows(
		`select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`
	);
	const hex = Buffer.from(word).toString('hex');
	const found: string[] = [];
	for (const { table_name: table } of tables) {
		const [row] = await server.database.rows(
			`select count(*)::int as n from "${String(table)}" t where t::text like '%${word}%' or t::text like '%${hex}%'`
		);
		if (row?.n !== 0) found.push(String(table));
	}
	return found.sort();
}

/** Addresses below the workshop that answer this device with the word. */
async function readingsWith(device: Device, workshop: string, things: Readonly<Record<string, string>>) {
	const found: string[] = [];
	for (const { method, path } of server.routes) {
		if (method !== 'GET' || !path.includes('/workshops/:id')) continue;
		const asked = path
			.replace(':id', workshop)
			.replaceAll(/:(\w+)(\{[^}]+\})?/g, (_, name: string) => things[name] ?? 'unknown0');
		const { body } = await device.get(asked.startsWith('/api') ? asked : `/api${asked}`);
		if (JSON.stringify(body ?? '').includes(WORD)) found.push(path.replace(/.*:id/, ''));
	}
	return found.sort();
}

test('[POINT-4] what the customer takes back is gone within two seconds: every table, every answer, boards, kept days, other devices', async () => {
	const workshop = await testWorkshop(server);
	const at = `/api/workshops/${workshop.id}`;
	await workshop.facilitator.send('PATCH', at, { brief: { customer: 'Ingrid Solheim' } });
	const ana = await workshop.join('Ana', 'alder');
	const bo = await workshop.join('Bo', 'birch');
	const ingrid = await linkDevice(server, workshop, 'customer');
	const screen = await linkDevice(server, workshop, 'screen');
	const post = async (device: Device, path: string, body: object) => {
		const { status, body: answer } = await device.post(`${at}${path}`, body);
		if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
		return answer;
	};

	// It stands in everything that a room makes of a point.
	await workshop.go('customer');
	const point: PointView = await post(ana.device, '/points', { text: `A bus to ${WORD} on time`, kind: 'wish' });
	const same: PointView = await post(bo.device, '/points', { text: 'Come when you said', kind: 'wish' });
	await post(ingrid, `/points/${point.id}/check`, { verdict: 'correct', text: `A train to ${WORD} on time` });
	await post(bo.device, `/points/${point.id}/pin`, { on: true });
	await post(workshop.facilitator, `/points/${same.id}/join`, { to: point.id });
	const [guest] = await server.database.rows(
		`select id from people where workshop_id = '${workshop.id}' and role = 'customer'`
	);
	await server.database.transaction(async (tx) => {
		await tx.insert(customerStatements).values({
			id: newId<'Statement'>(),
			workshopId: asId(workshop.id),
			personId: asId(String(guest?.id)),
			order: 'a0',
			text: `The bus to ${WORD}`,
			writtenAt: new Date(),
			pointId: point.id
		});
	});
	await workshop.go('issues');
	const [issue] = ((await workshop.facilitator.get(`${at}/issues`)).body as IssuesView).issues;
	await post(workshop.facilitator, `/issues/${issue!.id}/title`, { title: `${WORD} and back` });
	const { syndicates, days } = await workshop.view();
	const place = (await workshop.documents(bo.device)).find(
		({ step, syndicateId }) => step === 'issues' && syndicateId === syndicates[1]!.id
	)!;
	const board = await openBoard(server, bo.device, place);
	await board.until((open) => open.groups().some(({ title }) => title.includes(WORD)));
	const day = days.find(({ entries }) => entries.some(({ step }) => step === 'issues'))!.day;
	const closed = await post(workshop.facilitator, `/days/${day}/close`, {});
	const live = liveSocket(server, bo.device, workshop.id);
	const { revisions } = await live.until(() => true);

	const devices = { facilitator: workshop.facilitator, ana: ana.device, bo: bo.device, ingrid, screen };
	const things = {
		day: String(day),
		step: 'plan',
		point: point.id,
		issue: issue!.id,
		ref: simpleRef('point', point.id)
	};
	const read = async () => {
		const answers: Record<string, readonly string[]> = {};
		for (const [name, device] of Object.entries(devices))
			answers[name] = await readingsWith(device, workshop.id, things);
		return answers;
	};
	const before = { tables: await tablesWith(WORD), answers: await read() };

	const startedAt = performance.now();
	await post(ingrid, `/points/${point.id}/check`, { verdict: 'take-back' });
	await live.until((state) => state.revisions.points > revisions.points && state.revisions.issues > revisions.issues);
	await board.until((open) => open.groups().every(({ title }) => !title.includes(WORD)));
	const tookMs = performance.now() - startedAt;
	const after = { tables: await tablesWith(WORD), answers: await read() };
	const held = Buffer.from(Y.encodeStateAsUpdate(board.doc)).toString('latin1');
	board.close();
	live.close();

	expect(JSON.stringify(closed)).toContain(WORD);
	expect(before.tables).toEqual(
		expect.arrayContaining(['customer_points', 'customer_statements', 'document_updates', 'issues'])
	);
	// Not even a kept day has the words a second time; the name of a group it had.
	expect(before.tables).toContain('day_snapshots');
	expect(before.answers.facilitator).toEqual(
		expect.arrayContaining(['/days/:day', '/issues', '/points', '/steps/:step/sources'])
	);
	expect(after.tables).toEqual([]);
	expect(after.answers).toEqual({ facilitator: [], ana: [], bo: [], ingrid: [], screen: [] });
	expect(held).not.toContain(WORD);
	expect(tookMs).toBeLessThan(SOON_MS);
	// The one that was joined to it stays, and so does the number.
	const points: readonly PointView[] = (await bo.device.get(`${at}/points`)).body;
	expect(points.map(({ n, text, joinedTo }) => [n, text, joinedTo])).toEqual([
		[1, null, null],
		[2, 'Come when you said', null]
	]);
}, 60_000);
