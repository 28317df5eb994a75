import { networkInterfaces } from 'node:os';
import { renderUnicodeCompact } from 'uqr';

/** Addresses of this machine that others on its network can reach, home and office networks first. */
function addresses(): readonly string[] {
	const found = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
	return found
		.filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
		.map(({ address }) => address)
		.sort((one, other) => Number(isPrivate(other)) - Number(isPrivate(one)));
}

const isPrivate = (address: string) => /^(192\.168\.|10\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);

const port = process.env.PORT ?? '3000';
const [first, ...others] = addresses();
if (!first) {
	console.error('This machine is on no network. Join the room’s network or open a hotspot, then start again.');
	process.exit(1);
}

process.env.HOST ??= '0.0.0.0';
process.env.PUBLIC_URL ??= `http://${first}:${port}`;
await import('./start.ts');

console.log(`\nEverybody in the room opens ${process.env.PUBLIC_URL}\n`);
console.log(renderUnicodeCompact(process.env.PUBLIC_URL, { border: 2 }));
if (others.length > 0)
	console.log(`\nThis machine also answers at ${others.map((to) => `http://${to}:${port}`).join(', ')}`);
