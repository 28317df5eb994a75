import { expect, test } from 'vitest';
import { freeColumns } from '../../chaos/checks/xss-fields.ts';
import { routes, visitsOf } from '../../chaos/checks/xss-pages.ts';
import { payloadAt, PAYLOADS } from '../../chaos/checks/xss-payloads.ts';

test('[SAFE-17] every place gets every payload in turn, and neighbours get different ones', () => {
	expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length);
	expect(PAYLOADS.length).toBeGreaterThanOrEqual(60);
	const given = PAYLOADS.map((_, round) => payloadAt(3, round));
	expect(new Set(given).size).toBe(PAYLOADS.length);
	expect(payloadAt(1, 0)).not.toBe(payloadAt(2, 0));
});

test('[SAFE-17] what people write in any table is injected into, what only programs read is left', () => {
	const columns = freeColumns().map(({ name }) => name);

	expect(columns).toEqual(
		expect.arrayContaining([
			'people.name',
			'workshops.title',
			'workshops.brief',
			'agendaItems.activity',
			'actions.text'
		])
	);
	expect(columns).toEqual(expect.arrayContaining(['proposals.text', 'ratings.why', 'standardsSheets.contents']));
	expect(columns.filter((name) => /hash|token|id$/i.test(name))).toEqual([]);
});

test('[SAFE-17] every route of the interface is visited, one whose parts nobody knows is told', () => {
	const line = {
		workshopId: 'w1',
		screen: 'http://127.0.0.1:1/w/w1/screen#s',
		links: { progress: 'http://127.0.0.1:1/p/t', sponsor: 'http://127.0.0.1:1/s/t' },
		documents: [{ id: 'd', kind: 'board', step: 'experiences', syndicate: 'alder', path: '/x', writable: true }]
	};
	const visits = visitsOf(line as never);
	const visited = new Set(visits.map(({ route }) => route));
	const isOpenedByToken = (route: string) => /^\/[bcdilno]+\/\[token\]$/.test(route);

	expect(routes().filter((route) => !visited.has(route) && !isOpenedByToken(route))).toEqual([]);
	expect(visits.map(({ as, path }) => `${as} ${path}`)).toEqual(
		expect.arrayContaining([
			'facilitator /w/w1/decisions',
			'participant /w/w1/decisions',
			'facilitator /w/w1/print/plan'
		])
	);
});
