/**
 * What a note shows, worked out in one go: a board has five hundred notes, and each thing that is watched by itself costs
 * memory and time five hundred times. What is the same for all notes of a zone is worked out once, as its rules.
 */
import { asId, type NoteId, type ZoneId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import { SMALL_FIXES, type BoardField } from '#domain/template.ts';
import {
	authorOf,
	fieldsIn,
	hasStory,
	longFieldsOf,
	mayAdd,
	mayEdit,
	showsVotes,
	zoneOf,
	type BoardScene
} from './scene.ts';

/** What holds for every note of a zone. */
export interface ZoneRules {
	readonly zone: ZoneId;
	readonly title: string;
	readonly fields: readonly BoardField[];
	/** Fields that stand as words of their own below those of the note. */
	readonly worded: readonly BoardField[];
	/** Fields that name syndicates: each with its mark. */
	readonly syndicates: readonly BoardField[];
	/** Fields that stand together in one line. */
	readonly chosen: readonly BoardField[];
	/** Notes have to be linked to something here. */
	readonly wantsLink: boolean;
	readonly hasStories: boolean;
	/** The actions of a board of drafts have a form; its ideas and small fixes have not. */
	readonly isAction: boolean;
	/** Somebody takes them: actions and small fixes. */
	readonly isTaken: boolean;
	readonly isTicking: boolean;
	readonly showsVotes: boolean;
	readonly mayWrite: boolean;
	readonly mayAdd: boolean;
}

export function rulesOf(scene: BoardScene, zone: ZoneId): ZoneRules {
	const fields = fieldsIn(scene, zone);
	const { board } = scene.activity;
	const isFix = board.kind === 'actions' && zone === asId<'Zone'>(SMALL_FIXES);
	return {
		zone,
		title: zoneOf(scene, zone)?.title ?? zone,
		fields,
		worded: fields.filter(({ kind, textLimit = 0 }) => kind === 'text' && textLimit <= 500),
		syndicates: fields.filter(({ kind }) => kind === 'syndicates'),
		chosen: fields.filter(({ kind }) => kind !== 'links' && kind !== 'text' && kind !== 'syndicates'),
		wantsLink: !isFix && fields.some(({ kind, required }) => kind === 'links' && required),
		hasStories: longFieldsOf(scene).length > 0,
		isAction: board.kind === 'actions' && zone === board.id,
		isTaken: isFix || (board.kind === 'actions' && zone === board.id),
		isTicking: scene.desk.ticked !== null,
		showsVotes: showsVotes(scene),
		mayWrite: scene.mayWrite,
		mayAdd: mayAdd(scene)
	};
}

export interface NoteView {
	/** Its own words, or those of what it links to; a dot where there are none. */
	readonly words: string;
	/** The words are those of what it links to. */
	readonly isLinked: boolean;
	/** How it is called, its words and the rest: while it is edited the words are left out. */
	readonly said: string;
	readonly rest: string;
	/** Classes of its paper. */
	readonly look: string;
	readonly mayEdit: boolean;
	/** Two letters; empty where the author is not named. */
	readonly face: string;
	/** The author, or who is writing in it. */
	readonly who: string;
	/** Who holds it in the hand; empty while nobody does. */
	readonly heldBy: string;
	/** Answers in one line, below the words. */
	readonly answers: string;
	/** More than words stands in the middle. */
	readonly hasMore: boolean;
	/** Something stands beside the author. */
	readonly hasMarks: boolean;
	readonly links: number;
	readonly isTold: boolean;
	readonly isSent: boolean;
}

/** `group`: the name of its group, undefined where it is in none; votes are then the group's. */
export function noteView(scene: BoardScene, rules: ZoneRules, id: NoteId, group: string | undefined): NoteView {
	const paper = scene.board.note(id);
	const { text, from, at } = paper;
	const own = text === '' ? scene.sources.textOf(from) : text;
	const author = authorOf(scene, paper.author);
	const isMine = paper.author !== null && paper.author === scene.me;
	const somebody = at ? scene.nameOf(at.person) || 'Somebody' : '';
	const isWriting = at?.deed === 'writing';
	const writing = isWriting ? `${somebody} is writing` : '';
	const heldBy = at?.deed === 'holding' ? somebody : '';
	const answers = answersOf(rules, paper);
	const ref = scene.stories || scene.inPlan.size > 0 || rules.isAction ? noteRef(scene.documentId, id) : '';
	const isTold = scene.stories?.isChosen(ref) ?? false;
	const isSent = scene.inPlan.has(ref);
	return {
		words: own === '' && at === null ? '…' : own,
		isLinked: text === '' && from.length > 0,
		said: own === '' ? 'Empty note' : `Note: ${own}`,
		rest: `${author && `, by ${author}`}, in ${rules.title}${group === undefined ? '' : `, group ${group}`}${writing && `, ${writing}`}`,
		look: `note${isMine ? ' mine' : ''}${isWriting ? ' draft' : ''}${at ? ' held' : ''}${paper.isNew ? ' fresh' : ''}${rules.mayWrite ? '' : ' still'}`,
		mayEdit: mayEdit(scene, id),
		face: author && scene.initialsOf(paper.author ?? ''),
		who: writing || author,
		heldBy,
		answers,
		hasMore:
			heldBy !== '' ||
			answers !== '' ||
			(rules.isTaken && scene.drafts !== null) ||
			[...rules.worded, ...rules.syndicates].some((field) => paper.field(field.id) !== ''),
		hasMarks:
			rules.isTicking ||
			(rules.hasStories && hasStory(scene, id)) ||
			isTold ||
			isSent ||
			from.length > 0 ||
			(rules.wantsLink && rules.mayWrite) ||
			(rules.isAction && scene.sendToPlan !== null) ||
			(group === undefined && rules.showsVotes),
		links: from.length,
		isTold,
		isSent
	};
}

function answersOf({ chosen }: ZoneRules, paper: { readonly field: (id: BoardField['id']) => string }): string {
	if (chosen.length === 0) return '';
	return chosen
		.map(({ id, kind, title }) => {
			const value = paper.field(id);
			return kind === 'yes-no' ? (value === 'yes' ? title : '') : value.replaceAll('|', ', ');
		})
		.filter((answer) => answer !== '')
		.join(' · ');
}
