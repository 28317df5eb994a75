/** Asking for the weekly letter on the progress page: an address gets one mail that asks back, and nothing else. */
import { Hono } from 'hono';
import { calendarDay } from '#domain/calendar.ts';
import { Problem } from '#domain/problem.ts';
import { Subscribe } from '#protocol/progress.ts';
import { subscribeLetter } from '../follow/subscribe-letter.ts';
import { body, type Env } from '../http.ts';
import { may } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { LinkStore } from '../store/links.ts';
import { subscribe } from '../store/subscribers.ts';
import { Tries } from '../tries.ts';
import { behindProgressLink } from './progress.ts';

export const subscriberRoutes = ({
	database,
	desk,
	now: clock,
	followUp
}: Pick<PlanDeps, 'database' | 'desk' | 'now' | 'followUp'>) => {
	const links = new LinkStore(database);
	/** From one place; `subscribe` sees to it that nobody's letter box is filled. */
	const from = new Tries({ tries: 20, seconds: 3600 });

	return new Hono<Env>().post('/progress/:token/subscribe', may('link.open'), body(Subscribe), async (c) => {
		const workshopId = await behindProgressLink(links, c.req.param('token'));
		await from.take(c.get('address'));
		const { name, email } = c.req.valid('json');
		const { title, company, timezone, state } = (await desk.get(workshopId)).workshop;
		if (state !== 'signed') throw new Problem('not-found', 'Nothing is here any more, or never was.');
		const at = clock();
		await subscribe(database, { workshopId, name, email, today: calendarDay(at, timezone), at }, (id) =>
			subscribeLetter(id, { title, company })
		);
		followUp.wake();
		// Whether the address was known is told to nobody.
		return c.body(null, 204);
	});
};
