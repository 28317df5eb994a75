import { afterEach, expect, test, vi } from 'vitest';
import { Joining, readFragment } from '#lib/join/joining.svelte.ts';

const code = 'HRV7KM';
const found = {
	workshopId: 'w1',
	title: 'Service we’re proud of',
	isLate: false,
	syndicates: [
		{ id: 'a', slug: 'alder', name: 'Alder', letter: 'a', seats: 7, people: 6 },
		{ id: 'b', slug: 'birch', name: 'Birch', letter: 'b', seats: 7, people: 7 }
	]
};
const unknownName = { listed: null, near: [], taken: null };
const nobody = { account: null, seats: [], needsSetup: false };

type Answers = Record<string, { status: number; body: unknown }>;

/** The server as this device hears it: one answer a path, and what was asked. */
function room(answers: Answers) {
	const asked: { path: string; body: unknown }[] = [];
	vi.stubGlobal('fetch', async (path: string, { body }: { body?: string } = {}) => {
		asked.push({ path, body: body === undefined ? null : JSON.parse(body) });
		const answer = answers[path];
		if (!answer) throw new TypeError('Failed to fetch');
		return new Response(JSON.stringify(answer.body), { status: answer.status });
	});
	const went: string[] = [];
	return { joining: new Joining((path) => went.push(path)), asked, went, answers };
}

const open: Answers = {
	'/api/join/code': { status: 200, body: found },
	'/api/join/name': { status: 200, body: unknownName },
	'/api/me': { status: 200, body: nobody }
};

afterEach(() => vi.unstubAllGlobals());

test('[PAGE-5] the code of a link may be written in any way people write it', () => {
	const token = 'Zr3-bT_9xQkL0aWmC1dE2f';
	expect(readFragment(`#${token}`)).toEqual({ code: token, isReturning: false });
	expect(['#HRV7KM', '#hrv-7km', '#hrv%207km', '#', '', '#HRV7', '#returning'].map(readFragment)).toEqual([
		{ code, isReturning: false },
		{ code, isReturning: false },
		{ code, isReturning: false },
		{ code: '', isReturning: false },
		{ code: '', isReturning: false },
		{ code: '', isReturning: false },
		{ code: '', isReturning: true }
	]);
});

test('[PAGE-5] a link skips the first pane: the name can be typed while its code is checked', async () => {
	const { joining } = room(open);

	const arriving = joining.arrive(`#${code}`);
	const paneAtOnce = joining.pane;
	await arriving;

	expect(paneAtOnce).toBe('name');
	expect(joining.pane).toBe('name');
	expect(joining.found?.title).toBe('Service we’re proud of');
});

test('[PAGE-5] a code nobody knows leads back to the first pane, with the sentence', async () => {
	const sentence = 'No workshop has this code.';
	const { joining } = room({ ...open, '/api/join/code': { status: 404, body: { code: 'code-unknown', sentence } } });

	await joining.arrive(`#${code}`);

	expect(joining.pane).toBe('code');
	expect(joining.refusal).toEqual({ code: 'code-unknown', sentence });
});

test('[PAGE-5] code, name and syndicate lead to a seat, and the return code is shown before going on', async () => {
	const joined = { workshopId: 'w1', person: { id: 'p1', name: 'Marcus' }, syndicate: 'alder', returnCode: 'ABCD2345' };
	const { joining, asked, went } = room({ ...open, '/api/join': { status: 201, body: joined } });

	joining.code = code;
	await joining.checkTyped();
	joining.name = '  Marcus ';
	await joining.takeName();
	joining.syndicate = 'alder';
	await joining.takeSeat();
	const pane = joining.pane;
	joining.goIn();

	expect(asked.at(-1)).toEqual({ path: '/api/join', body: { code, name: 'Marcus', syndicate: 'alder' } });
	expect(pane).toBe('seated');
	expect(joining.joined?.returnCode).toBe('ABCD2345');
	expect(went).toEqual(['/w/w1']);
});

test('[PAGE-5] a name that is taken leads to the return code, and back', async () => {
	const taken = { status: 409, body: { code: 'name-taken', sentence: 'There is already a Marcus in Alder.' } };
	const back = { workshopId: 'w1', person: { id: 'p1', name: 'Marcus' }, syndicate: 'alder', returnCode: null };
	const { joining, went } = room({ ...open, '/api/join': taken, '/api/join/return': { status: 200, body: back } });
	joining.code = code;
	await joining.checkTyped();
	joining.name = 'Marcus';
	await joining.takeName();
	joining.syndicate = 'alder';

	await joining.takeSeat();
	const refusal = joining.refusal?.code;
	await joining.return();
	const asked = joining.pane;
	joining.returnCode = 'ABCD2345';
	await joining.takeSeatBack();

	expect(refusal).toBe('name-taken');
	expect(asked).toBe('return');
	expect(went).toEqual(['/w/w1']);
});

test('[PAGE-5] a syndicate that filled meanwhile is said, and free seats are counted again', async () => {
	const full = { status: 409, body: { code: 'syndicate-full', sentence: 'Alder is full.' } };
	const { joining, answers } = room({ ...open, '/api/join': full });
	joining.code = code;
	await joining.checkTyped();
	joining.name = 'Marcus';
	await joining.takeName();
	joining.syndicate = 'alder';
	answers['/api/join/code'] = { status: 200, body: { ...found, syndicates: [{ ...found.syndicates[0], people: 7 }] } };

	await joining.takeSeat();

	expect(joining.pane).toBe('syndicate');
	expect(joining.refusal?.sentence).toBe('Alder is full.');
	expect(joining.syndicate).toBe('');
	expect(joining.found?.syndicates[0]?.people).toBe(7);
});

test('[PAGE-5] a device that has a seat here is welcomed back instead of asked', async () => {
	const seat = { workshopId: 'w1', title: '', personId: 'p1', name: 'Marcus', role: 'participant', syndicate: 'birch' };
	const { joining, went } = room({ ...open, '/api/me': { status: 200, body: { ...nobody, seats: [seat] } } });

	await joining.arrive(`#${code}`);
	const pane = joining.pane;
	joining.goIn();

	expect(pane).toBe('known');
	expect(went).toEqual(['/w/w1']);
});

test('[PAGE-5] without a network nothing typed is lost', async () => {
	const { joining } = room({});
	joining.code = code;

	await joining.checkTyped();

	expect(joining.code).toBe(code);
	expect(joining.refusal?.sentence).toMatch(/^Plenary cannot be reached/);
	expect(joining.isBusy).toBe(false);
});

test('[JOIN-11] the secret of a QR code opens the workshop in place of the code', async () => {
	const token = 'Zr3-bT_9xQkL0aWmC1dE2f';
	const { joining, asked } = room(open);

	await joining.arrive(`#${token}`);

	expect(asked.find(({ path }) => path === '/api/join/code')?.body).toEqual({ code: token });
	expect([joining.pane, joining.code]).toEqual(['name', '']);
});

test('[JOIN-12] a name of the list skips the choice: the seat that was drawn is taken at once', async () => {
	const listed = { name: 'Marcus Okafor', department: 'Contact centre', syndicate: 'birch' };
	const joined = { workshopId: 'w1', person: { id: 'p1', name: 'Marcus Okafor' }, syndicate: 'birch', returnCode: 'A' };
	const { joining, asked } = room({
		...open,
		'/api/join/name': { status: 200, body: { ...unknownName, listed } },
		'/api/join': { status: 201, body: joined }
	});
	joining.code = code;
	await joining.checkTyped();
	joining.name = 'marcus okafor';

	await joining.takeName();

	expect(asked.at(-1)).toEqual({ path: '/api/join', body: { code, name: 'Marcus Okafor' } });
	expect([joining.pane, joining.chosen?.name]).toEqual(['seated', 'Birch']);
});

test('[JOIN-12] a name that is near one of the list is asked about, and both answers lead on', async () => {
	const near = [{ name: 'Marcus Okafor', department: 'Planning', syndicate: null }];
	const answers = { ...open, '/api/join/name': { status: 200, body: { ...unknownName, near } } };
	const { joining } = room(answers);
	joining.code = code;
	await joining.checkTyped();
	joining.name = 'Markus';

	await joining.takeName();
	const panes: string[] = [joining.pane];
	joining.back();
	panes.push(joining.pane);
	await joining.takeName();
	await joining.choose();
	panes.push(`${joining.pane} ${joining.name}`);
	await joining.takeListed(near[0]!);
	panes.push(`${joining.pane} ${joining.name}`);

	expect(panes).toEqual(['near', 'name', 'syndicate Markus', 'syndicate Marcus Okafor']);
});

test('[JOIN-14] a name that is here already leads to the return code before anything is chosen', async () => {
	const taken = 'There is already a Marcus in Alder. If that is you, take your seat back. If not, add a letter.';
	const { joining } = room({ ...open, '/api/join/name': { status: 200, body: { ...unknownName, taken } } });
	joining.code = code;
	await joining.checkTyped();
	joining.name = 'Marcus';

	await joining.takeName();

	expect([joining.pane, joining.refusal]).toEqual(['name', { sentence: taken, code: 'name-taken' }]);
});

test('[JOIN-13] a syndicate’s laptop is asked for no name', async () => {
	const joined = {
		workshopId: 'w1',
		person: { id: 'l1', name: 'Birch’s laptop' },
		syndicate: 'birch',
		returnCode: null
	};
	const { joining, asked } = room({ ...open, '/api/join/laptop': { status: 201, body: joined } });
	joining.code = code;
	await joining.checkTyped();

	await joining.asLaptop();
	joining.syndicate = 'birch';
	await joining.takeSeat();

	expect(asked.at(-1)).toEqual({ path: '/api/join/laptop', body: { code, syndicate: 'birch' } });
	expect(joining.pane).toBe('seated');
});

test('[JOIN-15] whoever holds a device with somebody else’s seat says so, and types their own name', async () => {
	const seat = { workshopId: 'w1', title: '', personId: 'p1', name: 'Marcus', role: 'participant', syndicate: 'birch' };
	const { joining, asked } = room({
		...open,
		'/api/me': { status: 200, body: { ...nobody, seats: [seat] } },
		'/api/workshops/w1/leave': { status: 200, body: null }
	});
	await joining.arrive(`#${code}`);

	await joining.notMe();

	expect(asked.at(-1)?.path).toBe('/api/workshops/w1/leave');
	expect([joining.pane, joining.known, joining.name]).toEqual(['name', null, '']);
});
