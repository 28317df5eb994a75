import { readConfig } from '#server/config.ts';
import { StartRefusal } from '#server/start-refusal.ts';
import { buildFrontEnd } from './front-end.ts';

// Before the pages are built: a wrong value is told at once. The server reads it again for itself.
await readConfig(process.env).catch((error: unknown) => {
	if (!(error instanceof StartRefusal)) throw error;
	console.error(error.message);
	process.exit(1);
});
await buildFrontEnd();
await import('../server/main.ts');
