import { parseArgs } from 'node:util';
import { readPlace } from '#server/config.ts';
import { StartRefusal } from '#server/start-refusal.ts';
import { makeBackup } from '#server/store/backup.ts';
import { run, telling } from './command.ts';

await run('The backup was not made', async () => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { force: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } }
	});
	const [file, ...others] = positionals;
	if (file === undefined || others.length > 0)
		throw new StartRefusal('Name the file to write, for example npm run backup -- plenary-monday.backup');
	const place = await readPlace(process.env);
	const made = await makeBackup({ ...place, file, force: values.force, now: new Date(), progress: telling() });
	const size = (made.bytes / 1e6).toFixed(1);
	console.log(values.json ? JSON.stringify(made) : `${made.rows} rows are in ${made.file} (${size} MB).`);
});
