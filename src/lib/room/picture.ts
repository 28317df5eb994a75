/** What the projector shows: the console's choice, as far as the running step has something of that kind. */
import type { StepId, SyndicateId } from '#domain/ids.ts';
import { phaseOf, type Activity } from '#domain/template.ts';
import type { ScreenView, WorkshopState } from '#domain/workshop.ts';
import type { LiveShared } from '#protocol/live.ts';

export type Picture =
	/** The room is not open yet. */
	| { readonly kind: 'waiting' }
	| { readonly kind: 'code' }
	| { readonly kind: 'clock' }
	| { readonly kind: 'prompt' }
	| { readonly kind: 'customer' }
	| { readonly kind: 'plan' }
	| { readonly kind: 'signing' }
	| { readonly kind: 'signed' }
	/** Boards of a step: of all syndicates, of one, or of the whole room. `isHidden`: people write alone, only counts. */
	| { readonly kind: 'wall'; readonly step: StepId; readonly isHidden: boolean }
	| { readonly kind: 'columns'; readonly step: StepId; readonly isHidden: boolean }
	| {
			readonly kind: 'spotlight';
			readonly step: StepId;
			readonly syndicateId: SyndicateId;
			readonly isHidden: boolean;
	  };

export function pictureOf(
	state: WorkshopState,
	screen: ScreenView,
	step: Pick<NonNullable<LiveShared['step']>, 'id' | 'phase'> | null,
	steps: readonly Activity[]
): Picture {
	if (state === 'preparing') return { kind: 'waiting' };
	if (state === 'signed') return { kind: 'signed' };
	const activity = steps.find(({ id }) => id === step?.id);
	if (!activity || !step || screen.kind === 'code') return { kind: 'code' };
	if (screen.kind === 'clock') return { kind: 'clock' };
	const own = ownPicture(activity);
	if (screen.kind === 'step') return own;
	const boards = boardsShown(activity, steps);
	if (!boards) return own;
	const isHidden = boards === activity && phaseOf(activity, step.phase)?.kind === 'write-alone';
	if (boards.scope === 'room') return { kind: 'columns', step: boards.id, isHidden };
	return screen.kind === 'wall'
		? { kind: 'wall', step: boards.id, isHidden }
		: { kind: 'spotlight', step: boards.id, syndicateId: screen.syndicateId, isHidden };
}

/** The step whose boards a step is about: its own, or those it reads aloud. Null where there are no notes to show. */
export function boardsShown(activity: Activity, steps: readonly Activity[]): Activity | null {
	const { kind, from, zones } = activity.board;
	if (kind === 'spotlight') {
		const read = steps.find(({ id }) => id === from?.split('.')[0]);
		return read && read.board.zones.length > 0 ? read : null;
	}
	return zones.length > 0 && ownPicture(activity).kind === 'prompt' ? activity : null;
}

function ownPicture({ board }: Activity): Picture {
	switch (board.kind) {
		case 'points':
		case 'queue':
			return { kind: 'customer' };
		case 'plan':
		case 'requests':
			return { kind: 'plan' };
		case 'signing':
			return { kind: 'signing' };
		default:
			return { kind: 'prompt' };
	}
}
