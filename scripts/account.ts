import { parseArgs } from 'node:util';
import { tidyEmail } from '#server/store/accounts.ts';
import { NEW_PASSWORD_MINUTES } from '#domain/invitation.ts';
import { readConfig, readPlace } from '#server/config.ts';
import { hashOf, newLinkToken } from '#server/live/codes.ts';
import { StartRefusal } from '#server/start-refusal.ts';
import { passwordLinkFor } from '#server/store/account-links.ts';
import { openInstallation } from '#server/store/open-installation.ts';
import { run } from './command.ts';

await run('No link was made', async () => {
	const { positionals } = parseArgs({ allowPositionals: true, options: {} });
	const [deed, typed, ...others] = positionals;
	if (deed !== 'reset' || typed === undefined || others.length > 0)
		throw new StartRefusal('Name the account, for example npm run account -- reset helen@example.org');
	const database = await openInstallation(await readPlace(process.env), (sentence) => console.error(sentence));
	try {
		const token = newLinkToken();
		const link = await passwordLinkFor(database, tidyEmail(typed), hashOf(token), new Date());
		if (link === null)
			throw new StartRefusal(`Nobody has an account with the address ${tidyEmail(typed)}. Look at its spelling.`);
		const { publicUrl, port } = await readConfig(process.env);
		const origin = publicUrl ?? `http://127.0.0.1:${port}`;
		console.log(`${link.name} sets a new password here, within ${NEW_PASSWORD_MINUTES} minutes, once Plenary runs:`);
		console.log(`${origin}/in/${token}`);
	} finally {
		await database.close();
	}
});
