/**
 * The server as a process of its own whose clock a test moves: `server/main.ts` with another `now`. The parent sends
 * `{ aheadMs }` and is answered with the same once it holds and what fell due is done. What waits for milliseconds (a closing, a beat) waits in
 * real time; what asks for the time of day is told the moved one.
 */
import { readConfig } from '#server/config.ts';
import { createLog } from '#server/log.ts';
import { serve } from '#server/serve.ts';
import { builtSite } from '#server/static.ts';

let startsAtMs = Number(process.env.CLOCK_STARTS_AT_MS ?? Date.now());
const begun = performance.now();
const config = await readConfig(process.env);
const running = await serve(config, {
	log: createLog(config.logLevel),
	site: builtSite(),
	now: () => new Date(startsAtMs + (performance.now() - begun)),
	onLost: (sentence) => {
		console.error(sentence);
		process.exit(1);
	}
});
process.on('message', (message: { readonly aheadMs: number }) => {
	startsAtMs += message.aheadMs;
	// What fell due meanwhile is done before anybody goes on.
	void running.deps.followUp.rest().then(() => process.send?.(message));
});
process.on('SIGTERM', () => void running.close().then(() => process.exit(0)));
process.send?.({ url: running.url, setupUrl: running.setupUrl() });
