import { mkdtemp, rm } from 'node:fs/promises';
import type { NetworkInterfaceInfo } from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addressesIn, chosenOf, type Interfaces } from '#server/network.ts';
import { RoomPlace } from '#server/room-place.ts';
import { tellRoom } from '#server/room-terminal.ts';

const ipv4 = (address: string, internal = false): NetworkInterfaceInfo => ({
	address,
	netmask: '255.255.255.0',
	family: 'IPv4',
	mac: '00:00:00:00:00:00',
	internal,
	cidr: `${address}/24`
});
const ipv6: NetworkInterfaceInfo = { ...ipv4('fe80::1'), family: 'IPv6', scopeid: 2 };

/** A facilitator's Linux laptop with containers, on the hotel's Wi-Fi and a cable of the own router. */
const laptop: Interfaces = {
	lo: [ipv4('127.0.0.1', true)],
	docker0: [ipv4('172.17.0.1')],
	'br-4f0': [ipv4('172.18.0.1')],
	vethab12: [ipv4('169.254.3.4')],
	virbr0: [ipv4('192.168.122.1')],
	tun0: [ipv4('10.8.0.2')],
	enp3s0: [ipv6, ipv4('192.168.8.10')],
	wlp2s0: [ipv4('10.20.30.40')]
};

let folder: string;
const places: RoomPlace[] = [];
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'plenary-room-'));
});
afterEach(async () => {
	for (const place of places.splice(0)) place.stop();
	await rm(folder, { recursive: true });
});

/** A place whose network cards the test changes. */
async function placeAt(interfaces: Interfaces, publicUrl?: string) {
	const machine = { interfaces };
	const place = new RoomPlace({
		config: { isRoom: true, publicUrl, dataDir: folder },
		onFault: (error) => {
			throw error;
		},
		interfaces: () => machine.interfaces
	});
	places.push(place);
	await place.start(3000);
	return { place, machine };
}

test('[NET-1] Wi-Fi and cable come before bridges of containers, machines and tunnels; what nobody can reach is left out', () => {
	expect(addressesIn(laptop).map(({ address, kind }) => `${address} ${kind}`)).toEqual([
		'10.20.30.40 wifi',
		'192.168.8.10 cable',
		'172.17.0.1 virtual',
		'172.18.0.1 virtual',
		'192.168.122.1 virtual',
		'10.8.0.2 virtual'
	]);
});

test('[NET-1] a hotspot that the computer opened itself is for the room, on macOS and Windows too', () => {
	const mac = { en0: [ipv4('10.0.0.7')], bridge100: [ipv4('192.168.2.1')], utun3: [ipv4('100.64.0.2')] };
	const windows = {
		'Wi-Fi': [ipv4('10.0.0.7')],
		'Local Area Connection* 2': [ipv4('192.168.137.1')],
		'vEthernet (WSL)': [ipv4('172.29.0.1')]
	};

	expect(addressesIn(mac)[0]).toEqual({ address: '192.168.2.1', network: 'bridge100', kind: 'hotspot' });
	expect(addressesIn(windows).map(({ kind }) => kind)).toEqual(['hotspot', 'wifi', 'virtual']);
});

test('[NET-1] of two addresses of one kind the private one comes first', () => {
	const found = addressesIn({ eth0: [ipv4('203.0.113.9')], eth1: [ipv4('192.168.1.2')] });

	expect(found.map(({ address }) => address)).toEqual(['192.168.1.2', '203.0.113.9']);
});

test('[NET-2] the address chosen by hand stays; a network card with a new address is followed; else the likeliest is told', () => {
	const wish = { address: '192.168.8.10', network: 'enp3s0' };
	const renewed = { ...laptop, enp3s0: [ipv4('192.168.9.77')] };
	const unplugged = { ...laptop, enp3s0: [] };

	const told = [laptop, renewed, unplugged, {}].map((cards) => chosenOf(addressesIn(cards), wish)?.address ?? null);

	expect(told).toEqual(['192.168.8.10', '192.168.9.77', '10.20.30.40', null]);
});

test('[NET-2] the choice is told at once and holds over a restart', async () => {
	const { place } = await placeAt(laptop);
	const heard: (string | null)[] = [];
	place.onChange(() => heard.push(place.origin));

	const before = place.origin;
	await place.choose('192.168.8.10');
	const { place: again } = await placeAt(laptop);

	expect([before, heard, again.origin]).toEqual([
		'http://10.20.30.40:3000',
		['http://192.168.8.10:3000'],
		'http://192.168.8.10:3000'
	]);
	await expect(place.choose('8.8.8.8')).rejects.toThrow('does not have this address');
});

test('[NET-2] a configured address is what is told, whatever the machine has', async () => {
	const { place } = await placeAt(laptop, 'https://room.example.org');

	expect([place.origin, place.chosen]).toEqual(['https://room.example.org', null]);
});

test('[NET-3] when the network changes, it is noticed and said, with the new code; nothing is said of what does not matter', async () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	try {
		const { place, machine } = await placeAt({ wlan0: [ipv4('192.168.43.5')] });
		const said: string[] = [];
		const stop = tellRoom(place, { input: new PassThrough(), tell: (text) => said.push(text) });

		machine.interfaces = { wlan0: [ipv4('192.168.43.5')], docker0: [ipv4('172.17.0.1')] };
		vi.advanceTimersByTime(3_000);
		const quiet = said.length;
		machine.interfaces = {};
		vi.advanceTimersByTime(3_000);
		machine.interfaces = { wlan0: [ipv4('172.20.10.2')] };
		vi.advanceTimersByTime(3_000);
		stop();

		expect(quiet).toBe(1);
		expect(said[0]).toContain('Everybody in the room opens http://192.168.43.5:3000');
		expect(said[1]).toContain('This computer is on no network');
		expect(said[2]).toContain('The room has a new address');
		expect(said[2]).toContain('http://172.20.10.2:3000');
		expect(said).toHaveLength(3);
	} finally {
		vi.useRealTimers();
	}
});

test('[NET-2] in the terminal a number chooses; what is no number of the list is refused', async () => {
	const { place } = await placeAt(laptop);
	const said: string[] = [];
	const input = Object.assign(new PassThrough(), { isTTY: true });
	const stop = tellRoom(place, { input, tell: (text) => said.push(text) });
	const next = () => vi.waitFor(() => expect(said.length).toBe(asked));

	let asked = 2;
	input.write('9\n');
	await next();
	asked = 3;
	input.write('2\n');
	await next();
	stop();

	expect(said[0]).toContain('  2  http://192.168.8.10:3000  cable, enp3s0');
	expect(said[1]).toBe('There is no address 9. Type a number from 1 to 6.');
	expect(said[2]).toContain('Everybody in the room opens http://192.168.8.10:3000');
	expect(place.origin).toBe('http://192.168.8.10:3000');
});
