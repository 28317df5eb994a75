import { parseArgs } from 'node:util';
import { readPlace } from '#server/config.ts';
import { examine } from '#server/store/doctor.ts';
import { run } from './command.ts';

await run('The examination came to no end', async () => {
	const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
	const findings = await examine(await readPlace(process.env), new Date());
	if (values.json) console.log(JSON.stringify(findings));
	else for (const { isGood, sentence } of findings) console.log(`${isGood ? 'good' : 'BAD '}  ${sentence}`);
	if (findings.some(({ isGood }) => !isGood)) process.exitCode = 1;
});
