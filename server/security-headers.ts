/** What a browser may do with our answers. */
import type { MiddlewareHandler } from 'hono';

/** @param scriptHashes of the framework's own inline scripts; no other inline script runs */
export function securityHeaders(scriptHashes: readonly string[]): MiddlewareHandler {
	const policy = [
		"default-src 'none'",
		["script-src 'self'", ...scriptHashes].join(' '),
		"style-src 'self'",
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
		c.header('content-security-policy', policy);
		c.header('referrer-policy', 'no-referrer');
		c.header('x-content-type-options', 'nosniff');
		c.header('x-frame-options', 'DENY');
		c.header('cross-origin-opener-policy', 'same-origin');
		c.header('cross-origin-resource-policy', 'same-origin');
		c.header('permissions-policy', 'camera=(), microphone=(), geolocation=()');
	};
}
