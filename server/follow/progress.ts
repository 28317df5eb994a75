/** What a visitor with the secret link sees: the actions and how they stand, what was asked, no names and no notes. */
import { isPlanned, healthOf } from '#domain/plan.ts';
import { parseRef } from '#domain/refs.ts';
import type { ProgressView } from '#protocol/views.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { ChainLink } from '../store/chain.ts';
import type { PlanRecord } from '../store/plan-rows.ts';
import type { PointRow } from '../store/points.ts';
import { walkKept } from '../signing/chain.ts';
import { followUpDay } from '../signing/plan-view.ts';

export interface Progress {
	readonly now: WorkshopNow;
	readonly plan: PlanRecord;
	readonly kept: readonly ChainLink[];
	readonly points: readonly PointRow[];
	readonly at: Date;
}

/** Null before the plan is signed: there is no progress yet. */
export function progressView({ now, plan, kept, points, at }: Progress): ProgressView | null {
	const { title, company, compass } = now.workshop;
	const day = followUpDay(now, plan.signedAt, at);
	if (day.signedAt === null) return null;
	const planned = plan.actions.filter(isPlanned);
	/** The customer's own words, as far as they still stand; nobody else's. */
	const said = (sources: readonly string[]): readonly string[] => {
		const ids = walkKept(sources, kept, points).flatMap(({ ref }) => {
			const parsed = parseRef(ref);
			return parsed?.kind === 'point' ? [parsed.id] : [];
		});
		return ids.flatMap((id) => points.find((point) => point.id === id)?.text ?? []);
	};
	return {
		title,
		company,
		compass,
		signedAt: day.signedAt,
		signed: plan.signatures.length,
		actions: planned.map((action) => ({
			n: action.n,
			text: action.text,
			health: healthOf(action, day),
			dueOn: action.dueOn,
			said: said(action.sources),
			updates: action.updates.map(({ text, writtenAt }) => ({ text, writtenAt }))
		})),
		support: planned.flatMap(({ support }) =>
			support.map(({ ask, answers }) => {
				const last = answers.at(-1);
				return { ask, answer: last?.answer ?? null, words: last?.words ?? null };
			})
		)
	};
}
