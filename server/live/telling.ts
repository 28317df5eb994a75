/** The live state of one moment as texts: the part for all is packed once, and a small one added for each reader. */
import type { Actor } from '#domain/access.ts';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { isGuest } from '#domain/workshop.ts';
import type { LiveDesk, LivePersonal } from '#protocol/live.ts';
import { packShared, withPersonal } from '#protocol/live-wire.ts';
import type { Given } from '../store/rooms.ts';
import type { LiveMessage } from './desk.ts';
import type { LiveDeps } from './gateway.ts';
import { guestPart, personalPart, sharedPart } from './snapshot.ts';
import type { WorkshopNow } from './workshop-now.ts';

interface Told {
	readonly id: WorkshopId;
	readonly now: WorkshopNow;
	readonly version: number;
	readonly here: ReadonlySet<PersonId>;
	readonly given: Given;
	/** For consoles alone. */
	readonly news: LiveDesk | null;
}

type Deps = Pick<LiveDeps, 'desk' | 'counts' | 'now' | 'place' | 'quiet'>;

/** Gives back what each is told; null for whoever has no place in the workshop any more. */
export function telling({ desk, counts, now: clock, place, quiet }: Deps, told: Told): (actor: Actor) => string | null {
	const { id, now, version, here, given, news } = told;
	const shared = sharedPart({
		now,
		version,
		nowMs: clock().getTime(),
		here,
		countOf: (document) => counts.of(document),
		given,
		message: null,
		notices: desk.notices(id),
		revisions: desk.revisions(id),
		origin: place.origin
	});
	const packed = new Map<LiveMessage | string | null, string>();
	const packedFor = (me: LivePersonal): string => {
		if (me.role !== 'screen' && isGuest(me.role)) {
			const text = packed.get(me.role) ?? packShared(guestPart(shared, now, me.role));
			packed.set(me.role, text);
			return text;
		}
		const message = desk.message(id, me);
		const known = packed.get(message) ?? packShared({ ...shared, message });
		packed.set(message, known);
		return known;
	};
	const step = now.running()?.activity.id;
	const asked = step === undefined ? undefined : quiet.waiting(id, step);
	const cutOff = desk.cutOffLately(id);
	return (actor) => {
		const me = personalPart(actor, now, given, cutOff, news, asked);
		return me && withPersonal(packedFor(me), me);
	};
}
