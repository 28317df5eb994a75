/** Monday in two sentences: what goes well first, then what waits. Each part leads to its actions. */
import { capital, inWords } from '#domain/letter-words.ts';
import type { Health } from '#domain/plan.ts';
import type { ActionView } from '#protocol/views.ts';

export interface SentencePart {
	readonly words: string;
	/** Undefined between the parts. */
	readonly health?: Health;
}

const be = (n: number): string => (n === 1 ? 'is' : 'are');

/** @param sponsor first name of whoever management is; empty where there is none */
export function mondaySentence(
	actions: readonly Pick<ActionView, 'health' | 'daysSinceWord'>[],
	sponsor: string
): { readonly good: readonly SentencePart[]; readonly rest: readonly SentencePart[] } {
	const of = (health: Health): number => actions.filter((action) => action.health === health).length;
	const quiet = actions.filter(({ health }) => health === 'quiet');
	const longest = Math.max(0, ...quiet.map(({ daysSinceWord }) => daysSinceWord));
	const good: Told[] = [
		{ health: 'on-course', n: of('on-course'), tail: (n) => `${be(n)} on course`, noun: true },
		{ health: 'done', n: of('done'), tail: (n) => `${be(n)} done`, noun: true },
		{ health: 'learned', n: of('learned'), tail: () => 'ended with a lesson', noun: true }
	];
	const rest: Told[] = [
		{ health: 'late', n: of('late'), tail: (n) => `${be(n)} late` },
		{ health: 'help', n: of('help'), tail: (n) => (n === 1 ? 'needs help' : 'need help') },
		{
			health: 'waiting',
			n: of('waiting'),
			tail: (n) => `${n === 1 ? 'waits' : 'wait'} for ${sponsor || 'management'}`
		},
		{
			health: 'quiet',
			n: quiet.length,
			tail: (n) => `${n === 1 ? 'has' : 'have'} been quiet${n === 1 ? ` for ${longest} days` : ''}`
		},
		{ health: 'stopped', n: of('stopped'), tail: (n) => `${n === 1 ? 'was' : 'were'} stopped` }
	];
	return { good: told(good), rest: told(rest) };
}

interface Told {
	readonly health: Health;
	readonly n: number;
	readonly tail: (n: number) => string;
	/** Says "actions" where it comes first. */
	readonly noun?: true;
}

function told(all: readonly Told[]): readonly SentencePart[] {
	const some = all.filter(({ n }) => n > 0);
	return some.flatMap(({ health, n, tail, noun }, at) => {
		const counted = `${inWords(n)}${at === 0 && noun ? ` ${n === 1 ? 'action' : 'actions'}` : ''} ${tail(n)}`;
		const words = at === 0 ? capital(counted) : counted;
		const between =
			at === some.length - 1 ? '.' : at === some.length - 2 ? (some.length > 2 ? ', and ' : ' and ') : ', ';
		return [{ words, health }, { words: between }];
	});
}
