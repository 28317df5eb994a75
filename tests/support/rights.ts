/**
 * Two workshops with everyone in them who could ask for something, and a thing of every kind: what a table of rights is
 * held against, route by route and document by document.
 */
import { eq } from 'drizzle-orm';
import { authorize, type Actor } from '#domain/access.ts';
import { asId, newId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import type { PersonRole, WorkshopState } from '#domain/workshop.ts';
import * as tables from '#drizzle/schema.ts';
import type { Route } from '#server/app.ts';
import { hashPassword } from '#server/password.ts';
import { addAccount } from '#server/store/accounts.ts';
import { password, type Device, type TestServer } from './server.ts';
import { testWorkshop, type TestWorkshop } from './workshop.ts';

export interface Asker {
	readonly name: string;
	readonly device: Device;
	/** Who it is in the first workshop; null for an outsider of it. */
	readonly role: PersonRole | 'screen' | null;
	readonly isSignedIn: boolean;
	/** The seat of a participant. */
	readonly seat?: { readonly personId: string; readonly syndicateId: string };
}

export interface RightsWorld {
	readonly first: TestWorkshop;
	readonly second: TestWorkshop;
	readonly askers: readonly Asker[];
	/** The facilitator of the second workshop. */
	readonly strange: Device;
	/** Ids of the first workshop's things, by the name they have in a path. */
	readonly things: Readonly<Record<string, string>>;
}

async function accountDevice(server: TestServer, email: string): Promise<Device> {
	const passwordHash = await hashPassword(password);
	await server.database.transaction((tx) =>
		addAccount(tx, { email, name: 'Ben Adler', passwordHash, now: new Date() })
	);
	const device = server.device();
	await device.post('/api/sign-in', { email, password });
	return device;
}

/** A device that came by a link of this purpose. */
export async function linkDevice(server: TestServer, workshop: TestWorkshop, purpose: string): Promise<Device> {
	const { body } = await workshop.post('/links', { purpose });
	const token = String(body.path).split(/[#/]/).at(-1);
	const device = server.device();
	const opened = await device.post('/api/links/open', { token });
	if (opened.status !== 200) throw new Error(JSON.stringify(opened.body));
	if (purpose === 'sponsor') await confirmDevice(workshop, device);
	return device;
}

/** Types the code of the link, as a facilitator reads it out: there is no mail server. */
export async function confirmDevice(workshop: TestWorkshop, device: Device): Promise<void> {
	const at = `/api/workshops/${workshop.id}`;
	await device.post(`${at}/link-code`);
	const { body } = await workshop.facilitator.get(`${at}/link-codes`);
	const { status } = await device.post(`${at}/link-code/confirm`, { code: body[0].code });
	if (status !== 204) throw new Error(`the code was not taken: ${status}`);
}

export async function rightsWorld(server: TestServer): Promise<RightsWorld> {
	const first = await testWorkshop(server);
	const strange = await accountDevice(server, 'ben@example.org');
	const second = await testWorkshop(server, { facilitator: strange });
	for (const workshop of [first, second])
		await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}`, {
			brief: { sponsor: 'Sara', customer: 'Carl' }
		});
	const alder = (await first.view()).syndicates[0]!;
	const birch = (await first.view()).syndicates[1]!;
	const ana = await first.join('Ana', alder.slug);
	const bo = await first.join('Bo', birch.slug);
	const gone = await first.join('Gil', birch.slug);
	await first.post(`/people/${gone.id}/remove`);
	const cleo = await second.join('Cleo', (await second.view()).syndicates[0]!.slug);
	const screen = await linkDevice(server, first, 'screen');
	const { code } = await first.view();
	const laptop = server.device();
	const { body: laptopSeat } = await laptop.post('/api/join/laptop', { code, syndicate: alder.slug });
	const listener = await first.join('Irma', alder.slug);
	const helper = await accountDevice(server, 'co@example.org');
	const invited = await first.join('Noor', alder.slug);
	await giveParts(server, first.id, { observer: listener.id, listener: invited.id, coFacilitator: 'co@example.org' });
	const links = (await first.facilitator.get(`/api/workshops/${first.id}/links`)).body as { id: string }[];
	const askers: readonly Asker[] = [
		{ name: 'nobody', device: server.device(), role: null, isSignedIn: false },
		{
			name: 'an account without a part',
			device: await accountDevice(server, 'ria@example.org'),
			role: null,
			isSignedIn: true
		},
		{ name: 'the facilitator of another workshop', device: strange, role: null, isSignedIn: true },
		{ name: 'a participant of another workshop', device: cleo.device, role: null, isSignedIn: false },
		{
			name: 'the screen of another workshop',
			device: await linkDevice(server, second, 'screen'),
			role: null,
			isSignedIn: false
		},
		{
			name: 'the sponsor of another workshop',
			device: await linkDevice(server, second, 'sponsor'),
			role: null,
			isSignedIn: false
		},
		{ name: 'a removed person', device: gone.device, role: null, isSignedIn: false },
		{
			name: 'a participant',
			device: ana.device,
			role: 'participant',
			isSignedIn: false,
			seat: { personId: ana.id, syndicateId: alder.id }
		},
		{
			name: 'a participant of another syndicate',
			device: bo.device,
			role: 'participant',
			isSignedIn: false,
			seat: { personId: bo.id, syndicateId: birch.id }
		},
		{
			name: 'a syndicate’s laptop',
			device: laptop,
			role: 'laptop',
			isSignedIn: false,
			seat: { personId: laptopSeat.person.id, syndicateId: alder.id }
		},
		{ name: 'an observer', device: listener.device, role: 'observer', isSignedIn: false },
		{ name: 'an observer of the customers’ steps', device: invited.device, role: 'listener', isSignedIn: false },
		{ name: 'a co-facilitator', device: helper, role: 'co-facilitator', isSignedIn: true },
		{ name: 'the screen', device: screen, role: 'screen', isSignedIn: false },
		{ name: 'the sponsor', device: await linkDevice(server, first, 'sponsor'), role: 'sponsor', isSignedIn: false },
		{ name: 'the customer', device: await linkDevice(server, first, 'customer'), role: 'customer', isSignedIn: false },
		{ name: 'the facilitator', device: first.facilitator, role: 'facilitator', isSignedIn: true }
	];
	const things = {
		...(await fill(server, first.id, ana.id, links[0]!.id)),
		...(await prepared(server, first)),
		syndicate: alder.id
	};
	return { first, second, askers, strange, things };
}

/** Parts that are given in other ways in a room: here they are simply there. */
async function giveParts(
	server: TestServer,
	workshop: string,
	{ observer, listener, coFacilitator }: Readonly<Record<'observer' | 'listener' | 'coFacilitator', string>>
): Promise<void> {
	const workshopId: WorkshopId = asId(workshop);
	await server.database.transaction(async (tx) => {
		for (const [id, role] of [
			[observer, 'observer'],
			[listener, 'listener']
		] as const)
			await tx
				.update(tables.people)
				.set({ role, syndicateId: null })
				.where(eq(tables.people.id, asId(id)));
		const [account] = await tx
			.select({ id: tables.accounts.id })
			.from(tables.accounts)
			.where(eq(tables.accounts.email, coFacilitator));
		await tx.insert(tables.people).values({
			id: newId<'Person'>(),
			workshopId,
			name: 'Co',
			nameKey: 'co',
			role: 'co-facilitator',
			accountId: account!.id,
			joinedAt: new Date()
		});
	});
	await server.deps.workshops.desk.refresh(workshopId, 'people');
}

/** A thing of each kind that is made before the day. */
async function prepared(server: TestServer, { id, post }: TestWorkshop): Promise<Record<string, string>> {
	const workshopId: WorkshopId = asId(id);
	const attachment = newId();
	await server.database.transaction(async (tx) => {
		const bytes = new TextEncoder().encode('words');
		const file = { name: 'survey.txt', mediaType: 'text/plain', bytes, size: bytes.length, addedAt: new Date() };
		await tx.insert(tables.attachments).values({ id: attachment, workshopId, ...file });
	});
	const tried = await post('/tried', { what: 'Training', when: '', became: '' });
	const feedback = await post('/feedback', { lines: ['Nobody came.'] });
	const invitation = await post('/invitations', { name: 'Eve', email: 'eve@example.org', role: 'sponsor' });
	const [account] = await server.database.rows(
		`select account_id from people where workshop_id = '${id}' and role = 'co-facilitator'`
	);
	return {
		attachment,
		tried: tried.body.brief.triedBefore[0].id,
		line: feedback.body.added[0],
		invitation: invitation.body.id,
		account: String(account!.account_id)
	};
}

async function fill(
	server: TestServer,
	workshop: string,
	person: string,
	link: string
): Promise<Record<string, string>> {
	const workshopId: WorkshopId = asId(workshop);
	const personId: PersonId = asId(person);
	const proposal = newId<'Proposal'>();
	const [point, question, issue, action, request] = [
		newId<'Point'>(),
		newId<'Question'>(),
		newId<'Issue'>(),
		newId<'Action'>(),
		newId<'SupportRequest'>()
	];
	const now = new Date();
	await server.database.transaction(async (tx) => {
		await tx
			.insert(tables.customerPoints)
			.values({ id: point, workshopId, n: 1, kind: 'wish', text: 'Ring back', writtenBy: personId, writtenAt: now });
		await tx.insert(tables.questions).values({ id: question, workshopId, text: 'Why?', askedAt: now });
		await tx.insert(tables.issues).values({ id: issue, workshopId, n: 1, title: 'Ring back', madeAt: now });
		const [step, zone, text] = [asId<'Step'>('vision'), asId<'Zone'>('compass'), 'We ring back'];
		await tx.insert(tables.proposals).values({ id: proposal, workshopId, step, zone, text, personId, writtenAt: now });
		await tx.insert(tables.plans).values({ workshopId }).onConflictDoNothing();
		await tx
			.insert(tables.actions)
			.values({ id: action, workshopId, n: 1, text: 'Ring back', sentBy: personId, sentAt: now });
		await tx.insert(tables.supportRequests).values({
			id: request,
			workshopId,
			actionId: action,
			kind: 'time',
			ask: 'An hour',
			askedBy: personId,
			askedAt: now
		});
	});
	const decision = newId<'Decision'>();
	await server.database.transaction((tx) =>
		tx.insert(tables.decisions).values({
			...{ id: decision, workshopId, n: 1, what: 'Which number', whoDecides: 'Anneke', wereStaffAsked: true },
			writtenBy: personId,
			writtenAt: now
		})
	);
	const fix = newId<'SmallFix'>();
	await server.database.transaction((tx) =>
		tx.insert(tables.smallFixes).values({
			...{ id: fix, workshopId, ref: 'note:board000:fix00000', text: 'Move the printer' },
			...{ ownerId: personId, acceptedAt: now, sentBy: personId, sentAt: now }
		})
	);
	const thanks = newId<'Thanks'>();
	await server.database.transaction((tx) =>
		tx
			.insert(tables.thanks)
			.values({ id: thanks, workshopId, ref: `action:${action}`, text: 'Thank you', givenBy: personId, givenAt: now })
	);
	const [evidence, wish, skill] = [newId(), newId(), newId()];
	const theirs = { writtenBy: personId, writtenAt: now };
	await server.database.transaction(async (tx) => {
		await tx.insert(tables.evidence).values({ id: evidence, actionId: action, text: 'It hangs', ...theirs });
		await tx
			.insert(tables.standardWishes)
			.values({ id: wish, workshopId, actionId: action, part: 'fixed', text: 'We ring back', ...theirs });
		await tx.insert(tables.skillNotes).values({ id: skill, workshopId, personId, text: 'I ask first', writtenAt: now });
	});
	const word = newId();
	await server.database.transaction((tx) =>
		tx
			.insert(tables.customerWords)
			.values({ id: word, workshopId, personId, kind: 'thanks', text: 'Thank you', writtenAt: now })
	);
	return {
		person,
		link,
		point,
		question,
		issue,
		action,
		request,
		fix,
		proposal,
		decision,
		word,
		thanks,
		evidence,
		wish,
		skill,
		day: '1'
	};
}

export const pathFor = ({ path }: Route, workshop: string, ids: Readonly<Record<string, string>> = {}): string =>
	path.replace(':id', workshop).replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? 'unknown0');

/** A refusal of rights, told apart from all that can be wrong with a request that is allowed. */
const refusals = new Set(['not-signed-in', 'not-allowed', 'workshop-not-open', 'plan-already-signed']);

export async function isRefused({ method }: Route, device: Device, path: string, body: unknown): Promise<boolean> {
	const { cookie } = device;
	const answer = await device.send(method, path, method === 'GET' ? undefined : body);
	device.cookie = cookie;
	if (answer.status === 500) throw new Error(`${path} broke`);
	return refusals.has(answer.body?.code) && [401, 403, 409].includes(answer.status);
}

/** As the table of rights sees them; outside of workshops they are nobody. */
export const actorFor = ({ first }: RightsWorld, { role, seat }: Asker): Actor => {
	const workshopId: WorkshopId = asId(first.id);
	if (role === null) return { kind: 'anonymous' };
	if (role === 'screen') return { kind: 'screen', workshopId };
	const personId: PersonId = asId(seat?.personId ?? 'x');
	const syndicateId = seat ? asId<'Syndicate'>(seat.syndicateId) : null;
	return { kind: 'person', workshopId, personId, role, syndicateId, appointments: [] };
};

export const inState = (server: TestServer, { id }: TestWorkshop, state: WorkshopState) =>
	server.database.transaction((tx) =>
		tx
			.update(tables.workshops)
			.set({ state })
			.where(eq(tables.workshops.id, asId(id)))
	);

/** Every route of a workshop asked by everyone, while it is in this state. Returns the answers that are wrong. */
export async function wronglyAnswered(
	server: TestServer,
	world: RightsWorld,
	state: WorkshopState
): Promise<{ readonly asked: number; readonly wrong: readonly string[] }> {
	const { first, askers } = world;
	await inState(server, first, state);
	const wrong: string[] = [];
	let asked = 0;
	for (const route of server.routes.filter(({ path }) => path.includes(':id'))) {
		for (const asker of askers) {
			const resource = { kind: 'workshop', workshopId: asId<'Workshop'>(first.id), state } as const;
			const mayDo = authorize(actorFor(world, asker), route.deed, resource);
			// A route that looks first refuses outsiders at once; insiders depend on what is found.
			if (route.asked === 'by the handler' && asker.role !== null) continue;
			// Nothing that would end the others' part.
			if (mayDo && /\/(close|sign|open|remove|revoke|leave)$/.test(route.path)) continue;
			asked += 1;
			const refused = await isRefused(route, asker.device, pathFor(route, first.id), {});
			if (refused === mayDo)
				wrong.push(
					`${route.method} ${route.path}: ${asker.name} ${mayDo ? 'may, and was refused' : 'may not, and was let in'}`
				);
		}
	}
	await inState(server, first, 'room');
	return { asked, wrong };
}
