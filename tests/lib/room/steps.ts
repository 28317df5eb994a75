import { asId } from '#domain/ids.ts';
import type { Activity, BoardKind, Phase } from '#domain/template.ts';

type SomePhase = Partial<Omit<Phase, 'id'>> & { readonly id: string };

/** A phase as far as the room's pages ask. */
export const phase = ({ id, ...rest }: SomePhase): Phase => ({
	id: asId(id),
	kind: 'discuss',
	title: id,
	minutes: 5,
	writes: 'syndicate',
	sees: 'syndicate',
	...rest
});

interface SomeActivity extends Partial<Pick<Activity, 'scope' | 'title' | 'short'>> {
	readonly kind?: BoardKind;
	/** Id of the board; the step's own where it is left out. */
	readonly board?: string;
	readonly from?: string;
	readonly zones?: readonly string[];
	readonly phases?: readonly SomePhase[];
}

/** A step as far as the room's pages ask. */
export function activity(id: string, some: SomeActivity = {}): Activity {
	const {
		scope = 'syndicate',
		title = id,
		short = id,
		kind = 'columns',
		board = id,
		from,
		zones = ['good'],
		phases = []
	} = some;
	return {
		id: asId(id),
		step: null,
		scope,
		title,
		short,
		minutes: 30,
		prompt: `${id}?`,
		instruction: '',
		names: 'named',
		votes: null,
		board: {
			id: board,
			kind,
			perSyndicate: scope === 'syndicate',
			zones: zones.map((zone) => ({ id: asId(zone), title: zone, key: '', hint: '', empty: '' })),
			...(from === undefined ? {} : { from })
		},
		phases: phases.map(phase),
		promptCards: [],
		facilitatorNotes: []
	};
}

export const experiences = activity('experiences', {
	title: 'Our experiences',
	short: 'Experiences',
	phases: [
		{ id: 'write', kind: 'write-alone', title: 'Write alone', writes: 'each' },
		{ id: 'share', kind: 'share', title: 'Share' },
		{ id: 'group', kind: 'group', title: 'Group' },
		{ id: 'vote', kind: 'vote', title: 'Vote', writes: 'each' }
	]
});
export const welcome = activity('welcome', {
	scope: 'room',
	title: 'Welcome and the sponsor’s promise',
	short: 'Welcome',
	phases: [
		{ id: 'promise', kind: 'present', title: 'The promise', writes: 'sponsor' },
		{ id: 'pairs', kind: 'share', title: 'Meet your neighbour', writes: 'nobody' }
	]
});
export const gallery = activity('gallery', {
	scope: 'room',
	title: 'Gallery walk',
	kind: 'spotlight',
	from: 'experiences',
	zones: [],
	phases: [{ id: 'read', kind: 'present', title: 'Read aloud', writes: 'nobody' }]
});
export const sign = activity('sign', {
	scope: 'room',
	title: 'Everyone signs',
	kind: 'signing',
	phases: [{ id: 'sign', kind: 'sign', title: 'Sign', writes: 'each' }]
});
