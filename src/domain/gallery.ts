/** Reading each other's boards: which step reads which, and what a reader may leave there. */
import type { Activity } from './template.ts';

/**
 * What a reader may leave on a note or group of another syndicate. `same` is the one that counts across syndicates: "we
 * have that too"; the others say what the story did.
 */
export const GALLERY_MARKS = ['same', 'thanks', 'moved', 'tell-me-more'] as const;
export type GalleryMark = (typeof GALLERY_MARKS)[number];

/** The step whose boards this one reads aloud; null for a step that reads none of syndicates. */
export function readBy(activity: Activity, steps: Iterable<Activity>): Activity | null {
	if (activity.board.kind !== 'spotlight') return null;
	const from = activity.board.from?.split('.')[0];
	for (const step of steps) if (step.id === from) return step.scope === 'syndicate' ? step : null;
	return null;
}

/** True for a step whose stories are told to the room: some other step reads its boards aloud. */
export function isReadAloud({ id }: Pick<Activity, 'id'>, steps: Iterable<Activity>): boolean {
	const all = [...steps];
	return all.some((step) => readBy(step, all)?.id === id);
}
