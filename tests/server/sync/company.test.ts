/** Carets and pointers of others, as the server passes them on. */
import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { as, board, good, stock, syncServer, until } from './world.ts';

const others = (client: ReturnType<typeof stock>) =>
	[...client.awareness.getStates()].filter(([id]) => id !== client.doc.clientID).map(([, state]) => state);

async function two() {
	const server = await syncServer();
	const [ana, ben] = [stock(server, 'ana'), stock(server, 'ben')];
	await Promise.all([ana.synced(), ben.synced()]);
	const heard: string[] = [];
	ben.provider.ws!.addEventListener('message', ({ data }) => heard.push(Buffer.from(data as ArrayBuffer).toString()));
	return { server, ana, ben, heard };
}

test('[COMPANY-1] a caret reaches those who have the same board open, and goes with the socket it came by', async () => {
	const { ana, ben } = await two();

	ana.awareness.setLocalState({ caret: { in: 'text', at: 'place' } });
	await until(() => expect(others(ben)).toEqual([{ caret: { in: 'text', at: 'place' }, person: 'ana' }]));
	ana.provider.disconnect();

	await until(() => expect(others(ben)).toEqual([]));
});

test('[COMPANY-2] where names are hidden, neither a caret nor a pointer reaches anybody', async () => {
	const { server, ana, ben, heard } = await two();
	server.access.names = 'anonymous';

	ana.awareness.setLocalState({
		writing: { note: 'n', at: 7, caret: 'SECRET' },
		holding: { caret: 'SECRET' },
		caret: { in: 'SECRET', at: 'SECRET' },
		pointer: { on: 'note', id: 'SECRET', x: 1, y: 2 },
		wantsPointers: true,
		anything: 'SECRET'
	});

	await until(() => expect(others(ben)).toEqual([{ writing: { note: 'n', at: 0 }, person: 'hidden' }]));
	expect(heard.join()).not.toContain('SECRET');
});

test('[COMPANY-2] where names are told within a syndicate only, carets and pointers stay there too', async () => {
	const server = await syncServer();
	server.access.names = 'syndicate';
	server.access.change(board, { shownToAll: true });
	const [ana, ben, cem, screen] = ['ana', 'ben', 'cem', 'screen'].map((cookie) => stock(server, cookie));
	await Promise.all([ana!.synced(), ben!.synced(), cem!.synced(), screen!.synced()]);
	const hands = {
		caret: { in: 'text', at: 'place' },
		pointer: { on: 'note', id: 'n', x: 1, y: 2 },
		wantsPointers: true
	};

	ana!.awareness.setLocalState({ writing: { note: 'n', at: 7 }, ...hands, more: 'words' });

	const hers = (client: ReturnType<typeof stock>) => others(client).filter(({ writing }) => writing !== undefined);
	const bare = { writing: { note: 'n', at: 0 }, person: 'hidden' };
	await until(() => expect([cem!, screen!].map(hers)).toEqual([[bare], [bare]]));
	await until(() =>
		expect(hers(ben!)).toEqual([{ writing: { note: 'n', at: 7 }, ...hands, more: 'words', person: 'ana' }])
	);
	const late = stock(server, 'cem');
	await until(() => expect(others(late)).toContainEqual(bare));
	expect(JSON.stringify(others(late))).not.toContain('place');
});

test('[COMPANY-2] what is written alone has no presence, not even for another device of the same person', async () => {
	const { server, ana, ben, heard } = await two();
	server.access.people.set('ben', server.access.people.get('ana')!);
	server.access.change(board, { documentKind: 'private', syndicateId: null, personId: as('ana') });

	ana.awareness.setLocalState({ writing: { note: 'SECRET', at: 0 }, caret: { in: 'SECRET', at: 'SECRET' } });
	ana.board.addNote({ zone: good, text: 'alone' });
	await ana.isSaved(1);
	server.access.change(board, { documentKind: 'board', syndicateId: asId<'Syndicate'>('alder'), personId: null });
	ana.awareness.setLocalState({ caret: { in: 'later' } });

	await until(() => expect(others(ben)).toEqual([{ caret: { in: 'later' }, person: 'ana' }]));
	expect(heard.join()).not.toContain('SECRET');
});
