/** Reading together: marks on others' boards, the stories that are told, the story book. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { groupRef } from '#domain/refs.ts';
import { planInstallation, type PlanInstallation, type PlanRoom } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const marks = '/gallery/marks';
const gallery = '/steps/experiences/gallery';
const told = '/steps/experiences/top-stories';

/** Alder and Birch have a story each, and the room reads them. */
async function read() {
	const room = await installation.openRoom();
	await room.step('experiences', 'vote', 'closed');
	const ours = await room.note('experiences', room.alder, { zone: asId('good'), text: 'Ours' }, room.elin.id);
	const theirs = await room.note('experiences', room.birch, { zone: asId('bad'), text: 'Theirs' }, room.marcus.id);
	return { room, ours, theirs };
}

const marksOf = async (room: PlanRoom, ref: string) => (await room.marcus.get(gallery)).body.marks[ref];

test('[GALLERY-1] each reader leaves one mark of a kind, pressed twice is pressed once, and it is taken back', async () => {
	const { room, theirs } = await read();
	const press = (kind: string, on = true) => room.elin.post(marks, { target: theirs.ref, kind, on });

	await Promise.all([press('thanks'), press('thanks'), press('thanks'), press('moved')]);
	const pressed = await marksOf(room, theirs.ref);
	await press('thanks', false);
	const back = await press('thanks', false);

	expect(pressed).toEqual({ same: [], thanks: 1, moved: 1, 'tell-me-more': 0 });
	expect(back.body).toEqual({
		mine: [{ target: theirs.ref, kind: 'moved' }],
		marks: { [theirs.ref]: { same: [], thanks: 0, moved: 1, 'tell-me-more': 0 } }
	});
});

test('[GALLERY-2] two people of one syndicate who have it too are one mark, and nobody learns who pressed', async () => {
	const { room, theirs } = await read();
	for (const person of [room.elin, room.amira])
		await person.post(marks, { target: theirs.ref, kind: 'same', on: true });

	const { body } = await room.marcus.get(gallery);

	expect(body).toEqual({
		mine: [],
		marks: { [theirs.ref]: { same: [room.alder], thanks: 0, moved: 0, 'tell-me-more': 0 } }
	});
	expect(JSON.stringify(body)).not.toContain(room.elin.id);
});

test('[GALLERY-3] nobody has their own story too, but may thank for it', async () => {
	const { room, ours } = await read();

	const same = await room.elin.post(marks, { target: ours.ref, kind: 'same', on: true });
	const thanks = await room.elin.post(marks, { target: ours.ref, kind: 'thanks', on: true });

	expect([same.status, same.body.code, thanks.status]).toEqual([403, 'not-your-syndicate', 200]);
});

test('[GALLERY-4] a board that others still write on takes no mark and shows none, and what lies in the bin takes none', async () => {
	const { room, ours, theirs } = await read();
	await room.marcus.post(marks, { target: ours.ref, kind: 'moved', on: true });
	await room.rooms.edit(theirs.document, (board) => board.remove(theirs.id));
	const binned = await room.elin.post(marks, { target: theirs.ref, kind: 'same', on: true });

	await room.step('experiences', 'share');
	const seen = await room.marcus.get(gallery);
	const open = await room.marcus.post(marks, { target: ours.ref, kind: 'same', on: true });
	const own = await room.elin.post(marks, { target: ours.ref, kind: 'thanks', on: true });
	const facilitator = await room.facilitator.post(marks, { target: ours.ref, kind: 'thanks', on: true });
	const stranger = await room.stranger.get(gallery);

	expect([binned.status, open.status, own.status, own.body.code]).toEqual([404, 404, 409, 'step-closed']);
	expect([seen.body, facilitator.status, stranger.status]).toEqual([{ mine: [], marks: {} }, 403, 401]);
});

test('[STORY-1] a syndicate chooses two stories, a third is refused, and one in the bin gives its place free', async () => {
	const { room, ours } = await read();
	const two = await room.note('experiences', room.alder, { zone: asId('bad'), text: 'Two' });
	const three = await room.note('experiences', room.alder, { zone: asId('bad'), text: 'Three' });
	const choose = (target: string, on = true) => room.elin.post('/top-stories', { target, on });

	const racing = await Promise.all([ours, two, three, ours, two, three].map(({ ref }) => choose(ref)));
	const first = (await room.elin.get(told)).body as { ref: string; isChosen: boolean }[];
	const left = [ours, two, three].find(({ ref }) => first.every((story) => story.ref !== ref))!;
	const refused = await choose(left.ref);
	const gone = [ours, two, three].find(({ ref }) => ref === first[0]!.ref)!;
	await room.rooms.edit(gone.document, (board) => board.remove(gone.id));
	const after = await choose(left.ref);

	expect(new Set(racing.map(({ status }) => status))).toEqual(new Set([200, 409]));
	expect(first.map(({ isChosen }) => isChosen)).toEqual([true, true]);
	expect([refused.status, refused.body.sentence]).toEqual([409, 'Two are chosen. Take one back first.']);
	expect(new Set(after.body.map((story: { ref: string }) => story.ref))).toEqual(new Set([first[1]!.ref, left.ref]));
});

test('[STORY-2] only the own syndicate and facilitators choose, and not while people write alone', async () => {
	const { room, ours } = await read();
	const target = ours.ref;

	const theirs = await room.marcus.post('/top-stories', { target, on: true });
	const facilitator = await room.facilitator.post('/top-stories', { target, on: true });
	const back = await room.elin.post('/top-stories', { target, on: false });
	await room.step('experiences', 'write');
	const early = await room.elin.post('/top-stories', { target, on: true });
	const open = await room.marcus.post('/top-stories', { target, on: true });
	const other = await room.note('definitions', room.alder, { zone: asId('good-service-is'), text: 'Other' });
	await room.step('definitions', 'share');
	const untold = await room.elin.post('/top-stories', { target: other.ref, on: true });

	expect([theirs.status, theirs.body.code]).toEqual([403, 'not-your-syndicate']);
	expect(facilitator.body).toEqual([
		{ syndicateId: room.alder, ref: target, zone: 'good', text: 'Ours', isChosen: true }
	]);
	expect([back.body, early.body.code, open.status, untold.status]).toEqual([[], 'not-your-turn', 404, 404]);
});

test('[STORY-3] where nobody chose, the most voted of each tray is told, and says so', async () => {
	const { room, ours } = await read();
	const loved = await room.note('experiences', room.alder, { zone: asId('good'), text: 'Loved' });
	const bad = await room.note('experiences', room.alder, { zone: asId('bad'), text: 'Bad' });
	await room.step('experiences', 'vote');
	for (const target of [ours.ref, loved.ref, bad.ref]) await room.elin.post('/steps/experiences/votes', { target });
	await room.amira.post('/steps/experiences/votes', { target: loved.ref });
	const during = await room.elin.get(told);
	await room.step('experiences', 'vote', 'closed');

	const { body } = await room.elin.get(told);

	expect(during.body).toEqual([]);
	expect(body.map(({ text, isChosen }: { text: string; isChosen: boolean }) => [text, isChosen])).toEqual([
		['Loved', false],
		['Bad', false]
	]);
});

test('[STORY-4] the book holds released stories by name and no others, and its author takes one out at any time', async () => {
	const { room, ours } = await read();
	const share = (by: PlanRoom['elin'], on: boolean) => by.post('/story-book', { target: ours.ref, on });
	const before = await room.marcus.get('/story-book');
	const notMine = await share(room.amira, true);

	const put = await share(room.elin, true);
	const during = await room.marcus.get('/story-book');
	await room.step('experiences', 'share');
	const again = await room.marcus.get('/story-book');
	await room.step('experiences', 'vote', 'closed');
	await share(room.elin, false);
	const after = await room.marcus.get('/story-book');

	const story = { ref: ours.ref, text: 'Ours', story: '', beyondDuty: '', syndicateId: room.alder };
	expect([before.body, notMine.status]).toEqual([{ brought: [], stories: [], mine: [], isOpen: true }, 404]);
	expect(put.body.mine).toEqual([{ ref: ours.ref, text: 'Ours', isReleased: true }]);
	expect(during.body.stories).toEqual([{ ...story, authorId: room.elin.id }]);
	expect([again.body.stories, again.body.isOpen, after.body.stories]).toEqual([[], false, []]);
});

/** A story of Alder in a group, a sentence from the group, a standard from the sentence, an action from the standard. */
async function chained() {
	const room = await installation.openRoom();
	const story = await room.note(
		'experiences',
		room.alder,
		{ zone: asId('good'), text: 'They rang back' },
		room.elin.id
	);
	const group = await room.rooms.edit(story.document, (board) => {
		const other = board.addNote({ zone: asId('good'), text: 'So did they' });
		const made = board.addGroup(asId('good'), 'Ringing back');
		for (const note of [story.id, other]) board.join(note, made);
		return made;
	});
	const from = [groupRef(story.document, group)];
	const sentence = await room.note('definitions', room.alder, {
		zone: asId('good-service-is'),
		text: 'It rings',
		from
	});
	const line = await room.note('vision', null, { zone: asId('standards'), text: '', from: [sentence.ref] });
	const draft = await room.note('draft', room.alder, {
		zone: asId('drafts'),
		text: 'Ring back by ten',
		from: [line.ref]
	});
	return { room, story, sentence, line, draft };
}

const waysOf = (body: { items: { text: string; way: string }[] }) => body.items.map(({ text, way }) => [way, text]);

test('[CHAIN-6] from any thing the chain is told both ways, in the order of the steps', async () => {
	const { room, story, line } = await chained();

	const ofLine = await room.elin.get(`/chain?of=${line.ref}`);
	const ofStory = await room.elin.get(`/chain?of=${story.ref}`);

	expect(waysOf(ofLine.body)).toEqual([
		['back', 'Ringing back'],
		['back', 'They rang back'],
		['back', 'So did they'],
		['back', 'It rings'],
		['here', 'It rings'],
		['on', 'Ring back by ten']
	]);
	expect(waysOf(ofStory.body)).toEqual([
		['here', 'They rang back'],
		['on', 'Ringing back'],
		['on', 'It rings'],
		['on', 'It rings'],
		['on', 'Ring back by ten']
	]);
	expect(ofLine.body.items[1]).toMatchObject({ step: 'experiences', authorId: room.elin.id, syndicateId: room.alder });
});

test('[CHAIN-7] the chain ends at boards the reader may not read: open ones of others, and anybody’s private notes', async () => {
	const { room, story, line } = await chained();
	await room.step('experiences', 'write');
	const made = await installation.stores.documents.makePrivate(room.workshopId, asId('experiences'), room.elin.id);
	await room.desk.refresh(room.workshopId, 'documents');
	const secret = await room.rooms.edit(made.id, (board) => board.addNote({ zone: asId('good'), text: 'Only mine' }));
	await room.rooms.edit(line.document, (board) => board.link(line.id, `note:${made.id}:${secret}`));

	const theirs = await room.marcus.get(`/chain?of=${line.ref}`);
	const closed = await room.marcus.get(`/chain?of=${story.ref}`);
	const mine = await room.elin.get(`/chain?of=${line.ref}`);
	const hidden = await room.elin.get(`/chain?of=note:${made.id}:${secret}`);
	const nonsense = await room.elin.get('/chain?of=note');
	const stranger = await room.stranger.get(`/chain?of=${line.ref}`);

	expect(waysOf(theirs.body)).toEqual([['here', '']]);
	expect([closed.status, hidden.status, nonsense.status, stranger.status]).toEqual([404, 404, 400, 401]);
	expect(JSON.stringify(mine.body)).not.toContain('Only mine');
});

test('[CHAIN-8] words of a point that was taken back are not told, nor what lies in the bin', async () => {
	const { room, line, draft } = await chained();
	await room.step('customer', 'speak');
	const { body: point } = await room.elin.post('/points', { text: 'Tell me before I find out', kind: 'wish' });
	const ref = `point:${point.id}`;
	await room.rooms.edit(draft.document, (board) => board.link(draft.id, ref));
	const before = await room.elin.get(`/chain?of=${draft.ref}`);
	await room.facilitator.post(`/points/${point.id}/check`, { verdict: 'take-back' });
	await room.rooms.edit(line.document, (board) => board.remove(line.id));

	const { body } = await room.elin.get(`/chain?of=${draft.ref}`);

	expect(JSON.stringify(before.body)).toContain('Tell me before I find out');
	expect(waysOf(body)).toEqual([
		['back', 'Point 1 was taken back.'],
		['here', 'Ring back by ten']
	]);
});
