import { afterAll, beforeAll, expect, test } from 'vitest';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const wish = (text: string) => ({ text, kind: 'wish' });

test('[POINT-1] points that arrive at once each get a number of their own, without a gap', async () => {
	const room = await installation.openRoom();
	const texts = ['Ring back', 'Say so', 'Come once', 'Write it down', 'Answer', 'Listen'];

	const answers = await Promise.all(
		texts.map((text, at) => [room.elin, room.marcus][at % 2]!.post('/points', wish(text)))
	);
	const { body } = await room.facilitator.get('/points');

	expect(answers.map(({ status }) => status)).toEqual(texts.map(() => 201));
	expect(body.map(({ n }: { n: number }) => n)).toEqual([1, 2, 3, 4, 5, 6]);
	expect(body.map(({ text }: { text: string }) => text).sort()).toEqual([...texts].sort());
});

test('[POINT-2] the customer corrects a point or takes it back; then its words are gone and its number stays', async () => {
	const room = await installation.openRoom();
	const ingrid = await room.sit('Ingrid Halvorsen', 'customer');
	const { body: first } = await room.elin.post('/points', wish('Ring back the same day'));
	const { body: second } = await room.elin.post('/points', { text: 'Your drivers are kind', kind: 'praise' });

	const confirmed = await ingrid.post(`/points/${first.id}/check`, { verdict: 'confirm' });
	const corrected = await ingrid.post(`/points/${first.id}/check`, {
		verdict: 'correct',
		text: 'Ring back within the hour'
	});
	const takenBack = await ingrid.post(`/points/${second.id}/check`, { verdict: 'take-back' });
	const tooLate = await ingrid.post(`/points/${second.id}/check`, { verdict: 'correct', text: 'Anything' });
	const byScribe = await room.elin.post(`/points/${first.id}/check`, { verdict: 'confirm' });
	const kept = await installation.database.rows(`select text from customer_points where id = '${second.id}'`);

	expect(confirmed.body.state).toBe('as-said');
	expect([corrected.body.state, corrected.body.text]).toEqual(['corrected', 'Ring back within the hour']);
	expect([takenBack.body.n, takenBack.body.state, takenBack.body.text]).toEqual([2, 'taken-back', null]);
	expect([tooLate.status, tooLate.body.code]).toEqual([409, 'taken-back']);
	expect(byScribe.status).toBe(403);
	expect(kept).toEqual([{ text: null }]);
});
