/** The fingerprint of a signed plan: whoever has the plan on paper can tell whether it is the one that was signed. */
import { createHash } from 'node:crypto';
import { stewardsOf, type PlanRecord } from '../store/plan-rows.ts';

/**
 * SHA-256, hex, over what was signed. What is added later (updates, later answers and requests) is no part of it, so
 * the same plan gives the same fingerprint for ever. People stand in it by id: a name may be erased.
 */
export const sealOf = (plan: PlanRecord, signedAt: Date): string =>
	createHash('sha256')
		.update(canonical(signedContents(plan, signedAt)))
		.digest('hex');

function signedContents(plan: PlanRecord, signedAt: Date) {
	const { workshopId, version, actions, signatures } = plan;
	const until = signedAt.toISOString();
	return {
		workshopId,
		version,
		signedAt: until,
		actions: actions.map(({ updates: _, support, ...action }) => ({
			...action,
			support: support
				.filter(({ askedAt }) => askedAt <= until)
				.map((request) => ({ ...request, answers: request.answers.filter(({ answeredAt }) => answeredAt <= until) }))
		})),
		// It may be handed over later: what was signed is who followed up then.
		appointments: plan.stewards ?? stewardsOf(plan, signedAt),
		signatures: signatures.map((signature) => ({ ...signature, signedAt: signature.signedAt.toISOString() }))
	};
}

/**
 * What a signature is put to, as far as changing it makes people sign again (SIGN-8): the actions with their words, not
 * what is answered meanwhile.
 */
export const readingOf = ({ actions }: Pick<PlanRecord, 'actions'>): string =>
	createHash('sha256')
		.update(canonical(actions.map(({ updates: _updates, support: _support, ...action }) => action)))
		.digest('base64url');

/** JSON with sorted keys and no spaces, so that equal values are equal texts. */
export function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
	const entries = Object.entries(value).filter(([, each]) => each !== undefined);
	entries.sort(([one], [other]) => (one < other ? -1 : 1));
	return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
