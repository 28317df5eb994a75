/**
 * Every table of an installation. One piece, because a migration is generated from the whole and constraints
 * cross the parts: accounts and seats, the workshop and its room, documents, what is counted, the plan, the follow-up.
 * Nothing but accounts and sessions crosses workshops. Instants are `timestamptz`, calendar days are text `YYYY-MM-DD`.
 */
import { sql } from 'drizzle-orm';
import {
	bigint,
	boolean,
	check,
	customType,
	doublePrecision,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	timestamp,
	unique,
	uniqueIndex,
	type AnyPgColumn
} from 'drizzle-orm/pg-core';
import type {
	AccountId,
	ActionId,
	ContactId,
	DecisionId,
	DocumentId,
	HeadsUpId,
	IssueId,
	LetterId,
	LinkId,
	MailId,
	PersonId,
	PhaseId,
	PointId,
	ProposalId,
	QuestionId,
	SessionId,
	SmallFixId,
	StepId,
	SuggestionId,
	SupportRequestId,
	SyndicateId,
	ThanksId,
	WorkshopId,
	ZoneId
} from '#domain/ids.ts';
import type { DepartmentAnswer, FollowSettings, SuggestionAnswer } from '#domain/follow-up.ts';
import type { LetterEdits, LetterKind, LetterPart, Recipient } from '#domain/letters.ts';
import type { InvitedRole, LinkPurpose } from '#domain/links.ts';
import type { QuestionRules, QuestionState } from '#domain/questions.ts';
import type {
	ActionKind,
	Horizon,
	MarkAbout,
	MeasureEvery,
	PairedMeasure,
	SupportAnswer,
	SupportKind,
	UpdateHealth
} from '#domain/plan.ts';
import type { Activity, Template } from '#domain/template.ts';
import type { GalleryMark } from '#domain/gallery.ts';
import type { ApprovedReply } from '#domain/reply.ts';
import type { DaySnapshot } from '#domain/day-snapshot.ts';
import type {
	Brief,
	Clock,
	PersonRole,
	ReportBack,
	RoomMove,
	ScreenView,
	Signal,
	StepState,
	SyndicateLetter,
	WorkshopState
} from '#domain/workshop.ts';
import type { StandardsLines } from '#domain/standards.ts';

/** Raw bytes; the driver gives a Buffer on Postgres and a Uint8Array on PGlite, both are Uint8Array. */
const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const accounts = pgTable('accounts', {
	id: text().$type<AccountId>().primaryKey(),
	/** Lower case, trimmed. */
	email: text().notNull().unique(),
	name: text().notNull(),
	/** `scrypt$N$r$p$salt$hash`, base64url. */
	passwordHash: text('password_hash').notNull(),
	createdAt: instant('created_at').notNull()
});

/** A device: one cookie, at most one account, and a seat in each workshop it joined. */
export const sessions = pgTable('sessions', {
	id: text().$type<SessionId>().primaryKey(),
	/** SHA-256 of the 128-bit token in the cookie, base64url. */
	tokenHash: text('token_hash').notNull().unique(),
	accountId: text('account_id')
		.$type<AccountId>()
		.references(() => accounts.id, { onDelete: 'cascade' }),
	createdAt: instant('created_at').notNull(),
	expiresAt: instant('expires_at').notNull()
});

export const workshops = pgTable('workshops', {
	id: text().$type<WorkshopId>().primaryKey(),
	title: text().notNull(),
	purpose: text().notNull().default(''),
	company: text().notNull().default(''),
	brief: jsonb().$type<Brief>().notNull(),
	template: text().notNull(),
	state: text().$type<WorkshopState>().notNull().default('preparing'),
	/** 6 characters without 0 O 1 I L; opens only while `state` is `room`. */
	code: text().notNull().unique(),
	timezone: text().notNull().default('UTC'),
	/** The step the room is in, null before the first. */
	currentStep: text('current_step').$type<StepId>(),
	screen: jsonb().$type<ScreenView>().notNull(),
	compass: text().notNull().default(''),
	quietAfterDays: integer('quiet_after_days').notNull().default(14),
	/** A syndicate that writes nothing for so long is shown as quiet on the console. */
	quietAfterMinutes: integer('quiet_after_minutes').notNull().default(3),
	/**
	 * What the QR code carries, 128 bits, base64url; shown again and again on the projector, so kept as it is.
	 * Like the code it opens only while `state` is `room`. Null in a workshop of an earlier release until it is opened.
	 */
	joinToken: text('join_token').unique(),
	/** True: pages follow the room and cannot look back. False: people may look back at earlier steps. */
	isHeld: boolean('is_held').notNull().default(false),
	/** The last move of the room, which can be taken back for thirty seconds. */
	lastMove: jsonb('last_move').$type<RoomMove>(),
	/** How the queue of questions is run, where a moderator turned something; the step's own rules hold otherwise. */
	questionRules: jsonb('question_rules').$type<Partial<QuestionRules>>().notNull().default({}),
	/** Tasks of the template's sponsor that are done: id of the task -> instant, ISO in UTC. */
	sponsorTasks: jsonb('sponsor_tasks').$type<Readonly<Record<string, string>>>().notNull().default({}),
	/** The last day of the follow-up, `YYYY-MM-DD`; null: twelve weeks from the signing. Later where it was prolonged. */
	followUpUntil: text('follow_up_until'),
	followSettings: jsonb('follow_settings').$type<Partial<FollowSettings>>().notNull().default({}),
	/** Set once the facilitator put it away; nothing is deleted. */
	archivedAt: instant('archived_at'),
	createdBy: text('created_by')
		.$type<AccountId>()
		.notNull()
		.references(() => accounts.id),
	createdAt: instant('created_at').notNull()
});

export const agendaItems = pgTable(
	'agenda_items',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		/** 1 is the first day. */
		day: integer().notNull(),
		/** Fractional key within the day. */
		order: text().notNull(),
		/** The activity's id for a step, null for a break. */
		step: text().$type<StepId>(),
		title: text().notNull(),
		minutes: integer().notNull(),
		/** `HH:MM` when it is pinned to the clock. */
		pinnedAt: text('pinned_at'),
		/** The workshop's own copy, edited here; null for a break. */
		activity: jsonb().$type<Activity>(),
		/** No sounds, counters or motion on any device while it runs, the projector's included. */
		isQuiet: boolean('is_quiet').notNull().default(false),
		/** The sponsor is in the room for it: opening, one round with a syndicate, answering. */
		isSponsorHere: boolean('is_sponsor_here').notNull().default(false),
		/** The facilitator was asked for a break before this entry and left it out. */
		isBreakLeftOut: boolean('is_break_left_out').notNull().default(false),
		/** When the room came to it for the first time, and left it for the last. */
		startedAt: instant('started_at'),
		endedAt: instant('ended_at')
	},
	(table) => [
		unique('agenda_items_step').on(table.workshopId, table.step),
		check('agenda_items_minutes', sql`${table.minutes} between 1 and 480`)
	]
);

/** First start of each day, `HH:MM`. */
export const agendaDays = pgTable(
	'agenda_days',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		day: integer().notNull(),
		title: text().notNull(),
		heldOn: text('held_on'),
		starts: text().notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.day] })]
);

export const stepStates = pgTable(
	'step_states',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		step: text().$type<StepId>().notNull(),
		state: text().$type<StepState>().notNull().default('ahead'),
		phase: text().$type<PhaseId>(),
		clock: jsonb().$type<Clock>(),
		votesClosed: boolean('votes_closed').notNull().default(false),
		/** Syndicates whose clock differs from the room's. */
		syndicateClocks: jsonb('syndicate_clocks').$type<Readonly<Record<SyndicateId, Clock>>>().notNull().default({}),
		/** Syndicates whose board is closed while the step is open for the others. */
		closedFor: jsonb('closed_for').$type<readonly SyndicateId[]>().notNull().default([]),
		/** Syndicates whose notes were opened while others still write alone. */
		revealedFor: jsonb('revealed_for').$type<readonly SyndicateId[]>().notNull().default([]),
		/** The queue of spokespersons; null while nobody reports back. */
		reportBack: jsonb('report_back').$type<ReportBack>(),
		/** Two named writers of a room board (the vision). */
		writers: jsonb().$type<readonly PersonId[]>().notNull().default([]),
		openedAt: instant('opened_at'),
		closedAt: instant('closed_at')
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.step] })]
);

export const syndicates = pgTable(
	'syndicates',
	{
		id: text().$type<SyndicateId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		letter: text().$type<SyndicateLetter>().notNull(),
		/** The `:syndicate` of a URL: `birch`. */
		slug: text().notNull(),
		name: text().notNull(),
		seats: integer().notNull().default(12)
	},
	(table) => [
		unique('syndicates_letter').on(table.workshopId, table.letter),
		unique('syndicates_slug').on(table.workshopId, table.slug)
	]
);

export const people = pgTable(
	'people',
	{
		id: text().$type<PersonId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		name: text().notNull(),
		/** NFKC, lower case, without invisible characters and doubled spaces: two names that look alike are equal. */
		nameKey: text('name_key').notNull(),
		role: text().$type<PersonRole>().notNull(),
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.references(() => syndicates.id),
		accountId: text('account_id')
			.$type<AccountId>()
			.references(() => accounts.id),
		returnCodeHash: text('return_code_hash').unique(),
		department: text().notNull().default(''),
		/** Lower case, trimmed; null where none was given. */
		email: text(),
		/** Key of the name of whoever they report to, as the list said it; the draw keeps the two apart. */
		reportsTo: text('reports_to'),
		/** The syndicate whose discussion a sponsor or customer sits in on: they read its board of the running step. */
		sitsWith: text('sits_with')
			.$type<SyndicateId>()
			.references(() => syndicates.id),
		/** Place in the syndicate's rotation of roles, drawn once; null before the draw. */
		rolePlace: integer('role_place'),
		/** First seat on a device. Null for somebody on the list who has not come yet. */
		arrivedAt: instant('arrived_at'),
		joinedAt: instant('joined_at').notNull(),
		removedAt: instant('removed_at'),
		mergedInto: text('merged_into').$type<PersonId>()
	},
	(table) => [
		index('people_workshop').on(table.workshopId),
		uniqueIndex('people_name')
			.on(table.workshopId, table.syndicateId, table.nameKey)
			.where(sql`${table.removedAt} is null and ${table.role} = 'participant'`),
		uniqueIndex('people_account')
			.on(table.workshopId, table.accountId)
			.where(sql`${table.accountId} is not null`)
	]
);

/** Secret links: the screen, the progress page, the sponsor, the customer. The token is kept as a hash only. */
export const shareLinks = pgTable(
	'share_links',
	{
		id: text().$type<LinkId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		purpose: text().$type<LinkPurpose>().notNull(),
		tokenHash: text('token_hash').notNull().unique(),
		personId: text('person_id')
			.$type<PersonId>()
			.references(() => people.id),
		/** Whom a `department` link is for. */
		department: text(),
		createdAt: instant('created_at').notNull(),
		revokedAt: instant('revoked_at')
	},
	(table) => [index('share_links_workshop').on(table.workshopId)]
);

/** A device's place in a workshop: as a person, or as the screen. */
export const seats = pgTable(
	'seats',
	{
		sessionId: text('session_id')
			.$type<SessionId>()
			.notNull()
			.references(() => sessions.id, { onDelete: 'cascade' }),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.references(() => people.id, { onDelete: 'cascade' }),
		/** Set for a seat that a link gave: it ends with the link. */
		linkId: text('link_id')
			.$type<LinkId>()
			.references(() => shareLinks.id, { onDelete: 'cascade' }),
		createdAt: instant('created_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.sessionId, table.workshopId] }),
		check('seats_holder', sql`${table.personId} is not null or ${table.linkId} is not null`),
		index('seats_person').on(table.personId)
	]
);

export const documents = pgTable(
	'documents',
	{
		id: text().$type<DocumentId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		kind: text().$type<'board' | 'room' | 'private'>().notNull(),
		step: text().$type<StepId>().notNull(),
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.references(() => syndicates.id),
		personId: text('person_id')
			.$type<PersonId>()
			.references(() => people.id),
		generation: integer().notNull().default(1),
		/** Why the last generation ended. */
		endedBecause: text('ended_because').$type<'restored' | 'erased'>()
	},
	(table) => [
		unique('documents_place')
			.on(table.workshopId, table.kind, table.step, table.syndicateId, table.personId)
			.nullsNotDistinct()
	]
);

export const documentUpdates = pgTable(
	'document_updates',
	{
		documentId: text('document_id')
			.$type<DocumentId>()
			.notNull()
			.references(() => documents.id, { onDelete: 'cascade' }),
		generation: integer().notNull(),
		node: text().notNull(),
		seq: bigint({ mode: 'number' }).notNull(),
		bytes: bytea().notNull(),
		storedAt: instant('stored_at').notNull().defaultNow()
	},
	(table) => [primaryKey({ columns: [table.documentId, table.generation, table.node, table.seq] })]
);

export const documentSnapshots = pgTable(
	'document_snapshots',
	{
		documentId: text('document_id')
			.$type<DocumentId>()
			.notNull()
			.references(() => documents.id, { onDelete: 'cascade' }),
		generation: integer().notNull(),
		/** The snapshot holds every row of `node` up to and including `seq`. */
		node: text().notNull(),
		seq: bigint({ mode: 'number' }).notNull(),
		bytes: bytea().notNull()
	},
	(table) => [primaryKey({ columns: [table.documentId, table.generation] })]
);

/** Which person first wrote with a Yjs client id: authorship is derived from it. */
export const documentClients = pgTable(
	'document_clients',
	{
		documentId: text('document_id')
			.$type<DocumentId>()
			.notNull()
			.references(() => documents.id, { onDelete: 'cascade' }),
		generation: integer().notNull(),
		clientId: bigint('client_id', { mode: 'number' }).notNull(),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id)
	},
	(table) => [primaryKey({ columns: [table.documentId, table.generation, table.clientId] })]
);

/** One row a vote. `slot` counts a person's votes in a step from 1 to the budget, so the budget is a constraint. */
export const votes = pgTable(
	'votes',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		step: text().$type<StepId>().notNull(),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		/** A ref: `note:<document>:<note>`, `group:…`, `action:<id>`, `person:<id>` for a nomination. */
		target: text().notNull(),
		slot: integer().notNull(),
		budget: integer().notNull(),
		castAt: instant('cast_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.workshopId, table.step, table.personId, table.target] }),
		unique('votes_slot').on(table.workshopId, table.step, table.personId, table.slot),
		check('votes_budget', sql`${table.slot} between 1 and ${table.budget}`),
		index('votes_target').on(table.workshopId, table.step, table.target)
	]
);

export const ratings = pgTable(
	'ratings',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		step: text().$type<StepId>().notNull(),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		target: text().notNull(),
		mark: integer().notNull(),
		/** Said by somebody who gave 1 or 2, shown without a name once the marks are; empty where nothing was said. */
		why: text().notNull().default(''),
		ratedAt: instant('rated_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.workshopId, table.step, table.personId, table.target] }),
		check('ratings_mark', sql`${table.mark} between 1 and 5`)
	]
);

export const customerPoints = pgTable(
	'customer_points',
	{
		id: text().$type<PointId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		n: integer().notNull(),
		kind: text().$type<'wish' | 'praise'>().notNull(),
		state: text().$type<'as-said' | 'corrected' | 'taken-back'>().notNull().default('as-said'),
		/** As it is shown, in the customer's wording where it was corrected. Null once taken back: the number stays, the words go. */
		text: text(),
		/** As the scribe had it, where the customer corrected it. */
		heardText: text('heard_text'),
		/** The customer's exact words, not their sense. */
		isQuote: boolean('is_quote').notNull().default(false),
		/** When the customer looked at it: confirmed, corrected or taken back. */
		checkedAt: instant('checked_at'),
		/** Which of the customers said it; null where nobody said which. */
		saidBy: text('said_by')
			.$type<PersonId>()
			.references(() => people.id),
		/** The point that says the same and stays. */
		joinedTo: text('joined_to').$type<PointId>(),
		/** Made by the device that sends it: sent twice over a bad line, it is kept once. */
		sendKey: text('send_key'),
		scribeSyndicateId: text('scribe_syndicate_id')
			.$type<SyndicateId>()
			.references(() => syndicates.id),
		writtenBy: text('written_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		writtenAt: instant('written_at').notNull()
	},
	(table) => [
		unique('customer_points_n').on(table.workshopId, table.n),
		unique('customer_points_send_key').on(table.workshopId, table.sendKey),
		check('customer_points_words', sql`(${table.state} = 'taken-back') = (${table.text} is null)`),
		check('customer_points_heard', sql`${table.heardText} is null or ${table.state} = 'corrected'`)
	]
);

export const questions = pgTable(
	'questions',
	{
		id: text().$type<QuestionId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		text: text().notNull(),
		/** Null when asked without a name: there is no other place where the name could be found. */
		askedBy: text('asked_by')
			.$type<PersonId>()
			.references(() => people.id),
		/** Null when the asker shows the room nothing, or has no syndicate. */
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.references(() => syndicates.id),
		/**
		 * SHA-256, hex, of a key that only the asking device has: what is handed back finds its asker without anybody
		 * knowing who that is.
		 */
		askerKeyHash: text('asker_key_hash'),
		/** Made by the device that sends it: sent twice over a bad line, it is kept once. */
		sendKey: text('send_key'),
		state: text().$type<QuestionState>().notNull().default('waiting'),
		/** Stands first in every list. */
		isPinned: boolean('is_pinned').notNull().default(false),
		/** Why it was handed back, for its asker alone; or why it was parked. */
		reason: text(),
		/** The question that asks the same and stays. */
		joinedTo: text('joined_to').$type<QuestionId>(),
		/** With whom it is parked. */
		parkedWith: text('parked_with')
			.$type<PersonId>()
			.references(() => people.id),
		answer: text(),
		/** Set when the customer answered it by their link. */
		answeredBy: text('answered_by')
			.$type<PersonId>()
			.references(() => people.id),
		/** What was promised with the answer, by whom, until when (`YYYY-MM-DD`). */
		promise: text(),
		promisedBy: text('promised_by'),
		promisedUntil: text('promised_until'),
		askedAt: instant('asked_at').notNull(),
		answeredAt: instant('answered_at')
	},
	(table) => [
		uniqueIndex('questions_being_answered')
			.on(table.workshopId)
			.where(sql`${table.state} = 'being-answered'`),
		unique('questions_send_key').on(table.workshopId, table.sendKey),
		check('questions_answer', sql`(${table.state} = 'answered') <= (${table.answer} is not null)`),
		check('questions_reason', sql`(${table.state} = 'handed-back') <= (${table.reason} is not null)`),
		check('questions_joined', sql`(${table.state} = 'joined') = (${table.joinedTo} is not null)`),
		check('questions_parked', sql`${table.parkedWith} is null or ${table.state} = 'parked'`),
		check(
			'questions_promise',
			sql`${table.promise} is null or (${table.promisedBy} is not null and ${table.promisedUntil} is not null)`
		)
	]
);

export const questionVotes = pgTable(
	'question_votes',
	{
		questionId: text('question_id')
			.$type<QuestionId>()
			.notNull()
			.references(() => questions.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		castAt: instant('cast_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.questionId, table.personId] })]
);

/** What a customer writes down before the talk; nobody else reads it until the room is shown it, as a point. */
export const customerStatements = pgTable(
	'customer_statements',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		/** Fractional key among the statements of one customer. */
		order: text().notNull(),
		text: text().notNull(),
		writtenAt: instant('written_at').notNull(),
		/** The point it became when it was shown. */
		pointId: text('point_id')
			.$type<PointId>()
			.references(() => customerPoints.id)
	},
	(table) => [
		index('customer_statements_workshop').on(table.workshopId, table.personId),
		check('customer_statements_words', sql`length(trim(${table.text})) > 0`)
	]
);

/** Points that a syndicate wants to work on. */
export const pointPins = pgTable(
	'point_pins',
	{
		pointId: text('point_id')
			.$type<PointId>()
			.notNull()
			.references(() => customerPoints.id, { onDelete: 'cascade' }),
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.notNull()
			.references(() => syndicates.id),
		pinnedAt: instant('pinned_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.pointId, table.syndicateId] })]
);

/** Points that another department is to read in the customer's own words; it reads them once the customer said yes. */
export const pointShares = pgTable(
	'point_shares',
	{
		pointId: text('point_id')
			.$type<PointId>()
			.notNull()
			.references(() => customerPoints.id, { onDelete: 'cascade' }),
		department: text().notNull(),
		askedAt: instant('asked_at').notNull(),
		answer: text().$type<'yes' | 'no'>(),
		answeredAt: instant('answered_at')
	},
	(table) => [
		primaryKey({ columns: [table.pointId, table.department] }),
		check('point_shares_answer', sql`(${table.answer} is null) = (${table.answeredAt} is null)`)
	]
);

/** What the syndicates discuss: points and open questions that belong together. */
export const issues = pgTable(
	'issues',
	{
		id: text().$type<IssueId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		n: integer().notNull(),
		title: text().notNull(),
		madeAt: instant('made_at').notNull()
	},
	(table) => [unique('issues_n').on(table.workshopId, table.n)]
);

/** A point or question belongs to one issue at most. */
export const issueSources = pgTable(
	'issue_sources',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		/** `point:<id>` or `question:<id>`. */
		ref: text().notNull(),
		issueId: text('issue_id')
			.$type<IssueId>()
			.notNull()
			.references(() => issues.id, { onDelete: 'cascade' })
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.ref] }), index('issue_sources_issue').on(table.issueId)]
);

/** Which syndicates discuss an issue, and as their how-manieth. */
export const issueDeals = pgTable(
	'issue_deals',
	{
		issueId: text('issue_id')
			.$type<IssueId>()
			.notNull()
			.references(() => issues.id, { onDelete: 'cascade' }),
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.notNull()
			.references(() => syndicates.id),
		place: integer().notNull()
	},
	(table) => [primaryKey({ columns: [table.issueId, table.syndicateId] })]
);

/** The page that answers the customers: "you told us … we will …". They read it once a facilitator approved it. */
export const customerReplies = pgTable(
	'customer_replies',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.primaryKey()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		opening: text().notNull().default(''),
		/** What the customers read: the reply as it stood when it was approved. Null before, and after a withdrawal. */
		approved: jsonb().$type<ApprovedReply>(),
		approvedBy: text('approved_by')
			.$type<PersonId>()
			.references(() => people.id),
		approvedAt: instant('approved_at')
	},
	(table) => [
		check('customer_replies_approved', sql`(${table.approvedBy} is null) = (${table.approvedAt} is null)`),
		check('customer_replies_kept', sql`(${table.approved} is null) = (${table.approvedAt} is null)`)
	]
);

/** One line of the reply; what they told us is read from the issue, so that a point taken back leaves it. */
export const customerReplyLines = pgTable(
	'customer_reply_lines',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => customerReplies.workshopId, { onDelete: 'cascade' }),
		issueId: text('issue_id')
			.$type<IssueId>()
			.notNull()
			.references(() => issues.id, { onDelete: 'cascade' }),
		/** "We will …", or why not. */
		text: text().notNull(),
		isLeftOut: boolean('is_left_out').notNull().default(false),
		/** Somebody wrote in it, or left it out: drafting again leaves it alone. */
		isEdited: boolean('is_edited').notNull().default(false),
		/** From 0; lines that nobody moved stand in the order of their issues. */
		place: integer()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.issueId] })]
);

/** What a customer writes back on the reply: an answer, or thanks. */
export const customerWords = pgTable(
	'customer_words',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		kind: text().$type<'answer' | 'thanks'>().notNull(),
		/** The issue it is about; null for the whole reply. */
		issueId: text('issue_id')
			.$type<IssueId>()
			.references(() => issues.id, { onDelete: 'cascade' }),
		text: text().notNull(),
		writtenAt: instant('written_at').notNull()
	},
	(table) => [
		index('customer_words_workshop').on(table.workshopId),
		check('customer_words_words', sql`length(trim(${table.text})) > 0`)
	]
);

/** One plan a workshop. Once `signedAt` is set, triggers refuse every change to it, its actions, sources and signatures. */
export const plans = pgTable('plans', {
	workshopId: text('workshop_id')
		.$type<WorkshopId>()
		.primaryKey()
		.references(() => workshops.id, { onDelete: 'cascade' }),
	version: integer().notNull().default(1),
	signedAt: instant('signed_at'),
	/** SHA-256 of the signed contents, hex; shown on paper and screen. */
	hash: text(),
	/** Who followed up when it was signed: it may be handed over later, and what was signed stays. Null before. */
	stewards: jsonb().$type<readonly { readonly role: 'follow-up-manager' | 'deputy'; readonly personId: PersonId }[]>()
});

export const actions = pgTable(
	'actions',
	{
		id: text().$type<ActionId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => plans.workshopId, { onDelete: 'cascade' }),
		n: integer().notNull(),
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.references(() => syndicates.id),
		text: text().notNull(),
		why: text().notNull().default(''),
		kind: text().$type<ActionKind>().notNull().default('action'),
		horizon: text().$type<Horizon>().notNull().default('quarter'),
		firstStep: text('first_step').notNull().default(''),
		dueOn: text('due_on'),
		/** Set only by that person's own yes. */
		ownerId: text('owner_id')
			.$type<PersonId>()
			.references(() => people.id),
		acceptedAt: instant('accepted_at'),
		measureName: text('measure_name').notNull().default(''),
		measureUnit: text('measure_unit').notNull().default(''),
		measureBaseline: doublePrecision('measure_baseline'),
		measureTarget: doublePrecision('measure_target'),
		measureCountedBy: text('measure_counted_by').notNull().default(''),
		measureEvery: text('measure_every').$type<MeasureEvery>().notNull().default('week'),
		/** Of the template's groups of measures; empty where none was chosen. */
		measureGroup: text('measure_group').notNull().default(''),
		/** What of the larger picture it serves: `compass`, or the ref of a standard's line; empty while nothing. */
		measureServes: text('measure_serves').notNull().default(''),
		/** A customer's outcome beside a measure that counts cost only. */
		measurePair: jsonb('measure_pair').$type<PairedMeasure>(),
		/** Its place among the three measures of the front page. */
		frontPlace: integer('front_place'),
		/** "When …, I will …" */
		whenThen: text('when_then').notNull().default(''),
		/** Of the template's motivators, at most three. */
		motivators: jsonb().$type<readonly string[]>().notNull().default([]),
		/** The answers to the questions its kind asks, by the field's id. */
		kindFields: jsonb('kind_fields').$type<Readonly<Record<string, string>>>().notNull().default({}),
		/** The row of "tried before" it repeats; null for none. Then it says what differs. */
		triedRow: text('tried_row'),
		triedDiffers: text('tried_differs').notNull().default(''),
		/** What the owner wants to learn by it. */
		learn: text().notNull().default(''),
		/** Why the target stays although the syndicate thinks it cannot be reached. */
		reachAnswer: text('reach_answer').notNull().default(''),
		/** The action it was joined into: it is no row of the plan, and its sources count for that one. */
		joinedTo: text('joined_to')
			.$type<ActionId>()
			.references((): AnyPgColumn => actions.id),
		/** Set when the action was put aside: it is in "not now" and not part of the plan. */
		notNowReason: text('not_now_reason'),
		sentBy: text('sent_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		sentAt: instant('sent_at').notNull()
	},
	(table) => [
		unique('actions_n').on(table.workshopId, table.n),
		unique('actions_front').on(table.workshopId, table.frontPlace),
		check('actions_front_three', sql`${table.frontPlace} is null or ${table.frontPlace} between 1 and 3`),
		check('actions_tried', sql`${table.triedRow} is null or length(trim(${table.triedDiffers})) > 0`),
		check(
			'actions_joined',
			sql`${table.joinedTo} is null or (${table.joinedTo} <> ${table.id} and ${table.notNowReason} is null)`
		),
		check('actions_owner_said_yes', sql`(${table.ownerId} is null) = (${table.acceptedAt} is null)`)
	]
);

/** The chain: what an action comes from. A ref names a note, group, point, question or another action. */
export const actionSources = pgTable(
	'action_sources',
	{
		actionId: text('action_id')
			.$type<ActionId>()
			.notNull()
			.references(() => actions.id, { onDelete: 'cascade' }),
		ref: text().notNull(),
		/** 1 is the draft itself; then in the order they were linked. */
		position: integer().notNull()
	},
	(table) => [primaryKey({ columns: [table.actionId, table.ref] }), index('action_sources_ref').on(table.ref)]
);

/** Named beside the owner. */
export const actionHelpers = pgTable(
	'action_helpers',
	{
		actionId: text('action_id')
			.$type<ActionId>()
			.notNull()
			.references(() => actions.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id)
	},
	(table) => [primaryKey({ columns: [table.actionId, table.personId] })]
);

/** Who said yes in person to a draft on a board: the owner of the action it becomes. One a draft. */
export const draftYeses = pgTable(
	'draft_yeses',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		/** The draft note's ref. */
		ref: text().notNull(),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		saidAt: instant('said_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.ref] })]
);

/**
 * Marks from 1 to 5, one a person, question and target. `reach` ("can we reach it?") is given to the ref of the draft by
 * its syndicate, `impact` and `effort` to the action by the room. Read as counts and means only.
 */
export const actionMarks = pgTable(
	'action_marks',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		about: text().$type<MarkAbout>().notNull(),
		target: text().notNull(),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		mark: integer().notNull(),
		markedAt: instant('marked_at').notNull(),
		/** The step it was given in, and the target and due day it was given to: with others it is asked anew. */
		asked: text().notNull().default(''),
		/** In a mean that was told in the plan: no mark is added to it any more. */
		isTold: boolean('is_told').notNull().default(false)
	},
	(table) => [
		primaryKey({ columns: [table.workshopId, table.about, table.target, table.personId, table.asked] }),
		check('action_marks_mark', sql`${table.mark} between 1 and 5`)
	]
);

/** Done within seven days without anybody's permission: a sentence and an owner, no part of the twelve. */
export const smallFixes = pgTable(
	'small_fixes',
	{
		id: text().$type<SmallFixId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		/** The note it was written on. */
		ref: text().notNull(),
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.references(() => syndicates.id),
		text: text().notNull(),
		/** Set only by that person's own yes. */
		ownerId: text('owner_id')
			.$type<PersonId>()
			.references(() => people.id),
		acceptedAt: instant('accepted_at'),
		/** Calendar day, at most seven days after the yes. */
		dueOn: text('due_on'),
		doneAt: instant('done_at'),
		sentBy: text('sent_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		sentAt: instant('sent_at').notNull()
	},
	(table) => [
		unique('small_fixes_ref').on(table.workshopId, table.ref),
		check('small_fixes_words', sql`length(trim(${table.text})) > 0`),
		check('small_fixes_owner_said_yes', sql`(${table.ownerId} is null) = (${table.acceptedAt} is null)`),
		check('small_fixes_done', sql`${table.doneAt} is null or ${table.ownerId} is not null`)
	]
);

/** "I want to learn …": a person's own line, matched with actions nobody has taken; shown to that person alone. */
export const learningWishes = pgTable(
	'learning_wishes',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		text: text().notNull(),
		writtenAt: instant('written_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.personId] })]
);

/**
 * Where an owner wants to be written to after the day, as the owner left it. Nobody else reads it: it is no part of the
 * people's list, and goes into no other workshop.
 */
export const ownerAddresses = pgTable(
	'owner_addresses',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		/** Lower case, trimmed. */
		email: text().notNull(),
		leftAt: instant('left_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.personId] })]
);

/** A printed code by which an owner without an e-mail address comes back to the action, on any device. Kept as a hash. */
export const claimCodes = pgTable(
	'claim_codes',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		codeHash: text('code_hash').notNull().unique(),
		madeAt: instant('made_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.personId] })]
);

/** Later changes to a signed action, shown against version one: rows are only ever added. */
export const actionChanges = pgTable(
	'action_changes',
	{
		id: text().primaryKey(),
		actionId: text('action_id')
			.$type<ActionId>()
			.notNull()
			.references(() => actions.id, { onDelete: 'cascade' }),
		/** Which part of it: `dueOn`, `target`, `text`, `firstStep`, … */
		part: text().notNull(),
		value: text().notNull(),
		reason: text().notNull(),
		changedBy: text('changed_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		changedAt: instant('changed_at').notNull()
	},
	(table) => [
		index('action_changes_action').on(table.actionId, table.changedAt),
		check('action_changes_reason', sql`length(trim(${table.reason})) > 0`)
	]
);

/** The words a ref had when the plan was sent and signed, so that the chain outlives its documents. */
export const chainLinks = pgTable(
	'chain_links',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		ref: text().notNull(),
		step: text().$type<StepId>().notNull(),
		zone: text().notNull(),
		text: text().notNull(),
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.references(() => syndicates.id),
		/** Null where the names rule of the step hides the author. */
		authorId: text('author_id')
			.$type<PersonId>()
			.references(() => people.id),
		/** The refs it came from itself. */
		from: jsonb().$type<readonly string[]>().notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.ref] })]
);

export const supportRequests = pgTable(
	'support_requests',
	{
		id: text().$type<SupportRequestId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		actionId: text('action_id')
			.$type<ActionId>()
			.notNull()
			.references(() => actions.id, { onDelete: 'cascade' }),
		kind: text().$type<SupportKind>().notNull(),
		ask: text().notNull(),
		askedBy: text('asked_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		/** Whom management talks to about it; null: whoever asked. */
		contactId: text('contact_id')
			.$type<PersonId>()
			.references(() => people.id),
		/** What its kind asks beside the words; for `authority` which standard, what, up to which limit, by whom, from when. */
		details: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
		askedAt: instant('asked_at').notNull()
	},
	(table) => [index('support_requests_workshop').on(table.workshopId)]
);

/** Management's word on what no request asks for: questions that were parked, actions that were put aside. Append only. */
export const outputAnswers = pgTable(
	'output_answers',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		/** `question:<id>` or `action:<id>` */
		ref: text().notNull(),
		n: integer().notNull(),
		isSupported: boolean('is_supported').notNull(),
		words: text().notNull(),
		answeredBy: text('answered_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		answeredAt: instant('answered_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.workshopId, table.ref, table.n] }),
		check('output_answers_words', sql`length(trim(${table.words})) > 0`)
	]
);

/** Append only: a later, better answer is a new row. */
export const supportAnswers = pgTable(
	'support_answers',
	{
		requestId: text('request_id')
			.$type<SupportRequestId>()
			.notNull()
			.references(() => supportRequests.id, { onDelete: 'cascade' }),
		n: integer().notNull(),
		answer: text().$type<SupportAnswer>().notNull(),
		words: text().notNull(),
		limit: text(),
		/** The day on which a "not now" comes back by itself. */
		answerBy: text('answer_by'),
		/** A later, better answer: "changed because of you". */
		changedMind: boolean('changed_mind').notNull().default(false),
		answeredBy: text('answered_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		answeredAt: instant('answered_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.requestId, table.n] }),
		check('support_answers_words', sql`length(trim(${table.words})) > 0`),
		check('support_answers_limit', sql`${table.answer} <> 'yes-with-a-limit' or ${table.limit} is not null`),
		check('support_answers_date', sql`${table.answer} <> 'not-now' or ${table.answerBy} is not null`)
	]
);

/** Follow-up manager and deputy: nominated, then accepted or declined in the person's own words. */
export const appointments = pgTable(
	'appointments',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		role: text().$type<'follow-up-manager' | 'deputy'>().notNull(),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		state: text().$type<'asked' | 'accepted' | 'declined'>().notNull().default('asked'),
		words: text().notNull().default(''),
		askedAt: instant('asked_at').notNull(),
		answeredAt: instant('answered_at')
	},
	(table) => [
		primaryKey({ columns: [table.workshopId, table.role, table.personId] }),
		uniqueIndex('appointments_one')
			.on(table.workshopId, table.role)
			.where(sql`${table.state} = 'accepted'`)
	]
);

/** The follow-up went from one person to another; append only. */
export const handOvers = pgTable(
	'hand_overs',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		fromId: text('from_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		toId: text('to_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		words: text().notNull().default(''),
		handedAt: instant('handed_at').notNull()
	},
	(table) => [index('hand_overs_workshop').on(table.workshopId)]
);

/** What was decided or is to be decided: what, who decides, whether the people who do the work were asked, until when. */
export const decisions = pgTable(
	'decisions',
	{
		id: text().$type<DecisionId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		n: integer().notNull(),
		what: text().notNull(),
		whoDecides: text('who_decides').notNull(),
		wereStaffAsked: boolean('were_staff_asked').notNull(),
		/** Calendar day; null where none is named. */
		until: text(),
		/** Empty while it is open. */
		outcome: text().notNull().default(''),
		decidedAt: instant('decided_at'),
		/** Put to a vote of everybody who signed, and closed again; null while it is not. */
		voteOpenedAt: instant('vote_opened_at'),
		voteClosedAt: instant('vote_closed_at'),
		writtenBy: text('written_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		writtenAt: instant('written_at').notNull()
	},
	(table) => [
		unique('decisions_n').on(table.workshopId, table.n),
		check('decisions_decided', sql`(${table.decidedAt} is null) = (length(trim(${table.outcome})) = 0)`)
	]
);

/** When everybody meets or hears again; one a workshop. */
export const nextDates = pgTable('next_dates', {
	workshopId: text('workshop_id')
		.$type<WorkshopId>()
		.primaryKey()
		.references(() => workshops.id, { onDelete: 'cascade' }),
	/** Calendar day and, where it has one, the time of day, in the workshop's time zone. */
	heldOn: text('held_on').notNull(),
	heldAt: text('held_at').notNull().default(''),
	words: text().notNull().default(''),
	setBy: text('set_by')
		.$type<PersonId>()
		.notNull()
		.references(() => people.id),
	setAt: instant('set_at').notNull()
});

/** Mails that are to go out, or went. Written with what they are about; sent afterwards, once each. */
export const mails = pgTable(
	'mails',
	{
		id: text().$type<MailId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.references(() => people.id),
		/** What makes it the only one of its kind: nothing is sent twice. */
		key: text().notNull().unique(),
		kind: text().notNull(),
		address: text().notNull(),
		subject: text().notNull(),
		text: text().notNull(),
		madeAt: instant('made_at').notNull(),
		/** Set before it is handed to the mail server: one that was claimed and not noted as sent is not sent again. */
		claimedAt: instant('claimed_at'),
		sentAt: instant('sent_at'),
		tries: integer().notNull().default(0),
		/** Why the last try failed; empty where none did. */
		failure: text().notNull().default(''),
		/** The same words as a page of a mail program; empty: text alone. */
		html: text().notNull().default(''),
		/** Answers go there; empty: nowhere. */
		replyTo: text('reply_to').notNull().default(''),
		senderName: text('sender_name').notNull().default(''),
		/** Further headers, `List-Unsubscribe` and `References` among them. */
		headers: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
		/** An invitation to a meeting, as iCalendar; empty: none. */
		calendar: text().notNull().default(''),
		/** Whom it is for, where it is a letter of the follow-up. */
		recipient: text().$type<Recipient>(),
		/** The reader's calendar day on which it goes: at most one letter of the follow-up an address and day. */
		localDay: text('local_day'),
		/** Not handed over before; null: at once. */
		goesAt: instant('goes_at'),
		/** The follow-up manager knows of a mail that may or may not have gone, or was refused, and has settled it. */
		settledAt: instant('settled_at'),
		/** It is not tried again by itself: its address was refused, or no mail server took it for days. */
		refusedAt: instant('refused_at')
	},
	(table) => [
		uniqueIndex('mails_one_a_day')
			.on(table.address, table.localDay)
			.where(sql`${table.localDay} is not null and ${table.address} <> ''`),
		index('mails_waiting')
			.on(table.madeAt)
			.where(sql`${table.sentAt} is null`),
		index('mails_recipient').on(table.workshopId, table.recipient)
	]
);

/** A code by mail, the second half of a link that gives more than reading. Kept as a hash, for one device. */
export const linkCodes = pgTable(
	'link_codes',
	{
		linkId: text('link_id')
			.$type<LinkId>()
			.notNull()
			.references(() => shareLinks.id, { onDelete: 'cascade' }),
		sessionId: text('session_id')
			.$type<SessionId>()
			.notNull()
			.references(() => sessions.id, { onDelete: 'cascade' }),
		codeHash: text('code_hash').notNull(),
		madeAt: instant('made_at').notNull(),
		tries: integer().notNull().default(0),
		/** The device typed it: its link gives more than reading from now on. */
		confirmedAt: instant('confirmed_at')
	},
	(table) => [primaryKey({ columns: [table.linkId, table.sessionId] })]
);

export const signatures = pgTable(
	'signatures',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => plans.workshopId, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		signedAt: instant('signed_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.personId] })]
);

/** What became of an action after signing; append only. */
export const actionUpdates = pgTable(
	'action_updates',
	{
		id: text().primaryKey(),
		actionId: text('action_id')
			.$type<ActionId>()
			.notNull()
			.references(() => actions.id, { onDelete: 'cascade' }),
		writtenBy: text('written_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		health: text().$type<UpdateHealth>().notNull(),
		text: text().notNull(),
		/** The measure's reading of that day, if one was given. */
		reading: doublePrecision(),
		/** What was learned, with an end as `learned`; empty otherwise. */
		lesson: text().notNull().default(''),
		writtenAt: instant('written_at').notNull()
	},
	(table) => [
		index('action_updates_action').on(table.actionId, table.writtenAt),
		check('action_updates_words', sql`length(trim(${table.text})) > 0`)
	]
);

/** Work of the follow-up that falls due at its time. Claimed with `for update skip locked`: two processes never run one twice. */
export const jobs = pgTable(
	'jobs',
	{
		id: text().primaryKey(),
		/** Null for work of the whole installation. */
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		kind: text().notNull(),
		/** What makes it the only one of its kind: `digest:<workshop>:w4`. */
		key: text().notNull().unique(),
		payload: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
		dueAt: instant('due_at').notNull(),
		/** Until then another process leaves it alone. */
		claimedUntil: instant('claimed_until'),
		doneAt: instant('done_at'),
		tries: integer().notNull().default(0),
		failure: text().notNull().default('')
	},
	(table) => [
		index('jobs_due')
			.on(table.dueAt)
			.where(sql`${table.doneAt} is null`)
	]
);

/** A letter that goes to many, as a draft that can be read, mended and held before its time: one of a kind and period. */
export const letters = pgTable(
	'letters',
	{
		id: text().$type<LetterId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		kind: text().$type<LetterKind>().notNull(),
		/** `w4`, `day-30`, or the calendar day it belongs to. */
		period: text().notNull(),
		/** When it goes out by itself. */
		goesAt: instant('goes_at').notNull(),
		madeAt: instant('made_at').notNull(),
		/** What the follow-up manager wrote over the draft; the rest is worked out when it goes. */
		edits: jsonb().$type<LetterEdits>().notNull().default({}),
		editedBy: text('edited_by')
			.$type<PersonId>()
			.references(() => people.id),
		editedAt: instant('edited_at'),
		heldAt: instant('held_at'),
		skippedAt: instant('skipped_at'),
		/** What it tells is being written: from here on it cannot be held or mended. */
		claimedAt: instant('claimed_at'),
		/** What happened until then stands in it; the next one of its kind begins there. */
		toldUntil: instant('told_until'),
		/** Gone out, to so many; `sentBy` null: by itself at its time. */
		sentAt: instant('sent_at'),
		sentBy: text('sent_by')
			.$type<PersonId>()
			.references(() => people.id),
		sentTo: integer('sent_to').notNull().default(0)
	},
	(table) => [unique('letters_one').on(table.workshopId, table.kind, table.period)]
);

/**
 * The ledger of what somebody was to be told, and the queue of what waits: unique, so that nothing is told twice. Rows
 * wait until a mail of that reader's day takes them all in. Only ever added to; a row gets its mail once.
 */
export const notifications = pgTable(
	'notifications',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		recipient: text().$type<Recipient>().notNull(),
		kind: text().$type<LetterKind>().notNull(),
		/** The action, request, letter or thanks it is about; empty for none. */
		subjectId: text('subject_id').notNull().default(''),
		period: text().notNull().default(''),
		part: jsonb().$type<LetterPart>().notNull(),
		/** Its part asks something of the reader. */
		asks: boolean().notNull().default(false),
		notBefore: instant('not_before').notNull(),
		/** Worth nothing afterwards; null: its kind alone says so. */
		notAfter: instant('not_after'),
		madeAt: instant('made_at').notNull(),
		/** The mail that told it. */
		mailId: text('mail_id')
			.$type<MailId>()
			.references(() => mails.id),
		/** Left out: stopped, snoozed, answered meanwhile, too late. Then no mail tells it. */
		droppedAt: instant('dropped_at'),
		droppedBecause: text('dropped_because').notNull().default(''),
		/** So often no mail could be made of it, and what went wrong last. */
		tries: integer().notNull().default(0),
		failure: text().notNull().default(''),
		/** Looked at again from then on; null: each time. */
		triedUntil: instant('tried_until')
	},
	(table) => [
		unique('notifications_once').on(table.recipient, table.kind, table.subjectId, table.period),
		index('notifications_workshop').on(table.workshopId, table.madeAt),
		index('notifications_mail').on(table.mailId),
		index('notifications_waiting')
			.on(table.notBefore)
			.where(sql`${table.mailId} is null and ${table.droppedAt} is null`)
	]
);

/** How somebody wants to be written to. Without a row: every letter, in the workshop's time zone. */
export const mailWishes = pgTable(
	'mail_wishes',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		recipient: text().$type<Recipient>().notNull(),
		/** IANA name; the browser told it. Null: the workshop's. */
		timezone: text(),
		isMonthly: boolean('is_monthly').notNull().default(false),
		stoppedAt: instant('stopped_at'),
		/** Calendar day until which nothing comes. */
		snoozedUntil: text('snoozed_until'),
		/** Actions about which this reader wants no letter. */
		stoppedActions: jsonb('stopped_actions').$type<readonly ActionId[]>().notNull().default([]),
		/** Letters that asked something and had no answer, in a row; from three on none is sent. */
		unanswered: integer().notNull().default(0),
		/** Signed links carry it: another number ends them all. */
		version: integer().notNull().default(1),
		/** Somebody said that this address is not theirs. */
		disownedAt: instant('disowned_at')
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.recipient] })]
);

/** Readers who are no people of the workshop: another department, a guest, somebody who asked for the weekly letter. */
export const contacts = pgTable(
	'contacts',
	{
		id: text().$type<ContactId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		kind: text().$type<'department' | 'subscriber' | 'board'>().notNull(),
		name: text().notNull(),
		department: text().notNull().default(''),
		/** Lower case, trimmed. */
		email: text().notNull(),
		/** A subscriber says yes to the first mail; others were asked by somebody here. */
		confirmedAt: instant('confirmed_at'),
		madeAt: instant('made_at').notNull(),
		endedAt: instant('ended_at')
	},
	(table) => [
		uniqueIndex('contacts_email')
			.on(table.workshopId, table.kind, table.email)
			.where(sql`${table.endedAt} is null`)
	]
);

/** Secrets that sign links in mails; links name theirs, so that a new one can be begun while the old still hold. */
export const linkKeys = pgTable('link_keys', {
	id: text().primaryKey(),
	secret: bytea().notNull(),
	madeAt: instant('made_at').notNull(),
	endedAt: instant('ended_at')
});

/** What signed links did: a row a press. An update whose press is undone here is read by nobody. */
export const linkUses = pgTable(
	'link_uses',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		nonce: text().notNull(),
		/** What was said, `@`, and the millisecond of the press. */
		value: text().notNull(),
		recipient: text().$type<Recipient>().notNull(),
		/** The row it wrote, to take it back by. */
		wrote: text().notNull().default(''),
		usedAt: instant('used_at').notNull(),
		undoneAt: instant('undone_at')
	},
	(table) => [primaryKey({ columns: [table.nonce, table.value] }), index('link_uses_workshop').on(table.workshopId)]
);

/** A support request that another department is to answer. */
export const departmentAsks = pgTable(
	'department_asks',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		requestId: text('request_id')
			.$type<SupportRequestId>()
			.notNull()
			.references(() => supportRequests.id, { onDelete: 'cascade' }),
		contactId: text('contact_id')
			.$type<ContactId>()
			.notNull()
			.references(() => contacts.id),
		askedBy: text('asked_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		askedAt: instant('asked_at').notNull()
	},
	(table) => [unique('department_asks_once').on(table.requestId, table.contactId)]
);

/** Append only: the last one counts. */
export const departmentAnswers = pgTable(
	'department_answers',
	{
		askId: text('ask_id')
			.notNull()
			.references(() => departmentAsks.id, { onDelete: 'cascade' }),
		n: integer().notNull(),
		answer: text().$type<DepartmentAnswer>().notNull(),
		/** Who does it there, and until when; with a no the reason stands in `words`. */
		ownerName: text('owner_name').notNull().default(''),
		dueOn: text('due_on'),
		words: text().notNull().default(''),
		answeredAt: instant('answered_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.askId, table.n] }),
		check(
			'department_answers_whole',
			sql`(${table.answer} = 'accepted' and length(trim(${table.ownerName})) > 0 and ${table.dueOn} is not null) or (${table.answer} = 'declined' and length(trim(${table.words})) > 0)`
		)
	]
);

/** What whoever follows up did about a row that needed somebody. Read by those who follow up alone. */
export const followNotes = pgTable(
	'follow_notes',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		/** `action:<id>`, `support:<id>` or `department:<id>` */
		ref: text().notNull(),
		kind: text().$type<'nudge' | 'call' | 'raise' | 'not-needed'>().notNull(),
		words: text().notNull().default(''),
		writtenBy: text('written_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		writtenAt: instant('written_at').notNull()
	},
	(table) => [index('follow_notes_ref').on(table.workshopId, table.ref, table.writtenAt)]
);

/** A calendar of due dates and meetings, subscribed to by a token of its own. Kept as a hash. */
export const calendarFeeds = pgTable(
	'calendar_feeds',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		tokenHash: text('token_hash').notNull().unique(),
		madeAt: instant('made_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.personId] })]
);

/** An action that looks for an owner: its syndicate is asked first. */
export const actionOffers = pgTable(
	'action_offers',
	{
		id: text().primaryKey(),
		actionId: text('action_id')
			.$type<ActionId>()
			.notNull()
			.references(() => actions.id, { onDelete: 'cascade' }),
		/** Null: everybody is asked. */
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.references(() => syndicates.id),
		reason: text().notNull(),
		offeredBy: text('offered_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		offeredAt: instant('offered_at').notNull(),
		takenBy: text('taken_by')
			.$type<PersonId>()
			.references(() => people.id),
		endedAt: instant('ended_at')
	},
	(table) => [
		uniqueIndex('action_offers_open')
			.on(table.actionId)
			.where(sql`${table.endedAt} is null`)
	]
);

/** Small steps of an action. */
export const actionSteps = pgTable(
	'action_steps',
	{
		id: text().primaryKey(),
		actionId: text('action_id')
			.$type<ActionId>()
			.notNull()
			.references(() => actions.id, { onDelete: 'cascade' }),
		n: integer().notNull(),
		text: text().notNull(),
		dueOn: text('due_on'),
		doneAt: instant('done_at'),
		droppedAt: instant('dropped_at'),
		writtenBy: text('written_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		writtenAt: instant('written_at').notNull()
	},
	(table) => [unique('action_steps_n').on(table.actionId, table.n)]
);

/** "What is your small part today?" One a person and day. */
export const todayGoals = pgTable(
	'today_goals',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		day: text().notNull(),
		text: text().notNull(),
		doneAt: instant('done_at'),
		writtenAt: instant('written_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.personId, table.day] })]
);

/** Thanks for an action or a note, by name; it reaches everybody it names. */
export const thanks = pgTable(
	'thanks',
	{
		id: text().$type<ThanksId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		/** `action:<id>`, or the ref of a note. */
		ref: text().notNull(),
		text: text().notNull(),
		givenBy: text('given_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		givenAt: instant('given_at').notNull(),
		withdrawnAt: instant('withdrawn_at')
	},
	(table) => [
		index('thanks_workshop').on(table.workshopId, table.ref),
		check('thanks_words', sql`length(trim(${table.text})) > 0`)
	]
);

export const thanksTo = pgTable(
	'thanks_to',
	{
		thanksId: text('thanks_id')
			.$type<ThanksId>()
			.notNull()
			.references(() => thanks.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id)
	},
	(table) => [primaryKey({ columns: [table.thanksId, table.personId] })]
);

/** What shows that an action did something: words, and a figure where there is one. */
export const evidence = pgTable(
	'evidence',
	{
		id: text().primaryKey(),
		actionId: text('action_id')
			.$type<ActionId>()
			.notNull()
			.references(() => actions.id, { onDelete: 'cascade' }),
		text: text().notNull(),
		figure: text().notNull().default(''),
		writtenBy: text('written_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		writtenAt: instant('written_at').notNull(),
		withdrawnAt: instant('withdrawn_at')
	},
	(table) => [
		index('evidence_action').on(table.actionId),
		check('evidence_words', sql`length(trim(${table.text})) > 0`)
	]
);

/** "Make it the standard": what a finished action asks of the next version of the sheet. */
export const standardWishes = pgTable(
	'standard_wishes',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		actionId: text('action_id')
			.$type<ActionId>()
			.notNull()
			.references(() => actions.id, { onDelete: 'cascade' }),
		/** The ref of the standard's line; empty for a new one. */
		line: text().notNull().default(''),
		part: text().$type<'fixed' | 'mayDecide'>().notNull(),
		text: text().notNull(),
		writtenBy: text('written_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		writtenAt: instant('written_at').notNull(),
		/** The version of the sheet that holds it. */
		version: integer(),
		withdrawnAt: instant('withdrawn_at')
	},
	(table) => [index('standard_wishes_workshop').on(table.workshopId)]
);

/** "What can you do now that you could not do before?" Read by nobody else. */
export const skillNotes = pgTable(
	'skill_notes',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		/** Null: of the workshop as a whole. */
		actionId: text('action_id')
			.$type<ActionId>()
			.references(() => actions.id, { onDelete: 'cascade' }),
		text: text().notNull(),
		writtenAt: instant('written_at').notNull()
	},
	(table) => [index('skill_notes_person').on(table.workshopId, table.personId)]
);

/** "Where could I go from here?": what an action of the kind "growing" ends in. */
export const growthMaps = pgTable('growth_maps', {
	actionId: text('action_id')
		.$type<ActionId>()
		.primaryKey()
		.references(() => actions.id, { onDelete: 'cascade' }),
	lines: jsonb().$type<readonly { readonly from: string; readonly to: string; readonly how: string }[]>().notNull(),
	writtenBy: text('written_by')
		.$type<PersonId>()
		.notNull()
		.references(() => people.id),
	writtenAt: instant('written_at').notNull()
});

/** What somebody agreed to: their name on the progress page, their page shown to the sponsor. */
export const consents = pgTable(
	'consents',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		about: text().$type<'public-name' | 'open-page'>().notNull(),
		givenAt: instant('given_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.personId, table.about] })]
);

/** Three questions in the weeks of the template, without a name and apart from who answered. */
export const pulseAnswers = pgTable(
	'pulse_answers',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		week: integer().notNull(),
		/** Question id -> 1 to 5; a question that was passed over is not in it. */
		marks: jsonb().$type<Readonly<Record<string, number>>>().notNull(),
		motivators: jsonb().$type<readonly string[]>().notNull().default([])
	},
	(table) => [index('pulse_answers_workshop').on(table.workshopId, table.week)]
);

/** That somebody answered: apart from the answers, so that neither leads to the other. */
export const pulseGiven = pgTable(
	'pulse_given',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		week: integer().notNull(),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id)
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.week, table.personId] })]
);

/** Notice of a change that brings calls, with its reason and what to say. */
export const headsUps = pgTable(
	'heads_ups',
	{
		id: text().$type<HeadsUpId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		n: integer().notNull(),
		what: text().notNull(),
		startsOn: text('starts_on').notNull(),
		reason: text().notNull(),
		questions: jsonb().$type<readonly { readonly q: string; readonly a: string }[]>().notNull().default([]),
		postedBy: text('posted_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		postedAt: instant('posted_at').notNull(),
		withdrawnAt: instant('withdrawn_at'),
		withdrawnBecause: text('withdrawn_because').notNull().default('')
	},
	(table) => [unique('heads_ups_n').on(table.workshopId, table.n)]
);

export const headsUpSeen = pgTable(
	'heads_up_seen',
	{
		headsUpId: text('heads_up_id')
			.$type<HeadsUpId>()
			.notNull()
			.references(() => headsUps.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		seenAt: instant('seen_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.headsUpId, table.personId] })]
);

/** The suggestion box: a word at any time after the day, with a clock and an answer. */
export const suggestions = pgTable(
	'suggestions',
	{
		id: text().$type<SuggestionId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		n: integer().notNull(),
		/** The month's question it answers, as it was asked; empty for none. */
		question: text().notNull().default(''),
		text: text().notNull(),
		/** What it comes from, `action:<id>` or a note's ref; null for nothing. */
		ref: text(),
		/** Null: without a name, and there is no other place where it could be found. */
		writtenBy: text('written_by')
			.$type<PersonId>()
			.references(() => people.id),
		writtenAt: instant('written_at').notNull()
	},
	(table) => [
		unique('suggestions_n').on(table.workshopId, table.n),
		check('suggestions_words', sql`length(trim(${table.text})) > 0`)
	]
);

/** Append only: the last one counts. */
export const suggestionAnswers = pgTable(
	'suggestion_answers',
	{
		suggestionId: text('suggestion_id')
			.$type<SuggestionId>()
			.notNull()
			.references(() => suggestions.id, { onDelete: 'cascade' }),
		n: integer().notNull(),
		answer: text().$type<SuggestionAnswer>().notNull(),
		words: text().notNull(),
		/** The day on which a "not now" comes back. */
		answerBy: text('answer_by'),
		/** What became of it, `action:<id>`; null for nothing. */
		ledTo: text('led_to'),
		answeredBy: text('answered_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		answeredAt: instant('answered_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.suggestionId, table.n] }),
		check('suggestion_answers_words', sql`length(trim(${table.words})) > 0`)
	]
);

/** Shall the follow-up go on? One a person; the count is shown, never who. */
export const prolongVotes = pgTable(
	'prolong_votes',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		isYes: boolean('is_yes').notNull(),
		votedAt: instant('voted_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.personId] })]
);

export const decisionVotes = pgTable(
	'decision_votes',
	{
		decisionId: text('decision_id')
			.$type<DecisionId>()
			.notNull()
			.references(() => decisions.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		isYes: boolean('is_yes').notNull(),
		votedAt: instant('voted_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.decisionId, table.personId] })]
);

/**
 * One-time links to an account: invitations with a part in a workshop, and forgotten passwords. The token is kept as a
 * hash only; opening the page consumes nothing, setting the password does.
 */
export const accountLinks = pgTable(
	'account_links',
	{
		id: text().$type<LinkId>().primaryKey(),
		tokenHash: text('token_hash').notNull().unique(),
		kind: text().$type<'invitation' | 'forgotten-password'>().notNull(),
		/** Lower case, trimmed: the account that is made, or whose password is set. */
		email: text().notNull(),
		name: text().notNull(),
		/** The part an invitation gives; all null for a forgotten password. */
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		role: text().$type<InvitedRole>(),
		accountId: text('account_id')
			.$type<AccountId>()
			.references(() => accounts.id, { onDelete: 'cascade' }),
		createdBy: text('created_by')
			.$type<AccountId>()
			.references(() => accounts.id, { onDelete: 'cascade' }),
		createdAt: instant('created_at').notNull(),
		expiresAt: instant('expires_at').notNull(),
		usedAt: instant('used_at'),
		revokedAt: instant('revoked_at')
	},
	(table) => [
		index('account_links_workshop').on(table.workshopId),
		check('account_links_part', sql`(${table.kind} = 'invitation') = (${table.role} is not null)`)
	]
);

/** Templates that a facilitator saved from a workshop. */
export const savedTemplates = pgTable(
	'saved_templates',
	{
		id: text().primaryKey(),
		accountId: text('account_id')
			.$type<AccountId>()
			.notNull()
			.references(() => accounts.id, { onDelete: 'cascade' }),
		title: text().notNull(),
		contents: jsonb().$type<Template>().notNull(),
		createdAt: instant('created_at').notNull()
	},
	(table) => [index('saved_templates_account').on(table.accountId)]
);

/** Survey results and the like, attached to the brief. Served as downloads only. */
export const attachments = pgTable(
	'attachments',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		name: text().notNull(),
		mediaType: text('media_type').notNull(),
		bytes: bytea().notNull(),
		size: integer().notNull(),
		addedAt: instant('added_at').notNull()
	},
	(table) => [
		index('attachments_workshop').on(table.workshopId),
		check('attachments_size', sql`${table.size} between 1 and 5242880`)
	]
);

/** Customers' words, pasted before day 1. Each ends linked to a note or read. */
export const feedbackLines = pgTable(
	'feedback_lines',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		n: integer().notNull(),
		text: text().notNull(),
		/** The syndicate it was dealt to; null while it is with nobody. */
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.references(() => syndicates.id, { onDelete: 'set null' }),
		/** Read, and nothing follows from it. A line that a note links to needs no such word. */
		readAt: instant('read_at')
	},
	(table) => [unique('feedback_lines_n').on(table.workshopId, table.n)]
);

/** Answers to the baseline questions. Nothing here says who answered, or when within the day. */
export const baselineAnswers = pgTable(
	'baseline_answers',
	{
		id: text().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		round: text().$type<'before' | 'after'>().notNull(),
		/** As chosen from the workshop's departments; empty where none was. */
		department: text().notNull().default(''),
		/** Question id -> 1 to 5; a question that was passed over is not in it. */
		marks: jsonb().$type<Readonly<Record<string, number>>>().notNull(),
		words: text().notNull().default('')
	},
	(table) => [index('baseline_answers_workshop').on(table.workshopId, table.round)]
);

/** That a device has answered: apart from the answers, so that neither leads to the other. */
export const baselineGiven = pgTable(
	'baseline_given',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		round: text().$type<'before' | 'after'>().notNull(),
		sessionId: text('session_id')
			.$type<SessionId>()
			.notNull()
			.references(() => sessions.id, { onDelete: 'cascade' })
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.round, table.sessionId] })]
);

/** Ready lights and raised hands of syndicates in a step; taken back they are gone. */
export const signals = pgTable(
	'signals',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		step: text().$type<StepId>().notNull(),
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.notNull()
			.references(() => syndicates.id, { onDelete: 'cascade' }),
		kind: text().$type<Signal>().notNull(),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		raisedAt: instant('raised_at').notNull(),
		/** The facilitator who is going over to a raised hand. */
		answeredBy: text('answered_by')
			.$type<PersonId>()
			.references(() => people.id)
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.step, table.syndicateId, table.kind] })]
);

/** Who was here on which day, from the first device of theirs that was. */
export const attendances = pgTable(
	'attendances',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		/** `YYYY-MM-DD` in the workshop's time zone. */
		heldOn: text('held_on').notNull(),
		firstAt: instant('first_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.personId, table.heldOn] })]
);

/**
 * Wordings that people offer to the named writers of a room board: for a line, or for a zone (the compass). Whoever
 * wrote one is never shown; the syndicate is.
 */
export const proposals = pgTable(
	'proposals',
	{
		id: text().$type<ProposalId>().primaryKey(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		step: text().$type<StepId>().notNull(),
		/** The zone it is meant for: `compass`, `standards`. */
		zone: text().$type<ZoneId>().notNull(),
		/** The line it would replace, as a ref; null for a new one. */
		line: text(),
		text: text().notNull(),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.references(() => syndicates.id),
		state: text().$type<'open' | 'taken' | 'withdrawn'>().notNull().default('open'),
		writtenAt: instant('written_at').notNull()
	},
	(table) => [
		index('proposals_step').on(table.workshopId, table.step),
		check('proposals_words', sql`length(trim(${table.text})) > 0`)
	]
);

/** One a person and proposal, without a budget: which wordings people could live with. */
export const proposalVotes = pgTable(
	'proposal_votes',
	{
		proposalId: text('proposal_id')
			.$type<ProposalId>()
			.notNull()
			.references(() => proposals.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		castAt: instant('cast_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.proposalId, table.personId] })]
);

/** What readers of another syndicate's board leave on it: "we have that too" and a few reactions. Counted, never named. */
export const galleryMarks = pgTable(
	'gallery_marks',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		/** A note or group, as a ref. */
		target: text().notNull(),
		kind: text().$type<GalleryMark>().notNull(),
		markedAt: instant('marked_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.workshopId, table.personId, table.target, table.kind] }),
		index('gallery_marks_target').on(table.workshopId, table.target)
	]
);

/** The two stories a syndicate chose to tell the room. `slot` is 1 or 2, so a third is a constraint. */
export const topStories = pgTable(
	'top_stories',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		step: text().$type<StepId>().notNull(),
		syndicateId: text('syndicate_id')
			.$type<SyndicateId>()
			.notNull()
			.references(() => syndicates.id),
		slot: integer().notNull(),
		/** A note or group of its board, as a ref. */
		target: text().notNull(),
		chosenAt: instant('chosen_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.workshopId, table.step, table.syndicateId, table.slot] }),
		unique('top_stories_target').on(table.workshopId, table.step, table.syndicateId, table.target),
		check('top_stories_slot', sql`${table.slot} between 1 and 2`)
	]
);

/** The standards as they were agreed, one row a version; a version that was made is never changed but by the sponsor's word. */
export const standardsSheets = pgTable(
	'standards_sheets',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		version: integer().notNull(),
		compass: text().notNull(),
		contents: jsonb().$type<StandardsLines>().notNull(),
		madeBy: text('made_by')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		madeAt: instant('made_at').notNull(),
		/** The sponsor's own word. */
		agreedBy: text('agreed_by')
			.$type<PersonId>()
			.references(() => people.id),
		agreedAt: instant('agreed_at'),
		agreedWords: text('agreed_words').notNull().default('')
	},
	(table) => [
		primaryKey({ columns: [table.workshopId, table.version] }),
		check('standards_sheets_agreed', sql`(${table.agreedBy} is null) = (${table.agreedAt} is null)`)
	]
);

/** Who was asked quietly, on the own device, for a first note of a step; once a person and step. */
export const quietRequests = pgTable(
	'quiet_requests',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		step: text().$type<StepId>().notNull(),
		personId: text('person_id')
			.$type<PersonId>()
			.notNull()
			.references(() => people.id),
		askedAt: instant('asked_at').notNull(),
		/** Put away by the person, or answered by a note. */
		seenAt: instant('seen_at')
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.step, table.personId] })]
);

/** What the boards held when a day was closed: for the opening of the next one, and to look back at. */
export const daySnapshots = pgTable(
	'day_snapshots',
	{
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.notNull()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		day: integer().notNull(),
		takenAt: instant('taken_at').notNull(),
		contents: jsonb().$type<DaySnapshot>().notNull()
	},
	(table) => [primaryKey({ columns: [table.workshopId, table.day] })]
);

/** Deeds in a workshop, by id only: no names, no texts. */
export const audit = pgTable(
	'audit',
	{
		id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
		workshopId: text('workshop_id')
			.$type<WorkshopId>()
			.references(() => workshops.id, { onDelete: 'cascade' }),
		personId: text('person_id').$type<PersonId>(),
		deed: text().notNull(),
		subject: text().notNull().default(''),
		doneAt: instant('done_at').notNull()
	},
	(table) => [index('audit_workshop').on(table.workshopId, table.doneAt)]
);
