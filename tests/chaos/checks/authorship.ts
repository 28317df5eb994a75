/** Who wrote a note is the server's word: nobody signs with another name, in a stamp, a client id or a presence. */
import { BoardDocument } from '#document/board.ts';
import { asId } from '#domain/ids.ts';
import { presenceEntry, presenceFrame, readFrame, updateFrame } from '#server/sync/frame.ts';
import * as Y from 'yjs';
import type { Check } from '../check.ts';
import type { Client } from '../harness/client.ts';
import type { Seat } from '../harness/installation.ts';
import { pause, until } from '../harness/patience.ts';
import { attackerAt, replicaOf } from '../hostile/attacker.ts';
import { targetIn } from '../hostile/corpus.ts';
import { text, updateOf, values } from '../hostile/update-bytes.ts';

const PEOPLE = 6;
const ZONE = asId<'Zone'>('good');
const PATIENCE_MS = 5000;
const FORGED = 'FORGED';

export const check: Check = {
	name: 'authorship',
	proves: 'A note is stamped with who wrote it, whatever a client says of its author, its id or itself.',
	on: 'any',
	trials: { short: 5, long: 500 },
	batch: 50,
	run: async (context) => {
		const installation = await context.installation({ people: PEOPLE });
		const table = installation.seats.filter(({ place }) => place.id === installation.seats[0]?.place.id);
		const [anas, evesSeat] = table;
		if (!anas || !evesSeat) throw new Error('Nobody sits together.');
		const ana = installation.open(anas);
		await ana.synced();
		const heard = presenceOf(ana);
		const failures: string[] = [];
		let trials = 0;
		while (trials < context.trials && failures.length === 0) {
			trials += 1;
			ana.edit();
			const hers = ana.board.addNote({ zone: ZONE, text: '' });
			await ana.allSaved();
			await until('her note is stamped', PATIENCE_MS, () => ana.board.note(hers)?.author === anas.personId);
			const eve = installation.open(evesSeat);
			await eve.synced();
			const forged = forge(eve, hers, anas, evesSeat);
			await eve.allSaved();
			await until('Eve’s note is there', PATIENCE_MS, () => ana.board.note(forged)?.author != null);
			await until('what was forged is put right', PATIENCE_MS, () =>
				isRight(ana.board, { hers, forged }, anas, evesSeat)
			).catch(() => failures.push(`trial ${trials}: ${JSON.stringify(ana.doc.getMap('stamps').toJSON())}`));
			installation.close(eve);
			failures.push(
				...(await asAnother(installation.url, { eve: evesSeat, ana: anas }, await replicaOf(installation, evesSeat)))
			);
		}
		await until('others are heard', PATIENCE_MS, () => heard.length > 0).catch(() => failures.push('no presence came'));
		const named = heard.filter((state) => !state.includes(`"person":"${evesSeat.personId}"`) && state !== 'null');
		if (named.length > 0) failures.push(`a presence says ${named[0]}`);
		failures.push(...authorsAre((await installation.fresh()).get(ana.documentId)?.doc ?? ana.doc, anas, evesSeat));
		failures.push(...(await installation.faultsAtRest()));
		return { trials, failures, figures: { presences: heard.length, notes: ana.board.notes().length } };
	}
};

/** Eve signs her own note with Ana's name and Ana's with hers, in advance and afterwards. Returns her note. */
function forge(eve: Client, hers: ReturnType<BoardDocument['addNote']>, ana: Seat, own: Seat) {
	const stamps = eve.doc.getMap('stamps');
	const forged = eve.board.addNote({ zone: ZONE, text: '' });
	eve.doc.transact(() => {
		stamps.set(forged, ana.personId);
		stamps.set(hers, own.personId);
		stamps.set('a-note-there-is-not', ana.personId);
	});
	stamps.delete(hers);
	return forged;
}

const isRight = (
	board: BoardDocument,
	{ hers, forged }: Readonly<Record<'hers' | 'forged', ReturnType<BoardDocument['addNote']>>>,
	ana: Seat,
	eve: Seat
): boolean =>
	board.note(hers)?.author === ana.personId &&
	board.note(forged)?.author === eve.personId &&
	board.stampOf('a-note-there-is-not') === undefined;

/** With the client id of another, as another in presence, with a name as a part of a note: refused, and told. */
async function asAnother(
	url: string,
	{ eve, ana }: Readonly<Record<'eve' | 'ana', Seat>>,
	replica: Y.Doc
): Promise<readonly string[]> {
	const target = targetIn(replica, ana.personId);
	if (!target) return ['there is no note to forge'];
	const { victim, letters, noteKey, text: parent } = target;
	const note = replica.getMap('notes')._map.get(noteKey);
	if (!note) return ['there is no note to forge'];
	const own = 3_000_000_000 + Math.floor(performance.now());
	const clock = Y.getState(replica.store, victim);
	const frames: readonly (readonly [string, Uint8Array])[] = [
		[
			'the client id of another',
			updateFrame(updateOf([{ client: victim, clock, structs: [text({ left: letters }, FORGED)] }]))
		],
		[
			'an author in a note',
			updateFrame(
				updateOf([
					{
						client: own,
						clock: 0,
						structs: [values({ parent: [note.id.client, note.id.clock], key: 'author' }, ['x'])]
					}
				])
			)
		],
		[
			'a name as a text’s key',
			updateFrame(updateOf([{ client: own, clock: 0, structs: [text({ parent, key: 'author' }, FORGED)] }]))
		]
	];
	const failures: string[] = [];
	for (const [name, frame] of frames) {
		const socket = await attackerAt(url, eve.place.path, eve.device.cookie);
		socket.socket.send(
			presenceFrame([presenceEntry({ id: own, clock: 99, state: '{"person":"MALLORY","user":{"name":"MALLORY"}}' })])
		);
		await pause(60);
		socket.socket.send(frame);
		const closed = await socket.over(PATIENCE_MS);
		if (closed?.code !== 4400) failures.push(`${name}: ${JSON.stringify(closed)}`);
		socket.socket.terminate();
	}
	return failures;
}

/** What others say of themselves, as this laptop hears it. */
function presenceOf(client: Client): readonly string[] {
	const heard: string[] = [];
	client.listen((bytes) => {
		const frame = readFrame(bytes);
		if (frame.kind === 'presence') heard.push(...frame.entries.map(({ state }) => state));
	});
	return heard;
}

function authorsAre(doc: Y.Doc, ana: Seat, eve: Seat): readonly string[] {
	const strangers = new BoardDocument(doc)
		.notes()
		.filter(({ author }) => author !== ana.personId && author !== eve.personId);
	const forged = JSON.stringify(doc.getMap('notes').toJSON()).includes(FORGED) ? ['forged words are there'] : [];
	return [...strangers.map(({ id, author }) => `${id} is signed by ${author}`), ...forged];
}
