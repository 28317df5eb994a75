/** Pages of other sites: the browser would send our cookie along, so the door looks at where the page is from. */
import { request } from 'node:http';
import type { Check, Context } from '../check.ts';
import type { Installation } from '../harness/installation.ts';

export const check: Check = {
	name: 'origin',
	proves: 'A socket is opened from our own page only, with a cookie or without.',
	on: 'any',
	trials: { short: 100, long: 2000 },
	run: async (context) => {
		const installation = await context.installation({ people: 1 });
		const failures: string[] = [];
		const statuses: Record<string, number> = {};
		let trials = 0;
		while (trials < context.trials && failures.length === 0) {
			const { path, cookie, origin, wanted } = drawn(context, installation);
			const status = await upgraded(installation, path, { cookie, ...(origin === null ? {} : { origin }) });
			trials += 1;
			statuses[status] = (statuses[status] ?? 0) + 1;
			if (status !== wanted)
				failures.push(`${path} was answered ${status} and not ${wanted} for a page of ${origin ?? 'nowhere'}`);
		}
		if (failures.length === 0 && statuses[101] === undefined) failures.push('our own page was never tried');
		return { trials, failures, figures: { refused: statuses[403] ?? 0, opened: statuses[101] ?? 0 } };
	}
};

function drawn({ random }: Context, { url, port, workshopId, seats }: Installation) {
	const [seat] = seats;
	if (!seat) throw new Error('Nobody is seated.');
	const letters = Array.from({ length: 6 }, () => String.fromCharCode(random.integer(97, 122))).join('');
	const foreign = [
		null,
		'null',
		'',
		`https://${letters}.example`,
		`${url}.${letters}.example`,
		`http://${letters}.127.0.0.1:${port}`,
		`http://127.0.0.1:${random.integer(1024, port - 1)}`,
		'http://127.0.0.1',
		`http://localhost:${port}`,
		url.replace('http:', 'https:'),
		`${url}/`,
		`${url}, https://${letters}.example`,
		`http://${letters}@127.0.0.1:${port}`
	];
	const isOwn = random.chance(0.2);
	return {
		path: random.pick([`${seat.place.path}?ack=1`, `/live/${workshopId}`]),
		cookie: random.chance(0.7) ? seat.device.cookie : '',
		origin: isOwn ? url : random.pick(foreign),
		wanted: isOwn ? 101 : 403
	};
}

/** How an upgrade was answered. */
function upgraded({ url }: Installation, path: string, headers: Readonly<Record<string, string>>): Promise<number> {
	return new Promise((resolve, reject) => {
		const sent = request(url + path, {
			headers: {
				connection: 'upgrade',
				upgrade: 'websocket',
				'sec-websocket-version': '13',
				'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
				...headers
			}
		});
		sent.on('response', (response) => {
			response.resume();
			resolve(response.statusCode ?? 0);
		});
		sent.on('upgrade', (response, socket) => {
			socket.destroy();
			resolve(response.statusCode ?? 0);
		});
		sent.on('error', reject);
		sent.end();
	});
}
