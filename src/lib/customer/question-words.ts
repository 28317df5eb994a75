import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { QuestionView } from '#protocol/question-views.ts';

/** Who asked, in words: a name and a syndicate, a syndicate, or that no name is shown. */
export function askedBy(workshop: WorkshopState, { askedBy, syndicateId }: QuestionView): string {
	const syndicate = workshop.syndicate(syndicateId)?.name;
	const name = workshop.nameOf(askedBy);
	if (name === '') return syndicate ?? 'No name shown';
	return syndicate === undefined ? name : `${name}, ${syndicate}`;
}

/** `1 vote`, `9 votes`. */
export const votesOf = ({ votes }: QuestionView): string => (votes === 1 ? '1 vote' : `${votes} votes`);
