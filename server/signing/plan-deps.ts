/** What the routes of counting, the plan and the follow-up are made of. */
import type { Ground } from '../deps.ts';
import type { FollowUp } from '../follow/follow-up.ts';
import type { WorkshopDesk } from '../live/desk.ts';
import type { PlanRooms } from './boards.ts';

export interface PlanDeps extends Pick<Ground, 'database' | 'now'> {
	readonly desk: Pick<WorkshopDesk, 'get' | 'refresh' | 'bump' | 'revisions'>;
	readonly rooms: PlanRooms;
	/** Woken after a transaction that wrote something somebody is to be told. */
	readonly followUp: FollowUp;
}
