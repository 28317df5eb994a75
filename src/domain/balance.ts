/** What can be said about how people sit. */
import type { InDraw } from './draw.ts';
import { nameKey } from './workshop.ts';

/** A word about a draw that somebody may want to look at. Nothing of it blocks anything. */
export interface BalanceWord {
	readonly tone: 'ok' | 'warn';
	readonly text: string;
}

/** What can be said about how people sit: sizes, managers, departments that are missing somewhere. */
export function balanceOf(
	people: readonly Omit<InDraw, 'lockedTo'>[],
	placeOf: (id: string) => number | null,
	names: readonly string[]
): readonly BalanceWord[] {
	const seated = people.filter(({ id }) => placeOf(id) !== null);
	const at = (place: number) => seated.filter(({ id }) => placeOf(id) === place);
	if (seated.length === 0) return [];
	const words: BalanceWord[] = [];
	const sizes = names.map((_, place) => at(place).length);
	const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
	if (largest - smallest > 1)
		words.push({
			tone: 'warn',
			text: `${names[sizes.indexOf(largest)]} has ${largest} people, ${names[sizes.indexOf(smallest)]} has ${smallest}`
		});
	const byKey = new Map(seated.map((person) => [nameKey(person.name), person]));
	const pairs = seated.flatMap((person) => {
		const manager = person.reportsTo === null ? undefined : byKey.get(nameKey(person.reportsTo));
		return manager && manager !== person && placeOf(manager.id) === placeOf(person.id) ? [{ person, manager }] : [];
	});
	const [pair] = pairs;
	if (pair)
		words.push({
			tone: 'warn',
			text:
				pairs.length === 1
					? `${pair.person.name} sits with ${pair.manager.name}, whom they report to`
					: `${pairs.length} people sit with whom they report to, such as ${pair.person.name}`
		});
	else if (seated.some(({ reportsTo }) => reportsTo !== null && byKey.has(nameKey(reportsTo))))
		words.push({ tone: 'ok', text: 'Nobody sits with their manager' });
	const everywhere: string[] = [];
	for (const department of new Set(seated.map(({ department }) => department).filter((name) => name !== ''))) {
		const has = names.map((_, place) => at(place).some((person) => person.department === department));
		const missing = names.filter((_, place) => !has[place] && (sizes[place] ?? 0) > 0);
		const n = seated.filter((person) => person.department === department).length;
		if (missing.length === 0) everywhere.push(department);
		else if (n >= names.length || missing.length === 1)
			words.push({
				tone: 'warn',
				text: `${missing.join(' and ')} ${missing.length === 1 ? 'has' : 'have'} no one from ${department}`
			});
	}
	if (everywhere.length > 0)
		words.unshift({
			tone: 'ok',
			text: `Every syndicate has ${everywhere.length < 3 ? everywhere.join(' and ') : `${everywhere.slice(0, -1).join(', ')} and ${everywhere.at(-1)}`}`
		});
	return words;
}
