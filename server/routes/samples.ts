/** Sample stories for the warm-up: read from the template, on no board, so they count nowhere. */
import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import type { Env } from '../http.ts';
import { mayInWorkshop } from '../rights.ts';

export const sampleRoutes = ({ workshops: { template } }: Deps) =>
	new Hono<Env>().get('/workshops/:id/samples', mayInWorkshop('room.follow'), (c) => c.json(template.samples));
