import { addPoint, checkPoint, listPoints } from '#lib/http/customer.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { PointView } from '#protocol/views.ts';

type Check = Parameters<typeof checkPoint>[2];

/** What the customer said, as this device last heard it. */
export class PointsState {
	points: readonly PointView[] = $state.raw([]);
	readonly doing = new Doing();
	isLoaded = $state(false);

	readonly #workshopId: string;
	#heard = -1;

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	/** Called with every live state. */
	async hear(revision: number): Promise<void> {
		if (this.#heard === revision) return;
		this.#heard = revision;
		try {
			this.points = await listPoints(this.#workshopId);
			this.isLoaded = true;
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heard = -1;
		}
	}

	/** Each deed gives true when it was done; a refusal is shown and changes nothing. */
	write(text: string, kind: 'wish' | 'praise'): Promise<boolean> {
		return this.doing.do(async () => this.#put(await addPoint(this.#workshopId, { text, kind })));
	}

	check(point: string, body: Check): Promise<boolean> {
		return this.doing.do(async () => this.#put(await checkPoint(this.#workshopId, point, body)));
	}

	#put(point: PointView): void {
		this.points = [...this.points.filter(({ id }) => id !== point.id), point].toSorted((one, other) => one.n - other.n);
	}
}
