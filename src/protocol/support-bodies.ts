/** What a request about support may say: what is asked of management, and what management answers. */
import * as v from 'valibot';
import { day, id, line, someLine } from './bodies.ts';

const authority = v.object({
	standard: v.optional(line(200), ''),
	what: v.optional(line(160), ''),
	limit: v.optional(line(120), ''),
	who: v.optional(line(120), ''),
	from: v.optional(v.nullable(day), null)
});
export const AskSupport = v.object({
	kind: v.picklist([
		'money',
		'time',
		'people',
		'authority',
		'rule-change',
		'other-department',
		'hearing',
		'career-path'
	]),
	ask: someLine(200),
	/** Whom management talks to about it; left out: whoever asks. */
	contactId: v.optional(v.nullable(id), null),
	/** Of a request for authority; which of them are needed is refused by the store, in words. */
	details: v.optional(authority, {})
});
/** A draft brings the words alone: what may be decided is said before it is answered. */
export const SayAuthority = authority;
export const ChangeContact = v.object({ personId: id });
/** All four answers need words; the refusal for empty ones is `answer-without-words`, so they pass here. */
export const AnswerSupport = v.object({
	answer: v.picklist(['yes', 'yes-with-a-limit', 'not-now', 'no']),
	words: line(400),
	limit: v.optional(line(120), ''),
	answerBy: v.optional(v.nullable(day), null),
	/** Another limit is "changed because of you" where the sponsor says so; a better answer is it by itself. */
	changedMind: v.optional(v.boolean(), false)
});
/** Management's word on a parked question or an action that was put aside. */
export const AnswerOutput = v.object({ ref: someLine(80), isSupported: v.boolean(), words: line(400) });
export const ConfirmCode = v.object({ code: v.pipe(v.string(), v.trim(), v.regex(/^\d{6}$/)) });
/** Empty takes it away. */
export const SponsorEmail = v.object({
	email: v.union([v.literal(''), v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(200), v.email())])
});
/** Somebody of another department, who answers by a link. */
export const AskDepartment = v.object({
	name: someLine(80),
	department: v.optional(line(80), ''),
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(200), v.email())
});
