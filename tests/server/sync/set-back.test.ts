import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { openBoard, testWorkshop } from '../../support/workshop.ts';

let behindMs = 0;
let server: TestServer;
beforeAll(async () => {
	server = await startServer({ now: () => new Date(Date.now() - behindMs) });
});
afterAll(() => server.close());

test('[SAVE-8] a clock that is set back by an hour holds nothing up: what is written is saved and shown', async () => {
	const workshop = await testWorkshop(server);
	await workshop.go('experiences', 'share');
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	const places = await workshop.documents(ana.device);
	const place = places.find(({ step, writable }) => step === 'experiences' && writable)!;
	const [hers, his] = [await openBoard(server, ana.device, place), await openBoard(server, ben.device, place)];
	hers.board.addNote({ zone: asId('good'), text: 'Before' });
	await hers.saved();

	behindMs = 3_600_000;
	hers.board.addNote({ zone: asId('good'), text: 'After' });
	await hers.saved();
	await his.until((board) => board.count() === 2);

	expect(his.board.notes().map(({ text }) => text)).toEqual(['Before', 'After']);
	hers.close();
	his.close();
});
