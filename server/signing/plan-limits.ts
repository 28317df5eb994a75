/** How many actions there may be, as the workshop's steps say. */
import { ACTIONS_IN_PLAN, ACTIONS_PER_SYNDICATE } from '#domain/plan.ts';
import type { BoardKind } from '#domain/template.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';

const maxOf = (now: WorkshopNow, kind: BoardKind): number | undefined =>
	[...now.activities.values()].find(({ board }) => board.kind === kind)?.board.max;

export const mostInPlan = (now: WorkshopNow): number => maxOf(now, 'plan') ?? ACTIONS_IN_PLAN;
export const mostOfSyndicate = (now: WorkshopNow): number => maxOf(now, 'actions') ?? ACTIONS_PER_SYNDICATE;
