/** Which letters of a text a restored board lacks, and beside which letters they stood. */
import * as Y from 'yjs';

/** At this place of the restored text. A list of them is done from the first to the last: from the end to the start. */
export interface TextDeed {
	readonly index: number;
	readonly remove: number;
	readonly insert: string;
}

/** The clock from which on letters under this client id are to be offered; Infinity where they are somebody else's. */
export type Since = (client: number) => number;

/** Every item of a type and of what lies in it, deleted ones too; a text's in its order. */
export function idsIn(type: Y.ContentType['type']): readonly Y.Item[] {
	const items: Y.Item[] = [...type._map.values()];
	for (let item = type._start; item; item = item.right) items.push(item);
	return items.flatMap((item) =>
		item.content instanceof Y.ContentType ? [item, ...idsIn(item.content.type)] : [item]
	);
}

const wordsOf = ({ deleted, content }: Y.Item): string =>
	!deleted && content instanceof Y.ContentString ? content.str : '';

/** Part of a text under one client id, and where it is seen. */
interface Run {
	readonly client: number;
	readonly clock: number;
	readonly length: number;
	readonly index: number;
	readonly isSeen: boolean;
}

function runsOf(text: Y.Text): readonly Run[] {
	let index = 0;
	return idsIn(text).map((item) => {
		const isSeen = wordsOf(item) !== '';
		const run = { client: item.id.client, clock: item.id.clock, length: item.length, index, isSeen };
		if (isSeen) index += item.length;
		return run;
	});
}

/** For a text of the same history: letters are told by their ids. */
export function lostFrom(then: Y.Text, now: Y.Text, since: Since): readonly TextDeed[] {
	const runs = runsOf(now);
	const deeds: TextDeed[] = [];
	let anchor = 0;
	for (const item of idsIn(then)) {
		const { client, clock } = item.id;
		const known = runs.filter(
			(run) => run.client === client && run.clock < clock + item.length && run.clock + run.length > clock
		);
		let reached = clock;
		for (const run of known) {
			const from = Math.max(clock, run.clock);
			const to = Math.min(clock + item.length, run.clock + run.length);
			reached = Math.max(reached, to);
			if (!run.isSeen) {
				anchor = run.index;
				continue;
			}
			const index = run.index + from - run.clock;
			anchor = index + to - from;
			if (item.deleted) deeds.push({ index, remove: to - from, insert: '' });
		}
		// The end of a run may be younger than the backup.
		const rest = wordsOf(item).slice(Math.max(reached, since(client)) - clock);
		if (rest !== '') deeds.push({ index: anchor, remove: 0, insert: rest });
	}
	return inOrder(deeds);
}

/** Letters before a word by which its place is found again. */
const CONTEXT = 24;

/** For a text that was made anew: a word's place is after the letters it stood after. */
export function findText(then: Y.Text, now: Y.Text, since: Since): readonly TextDeed[] {
	const text = now.toString();
	const deeds: TextDeed[] = [];
	let before = '';
	let from = 0;
	for (const item of idsIn(then)) {
		const words = wordsOf(item);
		const own = words.slice(Math.max(0, since(item.id.client) - item.id.clock));
		before = (before + words.slice(0, words.length - own.length)).slice(-CONTEXT);
		if (own === '') continue;
		from = placeAfter(text, before, from);
		deeds.push({ index: from, remove: 0, insert: own });
	}
	return inOrder(deeds);
}

function placeAfter(text: string, before: string, from: number): number {
	for (let skip = 0; skip < before.length; skip += 1) {
		const context = before.slice(skip);
		const found = text.indexOf(context, Math.max(0, from - context.length));
		if (found !== -1) return Math.max(from, found + context.length);
	}
	return from;
}

/** From the end to the start, so that no deed moves the place of the next; words for one place in one piece. */
function inOrder(deeds: readonly TextDeed[]): readonly TextDeed[] {
	const joined: TextDeed[] = [];
	for (const deed of deeds) {
		const last = joined.at(-1);
		if (last && last.remove === 0 && deed.remove === 0 && last.index === deed.index)
			joined[joined.length - 1] = { ...last, insert: last.insert + deed.insert };
		else joined.push(deed);
	}
	return joined.reverse();
}
