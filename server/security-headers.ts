/** What a browser may do with our answers. */
import type { MiddlewareHandler } from 'hono';
import type { Ground } from './deps.ts';
import { isEncrypted } from './origin.ts';
import type { Site } from './static.ts';

type InlineHashes = Pick<Site, 'scriptHashes' | 'styleHashes'>;

/** What browsers trust like https. */
const IS_THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])(:|$)/;

/** The hashes are of what the build itself put into the pages; no other inline script runs, no other style counts. */
export function securityHeaders(
	{ config }: Pick<Ground, 'config'>,
	{ scriptHashes, styleHashes }: InlineHashes
): MiddlewareHandler {
	const policy = [
		"default-src 'none'",
		["script-src 'self'", ...scriptHashes].join(' '),
		["style-src 'self'", ...styleHashes].join(' '),
		// Positions and widths that are computed are style attributes.
		"style-src-attr 'unsafe-inline'",
		"img-src 'self' data: blob:",
		"font-src 'self'",
		"connect-src 'self'",
		"manifest-src 'self'",
		"worker-src 'self'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'"
	].join('; ');
	return async (c, next) => {
		await next();
		c.header('x-content-type-options', 'nosniff');
		c.header('cross-origin-resource-policy', 'same-origin');
		// A policy counts for the page, not for its parts: on thirty of them it would weigh more than a script.
		if (c.req.path.startsWith('/_app/immutable/') && c.res.ok) return;
		c.header('content-security-policy', policy);
		c.header('referrer-policy', 'no-referrer');
		c.header('x-frame-options', 'DENY');
		// In a room of plain http browsers ignore it, and complain of it on every page.
		if (isEncrypted(config, (name) => c.req.header(name)) || IS_THIS_MACHINE.test(c.req.header('host') ?? ''))
			c.header('cross-origin-opener-policy', 'same-origin');
		c.header('permissions-policy', 'camera=(), microphone=(), geolocation=()');
	};
}
