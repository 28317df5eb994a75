/** The customer's own words beside what came of them: found by walking back from each standard and action. */
import type { WorkshopId } from '#domain/ids.ts';
import { reachedFrom } from '#domain/reply.ts';
import { simpleRef } from '#domain/refs.ts';
import type { HerWordsView, SaidView } from '#protocol/reply-views.ts';
import { collectChain } from '../signing/chain.ts';
import { chainSources } from '../signing/sources.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { StandardsStore } from '../store/standards.ts';
import { toldPoints } from '../store/told.ts';
import type { WorkshopNow } from './workshop-now.ts';

/** Links of notes change without a number that tells of it: what was read is believed for this long. */
const KEPT_MS = 5000;

interface HerWordsDeps extends Pick<PlanDeps, 'database' | 'rooms' | 'now'> {
	readonly desk: Pick<PlanDeps['desk'], 'get' | 'revisions'>;
}

interface Kept {
	readonly revisions: string;
	readonly readMs: number;
	readonly words: Promise<HerWordsView>;
}

/** Every board is walked over for an answer: forty devices that ask after a change have it walked over once. */
export class HerWords {
	readonly #deps: HerWordsDeps;
	readonly #kept = new Map<WorkshopId, Kept>();

	constructor(deps: HerWordsDeps) {
		this.#deps = deps;
	}

	of(workshopId: WorkshopId): Promise<HerWordsView> {
		const { desk, now } = this.#deps;
		const { agenda, documents, points, plan, standards } = desk.revisions(workshopId);
		const revisions = [agenda, documents, points, plan, standards].join(' ');
		const readMs = now().getTime();
		const known = this.#kept.get(workshopId);
		if (known?.revisions === revisions && Math.abs(readMs - known.readMs) < KEPT_MS) return known.words;
		const words = desk.get(workshopId).then((picture) => herWords(this.#deps, picture));
		const kept = { revisions, readMs, words };
		this.#kept.set(workshopId, kept);
		words.catch(() => {
			if (this.#kept.get(workshopId) === kept) this.#kept.delete(workshopId);
		});
		return words;
	}
}

/** Points are read as they stand: corrected in the customer's wording, taken back not at all. */
async function herWords(
	{ database, rooms }: Pick<PlanDeps, 'database' | 'rooms'>,
	now: WorkshopNow
): Promise<HerWordsView> {
	// What comes out are points alone, and those the whole room may read.
	const sources = await chainSources({ database, rooms }, now, null);
	const versions = await new StandardsStore(database).versions(now.workshop.id);
	const standards = [...new Set(versions.flatMap(({ contents }) => contents.lines.map(({ ref }) => ref)))];
	const links = await collectChain([...standards, ...sources.actions.flatMap((action) => action.sources)], sources);
	const from = new Map(links.map((link) => [link.ref, link.from]));
	const points = await toldPoints(database.db, now.workshop.id);
	const saidBehind = (refs: readonly string[]): readonly SaidView[] => {
		const reached = reachedFrom(refs, (ref) => from.get(ref) ?? []);
		const found = points.filter(({ id }) => reached.has(simpleRef('point', id)));
		// One that was joined to another speaks with the words that stay.
		const stays = new Set(found.map(({ id, joinedTo }) => joinedTo ?? id));
		return points.flatMap(({ id, n, text, isQuote }) => (stays.has(id) && text !== null ? [{ n, text, isQuote }] : []));
	};
	return {
		actions: sources.actions
			.map(({ id, sources: refs }) => ({ id, said: saidBehind(refs) }))
			.filter(({ said }) => said.length > 0),
		standards: standards.map((ref) => ({ ref, said: saidBehind([ref]) })).filter(({ said }) => said.length > 0)
	};
}
