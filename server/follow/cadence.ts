/** What comes when in the weeks after the signing, as the product's template says it (`followUp`). */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { minutesOf, type DayHours } from '#domain/letter-days.ts';
import type { Weekly } from './times.ts';

const time = v.pipe(v.string(), v.regex(/^\d{2}:\d{2}$/));
const weekly = { weekday: v.string(), time };

const FollowUpFile = v.object({
	followUp: v.object({
		weeks: v.number(),
		digest: v.object({ ...weekly, quietHours: v.tuple([time, time]) }),
		ownerLetter: v.object(weekly),
		milestones: v.tuple([v.number(), v.number(), v.number()]),
		checkIn: v.object({ week: v.number(), minutes: v.number() }),
		customerHears: v.array(v.number()),
		mayProlong: v.boolean()
	}),
	pulse: v.object({ weeks: v.array(v.number()) })
});

export interface Cadence {
	readonly digest: Weekly;
	readonly ownerLetter: Weekly;
	/** Hours in which letters go, on the reader's wall. */
	readonly hours: DayHours;
	/** Days after the signing. */
	readonly milestones: readonly number[];
	readonly checkInMinutes: number;
	/** Weeks in which customers hear what was done. */
	readonly customerHears: readonly number[];
	/** Weeks in which the questions are asked again. */
	readonly pulseWeeks: readonly number[];
	/** Weeks of a follow-up that nobody prolonged. */
	readonly weeks: number;
	readonly mayProlong: boolean;
}

/** Read at the start; a file that does not fit is a broken installation. */
export async function loadCadence(): Promise<Cadence> {
	const text = await readFile(new URL('../template.json', import.meta.url), 'utf8');
	const { followUp, pulse } = v.parse(FollowUpFile, JSON.parse(text));
	const { digest, ownerLetter, milestones, checkIn, customerHears, weeks, mayProlong } = followUp;
	const [quietFrom, quietUntil] = digest.quietHours;
	return {
		digest: { weekday: digest.weekday, time: digest.time },
		ownerLetter,
		hours: { from: minutesOf(quietUntil), until: minutesOf(quietFrom) },
		milestones,
		checkInMinutes: checkIn.minutes,
		customerHears,
		pulseWeeks: pulse.weeks,
		weeks,
		mayProlong
	};
}
