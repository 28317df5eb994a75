/** A refusal as it crosses the wire, and the HTTP status of each code. */
import { integer, number, object, optional, pipe, string, type InferOutput } from 'valibot';
import type { ProblemCode } from '#domain/problem.ts';

export const STATUS = {
	'code-unknown': 404,
	'workshop-closed': 403,
	'workshop-not-open': 403,
	'name-taken': 409,
	'seat-elsewhere': 409,
	'return-code-unknown': 404,
	'syndicate-full': 409,
	'not-your-syndicate': 403,
	'not-your-board-yet': 403,
	'step-closed': 409,
	'not-your-turn': 409,
	'votes-used-up': 409,
	'too-long': 400,
	empty: 400,
	'too-many-notes': 409,
	'too-many-actions': 409,
	'too-many-tries': 429,
	'too-many-people': 409,
	'link-to-source-missing': 422,
	'owner-must-accept': 409,
	'measure-needs-pair': 422,
	'target-is-baseline': 422,
	'day-past': 400,
	'reason-missing': 400,
	'answer-without-words': 400,
	'date-missing': 400,
	'limit-missing': 400,
	'plan-already-signed': 409,
	'plan-not-signed': 409,
	'plan-not-ready': 409,
	'promise-missing': 409,
	'already-signed': 409,
	'plan-changed': 409,
	'link-expired': 404,
	'link-used': 409,
	'code-needed': 403,
	'not-allowed': 403,
	'not-signed-in': 401,
	'wrong-password': 401,
	'wrong-origin': 403,
	'account-exists': 409,
	'setup-done': 409,
	'taken-back': 409,
	'already-answered': 409,
	'already-asked': 409,
	'in-use': 409,
	'too-large': 413,
	malformed: 400,
	'wrong-method': 405,
	'not-found': 404,
	'not-saved-yet': 503,
	internal: 500
} as const satisfies Readonly<Record<ProblemCode, number>>;

/** `reference` is given with `internal` only: it finds the entry in the log. */
export const ProblemBody = object({
	code: string(),
	sentence: string(),
	field: optional(string()),
	retryAfterSeconds: optional(pipe(number(), integer())),
	reference: optional(string())
});

export type ProblemBody = InferOutput<typeof ProblemBody>;
