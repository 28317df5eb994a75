/** What became of a note: the chain of the signed plan, read forwards. */

export interface FateLink {
	readonly ref: string;
	/** The refs it came from. */
	readonly from: readonly string[];
	/** Its words, where it is a line of the standards. */
	readonly standard: string | null;
}

export interface FateAction {
	readonly n: number;
	readonly sources: readonly string[];
}

export interface Fate {
	/** Lines of the standards it became part of. */
	readonly standards: readonly string[];
	/** Numbers of the actions it became part of. */
	readonly actions: readonly number[];
}

/** By ref, for everything that led anywhere. A line is no part of itself. */
export function fatesOf(links: readonly FateLink[], actions: readonly FateAction[]): ReadonlyMap<string, Fate> {
	const byRef = new Map(links.map((link) => [link.ref, link]));
	const fates = new Map<string, { standards: string[]; actions: number[] }>();
	const below = (roots: readonly string[]): ReadonlySet<string> => {
		// A set goes on with what is added while it is walked, and ends where a chain runs in a ring.
		const seen = new Set(roots);
		for (const ref of seen) for (const next of byRef.get(ref)?.from ?? []) seen.add(next);
		return seen;
	};
	const fateOf = (ref: string) => {
		const fate = fates.get(ref) ?? { standards: [], actions: [] };
		fates.set(ref, fate);
		return fate;
	};
	for (const { n, sources } of actions) for (const ref of below(sources)) fateOf(ref).actions.push(n);
	for (const { ref: line, from, standard } of links) {
		if (standard === null || standard === '') continue;
		for (const ref of below(from)) {
			const { standards } = fateOf(ref);
			if (ref !== line && !standards.includes(standard)) standards.push(standard);
		}
	}
	return fates;
}
