import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { hashOf } from '#server/live/codes.ts';
import { LinkStore } from '#server/store/links.ts';
import { RehearsalStore } from '#server/store/rehearsal.ts';
import type { DepartmentView, ShareView } from '#protocol/reply-views.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

async function openSaid() {
	const room = await installation.openRoom();
	const ingrid = await room.sit('Ingrid Solheim', 'customer');
	await room.reload();
	const points: string[] = [];
	for (const text of ['The valve sticks', 'The box is too heavy', 'Nobody answers'])
		points.push((await room.elin.post('/points', { text, kind: 'wish' })).body.id);
	return { ...room, ingrid, points };
}
const ask = ({ facilitator }: PlanRoom, department: string, points: readonly string[]) =>
	facilitator.post('/shares/ask', { department, points });
/** About the words as they stand, or, named, those that were read before. */
async function say(
	who: Sitting,
	point: string | undefined,
	answer: 'yes' | 'no',
	{ department = 'Product', read }: { readonly department?: string; readonly read?: string } = {}
) {
	const points: readonly { readonly id: string; readonly text: string }[] = (await who.get('/points')).body;
	const text = read ?? points.find(({ id }) => id === point)?.text;
	return who.post('/shares/answer', { department, point, text, answer });
}
/** As somebody opens it who was sent the address: without a cookie. */
async function opened(
	room: PlanRoom,
	path: string
): Promise<{ readonly status: number; readonly view: DepartmentView }> {
	const response = await room.request(`/api/departments/${path.split('/').at(-1)}`);
	expect(response.headers.get('set-cookie')).toBe(null);
	return { status: response.status, view: await response.json() };
}
const textsOf = ({ view }: { readonly view: DepartmentView }) => view.points.map(({ text }) => text);

test('[REPLY-11] another department reads a point only after her yes, and no more as soon as she says no', async () => {
	const room = await openSaid();
	const { body: asked } = await ask(room, 'Product', room.points);
	const { body: link } = await room.facilitator.post('/shares/link', { department: 'Product' });

	const unasked = await opened(room, link.path);
	await say(room.ingrid, room.points[0], 'yes');
	await say(room.ingrid, room.points[1], 'yes');
	await say(room.ingrid, room.points[2], 'no');
	const allowed = await opened(room, link.path);
	const { body: changed } = await say(room.ingrid, room.points[0], 'no');
	const less = await opened(room, link.path);

	expect(asked.shares.map(({ n, answer }: ShareView) => [n, answer])).toEqual([
		[1, null],
		[2, null],
		[3, null]
	]);
	expect([textsOf(unasked), textsOf(allowed), textsOf(less)]).toEqual([
		[],
		['The valve sticks', 'The box is too heavy'],
		['The box is too heavy']
	]);
	expect(changed.shares.map(({ answer }: ShareView) => answer)).toEqual(['no', 'yes', 'no']);
	expect(allowed.view).toMatchObject({ department: 'Product', company: 'Marlowe' });
	expect(allowed.view.points[0]).toMatchObject({ n: 1, by: 'Ingrid Solheim', kind: 'wish' });
	expect(Object.keys(allowed.view).toSorted()).toEqual(['company', 'department', 'points']);
});

test('[REPLY-11] the yes is hers alone: no facilitator gives it, nobody answers what another customer said, a no is not asked again', async () => {
	const room = await openSaid();
	const second = await room.sit('Jo Berg', 'customer');
	await ask(room, 'Product', [room.points[0]!]);
	await installation.database.rows(
		`update customer_points set said_by = '${room.ingrid.id}' where id = '${room.points[0]}'`
	);

	const byStaff = await say(room.facilitator, room.points[0], 'yes');
	const byOther = await say(second, room.points[0], 'yes');
	await say(room.ingrid, room.points[0], 'no');
	const { body: again } = await ask(room, '  product', [room.points[0]!]);
	const unasked = await say(room.ingrid, room.points[1], 'yes');
	const bySecond = (await second.get('/shares')).body.shares;
	const asked = await room.elin.post('/shares/ask', { department: 'Stores', points: room.points });

	expect([byStaff.status, byOther.status, unasked.status, asked.status]).toEqual([403, 403, 404, 403]);
	expect(again.shares.map(({ department, answer }: ShareView) => [department, answer])).toEqual([['Product', 'no']]);
	expect(bySecond.map(({ mayAnswer }: ShareView) => mayAnswer)).toEqual([false]);
});

test('[REPLY-11] a point corrected is read in her wording; taken back it is gone from the page and from what is asked', async () => {
	const room = await openSaid();
	await ask(room, 'Product', room.points.slice(0, 2));
	for (const point of room.points.slice(0, 2)) await say(room.ingrid, point, 'yes');
	const { body: link } = await room.facilitator.post('/shares/link', { department: 'Product' });

	await room.ingrid.post(`/points/${room.points[0]}/check`, { verdict: 'correct', text: 'The valve leaks' });
	await room.ingrid.post(`/points/${room.points[1]}/check`, { verdict: 'take-back' });
	const reads = await opened(room, link.path);
	const { body: shares } = await room.ingrid.get('/shares');
	const gone = await ask(room, 'Stores', [room.points[1]!]);
	await room.facilitator.post('/shares/take-back', { department: 'Product', point: room.points[0] });
	const nothing = await opened(room, link.path);

	expect(textsOf(reads)).toEqual(['The valve leaks']);
	expect(shares.shares.map(({ text }: ShareView) => text)).toEqual(['The valve leaks']);
	expect([gone.status, gone.body.code]).toEqual([409, 'taken-back']);
	expect(textsOf(nothing)).toEqual([]);
});

test('[REPLY-11] her yes is to the words she read: those that somebody else changed are asked for again, and a yes to the old ones is refused', async () => {
	const room = await openSaid();
	const [first, second, third] = room.points;
	await ask(room, 'Product', room.points);
	for (const point of room.points) await say(room.ingrid, point, 'yes');
	const { body: link } = await room.facilitator.post('/shares/link', { department: 'Product' });

	await room.facilitator.patch(`/points/${first}`, { text: 'Marlowe is hopeless' });
	await room.elin.patch(`/points/${second}`, { kind: 'praise' });
	await room.elin.patch(`/points/${third}`, { isQuote: true });
	const asked = await opened(room, link.path);
	const late = await say(room.ingrid, first, 'yes', { read: 'The valve sticks' });
	const still = await opened(room, link.path);
	await say(room.ingrid, first, 'yes');
	await room.facilitator.post(`/points/${first}/check`, { verdict: 'correct', text: 'Marlowe is slow' });
	const corrected = await opened(room, link.path);

	expect([textsOf(asked), textsOf(still), textsOf(corrected)]).toEqual(Array(3).fill(['Nobody answers']));
	expect([late.status, late.body.code]).toEqual([409, 'in-use']);
});

test('[REPLY-12] the link opens its department’s page and nothing else; a new one ends the one before, and an ended or unknown one answers alike', async () => {
	const room = await openSaid();
	const other = await openSaid();
	await ask(room, 'Product', [room.points[0]!]);
	await ask(room, 'Stores', [room.points[1]!]);
	await say(room.ingrid, room.points[0], 'yes');
	await say(room.ingrid, room.points[1], 'yes', { department: 'Stores' });
	const { body: first } = await room.facilitator.post('/shares/link', { department: 'Product' });
	const { body: stores } = await room.facilitator.post('/shares/link', { department: 'Stores' });
	const { body: second } = await room.facilitator.post('/shares/link', { department: 'product' });

	const before = await opened(room, first.path);
	const now = await opened(room, second.path);
	const theirs = await opened(room, stores.path);
	const { body: listed } = await room.facilitator.get('/shares');
	const mine = await other.ingrid.get('/shares');
	const ended = await installation.database.rows(
		`update share_links set revoked_at = now() where id = '${stores.id}' returning id`
	);
	const after = await opened(room, stores.path);
	const unknown = await opened(room, '/d/AAAAAAAAAAAAAAAAAAAAAA');

	expect([before.status, textsOf(now), textsOf(theirs)]).toEqual([404, ['The valve sticks'], ['The box is too heavy']]);
	expect(listed.links.map(({ department }: { department: string }) => department)).toEqual(['Stores', 'Product']);
	expect([mine.body.shares, mine.body.links]).toEqual([[], []]);
	expect(ended.length).toBe(1);
	expect([after, unknown].map(({ status }) => status)).toEqual([404, 404]);
	expect(after.view).toEqual(unknown.view);
	expect(asId<'Link'>(second.id)).not.toBe(asId<'Link'>(first.id));
});

test('[REPLY-12] an address that is renewed opens its department’s page again, and the one before nothing', async () => {
	const room = await openSaid();
	await ask(room, 'Product', [room.points[0]!]);
	await say(room.ingrid, room.points[0], 'yes');
	const { body: first } = await room.facilitator.post('/shares/link', { department: 'Product' });

	const token = 'renewed-address-0000000';
	await new LinkStore(installation.database).renew(room.workshopId, asId(first.id), hashOf(token), new Date());
	const { body: listed } = await room.facilitator.get('/shares');

	expect((await opened(room, first.path)).status).toBe(404);
	expect(textsOf(await opened(room, `/d/${token}`))).toEqual(['The valve sticks']);
	expect(listed.links.map(({ department }: { department: string }) => department)).toEqual(['Product']);
});

test('[REPLY-12] a department has one spelling, be it asked for or linked first, and there are twenty at most', async () => {
	const room = await openSaid();
	const { body: link } = await room.facilitator.post('/shares/link', { department: 'Product' });

	await ask(room, 'PRODUCT', [room.points[0]!]);
	await say(room.ingrid, room.points[0], 'yes');
	const reads = await opened(room, link.path);
	const more = [];
	for (let at = 0; at < 20; at += 1)
		more.push(await room.facilitator.post('/shares/link', { department: `Department ${at}` }));
	const asked = await ask(room, 'One more', [room.points[1]!]);
	const known = await ask(room, 'product', [room.points[1]!]);

	expect(textsOf(reads)).toEqual(['The valve sticks']);
	expect(more.map(({ status }) => status)).toEqual([...Array(19).fill(201), more[19]!.status]);
	expect([more[19]!.body.code, asked.body.code, known.status]).toEqual(['too-many-notes', 'too-many-notes', 201]);
});

test('[REPLY-12] what one of two customers may have said is said by nobody, also after one of them was taken out', async () => {
	const room = await openSaid();
	const ruben = await room.sit('Ruben Vos', 'customer');
	await room.reload();
	await ask(room, 'Product', [room.points[0]!]);
	await say(room.ingrid, room.points[0], 'yes');
	const { body: link } = await room.facilitator.post('/shares/link', { department: 'Product' });

	await installation.database.rows(`update people set removed_at = now() where id = '${ruben.id}'`);
	await room.reload();
	const { view } = await opened(room, link.path);

	expect(view.points.map(({ by }) => by)).toEqual(['']);
});

test('[REPLY-12] an address that was made in a rehearsal ends with it, and so does what was asked and written', async () => {
	const room = await openSaid();
	await ask(room, 'Product', [room.points[0]!]);
	await say(room.ingrid, room.points[0], 'yes');
	const { body: link } = await room.facilitator.post('/shares/link', { department: 'Product' });
	await room.facilitator.post('/reply/opening', { opening: 'Dear Ingrid', saw: '' });
	const before = await opened(room, link.path);

	await new RehearsalStore(installation.database).end(room.workshopId, () => ({
		code: 'ZZZZZZ',
		joinToken: 'a-token-of-another-door'
	}));
	const after = await opened(room, link.path);
	const left = await installation.database.rows(
		`select workshop_id from customer_replies where workshop_id = '${room.workshopId}'
		union all select s.department from point_shares s join customer_points p on p.id = s.point_id
		where p.workshop_id = '${room.workshopId}'`
	);

	expect([before.status, textsOf(before), after.status, left]).toEqual([200, ['The valve sticks'], 404, []]);
});
