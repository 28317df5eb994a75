/** Which causes the obstacles behind each action have, read from the boards the chain leads to. */
import type { Actor } from '#domain/access.ts';
import { asId } from '#domain/ids.ts';
import { isPlanned } from '#domain/plan.ts';
import { parseRef } from '#domain/refs.ts';
import type { CausesView } from '#protocol/owner-views.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { readBoard } from './boards.ts';
import { collectChain } from './chain.ts';
import { chainSources, type SourceParts } from './sources.ts';

/** @param reader whose rights limit the boards that are looked into */
export async function causesOfActions(parts: SourceParts, now: WorkshopNow, reader: Actor): Promise<CausesView> {
	const sources = await chainSources(parts, now, reader);
	const asked = sources.activities.flatMap(({ board }) => board.fields?.filter(({ kind }) => kind === 'causes') ?? []);
	const causes = [...new Set(asked.flatMap(({ options }) => options ?? []))];
	const fields = new Set<string>(asked.map(({ id }) => id));
	const planned = sources.actions.filter(isPlanned);
	// One walk for all; each action then goes through what was found.
	const links = await collectChain(
		planned.flatMap((action) => action.sources),
		sources
	);
	const from = new Map(links.map((link) => [link.ref, link.from]));
	const onNote = await causesOnNotes(parts, [...from.keys()], fields);
	const named = planned.map(({ id, sources: roots }) => {
		const passed = new Set(roots);
		for (const ref of passed) for (const next of from.get(ref) ?? []) passed.add(next);
		const found = new Set([...passed].flatMap((ref) => onNote.get(ref) ?? []));
		return [id, causes.filter((cause) => found.has(cause))] as const;
	});
	return { causes, named: Object.fromEntries(named) };
}

/** By the note's ref. */
async function causesOnNotes(
	{ rooms }: SourceParts,
	refs: readonly string[],
	fields: ReadonlySet<string>
): Promise<ReadonlyMap<string, readonly string[]>> {
	const found = new Map<string, readonly string[]>();
	const boards = new Map<string, ReturnType<typeof readBoard>>();
	for (const ref of refs) {
		const parsed = parseRef(ref);
		if (parsed?.kind !== 'note') continue;
		const { documentId, id } = parsed;
		const board = boards.get(documentId) ?? readBoard(rooms, asId(documentId));
		boards.set(documentId, board);
		const note = (await board).notes.find((each) => each.id === id);
		if (!note) continue;
		const chosen = Object.entries<string | number>(note.fields).filter(([field]) => fields.has(field));
		found.set(
			ref,
			chosen.flatMap(([, value]) => String(value).split('|')).filter((cause) => cause !== '')
		);
	}
	return found;
}
