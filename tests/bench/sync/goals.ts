/** What the sync server must reach, as ratios in the same run or as times. */
import type { ServerName } from './servers.ts';

export interface Goal {
	readonly scenario: string;
	/** Whose figure it is about. */
	readonly server: ServerName;
	readonly measure: string;
	/** The figure is divided by the one of this server. */
	readonly against?: ServerName;
	/** Instead: divided by the figure of the first variant. */
	readonly againstFirst?: true;
	readonly atMost?: number;
	readonly atLeast?: number;
}

const beside = (scenario: string, measure: string, ywss: number, hocuspocus: number): readonly Goal[] => [
	{ scenario, server: 'ours', measure, against: 'ywss', atMost: ywss },
	{ scenario, server: 'ours', measure, against: 'hocuspocus', atMost: hocuspocus }
];

const savedSoon = (scenario: string): readonly Goal[] =>
	(['ours', 'ours-embedded'] as const).map((server) => ({ scenario, server, measure: 'savedP95', atMost: 60 }));

export const GOALS: readonly Goal[] = [
	...beside('workshop', 'serverCpu', 1.5, 1.3),
	{ scenario: 'workshop', server: 'ours', measure: 'p50', atMost: 5 },
	{ scenario: 'workshop', server: 'ours', measure: 'p95', atMost: 20 },
	{ scenario: 'workshop', server: 'ours-embedded', measure: 'p95', atMost: 45 },
	...savedSoon('workshop'),
	...beside('plenary', 'serverCpu', 0.75, 0.65),
	{ scenario: 'plenary', server: 'ours', measure: 'p95', atMost: 25 },
	...savedSoon('plenary'),
	...beside('storm', 'serverCpu', 0.3, 0.3),
	{ scenario: 'storm', server: 'ours', measure: 'serverCpu', against: 'hocuspocus-stored', atMost: 0.35 },
	{ scenario: 'storm', server: 'ours', measure: 'p95', atMost: 40 },
	...savedSoon('storm'),
	{ scenario: 'flood', server: 'ours', measure: 'deliveriesASecond', against: 'ywss', atLeast: 5 },
	{ scenario: 'flood', server: 'ours', measure: 'deliveriesASecond', against: 'hocuspocus', atLeast: 5 },
	...beside('cursors', 'serverCpu', 0.35, 0.3),
	...beside('reload', 'joinCpuMs', 0.2, 0.3),
	...beside('idle', 'kbARoom', 0.2, 0.2),
	{ scenario: 'slow', server: 'ours', measure: 'grownMb', atMost: 64 },
	{ scenario: 'slow', server: 'ours', measure: 'p95', atMost: 40 },
	{ scenario: 'grow', server: 'ours', measure: 'cpuADelivery', againstFirst: true, atMost: 1 }
];
