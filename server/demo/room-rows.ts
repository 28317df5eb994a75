/** Where the room is at a stage, and how the steps before it stand. */
import { asId, type SyndicateId } from '#domain/ids.ts';
import { minutesOf } from '#domain/agenda.ts';
import { phaseOf } from '#domain/template.ts';
import type { ScreenView } from '#domain/workshop.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { DemoRoom, DemoStep } from '../store/demo-rows.ts';
import type { Demo } from './demo-file.ts';
import type { Course, Moment } from './stages.ts';

const minuteMs = 60_000;

export function roomRows(
	demo: Demo,
	{ moment, since }: Course,
	now: WorkshopNow
): { readonly room: DemoRoom; readonly steps: readonly DemoStep[] } {
	const order = [...now.activities.values()];
	const at = order.findIndex(({ id }) => id === moment.at?.step);
	const writers = demo.vision.writers.map((id) => asId<'Person'>(id));
	const steps = order.slice(0, at + 1).map((activity, place): DemoStep => {
		const { openedAt, closedAt } = timesOf(now, activity.id);
		const isRunning = place === at && !since('signed');
		return {
			step: activity.id,
			state: isRunning ? 'open' : 'closed',
			phase:
				place === at ? (moment.at?.phase ?? null) : (phaseOf(activity, activity.phases.at(-1)?.id ?? null)?.id ?? null),
			clock: isRunning ? clockOf(moment) : null,
			votesClosed: activity.votes !== null && !isRunning,
			writers: activity.board.kind === 'vision' ? writers : [],
			openedAt,
			closedAt: isRunning ? null : closedAt
		};
	});
	return {
		room: {
			timezone: demo.workshop.timezone,
			currentStep: moment.at?.step ?? null,
			screen: screenOf(moment, new Map(now.syndicates.map(({ slug, id }) => [slug, id]))),
			// Kept when the room leaves the vision.
			compass: since('house') ? demo.vision.compass : ''
		},
		steps
	};
}

const clockOf = ({ clock, opensAt }: Moment): DemoStep['clock'] =>
	clock && { kind: 'running', endsAtMs: opensAt.getTime() + clock.leftMs, lengthMs: clock.lengthMs };

function screenOf({ screen }: Moment, syndicates: ReadonlyMap<string, SyndicateId>): ScreenView {
	if (typeof screen === 'string') return { kind: screen };
	const syndicateId = syndicates.get(screen.spotlight);
	return syndicateId ? { kind: 'spotlight', syndicateId } : { kind: 'wall' };
}

/** When the agenda has the step: the two days are in winter, when London's clocks show UTC. */
function timesOf(now: WorkshopNow, step: string): { readonly openedAt: Date; readonly closedAt: Date } {
	for (const { heldOn, entries } of now.days()) {
		const entry = entries.find((each) => each.step === step);
		if (!entry) continue;
		const openedAt = new Date(Date.parse(`${heldOn}T00:00:00Z`) + minutesOf(entry.starts) * minuteMs);
		return { openedAt, closedAt: new Date(openedAt.getTime() + entry.minutes * minuteMs) };
	}
	throw new Error(`the example's step ${step} is not in the agenda`);
}
