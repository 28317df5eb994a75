import type { Health } from '#domain/plan.ts';

export const HEALTH_WORDS = {
	'on-course': 'On course',
	help: 'Needs help',
	waiting: 'Waiting',
	quiet: 'Quiet',
	late: 'Late',
	done: 'Done',
	learned: 'Ended, learned',
	stopped: 'Stopped'
} as const satisfies Record<Health, string>;
