/** The load generator: a process of its own for each run, which does one job after the other and tells the figures. */
import type { Job } from './jobs.ts';
import { fill, joinAtOnce, look, writePast } from './rooms.ts';
import { type } from './typing.ts';

process.on('message', (job: Job) => {
	void doJob(job).then(
		(answer) => process.send?.({ answer }),
		(error: unknown) =>
			process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
	);
});
process.on('disconnect', () => process.exit(1));

function doJob(job: Job): Promise<unknown> {
	switch (job.kind) {
		case 'type':
			return type(job);
		case 'past':
			return writePast(job);
		case 'join':
			return joinAtOnce(job);
		case 'fill':
			return fill(job);
		case 'look':
			return look(job);
	}
}
