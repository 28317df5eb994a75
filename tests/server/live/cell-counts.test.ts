import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { liveSocket, openBoard, testWorkshop } from '../../support/workshop.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.close());

test('[HOUSE-3] what a syndicate is said to have written are the cells with words, also when one is emptied again', async () => {
	const workshop = await testWorkshop(server);
	const ana = await workshop.join('Ana', 'alder');
	const live = liveSocket(server, ana.device, workshop.id);
	const notes = (count: number) =>
		live.until(({ step, syndicates }) => step?.id === 'house' && syndicates[0]?.notes === count);
	const opened = async (step: string) =>
		openBoard(
			server,
			ana.device,
			(await workshop.documents(ana.device)).find((one) => one.step === step)!
		);
	await workshop.go('vision', 'place');
	await workshop.post('/steps/vision/writers', { people: [ana.id] });
	const vision = await opened('vision');
	for (const text of ['We ring back', 'We say when']) vision.board.addNote({ zone: asId('standards'), text });
	await vision.saved();
	vision.close();
	await workshop.go('house', 'fill');
	const house = await opened('house');
	await house.until((board) => board.notes().filter(({ zone }) => zone === 'try').length === 2);

	const before = await notes(0);
	const [first, second] = house.board.notes().filter(({ zone }) => zone === 'try');
	for (const cell of [first, second]) house.board.textOf(cell!.id)!.insert(0, 'Ring at ten');
	await notes(2);
	house.board.textOf(second!.id)!.delete(0, 'Ring at ten'.length);
	const after = await notes(1);

	expect([before, after].map(({ step, syndicates }) => [step?.id, syndicates[0]?.notes])).toEqual([
		['house', 0],
		['house', 1]
	]);
	live.close();
	house.close();
});
