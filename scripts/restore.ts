import { parseArgs } from 'node:util';
import { readConfig, readPlace } from '#server/config.ts';
import { StartRefusal } from '#server/start-refusal.ts';
import { restore } from '#server/store/restore.ts';
import { safetyCopies } from '#server/store/safety-copies.ts';
import { run, telling } from './command.ts';

await run('Nothing was restored', async () => {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			list: { type: 'boolean', default: false },
			replace: { type: 'boolean', default: false },
			json: { type: 'boolean', default: false }
		}
	});
	const [source, ...others] = positionals;
	if (values.list) return list(values.json);
	if (source === undefined || others.length > 0)
		throw new StartRefusal(
			'Name a backup or a safety copy, for example npm run restore -- plenary-monday.backup; npm run restore -- --list names the safety copies.'
		);
	const { dataDir, databaseUrl } = await readConfig(process.env);
	const { replace } = values;
	const restored = await restore({ dataDir, databaseUrl, source, replace, now: new Date(), progress: telling() });
	for (const warning of restored.warnings) console.error(warning);
	if (values.json) return console.log(JSON.stringify(restored));
	console.log(`The installation is as it was at ${restored.madeAt} (${restored.rows} rows).`);
	if (restored.setAside !== null) console.log(`The database before it is kept in ${restored.setAside}.`);
	console.log('Laptops that know more will offer it again once the server runs.');
});

async function list(isJson: boolean): Promise<void> {
	const { dataDir } = await readPlace(process.env);
	const copies = await safetyCopies(dataDir);
	if (isJson) return console.log(JSON.stringify(copies));
	if (copies.length === 0) return console.log(`There are no safety copies in ${dataDir}.`);
	for (const { name, path } of copies) console.log(`${name}  ${path}`);
}
