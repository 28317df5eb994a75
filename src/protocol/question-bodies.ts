/** What a request about questions to the customer may say. */
import * as v from 'valibot';
import { asId, type PersonId, type QuestionId } from '#domain/ids.ts';
import { QUESTION_LIMIT, QUESTION_SHOWS, QUESTION_STATES } from '#domain/questions.ts';
import { NAME_LIMIT } from '#domain/workshop.ts';
import { day, id, someLine } from './bodies.ts';

/** Made by a device and kept there alone: 22 characters hold 128 bits. */
const deviceKey = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,64}$/));
/** `askerKey` finds what was handed back to somebody without a name; `sendKey` makes a question that is sent again the same one. */
export const NewQuestion = v.object({
	text: someLine(QUESTION_LIMIT),
	shows: v.picklist(QUESTION_SHOWS),
	askerKey: v.exactOptional(deviceKey),
	sendKey: v.exactOptional(deviceKey)
});
export const MyQuestions = v.object({ askerKeys: v.pipe(v.array(deviceKey), v.maxLength(50)) });
export const RewordQuestion = v.object({ text: someLine(QUESTION_LIMIT), askerKey: v.exactOptional(deviceKey) });
export const WithdrawQuestion = v.object({ askerKey: v.exactOptional(deviceKey) });
export const QuestionVote = v.object({ on: v.boolean() });
export const QuestionAnswer = v.object({ answer: someLine(600) });
export const QuestionRulesChange = v.object({
	takesNew: v.exactOptional(v.boolean()),
	mayHideName: v.exactOptional(v.boolean()),
	approvedFirst: v.exactOptional(v.boolean())
});
/** What the moderator saw: a deed on a question that is elsewhere by now is refused. */
const saw = { saw: v.exactOptional(v.picklist(QUESTION_STATES)) };
export const Moderate = v.variant('deed', [
	v.object({ deed: v.picklist(['wait', 'answer-now', 'hide', 'deal', 'send']), ...saw }),
	v.object({ deed: v.literal('pin'), on: v.boolean(), ...saw }),
	v.object({
		deed: v.literal('park'),
		reason: v.optional(v.nullable(someLine(240)), null),
		with: v.nullable(
			v.pipe(
				id,
				v.transform((text): PersonId => asId(text))
			)
		),
		...saw
	}),
	v.object({ deed: v.literal('hand-back'), reason: someLine(240), ...saw }),
	v.object({
		deed: v.literal('join'),
		to: v.pipe(
			id,
			v.transform((text): QuestionId => asId(text))
		),
		...saw
	}),
	v.object({
		deed: v.literal('answered'),
		answer: someLine(240),
		promise: v.optional(v.nullable(v.object({ text: someLine(160), by: someLine(NAME_LIMIT), until: day })), null),
		...saw
	})
]);
