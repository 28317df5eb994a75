/**
 * Pages that do one thing without a seat, behind the signed links of letters. Looking at one, by whatever program and
 * however often, writes nothing; a press writes once, and saying the same again writes nothing. No session is opened.
 */
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { calendarDay } from '#domain/calendar.ts';
import { Problem } from '#domain/problem.ts';
import type { SignedPurpose } from '#domain/letters.ts';
import { dayWords } from '#domain/words/en.ts';
import { STATUS } from '#protocol/problem.ts';
import type { FollowUp } from '../follow/follow-up.ts';
import { departmentWork } from '../follow/signed-department.ts';
import { signedFiles } from '../follow/signed-files.ts';
import { openSigned, type SignedVisit } from '../follow/signed-links.ts';
import { ownWork } from '../follow/signed-own.ts';
import { pulseWork, subscribeWork, supportWork } from '../follow/signed-opening.ts';
import { refusalPage, signedPage, type SignedPage } from '../follow/signed-page.ts';
import {
	isSaid,
	isStopped,
	mayUndo,
	type Fields,
	type SignedPurposeWork,
	type Visited
} from '../follow/signed-purpose.ts';
import { reportWork } from '../follow/signed-report.ts';
import { wishesWork } from '../follow/signed-wishes.ts';
import type { Env } from '../http.ts';
import { may } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import type { Reading } from '../store/database.ts';
import {
	addUse,
	changeWishes,
	countUses,
	endLinks,
	forgetUsesBefore,
	lastUse,
	noteUndone,
	noteWrote,
	wishesOf
} from '../store/link-uses.ts';
import { holdPlan } from '../store/plan-rows.ts';
import { Tries } from '../tries.ts';

const WORK: Readonly<Record<SignedPurpose, SignedPurposeWork>> = {
	report: reportWork,
	own: ownWork,
	department: departmentWork,
	wishes: wishesWork,
	support: supportWork,
	subscribe: subscribeWork,
	pulse: pulseWork
};

/** Nobody has more to say through one link. */
const USES_MOST = 20;

/** Bytes of a form. */
const MAX_FORM = 32 * 1024;

export interface SignedDeps extends Pick<PlanDeps, 'database' | 'desk' | 'now'> {
	readonly followUp: Pick<FollowUp, 'wake'>;
	/** The built interface, whose fonts these pages share. */
	readonly site: string | null;
}

/** @returns the pages below `/a` */
export const signedRoutes = ({ database, desk, now: clock, followUp, site }: SignedDeps) => {
	const files = signedFiles(site);
	const wrong = new Tries({ tries: 60, seconds: 60 });
	const presses = new Tries({ tries: 30, seconds: 60 });

	const visitedBy = async (
		token: string,
		{ word, reader, onlyStops }: SignedVisit,
		reading: Reading = database.db,
		sent: Pick<Visited, 'fields' | 'refusal'> = { fields: {}, refusal: null }
	): Promise<Visited> => ({
		...{ token, word, reader, onlyStops, reading, at: clock(), ...sent },
		now: await desk.get(word.workshopId),
		use: await lastUse(reading, word.nonce),
		wishes: await wishesOf(reading, word)
	});

	/** Those that hold are never held up: sixty readers behind one address do not guess. */
	const opened = async (c: Context<Env>, token: string) => {
		const visit = await openSigned(database, token, clock());
		if ('reader' in visit) return visit;
		if (visit.kind === 'expired') return { refused: await expired(c, visit.word) };
		try {
			await wrong.take(c.get('address'));
			return { refused: gone(c) };
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return { refused: answer(c, refusalPage(error.message), 429) };
		}
	};

	const answer = (c: Context<Env>, page: SignedPage, status: 200 | 400 | 404 | 409 | 410 | 429 = 200) =>
		c.html(signedPage(page), status);

	const gone = (c: Context<Env>) => answer(c, refusalPage(GONE), 410);

	const expired = async (c: Context<Env>, { workshopId, expiresAt }: SignedVisit['word']) => {
		const { timezone } = (await desk.get(workshopId)).workshop;
		const on = dayWords(calendarDay(new Date(expiresAt * 1000), timezone), false);
		const sentence = `This link ended on ${on}. What you sent before is kept. The next letter brings a new one.`;
		return answer(c, refusalPage(sentence), 410);
	};

	const show = async (c: Context<Env>, visited: Visited, status: 200 | 400 | 409 = 200) => {
		if (isStopped(visited)) return gone(c);
		const page = await WORK[visited.word.purpose].page(visited);
		return page ? answer(c, page, status) : gone(c);
	};

	/** Does what was pressed; the same again, once. */
	const pressed = async (c: Context<Env>, token: string, visit: SignedVisit, fields: Fields) => {
		const { word } = visit;
		await presses.take(word.nonce);
		const before = await visitedBy(token, visit);
		const work = WORK[word.purpose];
		if (isStopped(before) || !(await work.page(before))) return gone(c);
		const value = work.value(before, fields);
		await database.transaction(async (tx) => {
			await holdPlan(tx, word.workshopId);
			const at = clock();
			const held = await heldVisit(tx, before, at);
			if (isSaid(work, held, value)) return;
			if ((await countUses(tx, word.nonce)) >= USES_MOST) {
				if (!work.stands || !held.use) throw used(held, work);
				await forgetUsesBefore(tx, word.nonce, held.use.usedAt);
			}
			const key = await addUse(tx, word, value, at, held.use);
			const wrote = await work.write(tx, held, fields);
			await noteWrote(tx, word.nonce, key, wrote);
			if (!held.onlyStops) await keepTimezone(tx, held, fields);
		});
		told(word);
		return null;
	};

	const heldVisit = async (tx: Reading, before: Visited, at: Date): Promise<Visited> => ({
		...{ ...before, reading: tx, at },
		use: await lastUse(tx, before.word.nonce),
		wishes: await wishesOf(tx, before.word)
	});

	const told = ({ workshopId, purpose }: SignedVisit['word']) => {
		if (purpose !== 'wishes' && purpose !== 'subscribe') {
			desk.bump(workshopId, 'plan');
			desk.bump(workshopId, 'reply');
		}
		followUp.wake();
	};

	/** Runs a press on a link that holds; what is refused is shown with everything that was written. */
	const onPress = async (
		c: Context<Env>,
		work: (token: string, visit: SignedVisit, fields: Fields) => Promise<Response | null>
	): Promise<Response> => {
		const token = c.req.param('token') ?? '';
		const fields = await fieldsOf(c);
		const visit = await opened(c, token);
		if ('refused' in visit) return visit.refused;
		try {
			return (await work(token, visit, fields)) ?? c.redirect(`/a/${token}`, 303);
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			if (error.code === 'too-many-tries') return answer(c, refusalPage(error.message), 429);
			const status = STATUS[error.code] === 409 ? 409 : 400;
			return show(c, await visitedBy(token, visit, database.db, { fields, refusal: error }), status);
		}
	};

	return new Hono<Env>()
		.use('/a/*', async (c, next) => {
			await next();
			c.header('cache-control', 'no-store');
			c.header('x-robots-tag', 'noindex');
		})
		.use(
			'/a/*',
			bodyLimit({
				maxSize: MAX_FORM,
				onError: (c) => c.text('This is more than a form holds. Send less at a time; nothing was changed.', 413)
			})
		)
		.get('/a/page.css', may('link.open'), (c) => c.body(files.css, 200, { 'content-type': 'text/css; charset=utf-8' }))
		.get('/a/page.js', may('link.open'), (c) =>
			c.body(files.js, 200, { 'content-type': 'text/javascript; charset=utf-8' })
		)
		.get('/a/:token', may('link.open'), async (c) => {
			const token = c.req.param('token');
			const visit = await opened(c, token);
			if ('refused' in visit) return visit.refused;
			return show(c, await visitedBy(token, visit));
		})
		.post('/a/:token', may('link.open'), (c) =>
			onPress(c, async (token, visit, fields) => {
				if (fields['List-Unsubscribe'] !== 'One-Click') return pressed(c, token, visit, fields);
				if (visit.word.purpose !== 'wishes') return gone(c);
				// A mail program asks once and reads no page (RFC 8058).
				const refused = await pressed(c, token, visit, { wish: 'stop' });
				return refused ?? c.text('No more letters come.');
			})
		)
		.post('/a/:token/undo', may('link.open'), (c) =>
			onPress(c, async (token, visit) => {
				const { word } = visit;
				await presses.take(word.nonce);
				const before = await visitedBy(token, visit);
				const { undo } = WORK[word.purpose];
				if (!undo || isStopped(before)) return gone(c);
				await database.transaction(async (tx) => {
					await holdPlan(tx, word.workshopId);
					const held = await heldVisit(tx, before, clock());
					if (!held.use || !mayUndo(held)) return;
					await undo(tx, held, held.use);
					await noteUndone(tx, word.nonce, held.use.key, held.at);
				});
				told(word);
				return null;
			})
		)
		.post('/a/:token/not-me', may('link.open'), (c) =>
			onPress(c, async (_token, visit, fields) => {
				const { word, reader, onlyStops } = visit;
				await presses.take(word.nonce);
				if (onlyStops) return gone(c);
				const side = fields['side'];
				if (side !== 'forwarded' && side !== 'address') throw new Problem('malformed', 'Choose how it reached you.');
				await database.transaction((tx) => endLinks(tx, word, side === 'address' ? clock() : null));
				told(word);
				return answer(c, {
					title: 'This is not me',
					body: html`<section class="sheet">
						<h1>Thank you</h1>
						<p>
							${
								side === 'address'
									? `Nothing more is sent to this address. Whoever follows up hears that it is not ${reader.name}’s.`
									: `The links of ${reader.name}’s letters so far have ended. The next letter brings new ones.`
							}
						</p>
						<p>You can close this page.</p>
					</section>`
				});
			})
		);
};

const GONE =
	'It has ended, or something of it was lost on the way. What you sent before is kept. The next letter brings a new one.';

async function fieldsOf(c: Context<Env>): Promise<Fields> {
	const parsed = await c.req.parseBody();
	return Object.fromEntries(
		Object.entries(parsed).flatMap(([name, value]) =>
			typeof value === 'string' && !value.includes('\0') && value.isWellFormed() ? [[name, value]] : []
		)
	);
}

const used = ({ use, now }: Visited, work: SignedPurposeWork): Problem => {
	const on = dayWords(calendarDay(use?.usedAt ?? new Date(0), now.workshop.timezone), false);
	return new Problem(
		'link-used',
		`This link was used on ${on}: “${work.words(use?.value ?? '')}”. The next letter brings a new one.`
	);
};

/** Letters come in the morning of whoever reads them. */
async function keepTimezone(
	tx: Parameters<typeof changeWishes>[0],
	{ word, wishes, now }: Visited,
	fields: Fields
): Promise<void> {
	const timezone = fields['timezone'] ?? '';
	if (timezone === '' || timezone.length > 60 || !isTimezone(timezone)) return;
	if (timezone === (wishes?.timezone ?? now.workshop.timezone)) return;
	await changeWishes(tx, word, { timezone });
}

function isTimezone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
}
