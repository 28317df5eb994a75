/** A board from far away: for each zone its notes in their order, without words. Pure. */
import type { Zone } from '#domain/template.ts';

export interface ThumbZone {
	readonly id: string;
	readonly tone: 'good' | 'bad' | 'plain';
	/** 1 for a note that stands alone, else the number of notes in a group. */
	readonly marks: readonly number[];
}

/** @param thumb as the live state has it; every zone is empty where it is null */
export function thumbZones(thumb: string | null, zones: readonly Pick<Zone, 'id' | 'tone'>[]): readonly ThumbZone[] {
	const parts = (thumb ?? '').split('/');
	return zones.map(({ id, tone }, at) => ({
		id,
		tone: tone ?? 'plain',
		marks: [...(parts[at] ?? '')].map((mark) => (mark === '.' ? 1 : Number.parseInt(mark, 36))).filter((n) => n > 0)
	}));
}
