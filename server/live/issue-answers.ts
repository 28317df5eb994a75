/** What the syndicates wrote about each issue on their boards, read as it stands. Words are taken, never made. */
import type { IssueId, SyndicateId } from '#domain/ids.ts';
import { takesIssues } from '#domain/issues.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import { issuesOfNotes, type AnsweredIssue } from '#domain/reply.ts';
import type { WrittenView } from '#protocol/reply-views.ts';
import { wordsOf } from '../signing/boards.ts';
import type { IssueRow } from '../store/issues.ts';
import type { Told } from '../store/told.ts';
import type { DocumentRooms } from './document-rooms.ts';
import { standing } from './note-words.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface IssueAnswers {
	/** About an issue, in the order of the syndicates and their trays. */
	of(issue: IssueId): readonly WrittenView[];
	/** Without a link, on a board that was dealt this issue among others. */
	near(issue: IssueId): readonly WrittenView[];
}

export interface AnswersFrom {
	readonly now: WorkshopNow;
	readonly rooms: Pick<DocumentRooms, 'read'>;
	readonly issues: readonly IssueRow[];
	readonly told: ReadonlyMap<string, Told>;
}

interface Written extends WrittenView {
	readonly about: readonly IssueId[];
}

export async function issueAnswers({ now, rooms, issues, told }: AnswersFrom): Promise<IssueAnswers> {
	const answered = issues.map(({ id, sources }) => ({ id, refs: withTwins(sources, told) }));
	const dealtTo = (syndicate: SyndicateId): readonly IssueId[] =>
		issues.filter(({ syndicates }) => syndicates.includes(syndicate)).map(({ id }) => id);
	const written: Written[] = [];
	for (const { id: step, board } of now.activities.values()) {
		if (!takesIssues(board)) continue;
		for (const { id: document, syndicateId } of now.boards(step)) {
			if (syndicateId === null) continue;
			const notes = await rooms.read(document, standing);
			const about = issuesOfNotes(
				notes.map((note) => ({
					ref: noteRef(document, note.id),
					from: note.from,
					group: note.group && groupRef(document, note.group)
				})),
				answered,
				dealtTo(syndicateId)
			);
			for (const tray of TRAYS)
				for (const note of notes) {
					const text = wordsOf(note);
					if (`${note.zone}` !== tray || text === '') continue;
					const ref = noteRef(document, note.id);
					written.push({ ref, tray, text, syndicateId, about: about.get(ref) ?? [] });
				}
		}
	}
	const view = ({ about: _, ...line }: Written): WrittenView => line;
	return {
		of: (issue) => written.filter(({ about }) => about.includes(issue)).map(view),
		near: (issue) =>
			written.filter(({ about, syndicateId }) => about.length === 0 && dealtTo(syndicateId).includes(issue)).map(view)
	};
}

const TRAYS: readonly WrittenView['tray'][] = ['means', 'could'];

/** What was joined to one of these speaks of the same. */
export const withTwins = (refs: readonly string[], told: ReadonlyMap<string, Told>): AnsweredIssue['refs'] => [
	...refs,
	...[...told.values()].filter(({ joinedTo }) => joinedTo !== null && refs.includes(joinedTo)).map(({ ref }) => ref)
];
