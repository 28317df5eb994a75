/** The questions before day 1: answered by link, without a seat and without a name; seen only from five answers on. */
import { Hono, type Context } from 'hono';
import { baselineResults } from '#domain/baseline.ts';
import { Problem } from '#domain/problem.ts';
import { facilitates } from '#domain/workshop.ts';
import { AnswerBaseline, type BaselineAskView, type BaselineView } from '#protocol/baseline.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { hashOf } from '../live/codes.ts';
import { WrongCodes } from '../live/wrong-codes.ts';
import { may, mayInWorkshop } from '../rights.ts';
import { giveSession } from '../session-cookie.ts';
import { alreadyGiven, BaselineStore } from '../store/baseline.ts';
import { linkExpired } from '../store/links.ts';
import { Tries } from '../tries.ts';

export const baselineRoutes = (deps: Deps) => {
	const { database, workshops } = deps;
	const { desk, stores, template } = workshops;
	const { rule, scale, questions, open } = template.baseline;
	const baseline = new BaselineStore(database);
	const wrong = new WrongCodes();
	/** Several times as many as a full room behind one address. */
	const answersFrom = new Tries({ tries: 400, seconds: 3600 });

	const behind = async (c: Context<Env>) => {
		const address = c.get('address');
		await wrong.refuseFlood(address);
		const link = await stores.links.byToken(hashOf(c.req.param('token') ?? ''));
		if (link?.purpose !== 'baseline') throw await wrong.count(address, linkExpired());
		return desk.get(link.workshopId);
	};

	return new Hono<Env>()
		.get('/baseline/:token', may('baseline.answer'), async (c) => {
			c.header('x-robots-tag', 'noindex');
			const { id, title, company, state } = (await behind(c)).workshop;
			const session = c.get('session');
			const view: BaselineAskView = {
				title,
				company,
				scale,
				questions,
				open,
				departments: await baseline.departments(id),
				minAnswers: rule.minAnswers,
				isGiven: session !== null && (await baseline.hasGiven(id, 'before', session.id)),
				isOpen: state !== 'signed'
			};
			return c.json(view);
		})
		.post('/baseline/:token', may('baseline.answer'), body(AnswerBaseline), async (c) => {
			const { id, state } = (await behind(c)).workshop;
			if (state === 'signed')
				throw new Problem('workshop-closed', 'The workshop is over, and its answers are counted. Nothing was added.');
			const { marks, department, words } = c.req.valid('json');
			const known = questions.filter((question) => marks[question.id] !== undefined);
			if (known.length === 0) throw new Problem('empty', 'There is nothing in it yet. Answer one question at least.');
			const session = c.get('session');
			if (session !== null && (await baseline.hasGiven(id, 'before', session.id))) throw alreadyGiven();
			await answersFrom.take(c.get('address'));
			const departments = await baseline.departments(id);
			await baseline.give(
				id,
				'before',
				{
					marks: Object.fromEntries(known.map((question) => [question.id, marks[question.id] ?? 0])),
					// Somebody may have been taken off the list meanwhile, and their department with them.
					department: departments.includes(department) ? department : '',
					words
				},
				async (tx) => session?.id ?? (await giveSession(c, deps, tx)).id
			);
			return c.body(null, 204);
		})
		.get('/workshops/:id/baseline', mayInWorkshop('baseline.read'), async (c) => {
			const actor = c.get('actor');
			const answers = await baseline.answers(c.get('workshop').id, 'before');
			const isFacilitator = actor.kind === 'person' && facilitates(actor.role);
			const written = answers.map(({ words }) => words).filter((words) => words !== '');
			const view: BaselineView = {
				...baselineResults(template.baseline, answers),
				scale,
				minAnswers: rule.minAnswers,
				line: rule.line,
				why: rule.why,
				open: open.text,
				words: isFacilitator && answers.length >= rule.minAnswers ? written : []
			};
			return c.json(view);
		});
};
