/**
 * Makes the finished example workshop in an empty installation, up to one of its stages: through the product's own
 * stores where they take a time, else as rows with the times of the example; boards as one update each.
 */
import { asId, newId, type AccountId, type WorkshopId } from '#domain/ids.ts';
import { nameKey } from '#domain/workshop.ts';
import type { Deps } from '../deps.ts';
import { hashOf, newLinkToken, newReturnCode } from '../live/codes.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { hashPassword } from '../password.ts';
import { closePlan } from '../signing/close.ts';
import { addAccount } from '../store/accounts.ts';
import { BriefStore } from '../store/brief.ts';
import { placeDemoRoom, setDemoFollowUp, setDemoSeats, writeDemoRows, type DemoRows } from '../store/demo-rows.ts';
import { createDocumentLog } from '../store/document-log.ts';
import type { LinkPurpose } from '#domain/links.ts';
import { WorkshopStore } from '../store/workshops.ts';
import { beforeRows } from './before-rows.ts';
import { DemoBoards } from './boards.ts';
import { countingRows } from './counting-rows.ts';
import { customerRows } from './customer-rows.ts';
import { loadDemo, type Demo } from './demo-file.ts';
import { hiddenNotes, writeDefinitions, writeExperiences, writeGoals } from './early-boards.ts';
import { followRows } from './follow-rows.ts';
import type { KeptDemo } from './kept.ts';
import { writeDifferently, writeDrafts, writeHouse, writeIssues } from './late-boards.ts';
import { demoAddress, joinedAt, newDevice, seatRows, type AccountRole, type DemoAccount } from './people.ts';
import { planRows } from './plan-rows.ts';
import { writeReply } from './reply.ts';
import { roomRows } from './room-rows.ts';
import type { Course } from './stages.ts';
import { weekRows } from './week-rows.ts';
import { FOLLOW_UP, sheetRows } from './standards-rows.ts';
import { writeVision } from './vision-board.ts';

/** When Helen Marsh prepared the workshop. */
const PREPARED = new Date('2026-12-28T10:00:00Z');

export type DemoDeps = Pick<Deps, 'database' | 'workshops'>;

/** Everything but when its clock started. */
export type MadeDemo = Omit<KeptDemo, 'startedAtMs'>;

export async function makeDemo(deps: DemoDeps, course: Course): Promise<MadeDemo> {
	const { database, workshops } = deps;
	const { desk, stores } = workshops;
	const demo = await loadDemo();
	const password = `${newReturnCode()}-${newReturnCode()}`;
	const accounts = await makeAccounts(deps, demo, course, password);
	const workshopId = await prepare(deps, demo, accounts);

	const named = await desk.get(workshopId);
	const places = [...named.activities.values()].map(({ id, board }) => ({
		step: id,
		perSyndicate: board.perSyndicate
	}));
	await stores.documents.makeBoards(
		workshopId,
		places,
		named.syndicates.map(({ id }) => id)
	);
	const { rows, seats } = seatRows(demo, course, {
		workshopId,
		syndicates: new Map(named.syndicates.map(({ slug, id }) => [slug, id])),
		accounts: accounts.ids
	});
	await database.transaction((tx) =>
		writeDemoRows(tx, {
			...rows,
			...beforeRows(demo, workshopId),
			documents: privateDocuments(demo, course, workshopId)
		})
	);

	const seated = await refreshed(deps, workshopId);
	const boards = new DemoBoards(seated);
	const contents = contentRows(demo, boards, course, seated);
	await createDocumentLog(database).append(boards.rows());
	const { room, steps } = roomRows(demo, course, seated);
	await database.transaction(async (tx) => {
		// While people come, the room shows the chairs that wait for them; later there is one more for whoever comes late.
		if (course.stage === 'lobby') await setDemoSeats(tx, chairs(demo, seated));
		for (const some of contents) await writeDemoRows(tx, some);
		await placeDemoRoom(tx, workshopId, room, steps);
	});
	const placed = await refreshed(deps, workshopId);

	if (course.since('signed')) await closeAsSigned(deps, demo, workshopId);
	await database.transaction(async (tx) => {
		await writeDemoRows(tx, followRows(demo, course, placed));
		await writeDemoRows(tx, weekRows(demo, boards, course, placed));
		if (course.since('signed')) {
			await writeDemoRows(tx, { standardsSheets: sheetRows(demo, boards, course, placed) });
			await setDemoFollowUp(tx, workshopId, FOLLOW_UP);
		}
	});
	await refreshed(deps, workshopId);
	await writeReply(deps, course, workshopId);

	const link = async (purpose: LinkPurpose) => {
		const token = newLinkToken();
		await stores.links.create(workshopId, { purpose, of: null }, hashOf(token), course.moment.opensAt);
		return token;
	};
	return {
		stage: course.stage,
		workshopId,
		password,
		accounts: accounts.given,
		people: seats,
		screenToken: await link('screen'),
		sponsorToken: course.since('plan') ? await link('sponsor') : null,
		progressToken: course.since('week-4') ? await link('progress') : null
	};
}

/** In the order in which one stands on another: a ref is known once what it names is made. */
function contentRows(demo: Demo, boards: DemoBoards, course: Course, now: WorkshopNow): readonly DemoRows[] {
	writeGoals(demo, boards, course);
	writeExperiences(demo, boards, course);
	writeDefinitions(demo, boards, course);
	writeVision(demo, boards, course);
	writeHouse(demo, boards, course);
	const customer = customerRows(demo, boards, course, now);
	writeIssues(demo, boards, course);
	writeDrafts(demo, boards, course);
	writeDifferently(demo, boards, course);
	const plan = planRows(demo, boards, course, now);
	return [customer, plan, countingRows(demo, boards, course, now)];
}

interface Accounts {
	readonly given: readonly DemoAccount[];
	/** By the person's id in the example. */
	readonly ids: ReadonlyMap<string, AccountId>;
}

async function makeAccounts({ database }: DemoDeps, demo: Demo, course: Course, password: string): Promise<Accounts> {
	const { facilitator, sponsor, guest, followUp } = demo.workshop;
	const roles: readonly (readonly [AccountRole, string])[] = [
		['facilitator', facilitator],
		['sponsor', sponsor],
		['follow-up-manager', followUp.manager],
		['customer', guest]
	];
	const passwordHash = await hashPassword(password);
	return database.transaction(async (tx) => {
		const ids = new Map<string, AccountId>();
		const given: DemoAccount[] = [];
		for (const [role, person] of roles) {
			const email = demoAddress(person, role === 'customer' ? 'kestrel' : 'marlowe');
			const { id } = await addAccount(tx, { email, name: nameOf(demo, person), passwordHash, now: PREPARED });
			const device = newDevice(course, id);
			await writeDemoRows(tx, { sessions: [device.row] });
			ids.set(person, id);
			given.push({ role, email, cookie: device.cookie });
		}
		return { given, ids };
	});
}

/** As a facilitator prepares it and opens the room: agenda, brief, syndicates, sponsor and customer. */
async function prepare({ database, workshops }: DemoDeps, demo: Demo, accounts: Accounts): Promise<WorkshopId> {
	const { title, company, code, days, brief, promise, facilitator, sponsor, guest, followUp } = demo.workshop;
	const store = new WorkshopStore(database, () => code);
	const accountOf = (person: string): AccountId => {
		const id = accounts.ids.get(person);
		if (!id) throw new Error(`the example has no account for ${person}`);
		return id;
	};
	const id = await store.create(
		{ accountId: accountOf(facilitator), name: nameOf(demo, facilitator) },
		{ title, purpose: brief.purpose, company, firstDay: days[0] ?? null },
		workshops.template,
		PREPARED
	);
	const guests = [
		{ role: 'sponsor' as const, person: sponsor },
		{ role: 'customer' as const, person: guest }
	];
	await database.transaction((tx) =>
		writeDemoRows(tx, {
			people: guests.map(({ role, person }) => ({
				id: asId<'Person'>(person),
				workshopId: id,
				name: nameOf(demo, person),
				nameKey: nameKey(nameOf(demo, person)),
				role,
				// Whose name stands on the projector beside it.
				...(role === 'customer' ? { department: demo.others.find((one) => one.id === person)?.company ?? '' } : {}),
				accountId: accountOf(person),
				email: demoAddress(person, role === 'customer' ? 'kestrel' : 'marlowe'),
				joinedAt: PREPARED
			}))
		})
	);
	await store.change(
		id,
		{
			brief: {
				situation: brief.situation,
				scope: brief.scope,
				notOnTheTable: brief.notOnTheTable,
				triedBefore: brief.triedBefore.map((tried) => ({ id: newId(), ...tried })),
				promise: promise.text,
				whyHard: promise.whyHard,
				sponsor: nameOf(demo, sponsor),
				customer: nameOf(demo, guest),
				followUpCandidate: nameOf(demo, followUp.manager)
			}
		},
		PREPARED
	);
	const briefs = new BriefStore(database);
	for (const task of ['invite', 'listen']) await briefs.tick(id, task, PREPARED);
	await store.nameSyndicates(
		id,
		demo.syndicates.map(({ name }) => name)
	);
	await store.open(id);
	return id;
}

function privateDocuments(demo: Demo, { stage }: Course, workshopId: WorkshopId): NonNullable<DemoRows['documents']> {
	if (stage !== 'write-alone') return [];
	return [...new Set(hiddenNotes(demo).map(({ author }) => author))].map((author) => ({
		id: newId<'Document'>(),
		workshopId,
		kind: 'private' as const,
		step: asId<'Step'>('experiences'),
		personId: asId<'Person'>(author)
	}));
}

const chairs = ({ people }: Demo, now: WorkshopNow) =>
	now.syndicates.map(({ id: syndicateId, slug }) => ({
		syndicateId,
		seats: people.filter(({ syndicate }) => syndicate === slug).length
	}));

/** The product closes the plan itself, at the time of the last signature. */
async function closeAsSigned({ database, workshops }: DemoDeps, demo: Demo, workshopId: WorkshopId): Promise<void> {
	const last = demo.signatures.at(-1)?.at ?? joinedAt(0).toISOString();
	const { desk, rooms } = workshops;
	await closePlan(workshopId, { database, desk, rooms, now: () => new Date(last) });
}

async function refreshed({ workshops: { desk } }: DemoDeps, id: WorkshopId): Promise<WorkshopNow> {
	const now = await desk.refresh(
		id,
		'workshop',
		'agenda',
		'steps',
		'syndicates',
		'people',
		'appointments',
		'documents'
	);
	if (!now) throw new Error('the example was made and is not there');
	return now;
}

function nameOf({ people, others }: Demo, id: string): string {
	const person = [...people, ...others].find((each) => each.id === id);
	if (!person) throw new Error(`the example names nobody called ${id}`);
	return person.name;
}
