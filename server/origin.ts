/** Which page a request came from: everything but reading, and every socket, has to come from our own. */
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { Config } from './config.ts';

type Proxied = Pick<Config, 'publicUrl' | 'trustedProxies' | 'isRoom'>;
type Header = (name: 'host' | 'origin' | 'x-forwarded-proto' | 'x-forwarded-for') => string | undefined;

export const headersOf =
	(headers: IncomingHttpHeaders): Header =>
	(name) => {
		const value = headers[name];
		return Array.isArray(value) ? value.join(',') : value;
	};

/** True when the `Origin` is exactly ours. A missing one is not: browsers send it with everything that changes something. */
export const isOwnOrigin = (config: Proxied, header: Header): boolean => header('origin') === ownOrigin(config, header);

/** The origin people reach this installation by; null when a request does not even name a host, or one that is not ours. */
export function ownOrigin(config: Proxied, header: Header): string | null {
	const publicUrl = publicUrlFor(config, header);
	if (publicUrl !== undefined) return publicUrl;
	const text = `${isEncrypted(config, header) ? 'https' : 'http'}://${header('host') ?? ''}`;
	if (!URL.canParse(text)) return null;
	const url = new URL(text);
	return config.isRoom && !isOfThisMachine(url.hostname) ? null : url.origin;
}

/** Whether the way to the browser is https, so that a cookie may be marked `Secure`. */
export function isEncrypted(config: Proxied, header: Header): boolean {
	const publicUrl = publicUrlFor(config, header);
	if (publicUrl !== undefined) return publicUrl.startsWith('https:');
	return config.trustedProxies > 0 && header('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
}

/** A room server has the configured address beside all those of its machine; any other server has it alone. */
function publicUrlFor({ publicUrl, isRoom }: Proxied, header: Header): string | undefined {
	if (publicUrl === undefined || !isRoom) return publicUrl;
	return header('host') === new URL(publicUrl).host ? publicUrl : undefined;
}

/**
 * Any numeric address: networks give this machine a new one at any time, and no foreign page can have one that leads
 * here. Of names only its own: a foreign one may be made to lead here (DNS rebinding).
 */
function isOfThisMachine(host: string): boolean {
	const [name = ''] = hostname().toLowerCase().split('.');
	return isIP(host.replace(/^\[|\]$/g, '')) !== 0 || host === 'localhost' || host.split('.')[0] === name;
}

/** The address tries are counted by. Proxies are believed only as many as were configured, counted from our side. */
export function addressOf({ trustedProxies }: Proxied, header: Header, socketAddress: string | undefined): string {
	const direct = socketAddress ?? 'unknown';
	if (trustedProxies === 0) return direct;
	const told = (header('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
	return told.at(-trustedProxies) || direct;
}
