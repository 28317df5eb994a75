/** The machinery of the follow-up with all its parts. */
import type { WorkshopDesk } from '../live/desk.ts';
import type { Log } from '../log.ts';
import type { Outbox } from '../mail/outbox.ts';
import type { Database } from '../store/database.ts';
import { FollowUpMachine } from './machine.ts';
import { rotation } from './rotation.ts';
import { widening } from './widening.ts';

export interface FollowUpGround {
	readonly database: Database;
	readonly outbox: Pick<Outbox, 'rest'>;
	readonly log: Log;
	readonly now: () => Date;
	/** Told what changed for people who look at it. */
	readonly desk: Pick<WorkshopDesk, 'refresh' | 'bump'>;
}

/** It does nothing by itself before `start`. */
export const openFollowUp = (ground: FollowUpGround): FollowUpMachine =>
	new FollowUpMachine({ ...ground, kinds: [widening(ground), rotation(ground)], rounds: [] });
