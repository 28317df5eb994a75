/** What a secret link is for, and what part an invitation gives. */

/**
 * `screen`: the projector. `sponsor`, `customer`: their own page, as their person. `laptop`: a syndicate's laptop.
 * `observer`: somebody of another department who listens. `baseline`: the questions before day 1, without a seat.
 * `progress`: the page after signing. `department`: points that another department may read, without a seat either.
 */
export type LinkPurpose =
	'screen' | 'progress' | 'sponsor' | 'customer' | 'laptop' | 'observer' | 'baseline' | 'department';

/** The parts an account can be invited to. A follow-up candidate is a participant who has an account. */
export type InvitedRole = 'co-facilitator' | 'sponsor' | 'follow-up-candidate';
