/** Puts injected text behind whatever people wrote, wherever it is kept: in every column and every board of an example. */
import * as schema from '#drizzle/schema.ts';
import { getTableColumns, is, sql } from 'drizzle-orm';
import { PgTable, type PgColumn } from 'drizzle-orm/pg-core';
import type { BoardDocument } from '#document/board.ts';
import type { FieldId } from '#domain/ids.ts';
import type { Deps } from '#server/deps.ts';
import { documents } from '#drizzle/schema.ts';
import { payloadAt } from './xss-payloads.ts';

/** Columns whose words the product itself makes, or reads back as a key. */
const OWN_WORDS = new Set([
	...['accountLinks', 'audit', 'chainLinks', 'documentClients', 'documentSnapshots', 'documentUpdates', 'documents'],
	...['sessions', 'seats', 'shareLinks', 'stepStates', 'votes', 'signals', 'signatures', 'attendances', 'plans'],
	...[
		'actionSources',
		'baselineGiven',
		'galleryMarks',
		'topStories',
		'proposalVotes',
		'questionVotes',
		'quietRequests',
		'issueSources',
		'issueDeals',
		'pointPins'
	],
	// Refs, people, numbers and days of the plan; mails and codes are no page's words.
	...['actionHelpers', 'draftYeses', 'actionMarks', 'claimCodes', 'ownerAddresses', 'handOvers', 'mails', 'linkCodes'],
	...['actions.measureGroup', 'actions.measureServes', 'actions.motivators', 'actions.triedRow', 'actions.joinedTo'],
	...['actionChanges.part', 'actionChanges.changedBy', 'smallFixes.ref', 'smallFixes.sentBy', 'smallFixes.dueOn'],
	...['supportRequests.contactId', 'outputAnswers.ref', 'outputAnswers.answeredBy'],
	...['decisions.until', 'decisions.writtenBy', 'nextDates.heldOn', 'nextDates.heldAt', 'nextDates.setBy'],
	...[
		'accounts.email',
		'accounts.passwordHash',
		'actions.kind',
		'actions.horizon',
		'actions.dueOn',
		'actionUpdates.health'
	],
	...['actions.measureEvery', 'agendaDays.heldOn', 'agendaDays.starts', 'agendaItems.order', 'agendaItems.step'],
	...[
		'agendaItems.pinnedAt',
		'appointments.role',
		'appointments.state',
		'attachments.mediaType',
		'baselineAnswers.round'
	],
	...[
		'baselineAnswers.marks',
		'customerPoints.kind',
		'customerPoints.state',
		'people.nameKey',
		'people.role',
		'people.email'
	],
	...[
		'people.returnCodeHash',
		'people.reportsTo',
		'people.mergedInto',
		'proposals.step',
		'proposals.zone',
		'proposals.line'
	],
	...[
		'proposals.state',
		'questions.state',
		'ratings.step',
		'ratings.target',
		'supportAnswers.answer',
		'supportAnswers.answerBy'
	],
	...[
		'supportRequests.kind',
		'syndicates.letter',
		'syndicates.slug',
		'workshops.template',
		'workshops.state',
		'workshops.code'
	],
	...['workshops.timezone', 'workshops.currentStep', 'workshops.screen', 'workshops.joinToken', 'workshops.lastMove'],
	...[
		'workshops.sponsorTasks',
		'questions.askedBy',
		'actionUpdates.writtenBy',
		'actions.sentBy',
		'customerPoints.writtenBy'
	],
	...[
		'customerPoints.joinedTo',
		'customerPoints.sendKey',
		'customerPoints.saidBy',
		'customerStatements.order',
		'pointShares.answer'
	],
	...['questions.joinedTo', 'questions.sendKey', 'questions.askerKeyHash', 'questions.parkedWith'],
	...['questions.answeredBy', 'questions.promisedUntil', 'workshops.questionRules', 'people.sitsWith'],
	...['customerReplies.approvedBy', 'customerWords.kind'],
	...['standardsSheets.madeBy', 'standardsSheets.agreedBy', 'supportAnswers.answeredBy', 'supportRequests.askedBy'],
	// Letters and their ledger, links and keys; refs, people and days of the follow-up.
	...['jobs', 'notifications', 'mailWishes', 'linkKeys', 'linkUses', 'departmentAsks', 'calendarFeeds', 'consents'],
	...['thanksTo', 'pulseGiven', 'pulseAnswers', 'headsUpSeen', 'prolongVotes', 'decisionVotes'],
	...['letters.kind', 'letters.period', 'letters.editedBy', 'letters.sentBy', 'contacts.kind', 'contacts.email'],
	...['departmentAnswers.answer', 'departmentAnswers.dueOn', 'followNotes.ref', 'followNotes.kind'],
	...['followNotes.writtenBy', 'actionOffers.offeredBy', 'actionOffers.takenBy', 'actionSteps.dueOn'],
	...['actionSteps.writtenBy', 'todayGoals.day', 'thanks.ref', 'thanks.givenBy', 'evidence.writtenBy'],
	...['standardWishes.line', 'standardWishes.part', 'standardWishes.writtenBy', 'growthMaps.writtenBy'],
	...['headsUps.startsOn', 'headsUps.postedBy', 'suggestions.ref', 'suggestions.writtenBy'],
	...['suggestionAnswers.answer', 'suggestionAnswers.answerBy', 'suggestionAnswers.ledTo'],
	...['suggestionAnswers.answeredBy', 'workshops.followUpUntil', 'workshops.followSettings']
]);

interface Column {
	/** As `table.column`. */
	readonly name: string;
	readonly table: PgTable;
	readonly column: PgColumn;
	readonly isJson: boolean;
}

/** Every column of every table that holds what people wrote. */
export function freeColumns(): readonly Column[] {
	return Object.entries(schema).flatMap(([tableName, table]) => {
		if (!is(table, PgTable) || OWN_WORDS.has(tableName)) return [];
		return Object.entries(getTableColumns(table)).flatMap(([key, column]): readonly Column[] => {
			const name = `${tableName}.${key}`;
			const isJson = column.columnType === 'PgJsonb';
			const isText = column.columnType === 'PgText' || isJson;
			const isId = key === 'id' || key.endsWith('Id') || key === 'createdBy';
			return isText && !isId && !OWN_WORDS.has(name) ? [{ name, table, column, isJson }] : [];
		});
	});
}

/** Resolves with how many texts were changed, by the column or field they are in. */
export async function inject({ database, workshops }: Pick<Deps, 'database' | 'workshops'>, round: number) {
	const counts = new Map<string, number>();
	let place = 0;
	const next = (field: string) => {
		counts.set(field, (counts.get(field) ?? 0) + 1);
		place += 1;
		return payloadAt(place, round);
	};
	const boards = await database.db.select({ id: documents.id }).from(documents);
	for (const { id } of boards) await workshops.rooms.edit(id, (board) => injectBoard(board, next));
	await database.transaction(async (tx) => {
		// What is written once and for all is changed, too: whoever had the database had all of it.
		await tx.execute(sql`set local session_replication_role = replica`);
		for (const { name, table, column, isJson } of freeColumns()) {
			const rows: readonly { readonly at: unknown; readonly value: unknown }[] = await tx
				.select({ at: sql`ctid::text`, value: sql`${column}` })
				.from(table);
			for (const { at, value } of rows) {
				if (value === null || value === '') continue;
				const changed = isJson ? walk(value, () => next(name)) : `${String(value)} ${next(name)}`;
				const stored = isJson ? sql`${JSON.stringify(changed)}::jsonb` : sql`${changed}`;
				await tx.execute(sql`update ${table} set ${sql.identifier(column.name)} = ${stored} where ctid::text = ${at}`);
			}
		}
	});
	return counts;
}

function injectBoard(board: BoardDocument, next: (field: string) => string): void {
	for (const { id, fields } of board.notes()) {
		const text = board.textOf(id);
		text?.insert(text.length, ` ${next('note')}`);
		for (const [field, value] of Object.entries(fields)) {
			const own = board.fieldText(id, field as FieldId);
			if (own) own.insert(own.length, ` ${next(`note.${field}`)}`);
			else if (typeof value === 'string') board.setChoice(id, field as FieldId, `${value} ${next(`note.${field}`)}`);
		}
	}
	for (const { id } of board.groups()) {
		const title = board.titleOf(id);
		title?.insert(title.length, ` ${next('group')}`);
	}
}

/** Sentences and names, not words that are read by a program. */
function walk(value: unknown, next: () => string): unknown {
	if (typeof value === 'string') return /\s|^[A-Z][a-z]/.test(value) ? `${value} ${next()}` : value;
	if (Array.isArray(value)) return value.map((each) => walk(each, next));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each, next)]));
}
