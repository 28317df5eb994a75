/** Opens everything a workshop lives in: the desk, the documents, the live state, and what steers them. */
import * as Y from 'yjs';
import { BoardDocument } from '#document/board.ts';
import type { DocumentId, PersonId, SessionId, WorkshopId } from '#domain/ids.ts';
import type { Template } from '#domain/template.ts';
import type { Gateway, Ground } from '../deps.ts';
import { AgendaStore } from '../store/agenda.ts';
import { calendarDay } from '#domain/calendar.ts';
import { AttendanceStore } from '../store/attendance.ts';
import { createDocumentLog } from '../store/document-log.ts';
import { BaselineStore } from '../store/baseline.ts';
import { DaySnapshotStore } from '../store/day-snapshots.ts';
import { DocumentStore } from '../store/documents.ts';
import { FeedbackStore } from '../store/feedback.ts';
import { IssueStore } from '../store/issues.ts';
import { LinkStore } from '../store/links.ts';
import { MoveStore } from '../store/moves.ts';
import { PeopleStore } from '../store/people.ts';
import { QuietRequestStore } from '../store/quiet-requests.ts';
import { RatingStore } from '../store/ratings.ts';
import { RehearsalStore } from '../store/rehearsal.ts';
import { RoomStore } from '../store/rooms.ts';
import { SignalStore } from '../store/signals.ts';
import { QuestionStore } from '../store/questions.ts';
import { SavedTemplateStore } from '../store/saved-templates.ts';
import { SourceStore } from '../store/sources.ts';
import { TopStoryStore } from '../store/top-stories.ts';
import { VoteStore } from '../store/votes.ts';
import { WorkshopStore } from '../store/workshops.ts';
import { createSyncGateway } from '../sync/gateway.ts';
import type { DocumentLog } from '../sync/access.ts';
import type { Refusal } from '../sync/frame.ts';
import type { Rooms } from '../sync/rooms.ts';
import { newJoinCode } from './codes.ts';
import { Days } from './days.ts';
import { DealtIssues } from './dealt-issues.ts';
import { WorkshopDesk } from './desk.ts';
import { Entering } from './entering.ts';
import { LiveGateway } from './gateway.ts';
import { BoardNotes } from './board-notes.ts';
import { BoardWatch } from './board-watch.ts';
import { Coverage } from './coverage.ts';
import { NoteCounts } from './note-counts.ts';
import { OnScreen } from './on-screen.ts';
import { QuietRequests } from './quiet-requests.ts';
import { endRehearsal } from './rehearsal.ts';
import { Reveal } from './reveal.ts';
import { RoomDeeds } from './room-deeds.ts';
import { spreadOf } from './spread.ts';
import { Steering } from './steering.ts';
import { syncAccess } from './sync-access.ts';

export interface Workshops {
	readonly desk: WorkshopDesk;
	readonly steering: Steering;
	readonly deeds: RoomDeeds;
	readonly days: Days;
	readonly onScreen: OnScreen;
	readonly coverage: Coverage;
	readonly quiet: QuietRequests;
	/** The notes of boards, for whoever counts over them. */
	readonly notes: BoardNotes;
	readonly rooms: Rooms;
	readonly live: LiveGateway;
	readonly sync: Gateway;
	readonly template: Template;
	readonly stores: {
		readonly workshops: WorkshopStore;
		readonly agenda: AgendaStore;
		readonly people: PeopleStore;
		readonly attendance: AttendanceStore;
		readonly links: LinkStore;
		readonly documents: DocumentStore;
		readonly templates: SavedTemplateStore;
		readonly sources: SourceStore;
		readonly signals: SignalStore;
	};
	/** Back to preparing: nothing of the rehearsal remains. @throws Problem `plan-already-signed` */
	endRehearsal(id: WorkshopId): Promise<void>;
	/** The seat or account by which these devices act in this workshop has ended: so do their sockets. */
	dropSessions(id: WorkshopId, sessions: readonly SessionId[], refusal: Refusal): void;
}

/** Milliseconds between two commits at least. The embedded database's are this process's own work. */
const COMMIT_GAP_MS = { embedded: 25, postgres: 3 } as const;

/** Also finishes what the last process left half done. */
export async function openWorkshops(ground: Ground, template: Template): Promise<Workshops> {
	const { database, access, log, now, place } = ground;
	const stores = {
		workshops: new WorkshopStore(database, newJoinCode),
		agenda: new AgendaStore(database),
		people: new PeopleStore(database),
		attendance: new AttendanceStore(database),
		links: new LinkStore(database),
		documents: new DocumentStore(database),
		templates: new SavedTemplateStore(database, template),
		sources: new SourceStore(database),
		signals: new SignalStore(database)
	};
	const roomStore = new RoomStore(database);
	const desk = new WorkshopDesk({ ...stores, rooms: roomStore }, () => now().getTime());
	const onFault = (error: unknown) => log.error({ err: error }, 'something a workshop does by itself failed');

	const documentLog = createDocumentLog(database);
	const watchedLog: DocumentLog = {
		...documentLog,
		append: async (rows) => {
			await documentLog.append(rows);
			boards.written(new Set(rows.map(({ documentId }) => documentId)));
		}
	};
	const sync = createSyncGateway({
		access: syncAccess(desk, access),
		documentLog: watchedLog,
		log,
		// Only how long ago: a computer's clock that is set back would hold up every commit until it has caught up.
		now: () => performance.now(),
		commitGapMs: COMMIT_GAP_MS[database.kind],
		onAbuse: ({ workshopId, personId, reason }) => {
			log.warn({ workshop: workshopId, person: personId, reason }, 'a device was cut off for what it sent');
			desk.cutOff(workshopId, personId);
		},
		onCounts: (id, found) => {
			const workshopId = desk.workshopOf(id);
			if (workshopId) counts.changed(workshopId, id, found);
			reveal.late(id).catch(onFault);
		}
	});
	const { rooms } = sync;
	const counts = new NoteCounts(rooms, (id) => {
		const workshopId = desk.workshopOf(id);
		const step = desk.document(id)?.step;
		return (
			workshopId !== null && step !== undefined && desk.peek(workshopId)?.activities.get(step)?.board.kind === 'matrix'
		);
	});
	const after = (ms: number, work: () => void) => {
		const timer = setTimeout(work, ms);
		return () => clearTimeout(timer);
	};
	const boards = new BoardWatch({
		desk,
		rooms,
		now: () => now().getTime(),
		after,
		onFault,
		onLook: (id, workshopId, board) => coverage.looked(id, workshopId, board)
	});
	const notes = new BoardNotes(rooms, boards);
	const quiet = new QuietRequests({ desk, store: new QuietRequestStore(database), counts, notes, now });
	const coverage = new Coverage({ desk, notes, feedback: new FeedbackStore(database), quiet });
	const stored = async (id: DocumentId) => {
		const found = await documentLog.load(id);
		if (!found) return null;
		const doc = new Y.Doc();
		for (const update of found.updates) Y.applyUpdate(doc, update);
		return new BoardDocument(doc);
	};
	const reveal = new Reveal({ desk, rooms, documents: stores.documents, stored, after, onFault });
	const steering = new Steering({
		desk,
		store: roomStore,
		moves: new MoveStore(database),
		documents: stores.documents,
		entering: new Entering({
			desk,
			rooms,
			workshops: stores.workshops,
			issues: new DealtIssues({ desk, rooms, issues: new IssueStore(database), now }),
			votes: new VoteStore(database)
		}),
		reveal,
		settled: (ids) => rooms.settled(ids),
		now,
		after,
		onFault
	});
	const days = new Days({
		desk,
		rooms,
		store: new DaySnapshotStore(database),
		votes: new VoteStore(database),
		sources: stores.sources,
		now,
		onFault
	});
	const ratings = new RatingStore(database);
	const onScreen = new OnScreen({
		desk,
		rooms,
		counts,
		days,
		told: new TopStoryStore(database),
		votes: new VoteStore(database),
		sources: stores.sources,
		questions: new QuestionStore(database),
		baseline: new BaselineStore(database),
		template,
		spread: (now, step) =>
			spreadOf({ ratings, sources: stores.sources, notes, rooms }, now, step, {
				kind: 'screen',
				workshopId: now.workshop.id
			}),
		db: database.db,
		now: () => now().getTime()
	});
	const deeds = new RoomDeeds({ desk, store: roomStore, signals: stores.signals, reveal, rooms, now });
	desk.onRights((id) => rooms.accessChanged(id));
	await reveal.catchUp();
	await steering.start();
	await reveal.start();
	const noteHere = async (id: WorkshopId, personId: PersonId): Promise<void> => {
		const { workshop, people } = await desk.get(id);
		const role = people.get(personId)?.role;
		if (workshop.state !== 'room' || (role !== 'participant' && role !== 'observer' && role !== 'listener')) return;
		const today = calendarDay(now(), workshop.timezone);
		if (await stores.attendance.note(id, personId, today, now())) await desk.refresh(id, 'people');
	};
	const live = new LiveGateway({
		access,
		log,
		now,
		place,
		desk,
		counts,
		boards,
		quiet,
		tallies: (id, step) => roomStore.given(id, step),
		onHere: (id, person) => void noteHere(id, person).catch(onFault)
	});
	/** Whoever has a page open when the room moves is here that day, though the page was open already the day before. */
	const movedAt = new Map<WorkshopId, number>();
	desk.onChange((id) => {
		const at = desk.peek(id)?.workshop.lastMove?.atMs;
		if (at === undefined || movedAt.get(id) === at) return;
		movedAt.set(id, at);
		for (const person of live.here(id)) noteHere(id, person).catch(onFault);
	});
	const dropSessions: Workshops['dropSessions'] = (id, sessions, refusal) => {
		live.dropSessions(id, sessions, refusal);
		sync.dropSessions(id, sessions, refusal);
	};
	const rehearsals = new RehearsalStore(database);
	return {
		desk,
		steering,
		deeds,
		days,
		onScreen,
		coverage,
		quiet,
		notes,
		rooms,
		live,
		sync: {
			handle: sync.handle,
			close: async () => {
				steering.stop();
				reveal.stop();
				boards.stop();
				await rooms.close();
			}
		},
		template,
		stores,
		endRehearsal: async (id) => {
			await endRehearsal(id, { desk, rooms, store: rehearsals, attendance: stores.attendance, steering, dropSessions });
			quiet.forget(id);
		},
		dropSessions
	};
}
