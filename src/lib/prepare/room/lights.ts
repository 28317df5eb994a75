/** The lights of "Set up the room": which devices should be there, which are, and how well they are heard. Pure. */
import { facilitates, type SyndicateLetter } from '#domain/workshop.ts';
import type { DeviceLight, RoomServerView } from '#protocol/room-server.ts';
import type { SyndicateView } from '#protocol/views.ts';

/** A step change should be on every device in so many ms; a longer way alone is too long. */
export const SLOW_MS = 300;
/** The server asks every fifteen seconds; whoever let a question pass may be gone. */
export const SILENT_MS = 20_000;

/** `none`: nothing is connected there. */
export type Standing = 'good' | 'slow' | 'silent' | 'none';

export interface Light {
	readonly key: string;
	readonly label: string;
	/** Set for the light of a syndicate. */
	readonly letter: SyndicateLetter | null;
	readonly standing: Standing;
	/** What stands beside it, such as "14 ms". */
	readonly words: string;
}

export interface Lights {
	/** Consoles, projectors and the laptops of the syndicates. */
	readonly single: readonly Light[];
	readonly phones: Light;
	readonly others: Light;
	/** How many devices have the workshop open. */
	readonly all: number;
}

const RANK: readonly Standing[] = ['silent', 'slow', 'good'];

export function standingOf({ roundTripMs, heardMsAgo }: DeviceLight): Standing {
	if (heardMsAgo > SILENT_MS) return 'silent';
	return roundTripMs !== null && roundTripMs > SLOW_MS ? 'slow' : 'good';
}

const milliseconds = (ms: number): string =>
	ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

function wordsOf(device: DeviceLight): string {
	if (standingOf(device) === 'silent') return `not heard for ${seconds(device.heardMsAgo)}`;
	if (device.roundTripMs === null) return 'connected';
	const way = milliseconds(device.roundTripMs);
	return device.roundTripMs > SLOW_MS ? `slow, ${way}` : way;
}

/** The light of what stands for several devices is that of the worst of them. */
function together(key: string, label: string, devices: readonly DeviceLight[], none: string): Light {
	const [worst] = [...devices].sort((one, other) => RANK.indexOf(standingOf(one)) - RANK.indexOf(standingOf(other)));
	if (!worst) return { key, label, letter: null, standing: 'none', words: none };
	const standing = standingOf(worst);
	const bad = devices.filter((device) => standingOf(device) !== 'good').length;
	const trips = devices.flatMap(({ roundTripMs }) => roundTripMs ?? []).sort((one, other) => one - other);
	const middle = trips[Math.floor(trips.length / 2)];
	const words = [
		...(devices.length > 1 ? [`${devices.length}`] : []),
		...(devices.length === 1
			? [wordsOf(worst)]
			: middle === undefined
				? []
				: [`${milliseconds(middle)} in the middle`]),
		...(devices.length > 1 && bad > 0 ? [`${bad} ${standing === 'silent' ? 'silent or slow' : 'slow'}`] : [])
	];
	return { key, label, letter: null, standing, words: words.join(', ') };
}

const isConsole = ({ role }: DeviceLight): boolean => role !== 'screen' && facilitates(role);
/** A laptop of the syndicate's own, or one that a person of it brought. */
const isLaptop = ({ role, form }: DeviceLight): boolean =>
	role === 'laptop' || (role === 'participant' && form !== 'phone');
const isPhone = ({ role, form }: DeviceLight): boolean => role === 'participant' && form === 'phone';

export function lightsOf(
	devices: RoomServerView['devices'],
	syndicates: readonly Pick<SyndicateView, 'id' | 'letter' | 'name'>[]
): Lights {
	const ofSyndicates = syndicates.map(({ id, letter, name }): Light => {
		const own = devices.filter((device) => isLaptop(device) && device.syndicateId === id);
		return { ...together(id, name, own, 'no laptop yet'), letter };
	});
	const loose = devices.filter((device) => isLaptop(device) && !syndicates.some(({ id }) => id === device.syndicateId));
	const known = (device: DeviceLight) =>
		isConsole(device) || device.role === 'screen' || isLaptop(device) || isPhone(device);
	return {
		single: [
			together('console', 'Console', devices.filter(isConsole), 'not open'),
			together(
				'projector',
				'Projector',
				devices.filter(({ role }) => role === 'screen'),
				'not open'
			),
			...ofSyndicates
		],
		phones: together('phones', 'Phones', devices.filter(isPhone), 'none yet'),
		others: together('others', 'Others', [...loose, ...devices.filter((device) => !known(device))], 'none'),
		all: devices.length
	};
}
