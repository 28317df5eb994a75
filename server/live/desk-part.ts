/** What only the console is told of each syndicate: how it goes there, never a word of what is written. Pure. */
import { facilitates } from '#domain/workshop.ts';
import type { PersonId, StepId, SyndicateId } from '#domain/ids.ts';
import type { DeskSyndicate, LiveDesk, RoomDeed } from '#protocol/live.ts';
import { paceNow } from './place.ts';
import type { WorkshopNow } from './workshop-now.ts';

/** An open socket, and what its device said. */
export interface OpenDevice {
	/** Null for a projector. */
	readonly personId: PersonId | null;
	readonly waiting: number;
	readonly shows: StepId | null;
}

export interface DeskMoment {
	readonly now: WorkshopNow;
	readonly nowMs: number;
	readonly devices: readonly OpenDevice[];
	/** When each person was last here, ms. */
	readonly seen: ReadonlyMap<PersonId, number>;
	/** When a syndicate last wrote in the running step; null before anything was. */
	readonly wroteAt: (syndicate: SyndicateId) => number | null;
	readonly thumbOf: (syndicate: SyndicateId) => string | null;
	readonly deed: number;
	readonly lastDeed: RoomDeed | null;
}

/** Who went home an hour ago is not a device that was cut off. */
const SEEN_MS = 3_600_000;
const DEED_MS = 10_000;

export function deskPart(moment: DeskMoment): LiveDesk {
	const { now, nowMs, devices, deed, lastDeed } = moment;
	return {
		syndicates: now.syndicates.map(({ id }) => syndicatePart(id, moment)),
		screens: devices.filter(({ personId }) => personId === null).map(({ shows }) => ({ shows })),
		pace: paceNow(now, nowMs),
		quietAfterMs: now.workshop.quietAfterMinutes * 60_000,
		deed,
		lastDeed: lastDeed && nowMs - lastDeed.at < DEED_MS ? lastDeed : null
	};
}

function syndicatePart(id: SyndicateId, { now, nowMs, devices, seen, wroteAt, thumbOf }: DeskMoment): DeskSyndicate {
	const members = now.rows.people.filter(({ syndicateId, role }) => syndicateId === id && !facilitates(role));
	const open = devices.filter(({ personId }) => members.some((member) => member.id === personId));
	const isHere = (person: PersonId) => open.some(({ personId }) => personId === person);
	const waiting = open.filter((device) => device.waiting > 0);
	const wrote = wroteAt(id);
	return {
		id,
		quietMs: wrote === null ? null : Math.max(0, nowMs - wrote),
		unsaved: waiting.reduce((sum, device) => sum + device.waiting, 0),
		unsavedOn: waiting.length,
		offline: members.filter((member) => !isHere(member.id) && nowMs - (seen.get(member.id) ?? -SEEN_MS) < SEEN_MS)
			.length,
		laptopHere: members.some((member) => member.role === 'laptop' && isHere(member.id)),
		thumb: thumbOf(id)
	};
}
