/** When who does what, spread evenly so that no two people type in step. Pure. */

export interface Due {
	/** ms after the start. */
	readonly at: number;
	readonly room: number;
	readonly person: number;
	/** Which of the person's edits; null: a move of its pointer. */
	readonly edit: number | null;
}

export interface Pace {
	readonly editsASecond: number;
	readonly pointersASecond: number;
	readonly warmMs: number;
	/** So many times faster while warming up: a server that runs for days has long compiled what it needs. */
	readonly warmPace: number;
	readonly measureMs: number;
}

/** How many edits each writer makes in all. */
export const editsEach = ({ editsASecond, warmMs, warmPace, measureMs }: Pace): number =>
	times(editsASecond, warmMs, warmPace) + times(editsASecond, measureMs, 1);

const times = (aSecond: number, ms: number, pace: number): number => Math.round((ms / 1000) * aSecond * pace);

/** The first `writers` and the first `pointers` of each room. In the order of time. */
export function schedule(
	rooms: readonly { readonly writers: number; readonly pointers: number }[],
	{ editsASecond, pointersASecond, warmMs, warmPace, measureMs }: Pace
): readonly Due[] {
	const due: Due[] = [];
	/** In the warm-up, then in the time that is measured. */
	const spread = (people: readonly Place[], aSecond: number, put: (place: Place, time: number, at: number) => void) => {
		for (const [index, place] of people.entries()) {
			// The golden ratio spreads any number of people over the pause between two edits.
			const offset = (index * 0.618034) % 1;
			let done = 0;
			for (const [from, ms, pace] of [
				[0, warmMs, warmPace],
				[warmMs, measureMs, 1]
			] as const) {
				const count = times(aSecond, ms, pace);
				for (let time = 0; time < count; time += 1) put(place, done + time, from + ((time + offset) * ms) / count);
				done += count;
			}
		}
	};
	const inAll = (of: (room: (typeof rooms)[number]) => number): readonly Place[] =>
		rooms.flatMap((room, index) => Array.from({ length: of(room) }, (_, person) => ({ room: index, person })));
	spread(
		inAll((room) => room.writers),
		editsASecond,
		(place, edit, at) => due.push({ at, ...place, edit })
	);
	spread(
		inAll((room) => room.pointers),
		pointersASecond,
		(place, _, at) => due.push({ at, ...place, edit: null })
	);
	return due.sort((a, b) => a.at - b.at);
}

type Place = Pick<Due, 'room' | 'person'>;
