import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { testWorkshop } from '../../support/workshop.ts';

let laterMs = 0;
let server: TestServer;

beforeAll(async () => {
	server = await startServer({ now: () => new Date(Date.now() + laterMs) });
});
afterAll(() => server.close());

test('[JOIN-19] whoever comes late reads what was missed: the steps, the minutes, and what they may read of it', async () => {
	const workshop = await testWorkshop(server);
	const ana = await workshop.join('Ana', 'alder');
	const ben = await workshop.join('Ben', 'birch');
	await workshop.go('welcome');
	await workshop.go('experiences', 'share');
	for (const [person, text] of [
		[ana, 'They rang back'],
		[ben, 'Nobody rang']
	] as const) {
		const place = (await workshop.documents(person.device)).find(({ writable }) => writable)!;
		const noteId = await server.deps.workshops.rooms.edit(place.id, (board) =>
			board.addNote({ zone: asId('good'), text })
		);
		await workshop.go('experiences', 'vote');
		const voted = await person.device.post(`/api/workshops/${workshop.id}/steps/experiences/votes`, {
			target: `note:${place.id}:${noteId}`
		});
		expect(voted.status).toBeLessThan(300);
		await workshop.go('experiences', 'share');
	}
	await workshop.go('experiences', 'vote');
	await workshop.post('/steps/experiences/votes/close');
	await workshop.go('gallery');
	laterMs = 41.5 * 60_000;
	const late = await workshop.join('Late', 'alder');

	const missed = (await late.device.get(`/api/workshops/${workshop.id}/missed`)).body;

	expect([41, 42]).toContain(missed.minutes);
	expect(missed.running.id).toBe('gallery');
	expect(missed.steps.map(({ id }: { id: string }) => id)).toEqual(['welcome', 'experiences']);
	expect(JSON.stringify(missed)).not.toContain(ana.id);
	const textsOf = ({ steps }: typeof missed) =>
		steps.flatMap(({ notes }: { notes: { text: string }[] }) => notes.map(({ text }) => text)).sort();
	// While boards are read aloud all are open to her; afterwards her own syndicate's alone, as long as the step is not closed.
	expect(textsOf(missed)).toEqual(['Nobody rang', 'They rang back']);
	await workshop.go('definitions');
	const later = (await late.device.get(`/api/workshops/${workshop.id}/missed`)).body;
	expect(textsOf(later)).toEqual(['They rang back']);
});
