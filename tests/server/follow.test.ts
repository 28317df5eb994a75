import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { shareLinks } from '#drizzle/schema.ts';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
beforeEach(() => installation.setNow('2027-01-13T14:00:00Z'));
afterAll(() => installation.close());

test('[FOLLOW-3] the owner and whoever follows up report, others do not, and nobody before the signing', async () => {
	const room = await installation.openRoom();
	const early = await room.ready('Not signed yet');
	const before = await room.elin.post(`/actions/${early}/updates`, { health: 'on-course', text: 'Already' });
	const other = await installation.openRoom();
	const { id } = await other.signed();
	const said = { health: 'on-course', text: 'The board hangs', reading: 66 };

	const byOwner = await other.elin.post(`/actions/${id}/updates`, said);
	const byFollowUp = await other.marcus.post(`/actions/${id}/updates`, { health: 'help', text: 'Paint is missing' });
	const byAmira = await other.amira.post(`/actions/${id}/updates`, said);
	const byFacilitator = await other.facilitator.post(`/actions/${id}/updates`, said);
	const wordless = await other.elin.post(`/actions/${id}/updates`, { health: 'done', text: ' ' });
	const fromElsewhere = await room.elin.post(`/actions/${id}/updates`, said);

	expect([before.status, before.body.code]).toEqual([409, 'plan-not-signed']);
	expect([byOwner.status, byFollowUp.status]).toEqual([201, 201]);
	expect(byFollowUp.body.actions[0].health).toBe('help');
	expect(byFollowUp.body.actions[0].updates).toMatchObject([
		{ writtenBy: other.elin.id, text: 'The board hangs', reading: 66 },
		{ writtenBy: other.marcus.id, text: 'Paint is missing', reading: null }
	]);
	expect([byAmira.status, byFacilitator.status, wordless.status, fromElsewhere.status]).toEqual([403, 403, 400, 404]);
});

test('[FOLLOW-4] an action nobody wrote about is quiet after a fortnight, then late after its day, until somebody writes', async () => {
	const room = await installation.openRoom();
	const { id } = await room.signed();
	const seen = async (at: string) => {
		installation.setNow(at);
		const { body } = await room.marcus.get('/plan');
		return [body.today, body.actions[0].health, body.actions[0].daysSinceWord];
	};

	const days = [
		await seen('2027-01-26T23:59:00Z'),
		await seen('2027-01-27T00:01:00Z'),
		await seen('2027-02-27T08:00:00Z')
	];
	await room.elin.post(`/actions/${id}/updates`, { health: 'done', text: 'Nine of ten are kept', reading: 91 });

	expect(days).toEqual([
		['2027-01-26', 'on-course', 13],
		['2027-01-27', 'quiet', 14],
		['2027-02-27', 'late', 45]
	]);
	expect(await seen('2027-05-01T08:00:00Z')).toEqual(['2027-05-01', 'done', 63]);
});

test('[FOLLOW-5] the progress page shows actions and answers to whoever has the link, without names, notes or a way to write', async () => {
	const room = await installation.openRoom();
	await room.link('progress', 'the-progress-of-this-test');
	const unsigned = await room.request('/api/progress/the-progress-of-this-test');
	const { id, plan } = await room.signed();
	await room.elin.post(`/actions/${id}/updates`, { health: 'on-course', text: 'The board hangs' });

	const answer = await room.request('/api/progress/the-progress-of-this-test');
	const text = await answer.text();

	expect([unsigned.status, answer.status, answer.headers.get('x-robots-tag')]).toEqual([404, 200, 'noindex']);
	expect(JSON.parse(text)).toMatchObject({
		title: 'Two days',
		company: 'Marlowe',
		compass: '',
		signedAt: plan.signedAt,
		signed: 2,
		week: 0,
		firstNewsOn: null,
		counts: { actions: 1, done: 0, onCourse: 1, push: 0, asked: 0, answered: 0 },
		rows: [
			{
				n: 1,
				about: 'Every promise to call back has a name',
				did: 'The board hangs',
				said: [],
				owner: '',
				now: 'on-course'
			}
		],
		notDone: []
	});
	for (const hidden of ['Elin', room.elin.id, room.workshopId, 'Because']) expect(text).not.toContain(hidden);
});

test('[FOLLOW-6] a progress link that was switched off answers as one that never was', async () => {
	const room = await installation.openRoom();
	await room.signed();
	const id = await room.link('progress', 'switched-off-in-this-test');
	await room.link('screen', 'the-screen-of-this-test');
	await installation.database.transaction((tx) =>
		tx
			.update(shareLinks)
			.set({ revokedAt: installation.now() })
			.where(eq(shareLinks.id, asId(id)))
	);

	const answers = await Promise.all(
		['switched-off-in-this-test', 'never-there', 'the-screen-of-this-test'].map(async (token) => {
			const response = await room.request(`/api/progress/${token}`);
			return [response.status, response.headers.get('x-robots-tag'), await response.text()];
		})
	);

	expect(answers[0]).toEqual(answers[1]);
	expect(answers[2]).toEqual(answers[1]);
	expect(answers[0]?.slice(0, 2)).toEqual([404, 'noindex']);
});

test('[FOLLOW-7] whoever follows up switches the progress page on and off, a new address ends the one before, and others cannot', async () => {
	const room = await installation.openRoom();
	await room.signed();

	const first = await room.marcus.post('/progress-page/on', {});
	const second = await room.facilitator.post('/progress-page/on', {});
	const byOwner = await room.elin.post('/progress-page/on', {});
	const read = async (path: string) => (await room.request(`/api/progress/${path.slice(3)}`)).status;
	const whileOn = [await read(first.body.path), await read(second.body.path)];
	const off = await room.marcus.post('/progress-page/off', {});

	expect([first.status, second.status, byOwner.status, off.status]).toEqual([201, 201, 403, 204]);
	expect(whileOn).toEqual([404, 200]);
	expect(await read(second.body.path)).toBe(404);
});
