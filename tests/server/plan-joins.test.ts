import { afterAll, beforeAll, expect, test } from 'vitest';
import { and, eq } from 'drizzle-orm';
import { asId } from '#domain/ids.ts';
import { agendaItems, people } from '#drizzle/schema.ts';
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

test('[PLAN-42] helpers and sources of a joined action stay its own, however the one that stays is changed meanwhile', async () => {
	const room = await installation.openRoom();
	const crowd = await Promise.all(
		Array.from({ length: 13 }, (_, at) => room.sit(`Person ${at}`, 'participant', room.alder))
	);
	const [own, ...others] = crowd.map(({ id }) => id);
	const stays = await room.ready('Ring back the same day', room.elin);
	const goes = await room.ready('Call back on the day', room.marcus);
	await room.facilitator.patch(`/actions/${goes}`, { helpers: others });
	await room.facilitator.patch(`/actions/${stays}`, { helpers: [own] });
	const before = await standing(room);
	await room.marcus.post(`/actions/${goes}/join`, { into: stays });
	const shown = (await standing(room))[stays]!;
	const { ref: source } = await room.note('experiences', room.alder, { zone: asId('bad'), text: 'Nobody rang' });

	// A form sends the whole list, as it is shown: more than twelve together, with one more, without one's own.
	const added = await room.elin.patch(`/actions/${stays}`, { helpers: [...shown.helpers, room.amira.id] });
	const linked = await room.facilitator.patch(`/actions/${stays}`, { sources: [...shown.sources, source] });
	const without = [...shown.helpers, room.amira.id].filter((each) => each !== own);
	const taken = await room.elin.patch(`/actions/${stays}`, { helpers: without });

	expect([shown.helpers.length, added.status, linked.status, taken.status]).toEqual([14, 200, 200, 200]);
	expect(new Set((await standing(room))[stays]!.helpers)).toEqual(new Set(without));
	await room.marcus.post(`/actions/${goes}/separate`);
	const after = await standing(room);
	expect(after[goes]).toEqual(before[goes]);
	expect(after[stays]!.helpers).toEqual([room.amira.id]);
	expect(after[stays]!.sources).toEqual([...before[stays]!.sources, source]);

	const tooMany = await room.elin.patch(`/actions/${stays}`, { helpers: crowd.map(({ id }) => id) });
	expect([tooMany.status, tooMany.body.code]).toEqual([400, 'malformed']);
	expect((await standing(room))[stays]!.helpers).toEqual([room.amira.id]);
	// Who has left may stay named, and is taken off.
	await room.database.transaction((tx) =>
		tx.update(people).set({ removedAt: new Date() }).where(eq(people.id, room.amira.id))
	);
	expect((await room.elin.patch(`/actions/${stays}`, { helpers: [room.amira.id, own] })).status).toBe(200);
	expect((await room.elin.patch(`/actions/${stays}`, { helpers: [own] })).status).toBe(200);
	expect((await standing(room))[stays]!.helpers).toEqual([own]);
	expect((await room.elin.patch(`/actions/${stays}`, { helpers: [room.amira.id] })).body.code).toBe('not-found');
});

test('[PLAN-43] a syndicate at its number separates nothing until it puts one aside', async () => {
	const room = await installation.openRoom();
	const [one, two, three] = [await room.sent('One'), await room.sent('Two'), await room.sent('Three')];
	await room.elin.post(`/actions/${two}/join`, { into: one });
	expect((await standing(room))[two]!.joinedTo).toBe(one);
	await room.sent('Four');

	const full = await room.facilitator.post(`/actions/${two}/separate`);
	expect([full.status, full.body.code]).toEqual([409, 'too-many-actions']);
	expect((await standing(room))[two]!.joinedTo).toBe(one);
	await room.facilitator.post(`/actions/${three}/choose`, { place: 'not-now', reason: 'Later' });
	expect((await room.facilitator.post(`/actions/${two}/separate`)).status).toBe(200);
	expect((await standing(room))[two]!.joinedTo).toBeNull();
});

test('[PLAN-43] the close is barred beyond the number of the plan’s step, whatever it is', async () => {
	const room = await installation.openRoom();
	await room.ready('One', room.elin);
	await room.ready('Two', room.marcus);
	const bars = async (max: number) => {
		await room.database.transaction(async (tx) => {
			const [item] = await tx
				.select({ activity: agendaItems.activity })
				.from(agendaItems)
				.where(and(eq(agendaItems.workshopId, room.workshopId), eq(agendaItems.step, asId('plan'))));
			const activity = { ...item!.activity!, board: { ...item!.activity!.board, max } };
			await tx
				.update(agendaItems)
				.set({ activity })
				.where(and(eq(agendaItems.workshopId, room.workshopId), eq(agendaItems.step, asId('plan'))));
		});
		await room.reload();
		return (await room.facilitator.get('/plan')).body.bars;
	};

	const tooMany = 'The plan has 2 actions, and 1 is the most. Move some to “not now”.';
	expect(await bars(1)).toContain(tooMany);
	await room.followedUp();
	for (const person of [room.elin, room.marcus]) await person.post('/plan/sign');
	const refused = await room.facilitator.post('/plan/close');
	expect([refused.body.code, refused.body.sentence]).toEqual(['plan-not-ready', tooMany]);
	expect(await bars(15)).toEqual([]);
	expect((await room.facilitator.post('/plan/close')).status).toBe(200);
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
