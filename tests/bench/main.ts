/** `npm run bench -- --only web [--json FILE]`: measures, prints tables, ends with 1 where a goal is missed. */
import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Row } from './figures.ts';
import { benchWeb } from './web.ts';

const BENCHES: Readonly<Record<string, (tell: (text: string) => void) => Promise<readonly Row[]>>> = { web: benchWeb };

const { only, json } = readArguments();
const rows: Row[] = [];
console.log(
	`Load of this machine: ${loadavg()
		.map((load) => load.toFixed(1))
		.join(' ')}. Ranges are of all loads.`
);
for (const name of only) rows.push(...((await BENCHES[name]?.(console.log)) ?? []));
if (json !== undefined) {
	const measuredAt = new Date().toISOString();
	await writeFile(json, `${JSON.stringify({ measuredAt, load: loadavg(), rows }, null, '\t')}\n`);
}
const over = rows.filter(({ verdict }) => verdict === 'over');
console.log(over.length === 0 ? '\nEvery goal is met.' : `\n${over.length} of the goals missed:`);
for (const { page, measure, spread, goal } of over)
	console.log(`  ${page}: ${measure} ${spread.median.toFixed(1)}, the goal is ${goal}`);
process.exitCode = over.length === 0 ? 0 : 1;

function readArguments(): { readonly only: readonly string[]; readonly json: string | undefined } {
	const known = Object.keys(BENCHES);
	try {
		const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
		const { only = known.join(), json } = values;
		const names = only.split(',').map((name) => name.trim());
		const unknown = names.find((name) => !known.includes(name));
		if (unknown !== undefined) throw new Error(`There is no benchmark '${unknown}'. There are: ${known.join(', ')}.`);
		return { only: names, json };
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exit(2);
	}
}
