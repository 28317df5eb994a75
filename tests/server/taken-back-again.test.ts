import { afterAll, beforeAll, expect, test } from 'vitest';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

/** Lets so many writes of boards through, and none after it, until it is mended. */
function failsAfter({ rooms }: PlanInstallation, writes: number) {
	const [edit, purge] = [rooms.edit.bind(rooms), rooms.purge.bind(rooms)];
	let left = writes;
	const mayWrite = () => {
		left -= 1;
		if (left < 0) throw new Error('The disk is away.');
	};
	rooms.edit = async (id, write) => {
		mayWrite();
		return edit(id, write);
	};
	rooms.purge = async (id) => {
		mayWrite();
		return purge(id);
	};
	return {
		isOver: () => left >= 0,
		mend: () => {
			rooms.edit = edit;
			rooms.purge = purge;
		}
	};
}

test('[POINT-4] a take-back that is cut off anywhere is done by pressing once more, on boards and on the disk', async () => {
	const room = await installation.openRoom();
	const ingrid = await room.sit('Ingrid Solheim', 'customer');
	await room.reload();
	const word = 'Quillfeather';
	const hex = Buffer.from(word).toString('hex');
	const boards = [await room.document('issues', room.alder), await room.document('issues', room.birch)];
	const ends: { first: number; second: number; left: unknown[] }[] = [];

	for (let writes = 0, isOver = false; !isOver && writes < 20; writes += 1) {
		const points: string[] = [];
		for (const text of [`One ${writes}`, `Other ${writes}`])
			points.push((await room.elin.post('/points', { text, kind: 'wish' })).body.id);
		await room.facilitator.post(`/points/${points[1]}/join`, { to: points[0] });
		const issue = (await room.facilitator.post('/issues/gather')).body.issues.at(-1);
		await room.facilitator.post(`/issues/${issue.id}/deal`, { syndicates: [room.alder, room.birch] });
		await room.facilitator.post(`/issues/${issue.id}/title`, { title: `${word} ${writes}` });
		const press = () => ingrid.post(`/points/${points[0]}/check`, { verdict: 'take-back' });

		const disk = failsAfter(installation, writes);
		const first = (await press()).status;
		isOver = disk.isOver();
		disk.mend();
		const second = (await press()).status;

		const titles = [];
		for (const board of boards) titles.push(...(await room.rooms.read(board, (open) => open.groups())));
		const rows = await installation.database.rows(
			`select 1 from document_updates t where t::text like '%${hex}%' union all select 1 from documents t where t::text like '%${hex}%'`
		);
		ends.push({ first, second, left: [...titles.filter(({ title }) => title.includes(word)), ...rows] });
	}

	// What the issue is called since then stays, however often it is pressed.
	const [issue] = (await room.facilitator.get('/issues')).body.issues;
	await room.facilitator.post(`/issues/${issue.id}/title`, { title: 'Once and for all' });
	await ingrid.post(`/points/${issue.sources[0].ref.slice('point:'.length)}/check`, { verdict: 'take-back' });
	const named = await room.rooms.read(boards[0]!, (open) => open.groups().map(({ title }) => title));

	expect(named).toContain('Once and for all');
	expect(ends.length).toBeGreaterThan(4);
	expect(ends.slice(0, -1).map(({ first }) => first)).toEqual(ends.slice(1).map(() => 500));
	expect(ends.at(-1)?.first).toBe(200);
	expect(ends.map(({ second, left }) => [second, left])).toEqual(ends.map(() => [200, []]));
});
