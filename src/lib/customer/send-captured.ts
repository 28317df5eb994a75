import { Problem } from '#domain/problem.ts';
import type { CapturedHere } from '#lib/customer/captured-here.ts';
import { addPoint } from '#lib/http/customer.ts';
import { Unreachable } from '#lib/http/request.ts';
import type { PointView } from '#protocol/point-views.ts';

/** A line that does not answer within this is taken for none. */
const PATIENCE_MS = 8000;

/** Refusals that pass: the point waits on. */
const PASSING: readonly Problem['code'][] = ['too-many-tries', 'internal'];

/**
 * Sends what was written down for the customer, one after the other, so that all keep their order; what is refused stays
 * with its reason and stops nothing. `sent` is called after each, with the point where there is one now.
 * False where it is to be tried again later.
 */
export async function sendCaptured(
	workshop: string,
	captured: CapturedHere,
	sent: (point: PointView | null) => void = () => {}
): Promise<boolean> {
	for (;;) {
		const next = captured.waiting.find(({ refused }) => refused === undefined);
		if (!next) return true;
		const { refused: _refused, ...words } = next;
		try {
			const point = await inTime(addPoint(workshop, words));
			captured.done(next);
			sent(point);
		} catch (error) {
			if (error instanceof Unreachable || (error instanceof Problem && PASSING.includes(error.code))) return false;
			if (!(error instanceof Problem)) throw error;
			captured.refuse(next, error.message);
			sent(null);
		}
	}
}

async function inTime<Answer>(asked: Promise<Answer>): Promise<Answer> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Unreachable()), PATIENCE_MS);
	});
	try {
		return await Promise.race([asked, late]);
	} finally {
		clearTimeout(timer);
	}
}
