import type { FieldId, ZoneId } from '#domain/ids.ts';
import { asId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import * as Y from 'yjs';

export const good: ZoneId = asId('good');
export const bad: ZoneId = asId('bad');
export const cause: FieldId = asId('cause');
export const seat: FieldId = asId('seat');

/** Boards that know nothing of each other until `exchange`. */
export function laptops<const Names extends readonly string[]>(...names: Names) {
	const boards = names.map(
		(name, at) =>
			new BoardDocument(Object.assign(new Y.Doc(), { clientID: at + 1 }), { origin: name, now: () => 1000 + at })
	);
	const exchange = () => {
		const everything = Y.mergeUpdates(boards.map(({ doc }) => Y.encodeStateAsUpdate(doc)));
		for (const { doc } of boards) Y.applyUpdate(doc, everything, 'network');
	};
	return { boards, exchange };
}

export function twoLaptops() {
	const { boards, exchange } = laptops('ana', 'ben');
	const [ana, ben] = boards;
	return { ana: ana!, ben: ben!, exchange };
}

/** Everything a person can see of a board. */
export const seen = (board: BoardDocument) => ({
	notes: board.notes(),
	groups: board.groups(),
	zones: [good, bad].map((zone) => board.zone(zone))
});
