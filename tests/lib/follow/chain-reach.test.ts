// From any action the way back to a first story is short enough to be walked, whatever the boards look like.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { longestWay } from '#lib/follow/chain-path.ts';
import type { SourceView } from '#protocol/views.ts';
import { walkKept } from '#server/signing/chain.ts';

const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** The steps in the order of the two days: what is written in one comes from what was written before. */
const STEPS = ['experiences', 'definitions', 'vision', 'house', 'issues', 'draft'] as const;

/** A board's thing, and which of the earlier ones it comes from; the stories come from nothing. */
const written = fc.record({ step: fc.nat(STEPS.length - 1), from: fc.array(fc.nat(199), { maxLength: 4 }) });

interface Thing {
	readonly step: number;
	readonly from: readonly number[];
}

/** Things that link to things of earlier steps alone; one that links to nothing links to some story. */
function boardsOf(things: readonly Thing[]): readonly SourceView[] {
	const all: readonly Thing[] = [{ step: 0, from: [] }, ...things];
	const refOf = (at: number): string => `note:board000:thing${at}`;
	return all.map(({ step, from }, at) => {
		const earlier = [...new Set(from.map((each) => each % all.length))].filter((each) => all[each]!.step < step);
		const links = step === 0 ? [] : (earlier.length > 0 ? earlier : [0]).map(refOf);
		return {
			ref: refOf(at),
			step: asId<'Step'>(STEPS[step]!),
			zone: 'zone',
			text: refOf(at),
			syndicateId: null,
			authorId: null,
			from: links
		};
	});
}

test('[SIGN-25] from every action of a signed plan a first story is reached along kept links, in six at most from step to step', () => {
	let longest = 0;
	fc.assert(
		fc.property(
			fc.array(written, { minLength: 1, maxLength: 60 }),
			fc.array(fc.nat(199), { minLength: 1, maxLength: 4 }),
			(things, from) => {
				const kept = boardsOf(things);
				const roots = [...new Set(from.map((each) => kept[each % kept.length]!.ref))];
				const links = walkKept(roots, kept, []);
				const way = longestWay({ action: { id: asId('action'), n: 1, text: 'Ring back' }, links, roots });

				expect(way[0]?.from).toEqual([]);
				expect(way[0]?.step).toBe('experiences');
				expect(roots).toContain(way.at(-1)?.ref);
				for (const [at, link] of way.entries()) if (at > 0) expect(link.from).toContain(way[at - 1]!.ref);
				expect(way.length).toBeLessThanOrEqual(STEPS.length);
				// What is walked is all that was kept of it, each once.
				expect(new Set(links.map(({ ref }) => ref)).size).toBe(links.length);
				longest = Math.max(longest, way.length);
			}
		),
		{ seed, numRuns: 200 }
	);
	expect(longest).toBeGreaterThan(2);
});
