import { expect, test, vi } from 'vitest';
import { isOnlyHere, KeptWords } from '#lib/connection/kept-words.svelte.ts';
import { newPlace, Server, socketBy } from './server-in-page.ts';
import { good, newPerson, openBoard, session, textsOf } from './sessions.ts';

const isWarned = (): boolean => {
	const event = new Event('beforeunload', { cancelable: true });
	dispatchEvent(event);
	return event.defaultPrevented;
};

test('[BOARD-46] words that were not accepted are kept, found after a reload, and gone when they are thrown away', async () => {
	const server = new Server();
	const [person, place] = [newPerson(), newPlace()];
	const made = session(server, person);
	const board = await openBoard(made, place);
	board.addNote({ zone: good, text: 'Taken in before.' });
	await expect.poll(() => made.connection?.saved.kind).toBe('saved');

	server.refuses = { code: 4403, reason: 'not-allowed' };
	board.addNote({ zone: good, text: 'One word too late.' });
	await expect.poll(() => made.kept.copies.map(({ words }) => words)).toEqual([['One word too late.']]);
	expect(textsOf(server.doc)).toEqual(['Taken in before.']);

	const later = new KeptWords('workshop-1', person);
	later.look();
	await expect
		.poll(() => later.copies)
		.toMatchObject([{ title: 'Harbour, Experiences', words: ['One word too late.'] }]);
	await later.throwAway(later.copies[0]!.key);
	const last = new KeptWords('workshop-1', person);
	last.look();
	await expect.poll(() => last.copies).toEqual([]);
});

test('[BOARD-46] after a refusal the board opens again without what was refused', async () => {
	const server = new Server();
	const made = session(server, newPerson());
	const board = await openBoard(made, newPlace());

	server.refuses = { code: 4413, reason: 'too-many-notes' };
	board.addNote({ zone: good, text: 'The two thousand and first.' });
	await expect.poll(() => made.kept.copies.length).toBe(1);
	server.refuses = null;

	await expect.poll(() => made.connection?.saved.kind).toBe('saved');
	expect(textsOf(made.connection!.doc)).toEqual([]);
});

test('[BOARD-46] a change that is too large to be sent is told, and its words can be copied', async () => {
	const server = new Server();
	const made = session(server, newPerson());
	const board = await openBoard(made, newPlace());
	const words = 'A very long story. '.repeat(200).trim();

	server.refuses = { code: 1009, reason: '' };
	board.addNote({ zone: good, text: words });

	await expect.poll(() => made.notice).toMatchObject({ kind: 'refused', words: [words] });
	expect(made.connection?.saved).toMatchObject({ kind: 'on-device' });
	expect(server.opened).toBe(1);
});

test('[BOARD-46] on a device that keeps nothing, refused words stay on the page', async () => {
	vi.spyOn(indexedDB, 'open').mockImplementation(() => {
		throw new DOMException('private', 'InvalidStateError');
	});
	const server = new Server();
	const made = session(server, newPerson());
	const board = await openBoard(made, newPlace());
	server.refuses = { code: 4400, reason: 'not-a-board' };
	board.addNote({ zone: good, text: 'Nowhere to go.' });

	await expect.poll(() => made.kept.copies.map(({ words }) => words)).toEqual([['Nowhere to go.']]);
	expect(isWarned()).toBe(true);
	await made.kept.throwAway(made.kept.copies[0]!.key);
	expect(isWarned()).toBe(false);
});

/** The disk fills up at the last moment: each request succeeds, and the whole is taken back. */
function fillSetAside(): () => void {
	const transaction = IDBDatabase.prototype.transaction;
	const full = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
		this: IDBDatabase,
		...asked: Parameters<typeof transaction>
	) {
		const made = transaction.apply(this, asked);
		if (this.name !== 'plenary.set-aside' || asked[1] !== 'readwrite') return made;
		const objectStore = made.objectStore.bind(made);
		made.objectStore = (name) => {
			const store = objectStore(name);
			const add = store.add.bind(store);
			store.add = (value) => {
				const request = add(value);
				request.addEventListener('success', () => queueMicrotask(() => made.abort()));
				return request;
			};
			return store;
		};
		return made;
	});
	return () => full.mockRestore();
}

test('[BOARD-46] while refused words cannot be put away, the copy on the device stays and the page warns', async () => {
	const server = new Server();
	const [person, place] = [newPerson(), newPlace()];
	const made = session(server, person);
	const board = await openBoard(made, place);
	const empty = fillSetAside();
	server.refuses = { code: 4403, reason: 'not-allowed' };
	board.addNote({ zone: good, text: 'Only here.' });
	await expect.poll(() => made.notice?.kind).toBe('stopped');
	expect(made.kept.copies.map(({ words, key }) => [words, isOnlyHere({ key })])).toEqual([[['Only here.'], true]]);
	expect(isWarned()).toBe(true);
	made.dispose();

	empty();
	const later = session(server, person);
	later.open(place);
	await expect
		.poll(() => later.kept.copies.map(({ words, key }) => [words, isOnlyHere({ key })]))
		.toEqual([[['Only here.'], false]]);
	expect(isWarned()).toBe(false);
});

test('[BOARD-47] what waits when the page goes on arrives without it, and a refusal of it is told', async () => {
	const server = new Server();
	const person = newPerson();
	const made = session(server, person);
	const place = newPlace();
	const board = await openBoard(made, place);
	server.unplug();
	board.addNote({ zone: good, text: 'Written before the room went on.' });
	made.open(null);
	server.isPlugged = true;
	dispatchEvent(new Event('online'));
	await expect.poll(() => textsOf(server.doc)).toEqual(['Written before the room went on.']);

	const again = await openBoard(made, place);
	server.unplug();
	again.addNote({ zone: good, text: 'Too late.' });
	made.open(null);
	server.refuses = { code: 4403, reason: 'not-allowed' };
	server.isPlugged = true;
	dispatchEvent(new Event('online'));
	await expect.poll(() => made.kept.copies.map(({ words }) => words)).toEqual([['Too late.']]);
});

test('[BOARD-47] what an earlier visit could not send arrives when any other board of the workshop is opened', async () => {
	const [server, other] = [new Server(), new Server()];
	const [person, place, next] = [newPerson(), newPlace(), newPlace()];
	const made = session(server, person);
	const board = await openBoard(made, place);
	server.unplug();
	board.addNote({ zone: good, text: 'Written on the way home.' });
	await expect.poll(() => made.connection?.saved.kind).toBe('on-device');
	made.connection!.dispose();

	server.isPlugged = true;
	const Socket = socketBy((url) => (url.includes(place.id) ? server : other));
	const later = session(other, person, () => {}, Socket);
	await openBoard(later, next);
	await expect.poll(() => textsOf(server.doc)).toEqual(['Written on the way home.']);
	expect(textsOf(other.doc)).toEqual([]);
});
