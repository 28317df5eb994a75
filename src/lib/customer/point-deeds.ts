/** What may be done with a point beside pinning it, by whoever has it before them. */
import { mayMark, mayMend, type Changer } from '#domain/points.ts';
import type { PointView } from '#protocol/point-views.ts';

export type PointDeed =
	'quote' | 'not-quote' | 'mend' | 'praise' | 'wish' | 'join' | 'remove' | 'correct' | 'take-back';

export interface PointRights extends Changer {
	/** While the room is open; afterwards the customer alone may still check. */
	readonly isOpen: boolean;
	readonly mayCheck: boolean;
	readonly mayJoin: boolean;
}

export interface PointDeedChoice {
	readonly id: PointDeed;
	readonly label: string;
	readonly hint?: string;
}

export function pointDeeds(point: PointView, rights: PointRights, guest: string): readonly PointDeedChoice[] {
	if (point.text === null) return [];
	const { isOpen, mayCheck, mayJoin, role } = rights;
	const isMine = isOpen && mayMend(point, rights);
	const choices: readonly (PointDeedChoice | false)[] = [
		isOpen &&
			mayMark(point, rights) &&
			(point.isQuote
				? { id: 'not-quote', label: 'Not word for word' }
				: { id: 'quote', label: role === 'customer' ? 'My exact words' : `${guest}’s exact words` }),
		isMine && { id: 'mend', label: 'Mend a slip …', hint: `Until ${guest} has looked at it.` },
		isMine &&
			(point.kind === 'wish' ? { id: 'praise', label: 'It was praise' } : { id: 'wish', label: 'It was a wish' }),
		isOpen &&
			mayJoin &&
			point.joinedTo === null && { id: 'join', label: 'Says the same as …', hint: 'It is shown below that one.' },
		// The customer has these in the open.
		mayCheck && role !== 'customer' && { id: 'correct', label: `Correct for ${guest} …` },
		mayCheck && role !== 'customer' && { id: 'take-back', label: `Take back for ${guest} …` },
		isMine && { id: 'remove', label: 'Remove', hint: 'It was never said, or stands here twice.' }
	];
	return choices.filter((choice) => choice !== false);
}
