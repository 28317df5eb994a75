/** What a request about the reply to the customer, and about points for another department, may say. */
import * as v from 'valibot';
import { asId, type IssueId, type PointId } from '#domain/ids.ts';
import { DEPARTMENT_LIMIT } from '#domain/people-list.ts';
import { POINT_LIMIT } from '#domain/points.ts';
import { REPLY_OPENING_LIMIT, REPLY_TEXT_LIMIT, REPLY_WORDS_LIMIT } from '#domain/reply.ts';
import { id, line, someLine } from './bodies.ts';

const issueId = v.pipe(
	id,
	v.transform((text): IssueId => asId(text))
);
const pointId = v.pipe(
	id,
	v.transform((text): PointId => asId(text))
);

/** `saw`: what stood there when the writing began; another's words are not written over. */
export const ReplyOpening = v.object({ opening: line(REPLY_OPENING_LIMIT), saw: line(REPLY_OPENING_LIMIT) });
export const ReplyLine = v.object({
	text: line(REPLY_TEXT_LIMIT),
	isLeftOut: v.boolean(),
	saw: v.object({ text: line(REPLY_TEXT_LIMIT), isLeftOut: v.boolean() })
});
/** Every line that is to be moved, in the order wanted. */
export const ReplyOrder = v.object({ issues: v.pipe(v.array(issueId), v.maxLength(500)) });
/** `stamp`: of the preview that was read. */
export const ApproveReply = v.object({ stamp: someLine(64) });

/** `sendKey` makes what is sent again the same words. */
export const NewWords = v.object({
	sendKey: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22,64}$/)),
	kind: v.picklist(['answer', 'thanks']),
	issueId: v.nullable(issueId),
	text: someLine(REPLY_WORDS_LIMIT)
});
export const ChangeWords = v.object({ text: someLine(REPLY_WORDS_LIMIT) });

export const AskShare = v.object({
	department: someLine(DEPARTMENT_LIMIT),
	points: v.pipe(v.array(pointId), v.minLength(1), v.maxLength(200))
});
/** `text`: the words that were read; a yes is a yes to those. */
export const AnswerShare = v.object({
	department: someLine(DEPARTMENT_LIMIT),
	point: pointId,
	text: someLine(POINT_LIMIT),
	answer: v.picklist(['yes', 'no'])
});
export const TakeShareBack = v.object({ department: someLine(DEPARTMENT_LIMIT), point: pointId });
export const DepartmentLink = v.object({ department: someLine(DEPARTMENT_LIMIT) });
