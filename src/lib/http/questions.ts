/** Questions to the customer. */
import type * as v from 'valibot';
import { get, patch, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/question-bodies.ts';
import type { QuestionsView, QuestionView } from '#protocol/question-views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

export type NewQuestion = Body<typeof bodies.NewQuestion>;
export type Moderation = Body<typeof bodies.Moderate>;
export type RulesChange = Body<typeof bodies.QuestionRulesChange>;

const at = (workshop: string, question = '', deed = ''): string =>
	[`/workshops/${workshop}/questions`, question, deed].filter(Boolean).join('/');

export const listQuestions = (workshop: string): Promise<QuestionsView> => get(at(workshop));
export const askQuestion = (workshop: string, body: NewQuestion): Promise<QuestionView> => post(at(workshop), body);
/** What this device asked without a name, whatever became of it. */
export const findMine = (workshop: string, askerKeys: readonly string[]): Promise<readonly QuestionView[]> =>
	post(at(workshop, 'mine'), { askerKeys });
export const rewordQuestion = (
	workshop: string,
	question: string,
	body: Body<typeof bodies.RewordQuestion>
): Promise<QuestionView> => post(at(workshop, question, 'reword'), body);
export const withdrawQuestion = (
	workshop: string,
	question: string,
	body: Body<typeof bodies.WithdrawQuestion>
): Promise<void> => post(at(workshop, question, 'withdraw'), body);
export const voteForQuestion = (workshop: string, question: string, on: boolean): Promise<QuestionView> =>
	post(at(workshop, question, 'vote'), { on });
export const moderateQuestion = (workshop: string, question: string, body: Moderation): Promise<QuestionsView> =>
	post(at(workshop, question, 'moderate'), body);
export const changeQuestionRules = (workshop: string, body: RulesChange): Promise<QuestionsView> =>
	patch(at(workshop, 'rules'), body);
/** The customer's own answer to one that was sent to them. */
export const answerQuestion = (workshop: string, question: string, answer: string): Promise<QuestionView> =>
	post(at(workshop, question, 'answer'), { answer });
