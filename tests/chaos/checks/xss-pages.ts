/** Every page there is, for everybody who may open one; found by the folder of routes, so that none is forgotten. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoLine } from '#server/demo/line.ts';

const ROUTES = join(import.meta.dirname, '../../../src/routes');

export interface Visit {
	/** Who looks: a cookie, or nobody. */
	readonly as: 'facilitator' | 'participant' | 'sponsor' | 'customer' | 'follow-up-manager' | 'nobody';
	readonly path: string;
	/** The folder of the route, as `/w/[w]/run`. */
	readonly route: string;
}

/** As `w/[w]/run`. */
export function routes(folder = ROUTES, path = ''): readonly string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (entry.isDirectory()) return routes(join(folder, entry.name), `${path}/${entry.name}`);
		return entry.name === '+page.svelte' ? [path === '' ? '/' : path] : [];
	});
}

/** What people wrote stands on these at every moment. */
export const WITH_WORDS: readonly string[] = [
	'/w',
	'/w/[w]/s/[syndicate]/[step]',
	'/w/[w]/run',
	'/w/[w]/screen',
	'/w/[w]/on-screen',
	'/w/[w]/prepare/agenda',
	'/w/[w]/prepare/brief',
	'/w/[w]/prepare/people',
	'/w/[w]/print/[what]'
];
/** Prints among them that are empty until something is pressed, or until there is a plan. */
export const EMPTY_AT_FIRST = /\/print\/(return-codes|vision|plan)$/;
const FACILITATORS = /\/(prepare|print|run|days)(\/|$)/;

/** @throws where a route has a part that nobody can fill in */
export function visitsOf({ workshopId, documents, links, screen }: DemoLine): readonly Visit[] {
	const steps = [...new Set(documents.map(({ step }) => step))];
	const syndicates = [...new Set(documents.flatMap(({ syndicate }) => syndicate ?? []))].slice(0, 2);
	const tokens: Readonly<Record<string, string | null>> = { p: links.progress, s: links.sponsor };
	const parts: Readonly<Record<string, readonly string[]>> = {
		w: [workshopId],
		step: steps,
		syndicate: syndicates,
		n: ['1', '2'],
		day: ['1'],
		what: ['code', 'syndicates', 'return-codes', 'worksheets', 'standards', 'vision', 'plan'],
		line: ['1'],
		ref: ['1']
	};
	const filled = (route: string): readonly string[] => {
		const token = /^\/(\w+)\/\[token\]$/.exec(route)?.[1];
		if (token !== undefined) {
			const link = tokens[token];
			return link ? [new URL(link).pathname] : [];
		}
		const [whole = '', name = ''] = /\[(?:\.\.\.)?(\w+)\]/.exec(route) ?? [];
		if (whole === '') return [route];
		const values = parts[name];
		if (!values) throw new Error(`Nobody knows what to put for ${whole} in ${route}.`);
		return values.flatMap((value) => filled(route.replace(whole, value)));
	};
	const all = routes().flatMap((route) => filled(route).map((path) => ({ route, path })));
	return all.flatMap(({ route, path }): readonly Visit[] => {
		if (!path.startsWith('/w')) return [{ as: 'nobody', path, route }];
		if (route === '/w/[w]/screen') return [{ as: 'nobody', path: screen.replace(/^https?:\/\/[^/]+/, ''), route }];
		const facilitator: Visit = { as: 'facilitator', path, route };
		if (FACILITATORS.test(route) || route === '/w') return [facilitator];
		// Whoever leads writes there, in a form that a participant does not have.
		if (/decisions$/.test(route)) return [facilitator, { as: 'participant', path, route }];
		if (/sponsor|support/.test(route)) return [facilitator, { as: 'sponsor', path, route }];
		if (/follow|actions/.test(route)) return [facilitator, { as: 'follow-up-manager', path, route }];
		if (/(customer|reply)$/.test(route)) return [facilitator, { as: 'customer', path, route }];
		return [{ as: 'participant', path, route }];
	});
}
