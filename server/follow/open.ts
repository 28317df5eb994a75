/** The machinery of the follow-up with all its parts. */
import type { Log } from '../log.ts';
import { readersView, readReply } from '../live/reply-view.ts';
import type { Outbox } from '../mail/outbox.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { forgiveAnswered } from '../store/mail-wishes.ts';
import type { Cadence } from './cadence.ts';
import { Composer } from './compose.ts';
import { editionKinds } from './editions.ts';
import { FollowUpMachine } from './machine.ts';
import { notNow } from './not-now.ts';
import { beginPlanning, plannerKinds } from './planner.ts';
import { rotation } from './rotation.ts';
import { widening } from './widening.ts';

export interface FollowUpGround extends Pick<PlanDeps, 'database' | 'now' | 'desk' | 'rooms'> {
	readonly outbox: Pick<Outbox, 'rest'>;
	readonly log: Log;
	readonly cadence: Cadence;
	/** The origin under which readers open links. */
	readonly origin: () => string;
}

/** It does nothing by itself before `start`. */
export function openFollowUp(ground: FollowUpGround): FollowUpMachine {
	const { database, outbox, log, now, cadence, origin } = ground;
	const composer = new Composer({ database, log, cadence, origin });
	const reply = async (id: Parameters<typeof readReply>[1]) => readersView(await readReply(ground, id), []);
	return new FollowUpMachine({
		database,
		outbox,
		log,
		now,
		kinds: [
			...plannerKinds({ database, cadence, reply }),
			...editionKinds({ database, cadence }),
			widening(ground),
			rotation(ground),
			notNow(ground)
		],
		rounds: [
			{ before: (at) => beginPlanning(database, at) },
			{ after: () => database.transaction((tx) => forgiveAnswered(tx)) },
			{ after: (at) => composer.compose(at) }
		]
	});
}
