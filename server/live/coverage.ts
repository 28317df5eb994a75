/** What the boards do not speak of yet, for facilitators: counted here, so that no device opens boards for it. */
import {
	emptyCells,
	linkedFeedback,
	tagCounts,
	withoutSource,
	type CoverageBoard,
	type CoverageNote
} from '#domain/coverage.ts';
import type { DocumentId, StepId, WorkshopId } from '#domain/ids.ts';
import type { BoardDocument } from '#document/board.ts';
import type { CoverageView } from '#protocol/views.ts';
import type { FeedbackStore } from '../store/feedback.ts';
import type { BoardNotes } from './board-notes.ts';
import type { WorkshopDesk } from './desk.ts';
import { standing } from './note-words.ts';
import type { QuietRequests } from './quiet-requests.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface CoverageDeps {
	readonly desk: WorkshopDesk;
	readonly notes: Pick<BoardNotes, 'of'>;
	readonly feedback: Pick<FeedbackStore, 'list'>;
	readonly quiet: Pick<QuietRequests, 'withoutNote'>;
}

export class Coverage {
	readonly #deps: CoverageDeps;
	/** The customers' lines each board linked to when it was last looked at. */
	readonly #linked = new Map<DocumentId, string>();

	constructor(deps: CoverageDeps) {
		this.#deps = deps;
	}

	/** The boards of the running step and of those before it, as far as they were begun. */
	async boards(now: WorkshopNow): Promise<readonly CoverageBoard[]> {
		const boards: CoverageBoard[] = [];
		for (const step of stepsSoFar(now)) {
			const activity = now.activities.get(step);
			if (!activity) continue;
			for (const { id, syndicateId } of now.boards(step)) {
				const notes: readonly CoverageNote[] = await this.#deps.notes.of(id);
				boards.push({ activity, syndicateId, notes });
			}
		}
		return boards;
	}

	async read(workshopId: WorkshopId): Promise<CoverageView> {
		const { desk, feedback, quiet } = this.#deps;
		const now = await desk.get(workshopId);
		const boards = await this.boards(now);
		const lines = await feedback.list(workshopId);
		const linked = linkedFeedback(boards);
		const step = now.running()?.activity.id ?? null;
		const without = step === null ? new Set() : await quiet.withoutNote(now, step);
		return {
			motivators: tagCounts(boards, 'motivators'),
			causes: tagCounts(boards, 'causes'),
			feedback: {
				lines: lines.length,
				unused: lines.filter(({ id, readAt }) => readAt === null && !linked.has(id)).length,
				undealt: lines.filter(({ syndicateId, readAt }) => syndicateId === null && readAt === null).length
			},
			sheets: emptyCells(boards).filter(({ empty }) => empty > 0),
			definitions: withoutSource(boards),
			syndicates: now.syndicates.map(({ id }) => ({
				id,
				withoutNote: now.members(id).filter((person) => without.has(person.id)).length
			}))
		};
	}

	/** A board was looked at after a change: when it links to other customers' words than before, their list has changed. */
	looked(id: DocumentId, workshopId: WorkshopId, board: BoardDocument): void {
		const linked = [...linkedFeedback([{ notes: standing(board) }])].sort().join();
		const before = this.#linked.get(id) ?? '';
		this.#linked.set(id, linked);
		if (linked !== before) this.#deps.desk.bump(workshopId, 'feedback');
	}
}

function stepsSoFar(now: WorkshopNow): readonly StepId[] {
	const order = [...now.activities.keys()];
	const running = now.running()?.activity.id;
	const last = running === undefined ? order.length - 1 : order.indexOf(running);
	return order.filter((step, at) => at <= last && now.step(step).state !== 'ahead');
}
