/** Which page a request came from: everything but reading, and every socket, has to come from our own. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from './config.ts';

type Proxied = Pick<Config, 'publicUrl' | 'trustedProxies'>;
type Header = (name: 'host' | 'origin' | 'x-forwarded-proto' | 'x-forwarded-for') => string | undefined;

export const headersOf =
	(headers: IncomingHttpHeaders): Header =>
	(name) => {
		const value = headers[name];
		return Array.isArray(value) ? value.join(',') : value;
	};

/** True when the `Origin` is exactly ours. A missing one is not: browsers send it with everything that changes something. */
export const isOwnOrigin = (config: Proxied, header: Header): boolean => header('origin') === ownOrigin(config, header);

/** The origin people reach this installation by; null when a request does not even name a host. */
export function ownOrigin(config: Proxied, header: Header): string | null {
	if (config.publicUrl !== undefined) return config.publicUrl;
	const url = `${isEncrypted(config, header) ? 'https' : 'http'}://${header('host') ?? ''}`;
	return URL.canParse(url) ? new URL(url).origin : null;
}

/** Whether the way to the browser is https, so that a cookie may be marked `Secure`. */
export const isEncrypted = ({ publicUrl, trustedProxies }: Proxied, header: Header): boolean =>
	publicUrl === undefined
		? trustedProxies > 0 && header('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'
		: publicUrl.startsWith('https:');

/** The address tries are counted by. Proxies are believed only as many as were configured, counted from our side. */
export function addressOf({ trustedProxies }: Proxied, header: Header, socketAddress: string | undefined): string {
	const direct = socketAddress ?? 'unknown';
	if (trustedProxies === 0) return direct;
	const told = (header('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
	return told.at(-trustedProxies) || direct;
}
