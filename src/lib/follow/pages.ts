/** The pages of the follow-up, in the order of its bar. */

export type FollowPage =
	| 'follow'
	| 'actions'
	| 'support'
	| 'digest'
	| 'public'
	| 'me'
	| 'today'
	| 'finished'
	| 'before-after'
	| 'heads-up'
	| 'suggestions'
	| 'decisions'
	| 'reply'
	| 'sign';

interface Place {
	readonly page: FollowPage;
	/** From `/w/:w` on. */
	readonly path: string;
	readonly label: string;
}

/** Whoever follows up or leads begins with Monday; everybody else with what is theirs. */
export function followPages({
	follows,
	readsReply
}: {
	readonly follows: boolean;
	readonly readsReply: boolean;
}): readonly Place[] {
	const reply = readsReply ? [{ page: 'reply', path: '/reply', label: 'Reply' } as const] : [];
	const mine = [
		{ page: 'me', path: '/me', label: 'My page' },
		{ page: 'today', path: '/today', label: 'Today' },
		{ page: 'finished', path: '/finished', label: 'Finished' }
	] as const;
	const others = [
		{ page: 'before-after', path: '/before-after', label: 'Before and after' },
		{ page: 'heads-up', path: '/heads-up', label: 'Heads-up' },
		{ page: 'suggestions', path: '/suggestions', label: 'Suggestions' },
		{ page: 'decisions', path: '/decisions', label: 'Decisions' }
	] as const;
	const support = { page: 'support', path: '/support', label: 'Support from management' } as const;
	const open = { page: 'public', path: '/follow/public', label: 'Public page' } as const;
	const signed = { page: 'sign', path: '/room/sign', label: 'Signed plan' } as const;
	// The first five stand in the bar of a wide screen.
	return follows
		? [
				{ page: 'follow', path: '/follow', label: 'Monday' },
				{ page: 'actions', path: '/actions', label: 'Actions' },
				support,
				{ page: 'digest', path: '/follow/digest', label: 'Digest' },
				open,
				...reply,
				...mine,
				...others,
				signed
			]
		: [{ page: 'actions', path: '/follow', label: 'Actions' }, ...mine, ...reply, support, ...others, open, signed];
}
