/** What has to be so before people come, as far as it can be seen from here. Pure. */
import { count } from '#domain/words/en.ts';
import type { NetworkKind, RoomServerView } from '#protocol/room-server.ts';

export interface RoomCheck {
	readonly key: 'address' | 'reached' | 'power' | 'sleep' | 'projector' | 'clock';
	/** `look`: cannot be seen from here, somebody has to look. */
	readonly state: 'ok' | 'open' | 'wrong' | 'look';
	/** What is so. */
	readonly sentence: string;
	/** What to do; empty where nothing is. */
	readonly todo: string;
}

export const NETWORK_WORDS: Readonly<Record<NetworkKind, string>> = {
	hotspot: 'Hotspot of this computer',
	wifi: 'Wi-Fi',
	cable: 'Cable',
	other: 'Network',
	virtual: 'Inside this computer only'
};

/** Two devices of one room should agree at least so well, in ms. */
const CLOCKS_AGREE_MS = 60_000;

/** @param differenceMs the server's clock minus that of the device that looks */
export function checksOf(view: RoomServerView, differenceMs: number, serverTime: string): readonly RoomCheck[] {
	const { isRoom } = view;
	return [
		...(isRoom ? [addressCheck(view), reachedCheck(view), powerCheck(view), SLEEP] : []),
		projectorCheck(view),
		clockCheck(differenceMs, serverTime)
	];
}

function addressCheck({ addresses, origin }: RoomServerView): RoomCheck {
	const told = addresses.find(({ isTold }) => isTold);
	const key = 'address';
	if (origin === null)
		return {
			key,
			state: 'wrong',
			sentence: 'This computer is on no network.',
			todo: 'Join the room’s Wi-Fi, plug in the router’s cable or open a hotspot. It is noticed within seconds.'
		};
	if (!told) return { key, state: 'look', sentence: `People come in at ${origin}, as it was configured.`, todo: '' };
	if (told.kind === 'virtual')
		return {
			key,
			state: 'wrong',
			sentence: 'The address shown leads to programs inside this computer only.',
			todo: 'Choose another one, or join a network.'
		};
	return told.answers
		? { key, state: 'ok', sentence: `This computer answers at ${told.origin}.`, todo: '' }
		: {
				key,
				state: 'wrong',
				sentence: `Nothing answers at ${told.origin}.`,
				todo: 'A firewall or a VPN is in the way: allow Plenary in the firewall, and switch the VPN off for today.'
			};
}

function reachedCheck({ devices, origin }: RoomServerView): RoomCheck {
	const others = devices.filter(({ isHere }) => !isHere).length;
	if (others > 0)
		return {
			key: 'reached',
			state: 'ok',
			sentence: `${count(others, 'other device has', 'other devices have')} reached this computer.`,
			todo: ''
		};
	return {
		key: 'reached',
		state: 'open',
		sentence: 'No other device has reached this computer yet.',
		todo: `Open ${origin ?? 'the address'} on a phone that is in the same Wi-Fi. If nothing comes, devices are kept apart there, or a firewall is in the way.`
	};
}

function powerCheck({ power }: RoomServerView): RoomCheck {
	const key = 'power';
	if (power === 'mains') return { key, state: 'ok', sentence: 'This computer is plugged in.', todo: '' };
	const todo = 'Plug it in: an empty battery closes the room.';
	return power === 'battery'
		? { key, state: 'wrong', sentence: 'This computer runs on its battery.', todo }
		: { key, state: 'look', sentence: 'Whether this computer is plugged in cannot be seen from here.', todo };
}

const SLEEP: RoomCheck = {
	key: 'sleep',
	state: 'look',
	sentence: 'A computer that falls asleep closes the room, also when only its lid is shut.',
	todo: 'Switch sleep off for today, or start with “caffeinate -dims npm run room” on a Mac, “systemd-inhibit npm run room” on Linux.'
};

function projectorCheck({ devices }: RoomServerView): RoomCheck {
	const screens = devices.filter(({ role }) => role === 'screen').length;
	const stay = 'Set its display to stay on: over plain http a page cannot do that by itself.';
	return screens > 0
		? { key: 'projector', state: 'ok', sentence: 'The projector is connected.', todo: stay }
		: {
				key: 'projector',
				state: 'open',
				sentence: 'No projector is connected.',
				todo: `Make a link for the screen under Sponsor and customer, and open it on the projector’s computer. ${stay}`
			};
}

function clockCheck(differenceMs: number, serverTime: string): RoomCheck {
	if (Math.abs(differenceMs) > CLOCKS_AGREE_MS)
		return {
			key: 'clock',
			state: 'wrong',
			sentence: `The server’s clock says ${serverTime}, and this device says something else.`,
			todo: 'Compare both with a watch. The room runs on the server’s clock.'
		};
	return {
		key: 'clock',
		state: 'look',
		sentence: `The server’s clock says ${serverTime}.`,
		todo: 'Compare it with a watch: without the internet nobody sets it.'
	};
}
