import { afterAll, beforeAll, expect, test } from 'vitest';
import { FEEDBACK_LINES } from '#domain/feedback.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server, { open: false });
});
afterAll(() => server.close());

const lines = async () => (await workshop.facilitator.get(`/api/workshops/${workshop.id}/feedback`)).body;

test('[BRIEF-8] lines are taken over all or none, numbered on, unread, and an import is taken back', async () => {
	const first = await workshop.post('/feedback', { lines: ['You rang back.', '  Nobody   came. '] });
	const refused = await workshop.post('/feedback', { lines: ['Something new', 'you RANG back.'] });
	const second = await workshop.post('/feedback', { lines: ['Kind, and late.'] });
	const all = await lines();
	await workshop.post('/feedback/remove', { lines: first.body.added });

	expect([first.status, first.body.added.length]).toEqual([201, 2]);
	expect([refused.status, refused.body.sentence]).toEqual([
		400,
		'Line 2 is on the list already. Nothing was taken over; look at the lines again.'
	]);
	expect(all.map(({ n, text, isRead }: { n: number; text: string; isRead: boolean }) => [n, text, isRead])).toEqual([
		[1, 'You rang back.', false],
		[2, 'Nobody came.', false],
		[3, 'Kind, and late.', false]
	]);
	expect((await lines()).map(({ id }: { id: string }) => id)).toEqual(second.body.added);
});

test('[BRIEF-8] a line is read without an action, and unread again', async () => {
	const [line] = await lines();
	const read = async () => (await lines())[0].isRead;

	await workshop.post(`/feedback/${line.id}/read`, { read: true });
	const after = await read();
	await workshop.post(`/feedback/${line.id}/read`, { read: false });
	const unknown = await workshop.post('/feedback/unknown/read', { read: true });

	expect([after, await read(), unknown.status]).toEqual([true, false, 404]);
});

test('[BRIEF-8] two thousand lines fit, also long ones, and not one more', async () => {
	await workshop.post('/feedback/remove', { lines: (await lines()).map(({ id }: { id: string }) => id) });
	const many = Array.from({ length: FEEDBACK_LINES }, (_, n) => `${n} ${'ü'.repeat(400)}`);

	const taken = await workshop.post('/feedback', { lines: many });
	const more = await workshop.post('/feedback', { lines: ['One more'] });

	expect([taken.status, taken.body.added.length]).toEqual([201, FEEDBACK_LINES]);
	expect(more.status).toBe(400);
	expect(await lines()).toHaveLength(FEEDBACK_LINES);
});
