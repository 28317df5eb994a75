/** A sponsor without an account: the link opens the page, a code by mail opens what is decided for good. */
import { randomInt, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { asId, type LinkId, type SessionId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { codeMail } from '#domain/words/mails.ts';
import { ConfirmCode, SponsorEmail } from '#protocol/support-bodies.ts';
import type { LinkCodeView, SponsorEmailView, WaitingCodeView } from '#protocol/support-views.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { hashOf } from '../live/codes.ts';
import { mayInWorkshop } from '../rights.ts';
import { LinkCodeStore } from '../store/link-codes.ts';
import { CODE_MINUTES, IN_OUTBOX } from '../store/mails.ts';

/** Of one device and link: the same digits are another hash elsewhere. */
const codeHash = (link: LinkId, session: SessionId, code: string): string => hashOf(`${link}:${session}:${code}`);

export const sponsorLinkRoutes = ({ database, workshops, outbox, now }: Deps) => {
	const { desk } = workshops;
	const codes = new LinkCodeStore(database);

	return new Hono<Env>()
		.get('/workshops/:id/link-code', mayInWorkshop('link.confirm'), async (c) => {
			const session = c.get('session');
			const link = session && (await codes.linkOf({ workshopId: c.get('workshop').id, sessionId: session.id }));
			const needsCode = c.get('arrived')?.needsCode ?? false;
			const endsAt = link?.madeAt ? new Date(link.madeAt.getTime() + CODE_MINUTES * 60_000) : null;
			const view: LinkCodeView = {
				needsCode,
				sentTo: link?.email ? masked(link.email) : null,
				endsAt: needsCode && endsAt && endsAt > now() ? endsAt.toISOString() : null
			};
			return c.json(view);
		})
		.post('/workshops/:id/link-code', mayInWorkshop('link.confirm'), async (c) => {
			const workshopId = c.get('workshop').id;
			const session = c.get('session');
			if (!session || !c.get('arrived')?.needsCode) return c.body(null, 204);
			const seat = { workshopId, sessionId: session.id };
			const link = await codes.linkOf(seat);
			if (!link) return c.body(null, 204);
			const { workshop } = await desk.get(workshopId);
			const code = String(randomInt(1_000_000)).padStart(6, '0');
			await codes.make(seat, {
				code,
				hash: codeHash(link.id, session.id, code),
				at: now(),
				wordsFor: (name) => codeMail({ name, title: workshop.title, code, minutes: CODE_MINUTES })
			});
			outbox.wake();
			// Facilitators see what is to be handed over.
			desk.bump(workshopId, 'plan');
			return c.body(null, 204);
		})
		.post('/workshops/:id/link-code/confirm', mayInWorkshop('link.confirm'), body(ConfirmCode), async (c) => {
			const workshopId = c.get('workshop').id;
			const session = c.get('session');
			const { code } = c.req.valid('json');
			if (!session || !c.get('arrived')?.needsCode) return c.body(null, 204);
			const found = await codes.confirm(
				{ workshopId, sessionId: session.id },
				(link, hash) => isSame(codeHash(link, session.id, code), hash),
				now()
			);
			if (found === 'wrong') {
				throw new Problem('code-unknown', 'This is not the code of the mail. Look again at the six digits.', {
					field: 'code'
				});
			}
			if (found === 'ended') {
				throw new Problem('link-expired', 'This code has ended. Ask for another one.', { field: 'code' });
			}
			desk.bump(workshopId, 'plan');
			return c.body(null, 204);
		})
		.get('/workshops/:id/link-codes', mayInWorkshop('link.manage'), async (c) => {
			const waiting = await codes.waiting(c.get('workshop').id, now());
			const views = waiting.map(({ personId, words, madeAt, address, failure }): WaitingCodeView => ({
				personId,
				code: /\d{6}/.exec(words)?.[0] ?? '',
				endsAt: new Date(madeAt.getTime() + CODE_MINUTES * 60_000).toISOString(),
				why: whyWaiting(address, failure)
			}));
			return c.json(views.filter(({ why }) => why !== 'on-its-way'));
		})
		.get('/workshops/:id/people/:person/email', mayInWorkshop('link.manage'), async (c) => {
			const email = await codes.emailOf(c.get('workshop').id, asId(c.req.param('person')));
			return c.json({ email } satisfies SponsorEmailView);
		})
		.post('/workshops/:id/people/:person/email', mayInWorkshop('link.manage'), body(SponsorEmail), async (c) => {
			const { email } = c.req.valid('json');
			await codes.setEmail(c.get('workshop').id, asId(c.req.param('person')), email === '' ? null : email);
			return c.json({ email: email === '' ? null : email } satisfies SponsorEmailView);
		});
};

/** "t…@example.org": enough to know which of one's own it is. */
const masked = (email: string): string => email.replace(/^(.)[^@]*/u, '$1…');

function whyWaiting(address: string, failure: string): WaitingCodeView['why'] {
	if (address === '') return 'no-address';
	if (failure === '') return 'on-its-way';
	return failure === IN_OUTBOX ? 'no-server' : 'not-taken';
}

const isSame = (one: string, other: string): boolean =>
	one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
