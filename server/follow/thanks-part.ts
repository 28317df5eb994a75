/** The letter of somebody who was thanked (content, part 2: "Thanks"). */
import type { LetterPart } from '#domain/letters.ts';

export interface ToldThanks {
	/** Who gave it. */
	readonly from: string;
	readonly text: string;
	/** `action 3, “…”`, or `your note, “…”`. */
	readonly about: string;
	/** From the origin on; null where there is no page of it. */
	readonly path: string;
	readonly isOfAction: boolean;
}

export const thanksPart = ({ from, text, about, path, isOfAction }: ToldThanks): LetterPart => ({
	subject: `${from} thanks you`,
	asks: false,
	blocks: [
		{ kind: 'text', tone: 'quote', text: `“${text}”` },
		{ kind: 'text', text: `${from}, about ${about}` },
		{
			kind: 'text',
			tone: 'quiet',
			text: isOfAction
				? 'It stands on the page of the action, beside the names of all who helped.'
				: 'It stands on your own page, beside what became of the note.'
		},
		{
			kind: 'button',
			link: { label: isOfAction ? 'See the action' : 'See my notes', to: { kind: 'page', path } }
		}
	]
});
