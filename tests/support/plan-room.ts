/** A workshop in its room, with the template's steps and real documents, and the routes of counting, plan and follow-up. */
import { Hono } from 'hono';
import { knowWhoAsks, answerError, refuseForeign, type Env } from '#server/http.ts';
import { createAccess } from '#server/access.ts';
import { loadCadence } from '#server/follow/cadence.ts';
import { openFollowUp } from '#server/follow/open.ts';
import { createLog } from '#server/log.ts';
import { Outbox } from '#server/mail/outbox.ts';
import { senderOf } from '#server/mail/sender.ts';
import { hashToken } from '#server/password.ts';
import { newJoinCode } from '#server/live/codes.ts';
import { WorkshopDesk } from '#server/live/desk.ts';
import { syncAccess } from '#server/live/sync-access.ts';
import { actionMarkRoutes } from '#server/routes/action-marks.ts';
import { actionRoutes } from '#server/routes/actions.ts';
import { draftRoutes } from '#server/routes/drafts.ts';
import { smallFixRoutes } from '#server/routes/small-fixes.ts';
import { appointmentRoutes } from '#server/routes/appointments.ts';
import { calendarFileRoutes, calendarRoutes } from '#server/routes/calendar.ts';
import { departmentAskRoutes } from '#server/routes/department-asks.ts';
import { chainRoutes } from '#server/routes/chain.ts';
import { changeRoutes } from '#server/routes/changes.ts';
import { decisionRoutes } from '#server/routes/decisions.ts';
import { letterRoutes } from '#server/routes/letters.ts';
import { nextDateRoutes } from '#server/routes/next-date.ts';
import { followRoutes } from '#server/routes/follow.ts';
import { galleryRoutes } from '#server/routes/gallery.ts';
import { departmentRoutes } from '#server/routes/departments.ts';
import { issueRoutes } from '#server/routes/issues.ts';
import { followNoteRoutes } from '#server/routes/follow-notes.ts';
import { followSettingsRoutes } from '#server/routes/follow-settings.ts';
import { mondayRoutes } from '#server/routes/monday.ts';
import { offerRoutes } from '#server/routes/offers.ts';
import { ownerRoutes } from '#server/routes/owners.ts';
import { planRoutes } from '#server/routes/plan.ts';
import { pointRoutes } from '#server/routes/points.ts';
import { progressRoutes } from '#server/routes/progress.ts';
import { headsUpRoutes } from '#server/routes/heads-ups.ts';
import { prolongRoutes } from '#server/routes/prolong.ts';
import { pulseRoutes } from '#server/routes/pulses.ts';
import { subscriberRoutes } from '#server/routes/subscribers.ts';
import { suggestionRoutes } from '#server/routes/suggestions.ts';
import { proposalRoutes } from '#server/routes/proposals.ts';
import { questionRoutes } from '#server/routes/questions.ts';
import { replyRoutes } from '#server/routes/reply.ts';
import { signedRoutes } from '#server/routes/signed.ts';
import { standardsRoutes } from '#server/routes/standards.ts';
import { storyBookRoutes } from '#server/routes/story-book.ts';
import { supportRoutes } from '#server/routes/support.ts';
import { evidenceRoutes } from '#server/routes/evidence.ts';
import { meRoutes } from '#server/routes/me.ts';
import { standardWishRoutes } from '#server/routes/standard-wishes.ts';
import { stepRoutes } from '#server/routes/steps.ts';
import { thanksRoutes } from '#server/routes/thanks.ts';
import { topStoryRoutes } from '#server/routes/top-stories.ts';
import { voteRoutes } from '#server/routes/votes.ts';
import { addAccount } from '#server/store/accounts.ts';
import { createDocumentLog } from '#server/store/document-log.ts';
import { DocumentStore } from '#server/store/documents.ts';
import { MailStore } from '#server/store/mails.ts';
import { PeopleStore } from '#server/store/people.ts';
import { SignalStore } from '#server/store/signals.ts';
import { RoomStore } from '#server/store/rooms.ts';
import { WorkshopStore } from '#server/store/workshops.ts';
import { Rooms } from '#server/sync/rooms.ts';
import { loadTemplate } from '#server/template.ts';
import type { NewNote } from '#document/board-shape.ts';
import {
	asId,
	newId,
	type DocumentId,
	type NoteId,
	type PersonId,
	type PhaseId,
	type StepId,
	type SyndicateId,
	type WorkshopId
} from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import { nameKey, type PersonRole, type StepState } from '#domain/workshop.ts';
import { people, seats, sessions, shareLinks, stepStates, workshops } from '#drizzle/schema.ts';
import { eq } from 'drizzle-orm';
import { testDatabase, testFolder, type TestDatabase } from './database.ts';

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test says what it expects of the answer
	readonly body: any;
}

/** Somebody with a device; paths are those below `/api/workshops/:id`. */
export interface Sitting {
	readonly id: PersonId;
	readonly name: string;
	readonly syndicateId: SyndicateId | null;
	get(path: string): Promise<Answer>;
	post(path: string, body?: unknown): Promise<Answer>;
	patch(path: string, body: unknown): Promise<Answer>;
	put(path: string, body: unknown): Promise<Answer>;
	/** A path of the installation, below `/api`. */
	all(path: string): Promise<Answer>;
}

export type PlanRoom = Awaited<ReturnType<typeof openPlanRoom>>;
export type PlanInstallation = Awaited<ReturnType<typeof planInstallation>>;
type Ground = Awaited<ReturnType<typeof openGround>>;

/** The database and the routes; every `openRoom` is a workshop of its own. Close it in `afterAll`. */
export async function planInstallation(options: { readonly smtpUrl?: string } = {}) {
	const ground = await openGround(options);
	return { ...ground, openRoom: () => openPlanRoom(ground) };
}

async function openGround({ smtpUrl }: { readonly smtpUrl?: string }) {
	const database = await testDatabase();
	let now = new Date('2027-01-13T14:00:00Z');
	let pace = 0;
	const clock = () => {
		now = new Date(now.getTime() + pace);
		return now;
	};
	const stores = {
		workshops: new WorkshopStore(database, newJoinCode),
		people: new PeopleStore(database),
		rooms: new RoomStore(database),
		documents: new DocumentStore(database),
		signals: new SignalStore(database)
	};
	const desk = new WorkshopDesk(stores, () => now.getTime());
	const access = createAccess(database, clock);
	const log = createLog('silent');
	const rooms = new Rooms({
		access: syncAccess(desk, access),
		documentLog: createDocumentLog(database),
		log,
		commitGapMs: 0
	});
	const config = { publicUrl: 'http://room.test', trustedProxies: 0 } as never;
	const folder = await testFolder();
	const sender = senderOf({ smtpUrl, mailFrom: 'Plenary <plenary@room.test>', dataDir: folder.path });
	const outbox = new Outbox({ mails: new MailStore(database), sender, log, now: clock });
	const letters = {
		cadence: await loadCadence(),
		hasMailServer: smtpUrl !== undefined,
		origin: () => 'http://room.test'
	};
	const machine = openFollowUp({ ...letters, database, outbox, log, now: clock, desk, rooms });
	/** Nothing runs beside a test: who wants the letters calls `rest`. */
	const followUp = { wake: () => {}, rest: () => machine.rest() };
	const deps = { database, now: clock, desk, rooms, followUp };
	const template = await loadTemplate();
	const weeks = { ...deps, template };
	const app = new Hono<Env>()
		.use(knowWhoAsks({ access, config }))
		.route('/', signedRoutes({ ...deps, site: null }))
		.route('/', calendarFileRoutes(deps))
		.use(refuseForeign({ config }))
		.route('/api', voteRoutes(deps))
		.route('/api', proposalRoutes(deps))
		.route('/api', standardsRoutes(deps))
		.route('/api', galleryRoutes(deps))
		.route('/api', topStoryRoutes(deps))
		.route('/api', chainRoutes(deps))
		.route('/api', storyBookRoutes(deps))
		.route('/api', pointRoutes(deps))
		.route('/api', questionRoutes(deps))
		.route('/api', issueRoutes(deps))
		.route('/api', replyRoutes(deps))
		.route('/api', departmentRoutes(deps))
		.route('/api', planRoutes(deps))
		.route('/api', actionMarkRoutes(deps))
		.route('/api', ownerRoutes(deps))
		.route('/api', actionRoutes(deps))
		.route('/api', draftRoutes(deps))
		.route('/api', smallFixRoutes(deps))
		.route('/api', supportRoutes(deps))
		.route('/api', departmentAskRoutes(deps))
		.route('/api', calendarRoutes(deps))
		.route('/api', appointmentRoutes(deps))
		.route('/api', changeRoutes(deps))
		.route('/api', offerRoutes(deps))
		.route('/api', mondayRoutes(deps))
		.route('/api', followNoteRoutes(deps))
		.route('/api', followSettingsRoutes(weeks))
		.route('/api', decisionRoutes(deps))
		.route('/api', nextDateRoutes(deps))
		.route('/api', letterRoutes({ ...deps, ...letters }))
		.route('/api', followRoutes(deps))
		.route('/api', thanksRoutes(deps))
		.route('/api', stepRoutes(deps))
		.route('/api', evidenceRoutes(deps))
		.route('/api', standardWishRoutes(deps))
		.route('/api', meRoutes(deps))
		.route('/api', progressRoutes(deps))
		.route('/api', subscriberRoutes(deps))
		.route('/api', pulseRoutes(weeks))
		.route('/api', headsUpRoutes(weeks))
		.route('/api', suggestionRoutes(weeks))
		.route('/api', prolongRoutes(weeks))
		.onError((error, c) => {
			if (error.name !== 'Problem') console.error(error);
			return answerError({ log })(error, c);
		});
	const account = await database.transaction((tx) =>
		addAccount(tx, { email: 'ines@example.org', name: 'Ines Vogt', passwordHash: 'x', now })
	);
	return {
		database,
		desk,
		rooms,
		stores,
		accountId: account.id,
		template,
		app,
		followUp,
		now: clock,
		setNow: (to: string) => {
			now = new Date(to);
		},
		/** From now on each look at the clock is so many milliseconds after the one before; 0 for a clock that stands. */
		runClock: (ms: number) => {
			pace = ms;
		},
		close: async () => {
			await rooms.close();
			await machine.close();
			await outbox.close();
			await database.close();
			await folder.remove();
		}
	};
}

async function openPlanRoom({ database, desk, rooms, stores, accountId, template, app, now }: Ground) {
	const workshopId = await stores.workshops.create(
		{ accountId, name: 'Ines Vogt' },
		{ title: 'Two days', purpose: '', company: 'Marlowe', firstDay: null },
		template,
		now()
	);
	await stores.workshops.nameSyndicates(workshopId, ['Alder', 'Birch']);
	await stores.workshops.change(workshopId, { brief: { promise: 'I answer every request in the room.' } }, now());
	await stores.workshops.open(workshopId);
	await database.transaction(async (tx) => {
		await tx.update(workshops).set({ timezone: 'Europe/London' }).where(eq(workshops.id, workshopId));
	});
	const [alder, birch] = await stores.workshops.syndicates(workshopId);
	const places = template.activities
		.filter(({ board }) => board.zones.length > 0)
		.map(({ id, board }) => ({ step: id, perSyndicate: board.perSyndicate }));
	await stores.documents.makeBoards(workshopId, places, [alder!.id, birch!.id]);

	const sit = async (name: string, role: PersonRole, syndicateId: SyndicateId | null = null): Promise<Sitting> => {
		const id = newId<'Person'>();
		await database.transaction((tx) =>
			tx.insert(people).values({
				...{ id, workshopId, name, nameKey: nameKey(name), role, syndicateId },
				...{ joinedAt: now(), arrivedAt: now() }
			})
		);
		return sittingOf({ database, app, workshopId, now: now() }, { id, name, syndicateId });
	};
	/** Facilitators come with an account; for these tests a seat is enough. */
	const facilitator = await sit('Helen Marsh', 'facilitator');
	const elin = await sit('Elin Strand', 'participant', alder!.id);
	const amira = await sit('Amira Khan', 'participant', alder!.id);
	const marcus = await sit('Marcus Okafor', 'participant', birch!.id);
	/** A device without any place here. */
	const stranger = await sittingOf({ database, app, workshopId: null, now: now() }, null, workshopId);

	/** Puts a step into a state and phase, as steering would. */
	const step = async (
		name: string,
		phase: string | null,
		state: StepState = 'open',
		votesClosed = false,
		writers: readonly PersonId[] = []
	) => {
		const row = { state, phase: phase as PhaseId | null, votesClosed, writers };
		await database.transaction((tx) =>
			tx
				.insert(stepStates)
				.values({ workshopId, step: asId<'Step'>(name), ...row })
				.onConflictDoUpdate({ target: [stepStates.workshopId, stepStates.step], set: row })
		);
		await desk.refresh(workshopId, 'steps');
	};
	const document = async (name: string, syndicateId: SyndicateId | null): Promise<DocumentId> => {
		const documents = await stores.documents.list(workshopId);
		return documents.find((each) => each.step === (name as StepId) && each.syndicateId === syndicateId)!.id;
	};
	/** Writes a note as the server, with the stamp of whoever it is from. */
	const note = async (name: string, syndicateId: SyndicateId | null, written: NewNote, author?: PersonId) => {
		const documentId = await document(name, syndicateId);
		const id = await rooms.edit(documentId, (board) => {
			const made = board.addNote(written);
			if (author) board.stamp(made, author);
			return made;
		});
		return { document: documentId, id, ref: noteRef(documentId, id) };
	};
	/** A draft that comes from a story of the same syndicate. */
	const draft = async (text: string, more: Partial<NewNote> = {}, syndicateId: SyndicateId = alder!.id) => {
		const story = await note('experiences', syndicateId, { zone: asId('bad'), text: `Because ${text}` });
		return note('draft', syndicateId, { zone: asId('drafts'), text, from: [story.ref], ...more });
	};
	/** An action in the plan. */
	const sent = async (text: string, by: Sitting = elin): Promise<string> => {
		const { body } = await by.post('/plan/send', sending(await draft(text, {}, by.syndicateId ?? alder!.id)));
		return body.actions.find((action: { text: string }) => action.text === text).id;
	};
	/** An action that misses nothing. */
	const ready = async (text: string, owner: Sitting = elin): Promise<string> => {
		const id = await sent(text, owner);
		await owner.post(`/actions/${id}/own`, { yes: true });
		await owner.patch(`/actions/${id}`, complete);
		return id;
	};
	/** Marcus follows up. */
	const followedUp = async () => {
		await facilitator.post('/appointments', { role: 'follow-up-manager', personId: marcus.id });
		await marcus.post('/appointments/follow-up-manager/answer', { yes: true, words: 'Gladly' });
	};
	/** A closed plan with one action of Elin's, followed up by Marcus. */
	const signed = async () => {
		const id = await ready('Every promise to call back has a name');
		await followedUp();
		for (const person of [elin, marcus]) await person.post('/plan/sign');
		const { status, body } = await facilitator.post('/plan/close');
		if (status !== 200) throw new Error(body.sentence);
		return { id, plan: body };
	};
	const link = async (purpose: 'progress' | 'screen', token: string) => {
		const id = newId<'Link'>();
		await database.transaction((tx) =>
			tx.insert(shareLinks).values({ id, workshopId, purpose, tokenHash: hashToken(token), createdAt: now() })
		);
		return id;
	};
	return {
		...{ workshopId, alder: alder!.id, birch: birch!.id, database, desk, rooms },
		...{ facilitator, elin, amira, marcus, stranger, sit },
		/** The same person on one more device. */
		again: ({ id, name, syndicateId }: Sitting) =>
			sittingOf({ database, app, workshopId, now: now() }, { id, name, syndicateId }),
		...{ step, document, note, draft, sent, ready, followedUp, signed, link },
		request: async (path: string, init?: RequestInit) => app.request(`http://room.test${path}`, init),
		/** After rows were written past the product. */
		reload: () => desk.refresh(workshopId, 'workshop', 'agenda', 'steps', 'people', 'appointments', 'documents')
	};
}

export const complete = {
	firstStep: 'Hang the board by the window',
	dueOn: '2027-02-26',
	measure: {
		...{ name: 'Call-backs kept', unit: '%', baseline: 61, target: 90, countedBy: 'Contact centre', every: 'week' },
		serves: 'compass'
	}
};

/** The body that sends a draft. An empty state vector waits for nothing. */
export const sending = ({ document, id }: { readonly document: DocumentId; readonly id: NoteId }) => ({
	documentId: document,
	noteId: id,
	stateVector: 'AA=='
});

async function sittingOf(
	{
		database,
		app,
		workshopId,
		now
	}: {
		readonly database: TestDatabase;
		readonly app: Hono<Env>;
		readonly workshopId: WorkshopId | null;
		readonly now: Date;
	},
	person: Pick<Sitting, 'id' | 'name' | 'syndicateId'> | null,
	asked: WorkshopId | null = workshopId
): Promise<Sitting> {
	const token = (newId() + newId()).slice(0, 32);
	await database.transaction(async (tx) => {
		const sessionId = newId<'Session'>();
		const expiresAt = new Date('2099-01-01T00:00:00Z');
		await tx.insert(sessions).values({ id: sessionId, tokenHash: hashToken(token), createdAt: now, expiresAt });
		if (workshopId && person) {
			await tx.insert(seats).values({ sessionId, workshopId, personId: person.id, createdAt: now });
		}
	});
	const send = (method: string, path: string, body?: unknown) => sendTo(method, `/workshops/${asked}${path}`, body);
	const sendTo = async (method: string, path: string, body?: unknown): Promise<Answer> => {
		const response = await app.request(`http://room.test/api${path}`, {
			method,
			headers: {
				origin: 'http://room.test',
				cookie: `plenary=${token}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' })
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) })
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
	};
	return {
		...(person ?? { id: asId<'Person'>('nobody'), name: '', syndicateId: null }),
		get: (path) => send('GET', path),
		post: (path, body) => send('POST', path, body),
		patch: (path, body) => send('PATCH', path, body),
		put: (path, body) => send('PUT', path, body),
		all: (path) => sendTo('GET', path)
	};
}
