/** The suggestion box: a word at any time, with or without a name, a clock, and an answer in words. */
import { Hono, type Context } from 'hono';
import { authorize } from '#domain/access.ts';
import { calendarDay } from '#domain/calendar.ts';
import { asId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import type { LetterPart } from '#domain/letters.ts';
import { startOfDay } from '#domain/monday-days.ts';
import { isPlanned } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { clockOf, questionOfMonth } from '#domain/suggestions.ts';
import type { Template } from '#domain/template.ts';
import {
	AnswerSuggestion,
	NewSuggestion,
	type SuggestionActionView,
	type SuggestionsView
} from '#protocol/suggestions.ts';
import { SUGGESTION_WORDS } from '#domain/words/en.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { readPlanNow } from '../store/action-changes.ts';
import { addSuggestion, answerSuggestion, suggestionAnswersOf, suggestionsOf } from '../store/suggestions.ts';

export const suggestionRoutes = ({
	database,
	desk,
	now: clock,
	followUp,
	template
}: Pick<PlanDeps, 'database' | 'desk' | 'now' | 'followUp'> & { readonly template: Template }) => {
	const { monthly, answerWithinDays } = template.followUp.suggestionBox;

	const read = async (workshopId: WorkshopId) => {
		const now = await desk.get(workshopId);
		const plan = await readPlanNow(database.db, workshopId);
		const { timezone } = now.workshop;
		const today = calendarDay(clock(), timezone);
		const signedOn = plan.signedAt ? calendarDay(plan.signedAt, timezone) : today;
		const actions = plan.actions.filter(isPlanned).map(({ id, n, text }) => ({ ref: `action:${id}`, n, text }));
		return { now, timezone, today, actions, question: questionOfMonth(monthly, signedOn, today) };
	};

	const view = async (c: Context<Env>): Promise<SuggestionsView> => {
		const { id: workshopId, state } = c.get('workshop');
		const actor = c.get('actor');
		const me = actor.kind === 'person' ? actor.personId : null;
		const { now, timezone, today, actions, question } = await read(workshopId);
		const answers = await suggestionAnswersOf(database.db, workshopId);
		const nameOf = (id: PersonId | null): string =>
			id === null ? '' : (now.rows.people.find((person) => person.id === id)?.name ?? 'Somebody who has left');
		const actionAt = (ref: string | null): SuggestionActionView | null => {
			const found = actions.find((action) => action.ref === ref);
			return found ? { n: found.n, text: found.text } : null;
		};
		const shown = (await suggestionsOf(database.db, workshopId)).map(
			({ id, question: asked, text, ref, writtenBy, writtenAt }) => {
				const own = answers.filter(({ suggestionId }) => suggestionId === id);
				return {
					...{ id, question: asked, text, about: actionAt(ref) },
					...{ by: nameOf(writtenBy), isMine: writtenBy !== null && writtenBy === me },
					writtenOn: calendarDay(writtenAt, timezone),
					clock: clockOf(calendarDay(writtenAt, timezone), own, today, answerWithinDays),
					answers: own.map(({ answer, words, answerBy, ledTo, answeredBy, answeredAt }) => ({
						...{ answer, words, answerBy, ledTo: actionAt(ledTo) },
						...{ by: nameOf(answeredBy), answeredAt: answeredAt.toISOString() }
					}))
				};
			}
		);
		const resource = { kind: 'workshop', workshopId, state } as const;
		return {
			suggestions: shown.sort(
				(one, other) =>
					Number(other.clock.isWaiting) - Number(one.clock.isWaiting) ||
					other.clock.days - one.clock.days ||
					other.writtenOn.localeCompare(one.writtenOn) ||
					// Within a day in no order: ids are made at random.
					one.id.localeCompare(other.id)
			),
			...{ question, answerWithinDays, today, actions },
			mayWrite: authorize(actor, 'suggestion.write', resource),
			mayAnswer: authorize(actor, 'suggestion.answer', resource)
		};
	};

	return new Hono<Env>()
		.get('/workshops/:id/suggestions', mayInWorkshop('suggestion.read'), async (c) => c.json(await view(c)))
		.post('/workshops/:id/suggestions', mayInWorkshop('suggestion.write'), body(NewSuggestion), async (c) => {
			const { id: workshopId } = c.get('workshop');
			const { personId } = personOf(c);
			const { id, text, isForQuestion, ref, withName } = c.req.valid('json');
			const { actions, question, today, timezone } = await read(workshopId);
			if (ref !== null && !actions.some((action) => action.ref === ref)) throw noAction();
			await addSuggestion(database, {
				...{ id: asId<'Suggestion'>(id), workshopId, text, ref },
				// The day alone is kept, also of those with a name: their minutes would bracket the one between them.
				at: startOfDay(today, timezone),
				question: isForQuestion ? question : '',
				writtenBy: withName ? personId : null
			});
			// Others see one without a name when they look next: at this moment it would have a face.
			if (withName) desk.bump(workshopId, 'plan');
			return c.json(await view(c), 201);
		})
		.post(
			'/workshops/:id/suggestions/:suggestion/answers',
			mayInWorkshop('suggestion.answer'),
			body(AnswerSuggestion),
			async (c) => {
				const { id: workshopId } = c.get('workshop');
				const { personId } = personOf(c);
				const { answer, words, answerBy, ledTo } = c.req.valid('json');
				const { actions, today, now } = await read(workshopId);
				if (words === '') {
					const sentence = 'Whoever wrote it reads your answer as you write it. Please add a sentence.';
					throw new Problem('answer-without-words', sentence, { field: 'words' });
				}
				if (answer === 'not-now' && (answerBy === null || answerBy <= today)) {
					const sentence = '“Not now” needs a later day on which you answer.';
					throw new Problem('date-missing', sentence, { field: 'answerBy' });
				}
				if (ledTo !== null && !actions.some((action) => action.ref === ledTo)) throw noAction();
				const by = now.rows.people.find((person) => person.id === personId)?.name ?? '';
				await answerSuggestion(
					database,
					{
						...{ workshopId, id: asId<'Suggestion'>(c.req.param('suggestion')), answer, words },
						answerBy: answer === 'not-now' ? answerBy : null,
						...{ ledTo, answeredBy: personId, at: clock() }
					},
					(text) => answerPart(workshopId, { text, words, answer: SUGGESTION_WORDS[answer], by })
				);
				desk.bump(workshopId, 'plan');
				followUp.wake();
				return c.json(await view(c));
			}
		);
};

const noAction = () => new Problem('not-found', 'There is no such action in the plan.');

const answerPart = (
	workshopId: string,
	{ text, words, answer, by }: Readonly<Record<'text' | 'words' | 'answer' | 'by', string>>
): LetterPart => ({
	subject: `Your suggestion: ${answer.toLowerCase()}`,
	asks: false,
	blocks: [
		{ kind: 'text', text: 'You wrote:' },
		{ kind: 'text', tone: 'quote', text },
		{ kind: 'text', tone: 'lead', text: `${answer}.` },
		{ kind: 'text', text: `${words}${by === '' ? '' : ` – ${by}`}` },
		{ kind: 'button', link: { label: 'All suggestions', to: { kind: 'page', path: `/w/${workshopId}/suggestions` } } }
	]
});
