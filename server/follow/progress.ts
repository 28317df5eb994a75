/**
 * What a visitor with the secret link sees: what was said, what was done and what was not. No names but of those who
 * agreed, of the boards only what syndicates answered about their own house, and no story.
 */
import { calendarDay } from '#domain/calendar.ts';
import { isPlanned, healthOf, isWaiting, type Action } from '#domain/plan.ts';
import { withoutNames } from '#domain/public-names.ts';
import { parseRef } from '#domain/refs.ts';
import { countsOf, isNotDone, rowOf, type SaidDidRow, type SaidWords } from '#domain/said-did.ts';
import { weekBegins, weekOf } from '#domain/weeks-after.ts';
import type { PersonId } from '#domain/ids.ts';
import type { ProgressView } from '#protocol/progress.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { walkKept } from '../signing/chain.ts';
import { followUpDay } from '../signing/plan-view.ts';
import type { ChainLink } from '../store/chain.ts';
import type { NextDate } from '../store/next-dates.ts';
import type { PlanRecord } from '../store/plan-rows.ts';
import type { PointRow } from '../store/points.ts';

export interface Progress {
	readonly now: WorkshopNow;
	readonly plan: PlanRecord;
	readonly kept: readonly ChainLink[];
	readonly points: readonly PointRow[];
	readonly nextDate: NextDate | null;
	/** Who agreed to stand there by name. */
	readonly named: ReadonlySet<PersonId>;
	readonly at: Date;
}

/** What stands beside one action is read at a glance. */
const SAID_MOST = 1;

/** Null before the plan is signed: there is no progress yet. */
export function progressView(progress: Progress): ProgressView | null {
	const { now, plan, nextDate, named, at } = progress;
	const { title, company, compass, timezone } = now.workshop;
	const day = followUpDay(now, plan.signedAt, at);
	if (day.signedAt === null) return null;
	const hidden = now.rows.people.filter(({ id }) => !named.has(id)).map(({ name }) => name);
	const bare = (words: string): string => withoutNames(words, hidden);
	const planned = plan.actions.filter(isPlanned);
	const said = saidIn(progress);
	const tellable = planned.map((action) => ({
		...action,
		health: healthOf(action, day),
		waitsFor: action.support.filter((request) => isWaiting(request, day.today)).map(({ ask }) => ask),
		owner: action.ownerId !== null && named.has(action.ownerId) ? (now.person(action.ownerId)?.name ?? '') : '',
		said: said(action)
	}));
	const rows = tellable.map((action) => rowOf(action, hidden));
	const declined = planned.flatMap(({ n, support }) =>
		support.flatMap(({ ask, answers }): readonly SaidDidRow[] => {
			const last = answers.at(-1);
			return last?.answer === 'no'
				? [{ ...{ n, said: [], about: bare(ask), did: bare(last.words) }, owner: '', figure: null, now: 'no' }]
				: [];
		})
	);
	const putAside = plan.actions
		.filter(({ notNowReason, joinedTo }) => notNowReason !== null && joinedTo === null)
		.map((action): SaidDidRow => {
			const words = said(action).map((one) => ({ ...one, words: bare(one.words) }));
			const did = bare(action.notNowReason ?? '');
			return { n: null, said: words, about: bare(action.text), did, owner: '', figure: null, now: 'not-now' };
		});
	const signedOn = calendarDay(new Date(day.signedAt), timezone);
	const updates = planned.flatMap((action) => action.updates);
	const lastWord = updates
		.map(({ writtenAt }) => calendarDay(new Date(writtenAt), timezone))
		.sort()
		.at(-1);
	const requests = planned.flatMap(({ support }) => support);
	return {
		...{ title, company, compass: bare(compass) },
		signedAt: day.signedAt,
		signed: plan.signatures.length,
		week: weekOf(signedOn, day.today),
		updatedOn: lastWord ?? signedOn,
		firstNewsOn: updates.length > 0 ? null : nextWeek(signedOn, day.today),
		counts: countsOf(
			tellable.map(({ health }) => health),
			requests.map(({ answers }) => answers.at(-1)?.answer ?? null)
		),
		rows: rows.filter((row) => !isNotDone(row)),
		notDone: [...rows.filter(isNotDone), ...declined, ...putAside],
		measures: planned
			.filter(({ frontPlace }) => frontPlace !== null)
			.toSorted((one, other) => (one.frontPlace ?? 0) - (other.frontPlace ?? 0))
			.map(({ measure: { name, unit, baseline, target }, updates: words }) => ({
				...{ name: bare(name), unit, before: baseline, target },
				now: words.findLast(({ reading }) => reading !== null)?.reading ?? null
			})),
		nextOn: nextDate && nextDate.heldOn >= day.today ? nextDate.heldOn : null
	};
}

/** The Monday on which the next letter goes. */
function nextWeek(signedOn: string, today: string): string {
	const begins = weekBegins(signedOn, weekOf(signedOn, today));
	return begins >= today ? begins : weekBegins(signedOn, weekOf(signedOn, today) + 1);
}

/** The customers' own words as far as they still stand; without any, what a syndicate answered about our own house. */
function saidIn({ now, kept, points, named }: Progress): (action: Action) => readonly SaidWords[] {
	const speaker = (id: PersonId | null): string => {
		const name = id !== null && named.has(id) ? now.person(id)?.name : undefined;
		return name === undefined ? 'A customer' : `${name}, customer`;
	};
	const house = [...now.activities.values()].find(({ board }) => board.kind === 'matrix');
	const zoneTitle = (zone: string): string => house?.board.zones.find(({ id }) => id === zone)?.title ?? '';
	/** Several actions may come from one point: each is told beside one of them, as long as there are others. */
	const used = new Set<string>();
	return ({ sources }) => {
		const links = walkKept(sources, kept, points);
		const told = links.flatMap(({ ref }): readonly SaidWords[] => {
			const parsed = parseRef(ref);
			const point = parsed?.kind === 'point' ? points.find(({ id }) => id === parsed.id) : undefined;
			return point?.text == null ? [] : [{ words: point.text, by: speaker(point.saidBy) }];
		});
		if (told.length > 0) {
			const fresh = told.filter(({ words }) => !used.has(words));
			const shown = (fresh.length > 0 ? fresh : told).slice(0, SAID_MOST);
			for (const { words } of shown) used.add(words);
			return shown;
		}
		const cell = links.find(
			({ ref, step, text, zone }) =>
				step === house?.id && parseRef(ref)?.kind === 'note' && text !== '' && zoneTitle(zone) !== ''
		);
		if (!cell) return [];
		return [{ words: cell.text, by: `A syndicate’s answer to “${zoneTitle(cell.zone)}”` }];
	};
}
