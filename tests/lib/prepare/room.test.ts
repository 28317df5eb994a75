import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { checksOf } from '#lib/prepare/room/checks.ts';
import { lightsOf, SILENT_MS, SLOW_MS } from '#lib/prepare/room/lights.ts';
import type { DeviceLight, RoomAddress, RoomServerView } from '#protocol/room-server.ts';

const alder = { id: asId<'Syndicate'>('alder'), letter: 'a', name: 'Alder' } as const;
const birch = { id: asId<'Syndicate'>('birch'), letter: 'b', name: 'Birch' } as const;

const device = (light: Partial<DeviceLight>): DeviceLight => ({
	personId: null,
	role: 'participant',
	syndicateId: null,
	form: 'computer',
	roundTripMs: 12,
	heardMsAgo: 400,
	connectedAt: '2026-10-12T08:00:00.000Z',
	isHere: false,
	...light
});
const address: RoomAddress = {
	address: '192.168.8.10',
	network: 'wlan0',
	kind: 'wifi',
	origin: 'http://192.168.8.10:3000',
	isTold: true,
	answers: true
};
const server = (view: Partial<RoomServerView> = {}): RoomServerView => ({
	isRoom: true,
	origin: address.origin,
	addresses: [address],
	now: '2026-10-12T08:00:00.000Z',
	power: 'mains',
	devices: [device({}), device({ role: 'screen' })],
	...view
});
const states = (view: RoomServerView, differenceMs = 0) =>
	Object.fromEntries(checksOf(view, differenceMs, 'Monday 08:00').map(({ key, state }) => [key, state]));

test('[NET-6] console, projector and each syndicate’s laptop have a light of their own, phones are counted', () => {
	const { single, phones, others, all } = lightsOf(
		[
			device({ role: 'facilitator', roundTripMs: 3 }),
			device({ role: 'laptop', syndicateId: alder.id, roundTripMs: 14.4 }),
			...[20, 40, 30].map((roundTripMs) => device({ form: 'phone', syndicateId: alder.id, roundTripMs })),
			device({ role: 'sponsor', form: 'phone' })
		],
		[alder, birch]
	);

	expect(single.map(({ key, standing, words }) => `${key}: ${standing}, ${words}`)).toEqual([
		'console: good, 3 ms',
		'projector: none, not open',
		'alder: good, 14 ms',
		'birch: none, no laptop yet'
	]);
	expect([phones.words, others.words, all]).toEqual(['3, 30 ms in the middle', '12 ms', 6]);
});

test('[NET-6] a light is that of the worst device behind it: silent before slow before good', () => {
	const phone = (light: Partial<DeviceLight>) => device({ form: 'phone', ...light });
	const slow = phone({ roundTripMs: SLOW_MS + 1 });
	const silent = phone({ heardMsAgo: SILENT_MS + 1 });
	const of = (...devices: readonly DeviceLight[]) => {
		const { standing, words } = lightsOf(devices, []).phones;
		return [standing, words];
	};

	expect(of(phone({ roundTripMs: SLOW_MS }))).toEqual(['good', '300 ms']);
	expect(of(slow)).toEqual(['slow', 'slow, 301 ms']);
	expect(of(phone({}), slow, phone({}))).toEqual(['slow', '3, 12 ms in the middle, 1 slow']);
	expect(of(phone({}), slow, silent)).toEqual(['silent', '3, 12 ms in the middle, 2 silent or slow']);
	expect(of(phone({ roundTripMs: null }))).toEqual(['good', 'connected']);
});

test('[NET-6] the guide says what is done, what is wrong and what somebody has to look at', () => {
	expect(states(server())).toEqual({
		address: 'ok',
		reached: 'ok',
		power: 'ok',
		sleep: 'look',
		projector: 'ok',
		clock: 'look'
	});
	expect(states(server({ devices: [device({ isHere: true })], power: 'battery' }), 90_000)).toMatchObject({
		reached: 'open',
		power: 'wrong',
		projector: 'open',
		clock: 'wrong'
	});
	expect(states(server({ addresses: [{ ...address, answers: false }] })).address).toBe('wrong');
	expect(states(server({ addresses: [{ ...address, kind: 'virtual' }] })).address).toBe('wrong');
	expect(states(server({ addresses: [], origin: null })).address).toBe('wrong');
	expect(Object.keys(states(server({ isRoom: false })))).toEqual(['projector', 'clock']);
});
