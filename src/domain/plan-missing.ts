/** What an action still misses, letter by letter, in words that say what to do. */
import { SMART_WORDS } from './plan-words.ts';
import { hasMeasure, isOutOfReach, isPaired, missingLetters, type Action, type SmartLetter } from './plan.ts';

export interface Missing {
	readonly letter: SmartLetter;
	readonly words: string;
}

type Read = Omit<Action, 'updates'>;

/** @param reach mean of "can we reach it?"; null while it is not told */
export const missingWords = (action: Read, reach: number | null = null): readonly Missing[] =>
	missingLetters(action, reach).map((letter) => ({ letter, words: wordsOf(letter, action, reach) }));

function wordsOf(letter: SmartLetter, action: Read, reach: number | null): string {
	const parts = letter === 'M' ? ofMeasure(action) : letter === 'A' ? ofReach(action, reach) : [];
	return parts.length === 0 ? SMART_WORDS[letter].missing : parts.join(' ');
}

/** A measure that is there and lacks something beside it. */
const ofMeasure = ({ measure }: Read): readonly string[] =>
	hasMeasure(measure)
		? [
				...(isPaired(measure) ? [] : ['This counts cost only. Which customer’s outcome stands beside it?']),
				...(measure.serves === '' ? ['What does it serve: the compass, or which standard?'] : [])
			]
		: [];

const ofReach = (action: Read, reach: number | null): readonly string[] => [
	...(action.firstStep.trim() === '' ? ['What is the first step, within seven days?'] : []),
	...(action.support.some(({ answers }) => answers.length === 0)
		? ['What was asked of management waits for an answer.']
		: []),
	...(isOutOfReach(action, reach)
		? [`The syndicate rates the target ${reach?.toFixed(1) ?? ''} of 5. Change it or the date, or say why it stays.`]
		: [])
];
