/** Every route says which deed it is, and is asked for its right before its handler runs. */
import type { Context, Handler, MiddlewareHandler } from 'hono';
import { authorize, type Actor, type PersonActor, type Resource } from '#domain/access.ts';
import { isBehindCode, type Deed } from '#domain/workshop-deeds.ts';
import { asId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { WorkshopState } from '#domain/workshop.ts';
import type { Env } from './http.ts';

/** Where the resource of a route's deed comes from. */
export type Asked = 'of the installation' | 'of the workshop' | 'by the handler';

export interface RouteRight {
	readonly deed: Deed;
	readonly asked: Asked;
}

const rights = new WeakMap<Handler | MiddlewareHandler, RouteRight>();

/** The right a handler stands for; undefined for any other handler. */
export const rightOf = (handler: Handler | MiddlewareHandler): RouteRight | undefined => rights.get(handler);

function declare(right: RouteRight, handler: MiddlewareHandler<Env>): MiddlewareHandler<Env> {
	rights.set(handler, right);
	return handler;
}

/** For routes outside of any workshop. */
export const may = (deed: Deed): MiddlewareHandler<Env> =>
	declare({ deed, asked: 'of the installation' }, async (c, next) => {
		const accountId = c.get('session')?.accountId ?? null;
		c.set('actor', accountId === null ? { kind: 'anonymous' } : { kind: 'account', accountId });
		allow(c, deed, { kind: 'installation' });
		await next();
	});

/** For routes below `/workshops/:id` whose right depends on the workshop and its state alone. */
export const mayInWorkshop = (deed: Deed): MiddlewareHandler<Env> =>
	declare({ deed, asked: 'of the workshop' }, async (c, next) => {
		const workshop = await enterWorkshop(c);
		allow(c, deed, { kind: 'workshop', workshopId: workshop.id, state: workshop.state });
		await next();
	});

/**
 * For routes whose resource is known only after a look. Outsiders of a workshop named in the path are refused here;
 * the handler asks with `allow`, and an answer given without asking is withheld.
 */
export const mayAsk = (deed: Deed): MiddlewareHandler<Env> =>
	declare({ deed, asked: 'by the handler' }, async (c, next) => {
		if (c.req.param('id') !== undefined) await enterWorkshop(c);
		else c.set('actor', { kind: 'anonymous' });
		await next();
		if (c.error === undefined && !c.get('askedDeeds').has(deed))
			throw new Error(`the route answered without asking for its right, ${deed}`);
	});

/** @throws Problem when the actor of this request may not do the deed */
export function allow(c: Context<Env>, deed: Deed, resource: Resource): void {
	c.get('askedDeeds').add(deed);
	const actor = c.get('actor');
	if (!authorize(actor, deed, resource)) throw refusal(actor, deed, resource);
	const state = resource.kind === 'installation' ? null : resource.state;
	if (c.get('arrived')?.needsCode && isBehindCode(deed, state)) throw codeNeeded();
}

/** The person who acts. @throws Problem for a screen, an account without a part here, or nobody */
export function personOf(c: Context<Env>): PersonActor {
	const actor = c.get('actor');
	if (actor.kind === 'person') return actor;
	throw actor.kind === 'anonymous' ? notSignedIn() : notAllowed();
}

async function enterWorkshop(c: Context<Env>): Promise<{ readonly id: WorkshopId; readonly state: WorkshopState }> {
	const id = asId<'Workshop'>(c.req.param('id') ?? '');
	const arrived = c.get('arrived');
	const isKnown = arrived?.workshopId === id;
	const actor = isKnown ? arrived.actor : await c.get('actorIn')(id);
	c.set('actor', actor);
	if (actor.kind === 'anonymous') throw notSignedIn();
	const found = isKnown ? arrived.state : await c.get('access').stateOf(id);
	const state = actor.kind === 'account' ? null : found;
	// A workshop that does not exist and one of others look the same from outside.
	if (state === null) throw notAllowed();
	const workshop = { id, state };
	c.set('workshop', workshop);
	return workshop;
}

function refusal(actor: Actor, deed: Deed, resource: Resource): Problem {
	if (actor.kind === 'anonymous') return notSignedIn();
	if (
		resource.kind !== 'installation' &&
		resource.state !== 'room' &&
		authorize(actor, deed, { ...resource, state: 'room' })
	)
		return resource.state === 'signed'
			? new Problem(
					'plan-already-signed',
					'The plan is signed. The follow-up manager can change an action, and both versions stay visible.'
				)
			: new Problem('workshop-not-open', 'The room is not open yet. The facilitator opens it.');
	return notAllowed();
}

const codeNeeded = () =>
	new Problem(
		'code-needed',
		'Before you decide anything, a code shows that this link is yours. Ask for it on this page.'
	);
const notSignedIn = () =>
	new Problem('not-signed-in', 'Nobody is signed in here. Join with the code of the workshop, or sign in.');
const notAllowed = () =>
	new Problem('not-allowed', 'This belongs to others. Go back to your own page; nothing was changed.');
