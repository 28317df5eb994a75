import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AgendaEdit } from '#domain/agenda-edit.ts';
import { asId, newId } from '#domain/ids.ts';
import type { AgendaEntry, EditedAgendaView, NewStepView, WorkshopView } from '#protocol/views.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { openBoard, testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let first: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	first = await testWorkshop(server, { open: false });
});
afterAll(() => server.close());

const entriesOf = (view: WorkshopView): readonly AgendaEntry[] => view.days.flatMap(({ entries }) => entries);
const orderOf = (view: WorkshopView, day = 1) => view.days[day - 1]!.entries.map(({ step, title }) => step ?? title);
const fresh = (open = false) => testWorkshop(server, { facilitator: first.facilitator, open });
type Loose = { readonly deed: AgendaEdit['deed'] } & Readonly<Record<string, unknown>>;

async function editing(open = false) {
	const own = await fresh(open);
	let view = await own.view();
	const of = (name: string) => entriesOf(view).find(({ step, title }) => step === name || title === name)!.id;
	const answer = (edits: readonly Loose[], isUndo = false) => own.post('/agenda', { edits, isUndo });
	return {
		own,
		of,
		answer,
		view: () => view,
		edit: async (...edits: readonly Loose[]): Promise<EditedAgendaView> => {
			const { status, body } = await answer(edits);
			if (status !== 200) throw new Error(JSON.stringify(body));
			view = body.workshop;
			return body;
		},
		undo: async (edits: readonly AgendaEdit[]): Promise<EditedAgendaView> => {
			const { status, body } = await answer(edits as readonly Loose[], true);
			if (status !== 200) throw new Error(JSON.stringify(body));
			view = body.workshop;
			return body;
		}
	};
}

test('[PREP-3] titles, durations, prompts and pins are edited, and later starts follow', async () => {
	const { of, edit } = await editing();
	const entry = of('welcome');

	const { workshop } = await edit(
		{ deed: 'change', entry, title: 'Arriving', minutes: 20 },
		{ deed: 'change-step', entry, step: { prompt: 'Why are we here?' } }
	);

	expect(entriesOf(workshop)[0]).toMatchObject({ title: 'Arriving', minutes: 20, starts: '09:00' });
	expect(entriesOf(workshop)[1]).toMatchObject({ step: 'experiences', starts: '09:20' });
	expect(workshop.steps[0]).toMatchObject({ title: 'Arriving', prompt: 'Why are we here?', minutes: 20 });
	const pinned = await edit({ deed: 'change', entry, pinnedAt: '10:00' });
	expect(entriesOf(pinned.workshop)[1]).toMatchObject({ starts: '10:20' });
});

test('[PREP-3] an entry moves before another one, to the end of a day, and not to where nothing is', async () => {
	const { of, edit, answer } = await editing();
	const entry = of('Coffee');

	const moved = await edit({ deed: 'move', entry, day: 1, before: of('experiences') });
	const last = await edit({ deed: 'move', entry, day: 2, before: null });
	const nowhere = await answer([{ deed: 'move', entry, day: 4, before: null }]);

	expect(orderOf(moved.workshop).slice(0, 3)).toEqual(['welcome', 'Coffee', 'experiences']);
	expect(orderOf(last.workshop, 2).at(-1)).toBe('Coffee');
	expect([nowhere.status, nowhere.body.code]).toEqual([404, 'not-found']);
});

test('[PREP-3] one to four days are added, named, dated and removed', async () => {
	const { own, of, edit, answer } = await editing();
	const head = { title: 'After the weekend', heldOn: '2027-01-18', starts: '10:00' };

	const three = await edit({ deed: 'add-day', day: 3, head });
	await edit({ deed: 'move', entry: of('sign'), day: 3, before: null });
	const dated = await edit({ deed: 'change-day', day: 1, head: { heldOn: '2027-01-12' } });
	const inUse = await answer([{ deed: 'remove-day', day: 3 }]);
	const fifth = await answer([
		{ deed: 'add-day', day: 4, head },
		{ deed: 'add-day', day: 5, head: { ...head, title: 'Too many' } }
	]);

	expect(three.workshop.days[2]).toMatchObject({ day: 3, ...head, entries: [] });
	expect(dated.workshop.days.map(({ heldOn }) => heldOn)).toEqual(['2027-01-12', null, '2027-01-18']);
	expect([inUse.status, fifth.status]).toEqual([409, 400]);
	expect((await own.view()).days).toHaveLength(3);
	const removed = await edit({ deed: 'move', entry: of('sign'), day: 2, before: null }, { deed: 'remove-day', day: 3 });
	expect(removed.workshop.days).toHaveLength(2);
});

test('[PREP-11] a lengthened step brings its break, which is quiet, and both are taken back together', async () => {
	const { own, of, edit, undo } = await editing();
	const before = await own.view();

	const { workshop, undo: back } = await edit({ deed: 'change', entry: of('welcome'), minutes: 45 });

	expect(orderOf(workshop).slice(0, 4)).toEqual(['welcome', 'Break', 'experiences', 'Coffee']);
	expect(workshop.days[0]!.entries[1]).toMatchObject({ minutes: 15, isQuiet: true });
	expect((await undo(back)).workshop).toEqual(before);
});

test('[PREP-12] a break that was left out stays out', async () => {
	const { of, edit } = await editing();

	const without = await edit({ deed: 'remove', entry: of('Coffee'), leavesOut: true });
	const later = await edit({ deed: 'change', entry: of('gallery'), minutes: 25 });

	expect(entriesOf(without.workshop).find(({ step }) => step === 'gallery')).toMatchObject({ isBreakLeftOut: true });
	expect(orderOf(later.workshop).slice(0, 3)).toEqual(['welcome', 'experiences', 'gallery']);
});

test('[PREP-15] a repeated step has boards of its own, and the plenary after it reads from it', async () => {
	const { own, of, edit } = await editing(true);
	const again = newId();

	await edit({ deed: 'add-step', id: again, from: { kind: 'entry', entry: of('experiences') }, day: 2, before: null });
	const { workshop } = await edit({
		deed: 'add-step',
		id: newId(),
		from: { kind: 'template', step: 'gallery' },
		day: 2,
		before: null
	});

	const step = (id: string) => workshop.steps.find((activity) => activity.id === id);
	expect(step('experiences-2')).toMatchObject({ title: 'Our experiences, again', step: 1 });
	expect([step('gallery')?.board.from, step('gallery-2')?.board.from]).toEqual(['experiences', 'experiences-2']);
	const boards = (await own.documents(own.facilitator)).filter(({ step }) => step === 'experiences-2');
	expect(boards.map(({ kind }) => kind)).toEqual(['board', 'board']);
	await own.go('experiences-2');
});

test('[PREP-15] what a workshop has once is offered once', async () => {
	const { own, answer } = await editing();
	const offered: readonly NewStepView[] = (await own.facilitator.get(`/api/workshops/${own.id}/agenda/steps`)).body;

	const second = await answer([
		{ deed: 'add-step', id: newId(), from: { kind: 'template', step: 'plan' }, day: 1, before: null }
	]);

	expect(offered.filter(({ isThere }) => isThere).map(({ step }) => step)).toEqual([
		'vision',
		'customer',
		'questions',
		'plan',
		'support',
		'sign'
	]);
	expect([second.status, second.body.code]).toEqual([409, 'in-use']);
});

test('[PREP-17] a step goes and comes back, but not one in which people wrote, nor the one the room is in', async () => {
	const { own, of, edit, undo, answer } = await editing(true);
	const before = await own.view();
	const ana = await own.join('Ana', 'alder');
	await own.go('gallery');
	const removed = await edit({ deed: 'remove', entry: of('definitions'), leavesOut: false });
	const back = await undo(removed.undo);
	await own.go('experiences', 'share');
	const [place] = (await own.documents(ana.device)).filter(({ step }) => step === 'experiences');
	const board = await openBoard(server, ana.device, place!);
	board.board.addNote({ zone: asId<'Zone'>('good'), text: 'They rang back' });
	await board.saved();
	board.close();

	const running = await answer([{ deed: 'remove', entry: of('experiences'), leavesOut: false }]);
	await own.go('gallery');
	const written = await answer([{ deed: 'remove', entry: of('experiences'), leavesOut: false }]);

	expect(orderOf(removed.workshop)).not.toContain('definitions');
	expect(back.workshop.steps).toEqual(before.steps);
	expect(running.body).toMatchObject({ code: 'in-use', sentence: expect.stringContaining('The room is in') });
	expect(written.body).toMatchObject({ code: 'in-use', sentence: expect.stringContaining('People wrote') });
});

test('[PREP-17] the phase a step stands in stays, and so does what people were told about names', async () => {
	const { own, of, answer } = await editing(true);
	await own.go('experiences', 'share');
	const { phases } = (await own.view()).steps.find(({ id }) => id === 'experiences')!;
	const change = (step: object) => answer([{ deed: 'change-step', entry: of('experiences'), step }]);

	const running = await change({ phases: phases.filter(({ id }) => id !== 'share') });
	const other = await change({ phases: phases.filter(({ id }) => id !== 'group') });
	const names = await change({
		names: 'anonymous',
		phases: phases.map(({ names: _, ...phase }) => phase)
	});

	expect([running.status, running.body.sentence]).toEqual([
		409,
		'“Our experiences” stands in “Share”. Go to another phase first.'
	]);
	expect(other.status).toBe(200);
	expect([names.status, names.body.code]).toEqual([409, 'in-use']);
});

test('[PREP-5] a text that comes back as it was read keeps its braces', async () => {
	const { own, of, edit } = await editing();
	await own.facilitator.send('PATCH', `/api/workshops/${own.id}`, { brief: { sponsor: 'Helen Marlowe' } });
	const read = (await own.view()).steps[0]!;

	await edit({
		deed: 'change-step',
		entry: of('welcome'),
		step: { phases: read.phases.map((phase) => ({ ...phase, minutes: 7 })) }
	});
	await own.facilitator.send('PATCH', `/api/workshops/${own.id}`, { brief: { sponsor: 'Uma Sand' } });

	const [phase] = (await own.view()).steps[0]!.phases;
	expect(phase).toMatchObject({ minutes: 7, line: expect.stringMatching(/^Uma opens/) });
});

test('[PREP-16] what cannot be run is refused in words, and nothing is changed', async () => {
	const { own, of, answer } = await editing();
	const before = await own.view();
	const entry = of('experiences');

	const vote = await answer([
		{ deed: 'change', entry, title: 'Half done' },
		{ deed: 'change-step', entry, step: { votes: null } }
	]);
	const kind = await answer([{ deed: 'change-step', entry, step: { phases: [{ id: 'x', kind: 'dance' }] } }]);

	expect([vote.status, vote.body.field]).toEqual([400, 'step']);
	expect(vote.body.sentence).toContain('Say how many votes each person has');
	expect(kind.status).toBe(400);
	expect(await own.view()).toEqual(before);
});

test('[PREP-18] quiet and the sponsor’s presence stand with the entry; the template’s breaks are quiet', async () => {
	const { own, of, edit } = await editing();

	const { workshop } = await edit({ deed: 'change', entry: of('welcome'), isSponsorHere: true, isQuiet: true });

	expect(entriesOf(workshop)[0]).toMatchObject({ isSponsorHere: true, isQuiet: true });
	expect(entriesOf(await own.view()).filter(({ step, isQuiet }) => step === null && !isQuiet)).toEqual([]);
});
