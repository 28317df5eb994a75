/** What every request passes: who asks, from where, with what; and how a refusal or a fault is answered. */
import { randomBytes } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { Context, ErrorHandler, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { matchedRoutes } from 'hono/route';
import { validator } from 'hono/validator';
import { getDotPath, safeParse, type BaseIssue, type GenericSchema, type InferInput, type InferOutput } from 'valibot';
import type { Actor } from '#domain/access.ts';
import type { Deed } from '#domain/workshop-deeds.ts';
import { ATTACHMENT_BYTES } from '#domain/attachment.ts';
import { asId, type AccountId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { WorkshopState } from '#domain/workshop.ts';
import { STATUS, type ProblemBody } from '#protocol/problem.ts';
import type { Access } from './access.ts';
import type { Ground } from './deps.ts';
import { addressOf, isOwnOrigin } from './origin.ts';
import type { Arrival } from './store/actors.ts';
import { violatedConstraint } from './store/database.ts';
import { planAlreadySigned } from './store/plan-rows.ts';
import type { Session } from './store/sessions.ts';

export interface Env {
	Bindings: Partial<HttpBindings>;
	Variables: {
		session: Session | null;
		/** Who acts in any workshop, through this request's session. */
		actorIn: (workshopId: WorkshopId) => Promise<Actor>;
		access: Access;
		/** Who came to the workshop of the path; null where there is none, or nobody. */
		arrived: (Pick<Arrival, 'actor' | 'state' | 'needsCode'> & { readonly workshopId: WorkshopId }) | null;
		/** Who acts here; set by the route's right. */
		actor: Actor;
		/** Set for paths below `/workshops/:id`. */
		workshop: { readonly id: WorkshopId; readonly state: WorkshopState };
		/** For counting tries. Never for the log. */
		address: string;
		askedDeeds: Set<Deed>;
	};
}

/** For rights that only an account has: so there is one. */
export function accountIn(session: Env['Variables']['session']): AccountId {
	if (session?.accountId == null)
		throw new Problem('not-signed-in', 'Nobody is signed in here. Sign in, then try again.');
	return session.accountId;
}

/** Bytes of a body. */
export const MAX_BODY = 256 * 1024;

const OF_WORKSHOP = /^\/api\/workshops\/([\w-]+)(?:\/|$)/;

/** Finds out who asks. Without a cookie it costs nothing. */
export const knowWhoAsks =
	({ access, config }: Pick<Ground, 'access' | 'config'>): MiddlewareHandler<Env> =>
	async (c, next) => {
		const cookie = c.req.header('cookie');
		const [, workshop] = OF_WORKSHOP.exec(c.req.path) ?? [];
		const workshopId = workshop === undefined ? null : asId<'Workshop'>(workshop);
		const arrival = workshopId === null ? null : await access.arriving(cookie, workshopId);
		const session = workshopId === null ? await access.sessionOfCookie(cookie) : (arrival?.session ?? null);
		c.set('session', session);
		c.set('arrived', workshopId === null || arrival === null ? null : { ...arrival, workshopId });
		c.set('access', access);
		c.set('actorIn', (workshopId) => access.actorIn(session, workshopId));
		c.set('askedDeeds', new Set());
		c.set(
			'address',
			addressOf(config, (name) => c.req.header(name), c.env?.incoming?.socket.remoteAddress)
		);
		await next();
	};

export const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** Everything but reading comes from our own page, as JSON: what another site can make a browser send is neither. */
export const refuseForeign =
	({ config }: Pick<Ground, 'config'>): MiddlewareHandler<Env> =>
	async (c, next) => {
		if (isReading(c.req.method)) return next();
		if (!isOwnOrigin(config, (name) => c.req.header(name)))
			throw new Problem('wrong-origin', "This came from another page. Open Plenary's own page and try again there.");
		const type = c.req.header('content-type');
		const hasBody = Number(c.req.header('content-length') ?? 0) > 0 || c.req.header('transfer-encoding') !== undefined;
		if (isUpload(c.req.path) && type === 'application/octet-stream') return next();
		if ((type !== undefined || hasBody) && !/^application\/json(\s*;|$)/i.test(type ?? ''))
			throw new Problem('wrong-origin', 'Only JSON is read here. Send it as application/json.', {
				field: 'content-type'
			});
		return next();
	};

/** A file that is attached comes as bytes: no form of another site can send that type without asking us first. */
const isUpload = (path: string): boolean => /^\/api\/workshops\/[^/]+\/attachments$/.test(path);
/** Two thousand lines of customers' words, or a book of stories, come at once, all or none of them. */
const isLongList = (path: string): boolean => /^\/api\/workshops\/[^/]+\/(feedback|story-book\/brought)$/.test(path);

export function refuseLarge(): MiddlewareHandler {
	const small = limit(MAX_BODY, 'This is more than 256 kB. Send less at a time; nothing was changed.');
	const file = limit(ATTACHMENT_BYTES, 'This file is larger than 5 MB. Choose another; nothing was changed.');
	const list = limit(MAX_LIST, 'This is more than 4 MB. Send less at a time; nothing was changed.');
	return (c, next) => (isUpload(c.req.path) ? file : isLongList(c.req.path) ? list : small)(c, next);
}

/** Bytes of a long list. */
const MAX_LIST = 4 * 1024 * 1024;

const limit = (maxSize: number, sentence: string): MiddlewareHandler =>
	bodyLimit({
		maxSize,
		onError: async (c) => {
			const rest = c.req.raw.body;
			// A browser that is still sending would take an early answer for a broken connection.
			if (rest && !rest.locked && Number(c.req.header('content-length')) <= MAX_DISCARDED) await discard(rest);
			else c.header('connection', 'close');
			throw new Problem('too-large', sentence);
		}
	});

/** Bytes of a refused body that are read to their end and thrown away. */
const MAX_DISCARDED = 8 * 1024 * 1024;

async function discard(body: ReadableStream<Uint8Array>): Promise<void> {
	const reader = body.getReader();
	while (!(await reader.read()).done);
}

/** Reads the body by a schema. A part that does not fit is named in the refusal's `field`. */
export const body = <Schema extends GenericSchema>(schema: Schema) =>
	validator('json', (value: InferInput<Schema>): InferOutput<Schema> => {
		const result = safeParse(schema, value);
		if (!result.success) throw misfit(result.issues[0]);
		const field = unkeepable(result.output);
		if (field === null) return result.output;
		throw new Problem('malformed', `The part '${field}' holds a character that cannot be kept. Take it out.`, {
			field
		});
	});

/** The place of the first text that no database takes: with a zero in it, or with half of a character. */
function unkeepable(value: unknown, path: readonly string[] = []): string | null {
	if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path.join('.') : null;
	if (typeof value !== 'object' || value === null) return null;
	for (const [key, part] of Object.entries(value)) {
		const found = unkeepable(part, [...path, key]);
		if (found !== null) return found;
	}
	return null;
}

/** No id holds a zero, and no database takes one: such an address leads nowhere. */
export const refuseUnaddressable = (): MiddlewareHandler => (c, next) => {
	if (c.req.url.includes('%00')) throw new Problem('not-found', 'Nothing is here any more, or never was.');
	return next();
};

function misfit(issue: BaseIssue<unknown>): Problem {
	const field = getDotPath(issue) ?? 'body';
	if (issue.type === 'max_length' && typeof issue.input === 'string')
		return new Problem(
			'too-long',
			`${issue.input.length} of ${String(issue.requirement)} characters. Nothing is lost; shorten it.`,
			{ field }
		);
	if ((issue.type === 'non_empty' || issue.type === 'min_length') && issue.input === '')
		return new Problem('empty', 'There is nothing in it yet.', { field });
	return new Problem('malformed', `The part '${field}' is missing or was not understood.`, { field });
}

/** A refusal is answered as it is; anything else is a fault: logged whole, answered with a reference only. */
export const answerError =
	({ log }: Pick<Ground, 'log'>): ErrorHandler<Env> =>
	(error, c) => {
		if (error instanceof Problem) return answerProblem(c, error);
		// Thrown by the framework for a body that is no JSON.
		if (error instanceof HTTPException && error.status === 400)
			return answerProblem(c, new Problem('malformed', 'The body is no JSON.', { field: 'body' }));
		// What was signed is kept by the database itself, whatever asked for it.
		if (violatedConstraint(error) === 'plan_is_signed') return answerProblem(c, planAlreadySigned());
		const reference = randomBytes(6).toString('hex');
		log.error({ err: error, reference, route: routeOf(c) }, 'a fault');
		const told = new Problem('internal', `Something went wrong on our side. For the person who helps: ${reference}.`);
		return answerProblem(c, told, reference);
	};

export function answerProblem(c: Context, problem: Problem, reference?: string): Response {
	const { code, message: sentence, field, retryAfterSeconds } = problem;
	// What was refused gave no session: a cookie for one that was rolled back would shut the device out.
	c.header('set-cookie', undefined);
	if (retryAfterSeconds !== undefined) c.header('retry-after', String(retryAfterSeconds));
	const told: ProblemBody = {
		code,
		sentence,
		...(field === undefined ? {} : { field }),
		...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
		...(reference === undefined ? {} : { reference })
	};
	return c.json(told, STATUS[code]);
}

/** One line a request: the route's pattern, never its address, which may hold an id somebody should not learn. */
export const logRequests =
	({ log }: Pick<Ground, 'log'>): MiddlewareHandler<Env> =>
	async (c, next) => {
		const started = performance.now();
		await next();
		const actor: Actor | undefined = c.get('actor');
		// A question may be asked without a name: then the name is nowhere, not here either.
		const isNamed = actor?.kind === 'person' && !c.get('askedDeeds').has('question.ask');
		log.info(
			{
				method: c.req.method,
				route: routeOf(c),
				status: c.res.status,
				ms: Math.round(performance.now() - started),
				...(isNamed ? { person: actor.personId } : {})
			},
			'request'
		);
	};

/** The longest pattern is the route's own; the others, and those of whole folders, are of what stands before it. */
const routeOf = (c: Context): string => {
	const paths = matchedRoutes(c).map(({ path }) => path);
	const own = paths.filter((path) => !path.endsWith('*'));
	return (own.length > 0 ? own : paths).reduce((longest, path) => (path.length > longest.length ? path : longest), '');
};
