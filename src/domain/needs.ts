/** Who needs whoever follows up on this morning: worked out from what is known, over and over, never stored. */
import { calendarDay, dayPlus, daysBetween } from './calendar.ts';
import type { ActionId, PersonId } from './ids.ts';
import { workdaysBetween } from './monday-days.ts';
import type { FollowNote } from './needs-notes.ts';
import { readingEveryDays, readingDueSince } from './needs-reading.ts';
import { daysSinceWord, healthOf, isWaiting, type Action, type FollowUpDay, type SupportRequest } from './plan.ts';

/** Most urgent first; within one, what lasts longest. */
export const NEED_KINDS = [
	'late',
	'help',
	'support',
	'department',
	'quiet',
	'owner',
	'address',
	'mail',
	'job',
	'suggestion',
	'heads-up',
	'reading'
] as const;
export type NeedKind = (typeof NEED_KINDS)[number];

export interface Need {
	readonly kind: NeedKind;
	/** What notes about it are kept by: `action:<id>`, `support:<id>`, `department:<id>`, … */
	readonly ref: string;
	readonly actionId: ActionId | null;
	/** Whom it is about: an owner, somebody whose letters are not answered; null for nobody. */
	readonly personId: PersonId | null;
	/** Whole days it lasts. */
	readonly days: number;
	/** Calendar day since when it stands like this. */
	readonly since: string;
	/** What was asked, failed or said; empty where the action says it all. */
	readonly words: string;
	/** Who is to answer, where that is nobody of the workshop. */
	readonly name: string;
	/** Its owner asks for help as well. */
	readonly alsoHelp: boolean;
}

/** An action in the plan as it stands, with what is known beside it. */
export interface FollowedAction extends Action {
	/** Its owner is in the workshop, and has not left the company. */
	readonly isOwnerHere: boolean;
	/** It looks for an owner, since then; null where it does not. */
	readonly offeredAt: string | null;
	/** Last change of what was signed, ISO; null for none. */
	readonly changedAt: string | null;
}

export interface NeedFacts {
	readonly day: FollowUpDay & { readonly quietAfterDays: number };
	readonly holidays: readonly string[];
	/** Those in the plan. */
	readonly actions: readonly FollowedAction[];
	/** Asked of other departments, and not answered. */
	readonly departments: readonly {
		readonly id: string;
		readonly actionId: ActionId;
		readonly name: string;
		readonly ask: string;
		readonly askedAt: string;
	}[];
	/** Readers whose letters reach nobody: they said the address is not theirs, or never answer. */
	readonly addresses: readonly {
		readonly recipient: string;
		readonly personId: PersonId | null;
		readonly name: string;
		readonly disownedAt: string | null;
		/** Of the last letter that asked something. */
		readonly lastAt: string;
	}[];
	/** Work that failed too often. */
	readonly jobs: readonly {
		readonly key: string;
		readonly kind: string;
		readonly failure: string;
		readonly dueAt: string;
	}[];
	/** May or may not have gone, or nobody took it. */
	readonly mails: readonly {
		readonly id: string;
		readonly name: string;
		readonly why: 'unsure' | 'refused' | 'given up';
		readonly claimedAt: string;
	}[];
	readonly suggestions: readonly {
		readonly id: string;
		readonly text: string;
		readonly writtenAt: string;
		/** The day a "not now" named; null while nobody answered. */
		readonly answerBy: string | null;
	}[];
	readonly headsUps: readonly {
		readonly id: string;
		readonly what: string;
		readonly startsOn: string;
		readonly postedAt: string;
	}[];
	/** Oldest first. */
	readonly notes: readonly FollowNote[];
}

/** A suggestion has its answer within so many days, and a notice comes so many workdays before (template). */
export const SUGGESTION_DAYS = 10;
export const HEADS_UP_WORKDAYS = 5;

/** Days that what was put away stays away. */
export const PUT_AWAY_DAYS = 7;

export interface Needs {
	/** Most urgent first. */
	readonly needs: readonly Need[];
	/** "Not needed yet": they come back by themselves. */
	readonly putAway: readonly Need[];
}

/** What needs somebody on this day. */
export function needsOf(facts: NeedFacts): Needs {
	const found = [
		...facts.actions.flatMap((action) => ofAction(action, facts)),
		...facts.departments.map((ask) => ofDepartment(ask, facts.day)),
		...others(facts)
	];
	const sorted = found.toSorted(
		(one, other) =>
			NEED_KINDS.indexOf(one.need.kind) - NEED_KINDS.indexOf(other.need.kind) || other.need.days - one.need.days
	);
	const isAway = ({ need, changedAt }: Found): boolean => isPutAway(need, changedAt, facts);
	return {
		needs: sorted.filter((each) => !isAway(each)).map(({ need }) => need),
		putAway: sorted.filter(isAway).map(({ need }) => need)
	};
}

interface Found {
	readonly need: Need;
	/** When anything of it was last another, ISO. */
	readonly changedAt: string;
}

const NOTHING = { personId: null, words: '', name: '', alsoHelp: false } as const;

function ofAction(action: FollowedAction, { day, holidays }: NeedFacts): readonly Found[] {
	const health = healthOf(action, day);
	if (health === 'done' || health === 'learned' || health === 'stopped') return [];
	const { today, timezone } = day;
	const lastWord = action.updates.at(-1);
	const wordOn = onDay(lastWord?.writtenAt ?? day.signedAt ?? `${today}T00:00:00Z`, timezone);
	const changedAt = latest([
		lastWord?.writtenAt,
		action.changedAt,
		action.offeredAt,
		...action.support.flatMap(({ askedAt, answers }) => [askedAt, ...answers.map(({ answeredAt }) => answeredAt)])
	]);
	const found = (kind: NeedKind, since: string, more: Partial<Need> = {}): Found => ({
		need: {
			...NOTHING,
			...{ kind, since, ref: `action:${action.id}`, actionId: action.id, personId: action.ownerId },
			days: Math.max(0, daysBetween(since, today)),
			...more
		},
		changedAt
	});
	const isCalling = lastWord?.health === 'help';
	const requests = action.support.filter((request) => isWaiting(request, today));
	const needs: Found[] = requests.map((request) => ofRequest(request, action, day, changedAt, isCalling));
	if (action.ownerId === null || !action.isOwnerHere) {
		// Its people are asked; that it was late or quiet before is told on its page.
		needs.push(found('owner', action.offeredAt ? onDay(action.offeredAt, timezone) : wordOn));
		return needs;
	}
	if (requests.length === 0 && action.dueOn !== null && action.dueOn < today) {
		needs.push(found('late', action.dueOn, { alsoHelp: isCalling }));
	} else if (isCalling && requests.length === 0) {
		needs.push(found('help', wordOn, { words: lastWord.text }));
	} else if (health === 'quiet') {
		needs.push(found('quiet', wordOn, { days: daysSinceWord(action, day) }));
	} else if (requests.length === 0) {
		const dueSince = readingDueSince(action, day);
		const missed = dueSince === null ? 0 : daysBetween(dueSince, today);
		if (
			dueSince !== null &&
			missed >= readingEveryDays(action.measure.every) &&
			workdaysBetween(dueSince, today, holidays) > 0
		)
			needs.push(found('reading', dueSince, { ref: `reading:${action.id}`, words: action.measure.name }));
	}
	return needs;
}

/** A request without a decision, or a "not now" that has come due. What its owner calls for is mostly this. */
function ofRequest(
	request: SupportRequest,
	action: FollowedAction,
	day: FollowUpDay,
	changedAt: string,
	alsoHelp: boolean
): Found {
	const last = request.answers.at(-1);
	const since = last?.answerBy ?? onDay(request.askedAt, day.timezone);
	return {
		need: {
			...NOTHING,
			...{ kind: 'support', ref: `support:${request.id}`, actionId: action.id, personId: action.ownerId, since },
			days: Math.max(0, daysBetween(since, day.today)),
			words: request.ask,
			alsoHelp
		},
		changedAt: latest([changedAt, request.askedAt, last?.answeredAt])
	};
}

const ofDepartment = (
	{ id, actionId, name, ask, askedAt }: NeedFacts['departments'][number],
	{ today, timezone }: FollowUpDay
): Found => ({
	need: {
		...NOTHING,
		...{ kind: 'department', ref: `department:${id}`, actionId, name, words: ask, since: onDay(askedAt, timezone) },
		days: Math.max(0, daysBetween(onDay(askedAt, timezone), today))
	},
	changedAt: askedAt
});

/** Letters that reach nobody, machinery that failed, suggestions and notices that are late. */
function others({ day, holidays, addresses, jobs, mails, suggestions, headsUps }: NeedFacts): readonly Found[] {
	const { today, timezone } = day;
	const found = (kind: NeedKind, ref: string, at: string, more: Partial<Need>): Found => {
		const since = onDay(at, timezone);
		const days = Math.max(0, daysBetween(since, today));
		return { need: { ...NOTHING, kind, ref, actionId: null, days, since, ...more }, changedAt: at };
	};
	return [
		...addresses.map(({ recipient, personId, name, disownedAt, lastAt }) =>
			found('address', `address:${recipient}`, disownedAt ?? lastAt, {
				...{ personId, name },
				words: disownedAt === null ? 'not-answering' : 'disowned'
			})
		),
		...mails.map(({ id, name, why, claimedAt }) => found('mail', `mail:${id}`, claimedAt, { name, words: why })),
		...jobs.map(({ key, kind, failure, dueAt }) => found('job', `job:${key}`, dueAt, { name: kind, words: failure })),
		...suggestions.flatMap(({ id, text, writtenAt, answerBy }) => {
			const due = answerBy ?? dayPlus(onDay(writtenAt, timezone), SUGGESTION_DAYS);
			if (due >= today) return [];
			const days = daysBetween(due, today);
			return [found('suggestion', `suggestion:${id}`, writtenAt, { words: text, since: due, days })];
		}),
		...headsUps.flatMap(({ id, what, startsOn, postedAt }) => {
			if (startsOn < today) return [];
			if (workdaysBetween(onDay(postedAt, timezone), startsOn, holidays) >= HEADS_UP_WORKDAYS) return [];
			return [found('heads-up', `heads-up:${id}`, postedAt, { words: what, name: startsOn })];
		})
	];
}

/** Until something of it changes, or its days are over. */
function isPutAway({ ref, since }: Need, changedAt: string, { notes, day }: NeedFacts): boolean {
	const put = notes.findLast((note) => note.ref === ref && note.kind === 'not-needed');
	if (!put || put.writtenAt < changedAt) return false;
	const putOn = onDay(put.writtenAt, day.timezone);
	return putOn >= since && daysBetween(putOn, day.today) < PUT_AWAY_DAYS;
}

const onDay = (at: string, timezone: string): string => calendarDay(new Date(at), timezone);

/** ISO instants sort as text; empty where there is none. */
const latest = (instants: readonly (string | null | undefined)[]): string =>
	instants.reduce<string>((last, at) => (at != null && at > last ? at : last), '');
