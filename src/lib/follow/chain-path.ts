import type { ChainView, SourceView } from '#protocol/views.ts';

/**
 * The longest way from a first story to the action, story first; where two are as long, the one that was linked first.
 * A link that leads back to itself is not followed twice.
 */
export function longestWay({ links, roots }: ChainView): readonly SourceView[] {
	const byRef = new Map(links.map((link) => [link.ref, link]));
	const wayFrom = (refs: readonly string[], seen: ReadonlySet<string>): readonly SourceView[] => {
		let longest: readonly SourceView[] = [];
		for (const ref of refs) {
			const link = byRef.get(ref);
			if (!link || seen.has(ref)) continue;
			const way = [...wayFrom(link.from, new Set([...seen, ref])), link];
			if (way.length > longest.length) longest = way;
		}
		return longest;
	};
	return wayFrom(roots, new Set());
}
