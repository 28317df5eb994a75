/** The reply as the facilitator writes it and as the customers read it. */
import { createHash } from 'node:crypto';
import type { IssueId, WorkshopId } from '#domain/ids.ts';
import { isPlanned, healthOf, type Action } from '#domain/plan.ts';
import { draftOf, type ApprovedReply } from '#domain/reply.ts';
import type {
	DeskLineView,
	ReplyActionView,
	ReplyDeskView,
	ReplyView,
	ReplyWordsView,
	ToldView
} from '#protocol/reply-views.ts';
import { walkKept } from '../signing/chain.ts';
import { followUpDay } from '../signing/plan-view.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { ChainStore } from '../store/chain.ts';
import { issuesOf, type IssueRow } from '../store/issues.ts';
import { readPlanNow } from '../store/action-changes.ts';
import { replyOf, type ReplyRow, type StillStands } from '../store/reply.ts';
import { toldOf, type Told } from '../store/told.ts';
import { issueAnswers, withTwins, type IssueAnswers } from './issue-answers.ts';
import type { WorkshopNow } from './workshop-now.ts';

/** All that a reply is made of, read once for an answer. */
export interface ReplyParts {
	readonly now: WorkshopNow;
	readonly row: ReplyRow;
	readonly issues: readonly IssueRow[];
	readonly told: ReadonlyMap<string, Told>;
	readonly answers: IssueAnswers;
	readonly progress: Progress;
}

interface Progress {
	readonly signedAt: string | null;
	/** Actions that lead back to one of these. */
	of(refs: ReadonlySet<string>): readonly ReplyActionView[];
}

type ReplyDeps = Pick<PlanDeps, 'database' | 'desk' | 'rooms' | 'now'>;

export async function readReply(deps: ReplyDeps, workshopId: WorkshopId): Promise<ReplyParts> {
	const { database, desk, rooms } = deps;
	const now = await desk.get(workshopId);
	const issues = await issuesOf(database.db, workshopId);
	const told = await toldOf(database.db, workshopId);
	return {
		now,
		row: await replyOf(database.db, workshopId),
		issues,
		told,
		answers: await issueAnswers({ now, rooms, issues, told }),
		progress: await progressOf(deps, now)
	};
}

/** Whether a point was taken back or changed, or anything else was, since these were read. */
export const stillStands =
	({ now, row, issues, told }: ReplyParts): StillStands =>
	async (reading) => {
		const { id } = now.workshop;
		const rows = [await replyOf(reading, id), await issuesOf(reading, id), await toldOf(reading, id)] as const;
		return rowsOf(...rows) === rowsOf(row, issues, told);
	};

const rowsOf = (row: ReplyRow, issues: readonly IssueRow[], told: ReadonlyMap<string, Told>): string => {
	const lines = row.lines.toSorted((one, other) => (one.issueId < other.issueId ? -1 : 1));
	return JSON.stringify([{ ...row, lines }, issues, [...told.values()]]);
};

async function progressOf({ database, now: clock }: ReplyDeps, now: WorkshopNow): Promise<Progress> {
	const plan = await readPlanNow(database.db, now.workshop.id);
	const day = followUpDay(now, plan.signedAt, clock());
	if (plan.signedAt === null) return { signedAt: null, of: () => [] };
	const kept = await new ChainStore(database).kept(now.workshop.id);
	const reaching = plan.actions.filter(isPlanned).map((action) => ({
		refs: [...action.sources, ...walkKept(action.sources, kept, []).map(({ ref }) => ref)],
		view: actionView(action, healthOf(action, day))
	}));
	return {
		signedAt: day.signedAt,
		of: (wanted) => reaching.filter(({ refs }) => refs.some((ref) => wanted.has(ref))).map(({ view }) => view)
	};
}

function actionView({ n, text, dueOn, updates }: Action, health: ReplyActionView['health']): ReplyActionView {
	const last = updates.at(-1);
	return { n, text, health, dueOn, latest: last ? { text: last.text, writtenAt: last.writtenAt } : null };
}

/** What would be approved now. */
export function pendingOf({ row, issues, told }: ReplyParts): ApprovedReply {
	const inIssues = new Set(issues.flatMap(({ sources }) => withTwins(sources, told)));
	return {
		opening: row.opening,
		lines: inOrder(issues, row).map(({ id: issueId, sources }) => ({
			issueId,
			refs: byNumber(sources, told),
			...wordsFor(row, issueId)
		})),
		also: [...told.values()]
			.filter(
				({ ref, kind, text, joinedTo }) => kind === 'point' && text !== null && joinedTo === null && !inIssues.has(ref)
			)
			.map(({ ref }) => ref)
	};
}

const wordsFor = ({ lines }: ReplyRow, issue: IssueId) => {
	const line = lines.find(({ issueId }) => issueId === issue);
	return { text: line?.text ?? '', isLeftOut: line?.isLeftOut ?? false };
};

/** Those that were moved, in their order; then the others by number. */
const inOrder = (issues: readonly IssueRow[], { lines }: ReplyRow): readonly IssueRow[] => {
	const placeOf = ({ id }: IssueRow): number => lines.find(({ issueId }) => issueId === id)?.place ?? Infinity;
	return issues.toSorted((one, other) => {
		const [here, there] = [placeOf(one), placeOf(other)];
		return here === there ? one.n - other.n : here - there;
	});
};

const byNumber = (refs: readonly string[], told: ReadonlyMap<string, Told>): readonly string[] =>
	[...told.keys()].filter((ref) => refs.includes(ref));

/** What stands of these refs, in words. */
const toldViews = (refs: readonly string[], told: ReadonlyMap<string, Told>): readonly ToldView[] =>
	refs.flatMap((ref) => {
		const one = told.get(ref);
		if (!one || one.text === null) return [];
		const { kind, n, text, isQuote, answer } = one;
		return [{ ref, kind, n, text, isQuote, answer }];
	});

/**
 * A reply as customers read it. Nothing is in it of what was taken back: a line of which nothing is left goes, and one
 * that was left out without a reason is not told.
 */
export function replyView(
	{ opening, lines, also }: ApprovedReply,
	{ told, answers, progress }: Pick<ReplyParts, 'told' | 'answers' | 'progress'>,
	approved: ReplyView['approved'],
	words: readonly ReplyWordsView[]
): ReplyView {
	const others = toldViews(also, told);
	const isPraise = ({ ref }: ToldView): boolean => told.get(ref)?.isPraise ?? false;
	return {
		approved,
		opening,
		lines: lines.flatMap(({ issueId, refs, text, isLeftOut }) => {
			const said = toldViews(refs, told);
			if (said.length === 0 || (isLeftOut && text === '')) return [];
			const notes = answers.of(issueId).map(({ ref }) => ref);
			const actions = progress.of(new Set([...withTwins(refs, told), ...notes]));
			return [{ issueId, told: said, text, isLeftOut, actions }];
		}),
		also: others
			.filter((one) => !isPraise(one))
			.map((one) => ({ ...one, actions: progress.of(new Set(withTwins([one.ref], told))) })),
		praise: others.filter(isPraise),
		signedAt: progress.signedAt,
		words
	};
}

/** Nothing was approved yet, or it was withdrawn. */
export const unapproved = (words: readonly ReplyWordsView[]): ReplyView => ({
	...{ approved: null, opening: '', lines: [], also: [], praise: [], signedAt: null, words }
});

/** The last approved one; empty before. */
export function readersView(parts: ReplyParts, words: readonly ReplyWordsView[]): ReplyView {
	const { approved } = parts.row;
	if (!approved) return unapproved(words);
	return replyView(approved, parts, approvalOf(parts), words);
}

function approvalOf({ now, row }: ReplyParts): ReplyView['approved'] {
	const by = now.rows.people.find(({ id }) => id === row.approvedBy)?.name ?? '';
	return row.approvedAt && { by, at: row.approvedAt.toISOString() };
}

export function deskView(parts: ReplyParts): ReplyDeskView {
	const { row, issues, told, answers } = parts;
	const pending = pendingOf(parts);
	const approval = approvalOf(parts);
	const preview = replyView(pending, parts, null, []);
	return {
		opening: row.opening,
		lines: pending.lines.map(({ issueId, refs, text, isLeftOut }): DeskLineView => {
			const issue = issues.find(({ id }) => id === issueId);
			const isEdited = row.lines.some((line) => line.issueId === issueId && line.isEdited);
			return {
				...{ issueId, n: issue?.n ?? 0, title: issue?.title ?? '' },
				...{ told: toldViews(refs, told), text, isLeftOut, isEdited },
				written: answers.of(issueId),
				near: answers.near(issueId)
			};
		}),
		approved: approval && { ...approval, isChanged: !isSame(pending, row.approved) },
		preview,
		stamp: stampOf(pending, preview),
		open: preview.lines.filter(({ text, isLeftOut }) => !isLeftOut && text === '').length
	};
}

/** In one order of keys, whatever order the database gives them back in. */
const isSame = (one: ApprovedReply, other: ApprovedReply | null): boolean =>
	other !== null && JSON.stringify(partsOf(one)) === JSON.stringify(partsOf(other));

const partsOf = ({ opening, lines, also }: ApprovedReply) => [
	opening,
	lines.map(({ issueId, refs, text, isLeftOut }) => [issueId, refs, text, isLeftOut]),
	also
];

/** Of what is approved and of every word it stands for; progress goes on by itself. */
function stampOf(pending: ApprovedReply, { lines, also, praise }: ReplyView): string {
	const words = [...lines.flatMap(({ told }) => told), ...also, ...praise].map(({ text, answer }) => [text, answer]);
	return createHash('sha256')
		.update(JSON.stringify([partsOf(pending), words]))
		.digest('base64url');
}

/** "We will …" for each issue, quoted from the boards. */
export function draftsOf({ now, issues, answers }: ReplyParts): ReadonlyMap<IssueId, string> {
	const nameOf = (id: string): string => now.syndicates.find((syndicate) => syndicate.id === id)?.name ?? '';
	return new Map(
		issues.map(({ id }) => [
			id,
			draftOf(answers.of(id).map(({ tray, text, syndicateId }) => ({ tray, text, syndicate: nameOf(syndicateId) })))
		])
	);
}
