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
	readonly measureMs: number;
}

/** The first `writers` and the first `pointers` of each room. In the order of time. */
export function schedule(
	rooms: readonly { readonly writers: number; readonly pointers: number }[],
	{ editsASecond, pointersASecond, warmMs, measureMs }: Pace
): readonly Due[] {
	const lengthMs = warmMs + measureMs;
	const due: Due[] = [];
	const spread = (count: number, aSecond: number, put: (index: number, time: number, at: number) => void) => {
		const times = Math.round((lengthMs / 1000) * aSecond);
		for (let index = 0; index < count; index += 1) {
			// The golden ratio spreads any number of people over the pause between two edits.
			const offset = (index * 0.618034) % 1;
			for (let time = 0; time < times; time += 1) put(index, time, ((time + offset) * 1000) / aSecond);
		}
	};
	const inAll = (of: (room: (typeof rooms)[number]) => number) =>
		rooms.flatMap((room, index) => Array.from({ length: of(room) }, (_, person) => ({ room: index, person })));
	const writers = inAll((room) => room.writers);
	const pointers = inAll((room) => room.pointers);
	if (editsASecond > 0)
		spread(writers.length, editsASecond, (index, edit, at) => due.push({ at, ...writers[index]!, edit }));
	if (pointersASecond > 0)
		spread(pointers.length, pointersASecond, (index, _, at) => due.push({ at, ...pointers[index]!, edit: null }));
	return due.sort((a, b) => a.at - b.at);
}
