/** Runs the scenarios: servers take turns in every round, each round on a fresh server. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { order } from './child.ts';
import { cleanUpOnSignals, goOn, takeAllAway } from './cleanup.ts';
import { GOALS } from './goals.ts';
import { installPeers } from './peers.ts';
import { goalsTable, judge, linesOf, scenarioTable, type Judged, type Line, type Round } from './report.ts';
import { SCENARIOS, type Scenario, type WindowHooks } from './scenarios.ts';
import { Fleet, SERVERS, type Running, type ServerName } from './servers.ts';

export interface SyncOptions {
	readonly scenarios: readonly string[];
	/** Null: those that each scenario is about. */
	readonly servers: readonly ServerName[] | null;
	readonly rounds: number;
	/** A folder for CPU profiles of the servers while they are under load. */
	readonly profiles: string | undefined;
	readonly tell: (text: string) => void;
}

export interface SyncResult {
	readonly rounds: readonly Round[];
	readonly lines: readonly Line[];
	readonly goals: readonly Judged[];
}

export async function benchSync({ scenarios, servers, rounds, profiles, tell }: SyncOptions): Promise<SyncResult> {
	cleanUpOnSignals();
	const fleet = new Fleet();
	const measured: Round[] = [];
	try {
		await installPeers(tell);
		if (profiles !== undefined) await mkdir(profiles, { recursive: true });
		const available = await fleet.prepare(servers ?? SERVERS, tell);
		for (const name of scenarios) {
			const scenario = SCENARIOS[name];
			if (!scenario) throw new Error(`There is no scenario '${name}'.`);
			tell(`\n${scenario.title}`);
			// Where there is no Postgres the embedded database stands in.
			const about = scenario.servers.some((server) => server === 'ours' && !available.includes(server))
				? [...new Set(['ours-embedded' as const, ...scenario.servers])]
				: scenario.servers;
			const own = available.filter((server) => servers !== null || about.includes(server));
			for (let round = 1; round <= Math.min(rounds, scenario.roundsAtMost ?? rounds); round += 1) {
				for (const variant of scenario.variants ?? ['']) {
					for (const server of own) {
						await goOn();
						const run = await once(fleet, { name, scenario, server, variant, round, profiles });
						measured.push(run);
						if (run.missing !== null) tell(`  ${server}, round ${round}: ${run.missing}`);
					}
				}
			}
			tell(scenarioTable(linesOf(measured.filter((run) => run.scenario === name)), scenario.columns));
		}
		const lines = linesOf(measured);
		const goals = judge(lines, GOALS);
		tell(`\nGoals\n${goalsTable(goals)}`);
		return { rounds: measured, lines, goals };
	} finally {
		await takeAllAway();
	}
}

interface Once {
	readonly name: string;
	readonly scenario: Scenario;
	readonly server: ServerName;
	readonly variant: string;
	readonly round: number;
	readonly profiles: string | undefined;
}

async function once(fleet: Fleet, { name, scenario, server, variant, round, profiles }: Once): Promise<Round> {
	let running: Running | null = null;
	try {
		running = await fleet.start(server);
		const file = profiles && join(profiles, `${[name, variant, server, round].filter(Boolean).join('-')}.cpuprofile`);
		const { values, missing } = await scenario.run(running, hooksFor(running, file), variant);
		return { scenario: name, variant, server, values, missing };
	} catch (error) {
		await goOn();
		const why = error instanceof Error ? error.message : String(error);
		return { scenario: name, variant, server, values: {}, missing: `it failed: ${why}` };
	} finally {
		await running?.end();
	}
}

const UNWATCHED: WindowHooks = { begin: async () => {}, end: async () => {}, during: async () => {} };

function hooksFor(running: Running, file: string | undefined): WindowHooks {
	if (file === undefined) return UNWATCHED;
	const begin = () => order(running.child(), { profile: 'start' });
	const end = () => order(running.child(), { profile: 'stop', file });
	return {
		begin,
		end,
		during: async (generator) => {
			const closes = generator.next('closes');
			await generator.next('opens');
			await begin();
			await closes;
			await end();
		}
	};
}
