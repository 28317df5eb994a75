/** The addresses by which other devices can reach this machine, the likeliest one first. */
import type { NetworkInterfaceInfo } from 'node:os';
import type { NetworkKind } from '#protocol/room-server.ts';

export interface NetworkAddress {
	/** IPv4: what every phone on a router or hotspot has, and short enough to be typed. */
	readonly address: string;
	/** The system's name of the network card, such as `wlan0` or `en0`. */
	readonly network: string;
	readonly kind: NetworkKind;
}

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** Bridges of containers and virtual machines, and tunnels: nobody in the room is on the other side. */
const VIRTUAL = new RegExp(
	[
		'^(docker|veth|br-|virbr|vmnet|vboxnet|vnet|lxc|lxd|cni|flannel|cali|podman|kube|tun|tap|utun|wg|tailscale|zt|ipsec|ppp|dummy|awdl|llw)',
		'^(vEthernet|VirtualBox|VMware|Hyper-V|WSL|Loopback|OpenVPN|TAP-|WireGuard)'
	].join('|'),
	'i'
);
/** Where this machine itself opened a hotspot: macOS (`bridge100`), Windows (`Local Area Connection* 2`), Linux (`ap0`). */
const HOTSPOT = /^(bridge\d{3}|ap\d|swlan|uap|local area connection\*|lan-verbindung\*)/i;
const WIFI = /^(wl|wifi|wi-fi|wlan|ath|ra\d|airport)/i;
const CABLE = /^(eth|en[opsx]|em\d|ethernet|lan)/i;

function kindOf(network: string): NetworkKind {
	if (HOTSPOT.test(network)) return 'hotspot';
	if (VIRTUAL.test(network)) return 'virtual';
	if (WIFI.test(network)) return 'wifi';
	return CABLE.test(network) ? 'cable' : 'other';
}

/** A hotspot of one's own was opened for the room; then the Wi-Fi all are in. */
const RANK: readonly NetworkKind[] = ['hotspot', 'wifi', 'cable', 'other', 'virtual'];

/** Of home and office networks (RFC 1918). */
const isPrivate = (address: string): boolean => /^(192\.168\.|10\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);

/** 169.254: no router gave one, so nobody finds it. */
const isUsable = ({ family, internal, address }: NetworkInterfaceInfo): boolean =>
	family === 'IPv4' && !internal && !address.startsWith('169.254.');

/** Bridges come last, addresses of private networks before those of the internet; else the system's order. */
export function addressesIn(interfaces: Interfaces): readonly NetworkAddress[] {
	const rankOf = ({ kind, address }: NetworkAddress) => 2 * RANK.indexOf(kind) + (isPrivate(address) ? 0 : 1);
	return Object.entries(interfaces)
		.flatMap(([network, infos]) =>
			(infos ?? []).filter(isUsable).map(({ address }) => ({ address, network, kind: kindOf(network) }))
		)
		.sort((one, other) => rankOf(one) - rankOf(other));
}

/**
 * The address the room is told. The one chosen by hand stays as long as the machine has it; a hotspot that was opened
 * anew has another one, on the same network card; else it is the likeliest. Null on no network.
 */
export const chosenOf = (
	addresses: readonly NetworkAddress[],
	wish: Pick<NetworkAddress, 'address' | 'network'> | null
): NetworkAddress | null =>
	addresses.find(({ address }) => address === wish?.address) ??
	addresses.find(({ network }) => network === wish?.network) ??
	addresses[0] ??
	null;

/** Whether something of ours answers there, asked through the network card and not around it. */
export async function answersAt(origin: string): Promise<boolean> {
	try {
		const { ok } = await fetch(`${origin}/livez`, { redirect: 'error', signal: AbortSignal.timeout(1_000) });
		return ok;
	} catch {
		// Refused, unreachable or too slow: nobody else gets an answer there either.
		return false;
	}
}
