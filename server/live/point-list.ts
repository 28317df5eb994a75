/** The customer's points with their pins, read once for everybody who asks after a change. */
import type { SyndicateId, WorkshopId } from '#domain/ids.ts';
import type { PointView } from '#protocol/point-views.ts';
import type { Pin, PinStore } from '../store/point-pins.ts';
import type { PointRow, PointStore } from '../store/points.ts';
import type { WorkshopDesk } from './desk.ts';

interface Kept {
	readonly revision: number;
	readonly points: Promise<readonly PointView[]>;
}

export class PointList {
	readonly #points: Pick<PointStore, 'ofWorkshop'>;
	readonly #pins: Pick<PinStore, 'ofWorkshop'>;
	readonly #desk: Pick<WorkshopDesk, 'revisions'>;
	readonly #kept = new Map<WorkshopId, Kept>();

	constructor(
		points: Pick<PointStore, 'ofWorkshop'>,
		pins: Pick<PinStore, 'ofWorkshop'>,
		desk: Pick<WorkshopDesk, 'revisions'>
	) {
		this.#points = points;
		this.#pins = pins;
		this.#desk = desk;
	}

	/** In the order in which they were said. Forty devices ask at once after a change: the first of them is read for. */
	of(workshopId: WorkshopId): Promise<readonly PointView[]> {
		const revision = this.#desk.revisions(workshopId).points;
		const known = this.#kept.get(workshopId);
		if (known?.revision === revision) return known.points;
		const points = this.#read(workshopId);
		const kept = { revision, points };
		this.#kept.set(workshopId, kept);
		points.catch(() => {
			if (this.#kept.get(workshopId) === kept) this.#kept.delete(workshopId);
		});
		return points;
	}

	async #read(workshopId: WorkshopId): Promise<readonly PointView[]> {
		const rows = await this.#points.ofWorkshop(workshopId);
		const pins = await this.#pins.ofWorkshop(workshopId);
		return rows.map((row) => pointView(row, pinnedBy(row, rows, pins)));
	}
}

/** A syndicate that pinned one that is joined to another wants that one: each counts once. */
function pinnedBy({ id }: PointRow, rows: readonly PointRow[], pins: readonly Pin[]): readonly SyndicateId[] {
	const family = new Set([id, ...rows.filter(({ joinedTo }) => joinedTo === id).map((row) => row.id)]);
	return [...new Set(pins.filter(({ pointId }) => family.has(pointId)).map(({ syndicateId }) => syndicateId))];
}

const pointView = ({ writtenAt, checkedAt, ...point }: PointRow, pinned: readonly SyndicateId[]): PointView => ({
	...point,
	checkedAt: checkedAt?.toISOString() ?? null,
	pinnedBy: pinned,
	writtenAt: writtenAt.toISOString()
});
