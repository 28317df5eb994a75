import type { ChainView, SourceView } from '#protocol/views.ts';
import { longestWay } from './chain-path.ts';

/** The four things an action comes from, in the order in which the room made them. */
export const CHAIN_PLACES = [
	{ id: 'experience', label: 'Our experience' },
	{ id: 'vision', label: 'What good service is' },
	{ id: 'house', label: 'In our own house' },
	{ id: 'customer', label: 'The customer' }
] as const;
type ChainPlace = (typeof CHAIN_PLACES)[number]['id'];

/** Null for what stands between: groups without words of their own, drafts, other actions. */
function placeOf({ ref, step, zone }: Pick<SourceView, 'ref' | 'step' | 'zone'>): ChainPlace | null {
	if (ref.startsWith('point:') || ref.startsWith('question:')) return 'customer';
	if (zone === 'good' || zone === 'bad') return 'experience';
	const PLACES: Readonly<Record<string, ChainPlace>> = {
		experiences: 'experience',
		vision: 'vision',
		definitions: 'vision',
		house: 'house',
		customer: 'customer',
		questions: 'customer',
		issues: 'customer'
	};
	return PLACES[step] ?? null;
}

/**
 * One thing a place: what the action names itself goes first, then what lies on the longest way back, then what was linked
 * first. A line of the vision stands for the sentences it was made of, and her own words for what was made of them.
 */
export function chainPlaces(chain: ChainView): readonly { readonly place: ChainPlace; readonly source: SourceView }[] {
	const named = chain.roots.flatMap((ref) => chain.links.find((link) => link.ref === ref) ?? []);
	const all = [...named, ...longestWay(chain), ...chain.links].filter(({ text }) => text.trim() !== '');
	return CHAIN_PLACES.flatMap(({ id }) => {
		const there = all.filter((source) => placeOf(source) === id);
		const [source] = [...there.filter(({ ref, step }) => step === 'vision' || ref.startsWith('point:')), ...there];
		return source ? [{ place: id, source }] : [];
	});
}
