/** Accounts by one-time links: invitations to a workshop, and new passwords in place of forgotten ones. */
import { Hono, type Context } from 'hono';
import { asId, type AccountId, type WorkshopId } from '#domain/ids.ts';
import { stateOfInvitation } from '#domain/invitation.ts';
import { Problem } from '#domain/problem.ts';
import {
	NewInvitation,
	Redeem,
	type InvitationView,
	type NewInvitationView,
	type NewPasswordLinkView,
	type OneTimeView,
	type RedeemedView
} from '#protocol/invitations.ts';
import { CLOSE } from '#protocol/sync.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { hashOf, newLinkToken } from '../live/codes.ts';
import { WrongCodes } from '../live/wrong-codes.ts';
import { hashPassword, isPassword } from '../password.ts';
import { may, mayInWorkshop } from '../rights.ts';
import { giveSession } from '../session-cookie.ts';
import {
	addInvitation,
	addPasswordLink,
	endPasswordLinks,
	invitationsOf,
	linkByToken,
	mustBeWaiting,
	signOutOthers,
	useLink,
	withdrawInvitation,
	type AccountLink
} from '../store/account-links.ts';
import { accountByEmail, accountsIn, addAccount, ownsAllOf, setPassword, workshopsOf } from '../store/accounts.ts';
import { takePart } from '../store/invited.ts';
import { Tries } from '../tries.ts';

/** Characters of a new password, as at the first account. */
const PASSWORD_LEAST = 10;

export const invitationRoutes = (deps: Deps) => {
	const { database, workshops, now } = deps;
	const { desk } = workshops;
	const wrong = new WrongCodes();
	const triesOnAccount = new Tries({ tries: 10, seconds: 900 });

	const viewOf = ({ id, name, email, role, createdAt, ...link }: AccountLink): InvitationView => ({
		id,
		name,
		email,
		// An invitation has a part, by its constraint.
		role: role ?? 'co-facilitator',
		state: stateOfInvitation(link, now()),
		createdAt: createdAt.toISOString(),
		expiresAt: link.expiresAt.toISOString(),
		usedAt: link.usedAt?.toISOString() ?? null
	});

	/** Unknown and withdrawn links are counted, since those are what guesses look like. */
	const waiting = async (c: Context<Env>, token: string) => {
		const address = c.get('address');
		await wrong.refuseFlood(address);
		const link = await linkByToken(database.db, hashOf(token));
		try {
			mustBeWaiting(link, now());
		} catch (error) {
			if (error instanceof Problem && (link === null || link.revokedAt !== null))
				throw await wrong.count(address, error);
			throw error;
		}
		if (link === null) throw new Error('a link that waits is a link');
		return link;
	};

	/** Sockets of devices that were signed in end with the account's old password. */
	const dropDevices = async (accountId: AccountId, devices: Awaited<ReturnType<typeof signOutOthers>>) => {
		const refusal = { code: CLOSE.notSignedIn, reason: 'signed-out' };
		for (const id of await workshopsOf(database.db, accountId)) workshops.dropSessions(id, devices, refusal);
	};

	const refresh = (id: WorkshopId) => desk.refresh(id, 'workshop', 'people');

	return new Hono<Env>()
		.get('/workshops/:id/invitations', mayInWorkshop('workshop.own'), async (c) =>
			c.json((await invitationsOf(database.db, c.get('workshop').id)).map(viewOf))
		)
		.post('/workshops/:id/invitations', mayInWorkshop('workshop.own'), body(NewInvitation), async (c) => {
			const token = newLinkToken();
			const link = await database.transaction((tx) =>
				addInvitation(tx, {
					workshopId: c.get('workshop').id,
					...c.req.valid('json'),
					tokenHash: hashOf(token),
					createdBy: accountIn(c),
					now: now()
				})
			);
			const made: NewInvitationView = { ...viewOf(link), path: `/in/${token}` };
			return c.json(made, 201);
		})
		.post('/workshops/:id/invitations/:invitation/withdraw', mayInWorkshop('workshop.own'), async (c) => {
			const id = asId<'Link'>(c.req.param('invitation'));
			await database.transaction((tx) => withdrawInvitation(tx, c.get('workshop').id, id, now()));
			return c.body(null, 204);
		})
		.get('/workshops/:id/accounts', mayInWorkshop('workshop.own'), async (c) =>
			c.json(await accountsIn(database.db, c.get('workshop').id))
		)
		.post('/workshops/:id/accounts/:account/new-password', mayInWorkshop('workshop.own'), async (c) => {
			const { id } = c.get('workshop');
			const account = (await accountsIn(database.db, id)).find((each) => each.id === c.req.param('account'));
			if (!account) throw new Problem('not-found', 'Nobody here has this account. Load the list again.');
			// Whoever holds the link signs in as the account, so it may open nothing that the facilitator does not own.
			if (!(await ownsAllOf(database.db, accountIn(c), account.id)))
				throw new Problem(
					'not-allowed',
					`${account.name} takes part in workshops of others too. On the computer where Plenary runs, npm run account -- reset ${account.email} makes the link.`
				);
			const token = newLinkToken();
			const link = await database.transaction((tx) =>
				addPasswordLink(tx, { account, tokenHash: hashOf(token), createdBy: accountIn(c), now: now() })
			);
			const made: NewPasswordLinkView = { path: `/in/${token}`, expiresAt: link.expiresAt.toISOString() };
			return c.json(made, 201);
		})
		.get('/account-links/:token', may('account.redeem'), async (c) => {
			c.header('x-robots-tag', 'noindex');
			const { kind, name, email, role, title, invitedBy, expiresAt } = await waiting(c, c.req.param('token'));
			const view: OneTimeView = {
				kind,
				name,
				email,
				expiresAt: expiresAt.toISOString(),
				part: role === null ? null : { role, title: title ?? '', invitedBy: invitedBy ?? '' },
				hasAccount: (await accountByEmail(database.db, email)) !== null
			};
			return c.json(view);
		})
		.post('/account-links/redeem', may('account.redeem'), body(Redeem), async (c) => {
			const { token, password } = c.req.valid('json');
			const { kind, email } = await waiting(c, token);
			const account = await accountByEmail(database.db, email);
			const sets = kind === 'forgotten-password' || account === null;
			if (sets) mustBeLong(password);
			else {
				const key = `${c.get('address')} ${email}`;
				await triesOnAccount.take(key);
				if (!(await isPassword(password, account.passwordHash)))
					throw new Problem('wrong-password', 'This is not the password of your account. Try again.', {
						field: 'password'
					});
				await triesOnAccount.forget(key);
			}
			const passwordHash = sets ? await hashPassword(password) : null;
			const { link, accountId, devices } = await database.transaction(async (tx) => {
				const at = now();
				const link = await useLink(tx, hashOf(token), at);
				const accountId =
					account?.id ??
					(await addAccount(tx, { email, name: link.name, passwordHash: passwordHash ?? '', now: at })).id;
				if (kind === 'forgotten-password' && passwordHash !== null) {
					await setPassword(tx, accountId, passwordHash);
					await endPasswordLinks(tx, accountId, at);
				}
				if (link.workshopId !== null && link.role !== null) {
					const { workshopId, role, name } = link;
					await takePart(tx, { workshopId, role, name, email, accountId, now: at });
				}
				const here = await giveSession(c, deps, tx, accountId);
				const devices = kind === 'forgotten-password' ? await signOutOthers(tx, accountId, here.id) : [];
				return { link, accountId, devices };
			});
			await dropDevices(accountId, devices);
			if (link.workshopId !== null) await refresh(link.workshopId);
			const redeemed: RedeemedView = { workshopId: link.workshopId, role: link.role };
			return c.json(redeemed);
		});
};

function mustBeLong(password: string): void {
	if (password.length < PASSWORD_LEAST)
		throw new Problem('malformed', 'Ten characters or more. Four plain words are a good one.', { field: 'password' });
}

/** Whoever owns a workshop does so by an account. */
function accountIn(c: Context<Env>): AccountId {
	const accountId = c.get('session')?.accountId ?? null;
	if (accountId === null) throw new Problem('not-signed-in', 'Nobody is signed in here. Sign in, then try again.');
	return accountId;
}
