/** What a moderator does with a question beside asking it next; those with words open a dialog. */
import type { QuestionView } from '#protocol/question-views.ts';

export type QuestionDeed = 'pin' | 'unpin' | 'join' | 'hand-back' | 'deal' | 'send' | 'park' | 'hide' | 'wait';
export type DeedWithWords = Extract<QuestionDeed, 'join' | 'hand-back' | 'park'>;

export interface DeedChoice {
	readonly id: QuestionDeed;
	readonly label: string;
	readonly hint?: string;
}

export const deedChoices = (
	{ state, isPinned, isAnsweredLater }: QuestionView,
	guest: string
): readonly DeedChoice[] => {
	// The customer's own words stay.
	if (isAnsweredLater) return [];
	const places: readonly DeedChoice[] = [
		{ id: 'deal', label: 'Deal to syndicates', hint: 'It becomes an issue for two of them.' },
		{ id: 'send', label: `Send to ${guest}`, hint: 'To be answered later, by the own link.' },
		{ id: 'park', label: 'Park …', hint: 'With somebody who looks after it.' }
	];
	const rest = places.filter(({ id }) => !(id === 'deal' && state === 'dealt') && !(id === 'send' && state === 'sent'));
	if (state === 'waiting' || state === 'held')
		return [
			isPinned ? { id: 'unpin', label: 'Unpin' } : { id: 'pin', label: 'Pin to the top' },
			{ id: 'join', label: 'Join with another …' },
			{ id: 'hand-back', label: 'Hand back …', hint: 'With a reason, to whoever asked and nobody else.' },
			...rest,
			{ id: 'hide', label: 'Hide' }
		];
	return [{ id: 'wait', label: 'Back to the queue' }, ...rest];
};
