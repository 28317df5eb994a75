/**
 * The closed set of refusals. The code crosses the wire, the sentence is for a person and says what to do.
 * Wording: content, part 4. HTTP statuses live beside the wire (`#protocol/problem.ts`).
 */
export type ProblemCode =
	| 'code-unknown'
	| 'workshop-closed'
	| 'workshop-not-open'
	| 'name-taken'
	| 'seat-elsewhere'
	| 'return-code-unknown'
	| 'syndicate-full'
	| 'not-your-syndicate'
	| 'not-your-board-yet'
	| 'step-closed'
	| 'not-your-turn'
	| 'votes-used-up'
	| 'too-long'
	| 'empty'
	| 'too-many-notes'
	| 'too-many-actions'
	| 'too-many-tries'
	| 'too-many-people'
	| 'link-to-source-missing'
	| 'owner-must-accept'
	| 'measure-needs-pair'
	| 'target-is-baseline'
	| 'day-past'
	| 'reason-missing'
	| 'answer-without-words'
	| 'date-missing'
	| 'limit-missing'
	| 'plan-already-signed'
	| 'plan-not-signed'
	| 'plan-not-ready'
	| 'promise-missing'
	| 'already-signed'
	| 'plan-changed'
	| 'link-expired'
	| 'link-used'
	| 'code-needed'
	| 'not-allowed'
	| 'not-signed-in'
	| 'wrong-password'
	| 'wrong-origin'
	| 'account-exists'
	| 'setup-done'
	| 'taken-back'
	| 'already-answered'
	| 'already-asked'
	| 'in-use'
	| 'too-large'
	| 'malformed'
	| 'wrong-method'
	| 'not-found'
	| 'not-saved-yet'
	| 'internal';

/** A refusal. Any other throw is a bug. `field` names the part of the body that was wrong. */
export class Problem extends Error {
	readonly code: ProblemCode;
	readonly field: string | undefined;
	/** Seconds to wait before another try makes sense (`too-many-tries`). */
	readonly retryAfterSeconds: number | undefined;

	constructor(
		code: ProblemCode,
		sentence: string,
		more: { readonly field?: string; readonly retryAfterSeconds?: number } = {}
	) {
		super(sentence);
		this.name = 'Problem';
		this.code = code;
		this.field = more.field;
		this.retryAfterSeconds = more.retryAfterSeconds;
	}
}
