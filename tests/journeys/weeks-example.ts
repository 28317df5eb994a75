/** The example on the evening of its second day, on a server whose clock is moved, with a mail server beside it. */
import { makeDemo } from '#server/demo/make.ts';
import { courseTo } from '#server/demo/stages.ts';
import { mailServer } from '../support/mail-server.ts';
import { startServer, type Device } from '../support/server.ts';
import { weeksOf, type Weeks } from './weeks-stage.ts';

export interface ExampleWeeks extends Weeks {
	readonly rows: (query: string) => Promise<readonly Record<string, unknown>[]>;
	readonly end: () => Promise<void>;
}

export async function exampleWeeks(): Promise<ExampleWeeks> {
	const course = courseTo('signed');
	let atMs = course.moment.opensAt.getTime();
	const now = () => new Date(atMs);
	const mails = await mailServer();
	const server = await startServer({ now, config: { smtpUrl: mails.url, logLevel: 'warn' } });
	const demo = await makeDemo(server.deps, course);
	const withCookie = (cookie: string): Device => {
		const device = server.device();
		device.cookie = cookie;
		return device;
	};
	const account = (role: string): Device => {
		const found = demo.accounts.find((each) => each.role === role);
		if (!found) throw new Error(`The example has no ${role}.`);
		return withCookie(found.cookie);
	};
	const rows = await server.database.rows(`select id, name, email from people where role = 'participant' order by id`);
	const people = rows.flatMap(({ id, name, email }) => {
		const seat = demo.people.find((each) => each.id === id);
		return seat?.cookie
			? [{ id: String(id), name: String(name), address: String(email), device: withCookie(seat.cookie) }]
			: [];
	});
	const member = (id: string) => {
		const found = people.find((each) => each.id === id);
		if (!found) throw new Error(`${id} is not in the example.`);
		return found;
	};
	const weeks = await weeksOf(
		{
			url: server.url,
			api: `/api/workshops/${demo.workshopId}`,
			people,
			facilitator: account('facilitator'),
			facilitatorAddress: 'helen.marsh@marlowe.example',
			sponsor: account('sponsor'),
			sponsorAddress: 'tom.beckett@marlowe.example',
			customer: account('customer'),
			customerAddress: 'ingrid.solheim@kestrel.example',
			manager: member('priya-nair'),
			deputy: member('dana-cohen')
		},
		{
			now,
			advance: async (minutes) => {
				atMs += minutes * 60_000;
				await server.deps.followUp.rest();
			}
		},
		mails
	);
	return {
		...weeks,
		rows: (query) => server.database.rows(query),
		end: async () => {
			await server.close();
			await mails.close();
		}
	};
}
