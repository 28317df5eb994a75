/** What a week brought, as the digest tells it: worked out from updates, answers, changes and thanks; nothing is made up. */
import { calendarDay, daysBetween } from '#domain/calendar.ts';
import type { LetterEdits } from '#domain/letters.ts';
import { capital, firstName, HEALTH_COUNTS, inWords, listed, short } from '#domain/letter-words.ts';
import { isWaiting, type Action, type ActionUpdate, type Health } from '#domain/plan.ts';
import { dayWords } from '#domain/words/en.ts';
import type { FollowPicture, ThanksGiven } from '../store/follow-picture.ts';

export interface Moved {
	readonly action: Action;
	readonly health: Health;
	/** The last word of the week. */
	readonly update: ActionUpdate;
	/** "Call-backs kept: 71 to 78 %"; null where no figure moved. */
	readonly figure: string | null;
	readonly rose: boolean;
}

export interface Week {
	/** 1 is the week of the first Monday after the signing. */
	readonly n: number;
	readonly day: string;
	readonly headline: string;
	/** Good news first. */
	readonly lines: readonly string[];
	/** The same for readers outside the house: no names. */
	readonly outsideLines: readonly string[];
	readonly thanks: string;
	readonly counts: readonly { readonly health: Health; readonly count: number }[];
	readonly moved: readonly Moved[];
	readonly stuck: readonly { readonly action: Action; readonly health: Health; readonly days: number }[];
	readonly support: { readonly asked: number; readonly answered: number; readonly longestDays: number };
	/** Dates, targets and owners that are others than what was signed, since the last letter. */
	readonly changed: readonly { readonly n: number; readonly words: string; readonly reason: string }[];
	/** Nothing moved and nothing is late: one line says so. */
	readonly isQuiet: boolean;
	/** All of the week's updates, for whoever leaves some out. */
	readonly updates: readonly { readonly id: string; readonly n: number; readonly by: string; readonly text: string }[];
}

export interface WeekSpan {
	readonly n: number;
	readonly from: Date;
	readonly until: Date;
}

const MOST_LINES = 4;
const ENDED_WORDS: ReadonlyMap<Health, string> = new Map([
	['done', 'is finished'],
	['learned', 'was tried']
]);
const ENDS: readonly Health[] = ['done', 'learned', 'stopped'];

export function weekOf(picture: FollowPicture, { n, from, until }: WeekSpan, edits: LetterEdits = {}): Week {
	const isIn = (at: string | Date): boolean => {
		const instant = new Date(at);
		return instant > from && instant <= until;
	};
	const without = new Set(edits.without ?? []);
	const all = picture.actions.flatMap((action) =>
		action.updates.filter(({ writtenAt }) => isIn(writtenAt)).map((update) => ({ action, update }))
	);
	const moved = picture.actions.flatMap((action) =>
		movedOf(picture, action, (update) => isIn(update.writtenAt) && !without.has(update.id))
	);
	const stuck = picture.actions.flatMap((action) => stuckOf(picture, action));
	const requests = picture.actions.flatMap(({ support }) => support);
	const waiting = requests.filter((request) => isWaiting(request, picture.today));
	const answeredNow = requests.filter(({ answers }) => answers.some(({ answeredAt }) => isIn(answeredAt)));
	const counts = HEALTH_COUNTS.flatMap(([health]) => {
		const count = picture.actions.filter((action) => picture.health(action) === health).length;
		return count > 0 ? [{ health, count }] : [];
	});
	const parts = { picture, n, moved, stuck, answered: answeredNow.length, asked: requests.length };
	// Line by line the same: what was left as it was worked out is told outside in its own words.
	const worked = linesOf(parts, true);
	const outside = linesOf(parts, false);
	const given = picture.thanks.filter(({ givenAt }) => isIn(givenAt));
	return {
		n,
		day: calendarDay(until, picture.timezone),
		headline: edits.headline ?? headlineOf(parts),
		lines: edits.lines ?? worked,
		outsideLines: edits.lines?.map((line) => outside[worked.indexOf(line)] ?? line) ?? outside,
		thanks: edits.thanks ?? thanksLine(picture, given),
		counts,
		moved,
		stuck,
		support: {
			asked: requests.length,
			answered: requests.filter(({ answers }) => answers.length > 0).length,
			longestDays: Math.max(0, ...waiting.map(({ askedAt }) => daysSince(picture, askedAt)))
		},
		changed: changedIn(picture, isIn),
		isQuiet:
			n > 1 &&
			moved.length === 0 &&
			answeredNow.length === 0 &&
			given.length === 0 &&
			edits.lines === undefined &&
			stuck.every(({ health }) => health === 'quiet'),
		updates: all.map(({ action, update }) => ({
			id: update.id,
			n: action.n,
			by: picture.nameOf(update.writtenBy),
			text: update.text
		}))
	};
}

const daysSince = (picture: FollowPicture, at: string): number =>
	Math.max(0, daysBetween(calendarDay(new Date(at), picture.timezone), picture.today));

function movedOf(picture: FollowPicture, action: Action, isTold: (update: ActionUpdate) => boolean): readonly Moved[] {
	const update = action.updates.findLast(isTold);
	if (!update) return [];
	const read = action.updates.filter(isTold).findLast(({ reading }) => reading !== null);
	const at = read ? action.updates.indexOf(read) : 0;
	const before =
		action.updates.slice(0, at).findLast(({ reading }) => reading !== null)?.reading ?? action.measure.baseline;
	const { name, unit, target } = action.measure;
	const now = read?.reading ?? null;
	const hasMoved = now !== null && before !== null && now !== before && name !== '';
	return [
		{
			action,
			health: picture.health(action),
			update,
			figure: hasMoved ? `${short(name, 60)}: ${before} to ${now}${unit ? ` ${unit}` : ''}` : null,
			rose: hasMoved && target !== null && Math.sign(target - before) === Math.sign(now - before)
		}
	];
}

function stuckOf(picture: FollowPicture, action: Action): Week['stuck'] {
	const health = picture.health(action);
	const asked = action.support
		.filter((request) => isWaiting(request, picture.today))
		.map(({ askedAt }) => askedAt)
		.toSorted()[0];
	if (health === 'waiting' && asked) return [{ action, health, days: daysSince(picture, asked) }];
	if (health === 'late' && action.dueOn) return [{ action, health, days: daysBetween(action.dueOn, picture.today) }];
	const last = action.updates.at(-1)?.writtenAt ?? picture.signedAt.toISOString();
	if (health === 'help' || health === 'quiet') return [{ action, health, days: daysSince(picture, last) }];
	return [];
}

interface Told {
	readonly picture: FollowPicture;
	readonly n: number;
	readonly moved: readonly Moved[];
	readonly stuck: Week['stuck'];
	readonly answered: number;
	readonly asked: number;
}

/** Something that got better, where there is something. */
function headlineOf({ picture, n, moved, answered }: Told): string {
	const done = moved.filter(({ health }) => health === 'done');
	const doneInAll = picture.actions.filter((action) => picture.health(action) === 'done').length;
	const learned = moved.filter(({ health }) => health === 'learned');
	const [rising] = moved.filter(({ rose }) => rose);
	if (done.length > 0 && done.length === doneInAll) {
		return done.length === 1 ? 'the first one is done' : `the first ${inWords(done.length)} are done`;
	}
	if (done.length === 1) return `${inWords(doneInAll)} are done`;
	if (done.length > 1) return `${inWords(done.length)} more are done`;
	if (n === 1) return 'what we decided';
	if (rising?.figure) return short(rising.figure, 70);
	if (learned.length > 0) return 'tried and learned';
	if (answered > 0) return `management answered ${answered === 1 ? 'a request' : `${inWords(answered)} requests`}`;
	if (moved.length > 0) return `${inWords(moved.length)} ${moved.length === 1 ? 'action' : 'actions'} moved`;
	return 'a quiet week';
}

function linesOf({ picture, n, moved, stuck, answered, asked }: Told, withNames: boolean): readonly string[] {
	const sponsor = picture.readers.find(({ role }) => role === 'sponsor');
	const management = withNames && sponsor ? firstName(sponsor.name) : 'Management';
	const lines: string[] = [];
	if (n === 1) {
		const owners = new Set(picture.actions.flatMap(({ ownerId }) => ownerId ?? [])).size;
		const words = `${capital(inWords(picture.actions.length))} ${picture.actions.length === 1 ? 'action' : 'actions'}, ${inWords(owners)} ${owners === 1 ? 'owner' : 'owners'}.`;
		lines.push(words);
		const answers = picture.actions
			.flatMap(({ support }) => support)
			.filter(({ answers }) => answers.length > 0).length;
		if (asked > 0)
			lines.push(
				`${management} answered ${inWords(answers)} of ${inWords(asked)} ${asked === 1 ? 'request' : 'requests'}.`
			);
	}
	for (const { action, health, update } of moved) {
		if (!ENDS.includes(health)) continue;
		const owner = firstName(picture.nameOf(action.ownerId));
		const which = withNames && owner ? `${owner}’s action ${action.n}` : `Action ${action.n}`;
		const lesson = picture.lessons.get(update.id) || update.text;
		const ended = ENDED_WORDS.get(health) ?? 'was stopped';
		const learned = health === 'learned';
		lines.push(
			withNames
				? `${which} ${ended}${learned ? ', and this is what we learned' : ''}: ${short(learned ? lesson : update.text, 180)}`
				: `${which}, “${short(action.text, 100)}”, ${ended}.`
		);
	}
	for (const { action, figure, rose, health } of moved) {
		if (!rose || !figure || ENDS.includes(health)) continue;
		lines.push(`${short(action.measure.name, 60)} went from ${figure.slice(figure.lastIndexOf(': ') + 2)}.`);
	}
	if (n > 1 && answered > 0)
		lines.push(`${management} answered ${answered === 1 ? 'one request' : `${inWords(answered)} requests`} this week.`);
	const waiting = stuck.filter(({ health }) => health === 'waiting').map(({ action }) => action.n);
	if (n > 1 && waiting.length > 0) {
		const which = listed(waiting.map(String));
		const who = withNames && sponsor ? ` ${management} has ${waiting.length === 1 ? 'it' : 'them'}.` : '';
		lines.push(`We still wait for a word on ${waiting.length === 1 ? 'action' : 'actions'} ${which}.${who}`);
	}
	if (lines.length === 0 && moved.length > 0) {
		lines.push(`${capital(inWords(moved.length))} ${moved.length === 1 ? 'action' : 'actions'} moved.`);
	}
	// What is asked of management stays, whatever else there is to tell.
	return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), lines.at(-1) ?? ''];
}

function thanksLine(picture: FollowPicture, given: readonly ThanksGiven[]): string {
	const last = given.at(-1);
	if (!last) return '';
	const to = listed(last.to.map((id) => firstName(picture.nameOf(id))).filter(Boolean));
	const by = firstName(picture.nameOf(last.givenBy));
	return `${to ? `To ${to}: ` : ''}“${short(last.text, 200)}”${by ? ` ${by}` : ''}`;
}

function changedIn(picture: FollowPicture, isIn: (at: string) => boolean): Week['changed'] {
	const PARTS = { dueOn: 'due', target: 'target', owner: 'owner', text: 'words', firstStep: 'first step' } as const;
	const last = new Map(
		picture.changes
			.filter(({ changedAt }) => isIn(changedAt))
			.map((change) => [`${change.actionId} ${change.part}`, change] as const)
	);
	return [...last.values()].flatMap(({ actionId, part, value, reason, changedBy }) => {
		const action = picture.actions.find(({ id }) => id === actionId);
		if (!action) return [];
		const now =
			part === 'dueOn'
				? value === ''
					? 'no day'
					: dayWords(value, false)
				: part === 'owner'
					? value === ''
						? 'nobody yet'
						: picture.nameOf(changedBy)
					: short(value, 80);
		return [{ n: action.n, words: `Action ${action.n}, ${PARTS[part]}: ${now}`, reason }];
	});
}
