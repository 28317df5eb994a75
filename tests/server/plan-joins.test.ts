import { afterAll, beforeAll, expect, test } from 'vitest';
import { planInstallation, type PlanInstallation, type PlanRoom } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

interface Standing {
	readonly id: string;
	readonly sources: readonly string[];
	readonly helpers: readonly string[];
	readonly ownerId: string | null;
	readonly joinedTo: string | null;
	readonly support: readonly { readonly ask: string }[];
}

const standing = async (room: PlanRoom): Promise<Readonly<Record<string, Standing>>> => {
	const { body } = await room.facilitator.get('/plan');
	return Object.fromEntries(body.actions.map((action: Standing) => [action.id, action]));
};

test('[PLAN-54] the one that stays has the sources, people and requests of both; separated, each has its own again', async () => {
	const room = await installation.openRoom();
	const stays = await room.ready('Ring back the same day', room.elin);
	const goes = await room.ready('Call back on the day', room.marcus);
	await room.elin.patch(`/actions/${goes}`, {});
	await room.facilitator.patch(`/actions/${goes}`, { helpers: [room.amira.id] });
	await room.marcus.post(`/actions/${goes}/support`, { kind: 'time', ask: 'An hour a week' });
	const before = await standing(room);

	expect((await room.elin.post(`/actions/${goes}/join`, { into: stays })).status).toBe(403);
	expect((await room.marcus.post(`/actions/${goes}/join`, { into: stays })).status).toBe(200);
	const joined = await standing(room);

	expect(new Set(joined[stays]!.sources)).toEqual(new Set([...before[stays]!.sources, ...before[goes]!.sources]));
	expect(new Set(joined[stays]!.helpers)).toEqual(new Set([room.marcus.id, room.amira.id]));
	expect(joined[stays]!.ownerId).toBe(room.elin.id);
	expect(joined[stays]!.support.map(({ ask }) => ask)).toEqual(['An hour a week']);
	expect([joined[goes]!.joinedTo, joined[goes]!.support]).toEqual([stays, []]);

	// What is part of another is neither reworded, owned, put aside, nor joined on.
	const inside = await Promise.all([
		room.marcus.patch(`/actions/${goes}`, { why: 'x' }),
		room.amira.post(`/actions/${goes}/own`, { yes: true }),
		room.facilitator.post(`/actions/${goes}/choose`, { place: 'not-now', reason: 'x' }),
		room.facilitator.post(`/actions/${stays}/join`, { into: goes }),
		room.facilitator.post(`/actions/${stays}/join`, { into: stays })
	]);
	expect(inside.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409]);

	expect((await room.marcus.post(`/actions/${goes}/separate`)).status).toBe(200);
	expect(await standing(room)).toEqual(before);
});

test('[PLAN-54] however actions are joined and separated at once, none runs in a ring and no source is lost', async () => {
	const room = await installation.openRoom();
	const ids = [
		await room.sent('One', room.elin),
		await room.sent('Two', room.elin),
		await room.sent('Three', room.marcus),
		await room.sent('Four', room.marcus)
	];
	const before = await standing(room);
	const all = new Set(Object.values(before).flatMap(({ sources }) => sources));

	for (let round = 0; round < 4; round += 1) {
		const answers = await Promise.all(
			ids.flatMap((id, at) => [
				room.facilitator.post(`/actions/${id}/join`, { into: ids[(at + 1 + round) % ids.length] }),
				room.facilitator.post(`/actions/${ids[(at + 2) % ids.length]}/separate`)
			])
		);
		expect(answers.every(({ status }) => [200, 409].includes(status))).toBe(true);
		const now = await standing(room);
		const heads = Object.values(now).filter(({ joinedTo }) => joinedTo === null);
		expect(heads.length).toBeGreaterThan(0);
		expect(new Set(heads.flatMap(({ sources }) => sources))).toEqual(all);
	}
	for (const id of [...ids, ...ids]) await room.facilitator.post(`/actions/${id}/separate`);
	expect(await standing(room)).toEqual(before);
});
