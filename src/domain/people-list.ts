/** The list of people a facilitator brings along: reading it, and finding a name that was typed at the door on it. */
import { NAME_LIMIT, nameKey } from './workshop.ts';

export const LIST_LIMIT = 200;
export const DEPARTMENT_LIMIT = 60;
export const EMAIL_LIMIT = 254;

export interface ListedPerson {
	readonly name: string;
	readonly department: string;
	readonly email: string | null;
	/** The name of whoever they report to, as the list says it; null where it says nothing. */
	readonly reportsTo: string | null;
}

export type ListColumn = 'name' | 'department' | 'email' | 'reportsTo';

export interface BadLine {
	/** As a spreadsheet counts: the first line is 1, a heading included. */
	readonly line: number;
	readonly text: string;
	readonly reason: string;
}

export interface ReadList {
	readonly columns: readonly (ListColumn | null)[];
	readonly people: readonly (ListedPerson & { readonly line: number })[];
	readonly bad: readonly BadLine[];
}

/** What a heading may be called, without spaces, dots and dashes. */
const HEADINGS: Readonly<Record<ListColumn, readonly string[]>> = {
	name: ['name', 'fullname', 'person', 'participant', 'employee', 'who'],
	department: ['department', 'dept', 'team', 'unit', 'area', 'function', 'division'],
	email: ['email', 'mail', 'emailaddress', 'address'],
	reportsTo: ['reportsto', 'manager', 'boss', 'supervisor', 'linemanager', 'lead', 'teamlead', 'teamleader']
};
const USUAL: readonly ListColumn[] = ['name', 'department', 'email', 'reportsTo'];
const EMAIL = /^[^\s@<>"(),:;\\]+@[^\s@<>"(),:;\\]+\.[^\s@.<>"(),:;\\]+$/u;

const tidy = (cell: string | undefined): string => (cell ?? '').replace(/\s+/gu, ' ').trim();

function columnOf(heading: string): ListColumn | null {
	const word = heading.toLocaleLowerCase('en').replace(/[\s._*:-]/gu, '');
	return USUAL.find((column) => HEADINGS[column].includes(word)) ?? null;
}

/** The columns a first row names, or null when it is no heading: a heading names people, and holds no name itself. */
function headingOf(row: readonly string[]): readonly (ListColumn | null)[] | null {
	const columns = row.map(columnOf);
	return columns.includes('name')
		? columns.map((column, at) => (columns.indexOf(column) === at ? column : null))
		: null;
}

/**
 * Reads the rows of a pasted sheet or a CSV file. Every line is either somebody to invite or is named with the reason
 * why not; empty lines are passed over.
 * @param alreadyListed keys of the names that are on the workshop's list
 */
export function readList(
	rows: readonly (readonly string[])[],
	alreadyListed: ReadonlySet<string>,
	room: number = LIST_LIMIT
): ReadList {
	const heading = headingOf(rows[0] ?? []);
	const columns = heading ?? USUAL;
	const people: (ListedPerson & { readonly line: number })[] = [];
	const bad: BadLine[] = [];
	const lineOf = new Map<string, number>();
	rows.forEach((row, at) => {
		if ((at === 0 && heading) || row.every((cell) => tidy(cell) === '')) return;
		const line = at + 1;
		const cell = (column: ListColumn): string => {
			const place = columns.indexOf(column);
			return place === -1 ? '' : tidy(row[place]);
		};
		const name = cell('name');
		const person = {
			line,
			name,
			department: cell('department'),
			email: cell('email').toLocaleLowerCase('en') || null,
			reportsTo: cell('reportsTo') || null
		};
		const key = nameKey(name);
		const reason =
			flawOf(person) ??
			(lineOf.has(key) ? `The same name as in line ${lineOf.get(key)}. Add a letter to one of them.` : null) ??
			(alreadyListed.has(key) ? 'Already on the list.' : null) ??
			(people.length >= room ? `A list holds ${LIST_LIMIT} people; this one is over.` : null);
		if (!lineOf.has(key)) lineOf.set(key, line);
		if (reason === null) people.push(person);
		else bad.push({ line, text: row.map(tidy).filter(Boolean).join(', '), reason });
	});
	return { columns, people, bad };
}

/** What is wrong with one line taken by itself; null when nothing is. */
export function flawOf({ name, department, email, reportsTo }: ListedPerson): string | null {
	if (nameKey(name) === '') return 'No name.';
	if (name.length > NAME_LIMIT) return `The name has ${name.length} characters, ${NAME_LIMIT} is the most.`;
	if (department.length > DEPARTMENT_LIMIT)
		return `The department has ${department.length} characters, ${DEPARTMENT_LIMIT} is the most.`;
	if (email !== null && (email.length > EMAIL_LIMIT || !EMAIL.test(email))) return `“${email}” is no e-mail address.`;
	if (reportsTo !== null && reportsTo.length > NAME_LIMIT)
		return `The name of whom they report to has more than ${NAME_LIMIT} characters.`;
	return null;
}

/** How many letters two names differ by, counted up to `most` + 1; two neighbours that changed places are one. */
export function distance(a: string, b: string, most: number): number {
	const [from, to] = [Array.from(a), Array.from(b)];
	if (Math.abs(from.length - to.length) > most) return most + 1;
	let before: number[] = [];
	let last = Array.from({ length: to.length + 1 }, (_, at) => at);
	for (let row = 1; row <= from.length; row += 1) {
		const line = [row];
		for (let at = 1; at <= to.length; at += 1) {
			const change = from[row - 1] === to[at - 1] ? 0 : 1;
			let least = Math.min((last[at] ?? 0) + 1, (line[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + change);
			if (row > 1 && at > 1 && from[row - 1] === to[at - 2] && from[row - 2] === to[at - 1])
				least = Math.min(least, (before[at - 2] ?? 0) + 1);
			line.push(least);
		}
		if (Math.min(...line) > most) return most + 1;
		before = last;
		last = line;
	}
	return last[to.length] ?? most + 1;
}

/** Without marks over letters: phones offer no quick way to type them. */
const bare = (name: string): string =>
	nameKey(name)
		.normalize('NFD')
		.replace(/\p{Mn}/gu, '');

/** At most so many are asked about: more would read the list out to whoever stands at the door. */
const MOST_NEAR = 3;

/**
 * Who on the list a typed name may mean, the nearest first; an exact one is no question and not among them. Near is: a
 * slip of the finger or two, the words in another order, or a first name alone.
 */
export function nearNames<Person extends { readonly name: string }>(
	typed: string,
	listed: readonly Person[]
): readonly Person[] {
	const wanted = bare(typed);
	if (wanted === '') return [];
	const words = wanted.split(' ');
	const slips = wanted.length < 5 ? 1 : 2;
	const scored = listed.flatMap((person) => {
		const name = bare(person.name);
		const parts = name.split(' ');
		if (nameKey(person.name) === nameKey(typed)) return [];
		const off = distance(wanted, name, slips);
		if (off <= slips) return [{ person, score: off }];
		const [first = ''] = parts;
		const [start = ''] = words;
		if (words.length > 1 && [...words].sort().join(' ') === [...parts].sort().join(' ')) return [{ person, score: 1 }];
		const isFirstName = first === start || (start.length > 3 && distance(first, start, 1) <= 1);
		// "Marcus" alone, or "Marcus O": the rest is the start of what the list has.
		const rest = words.slice(1).join(' ');
		const restOfName = parts.slice(1).join(' ');
		if (isFirstName && (rest === '' || restOfName.startsWith(rest.replace(/\.$/u, '')))) return [{ person, score: 3 }];
		return [];
	});
	return scored
		.sort((a, b) => a.score - b.score)
		.slice(0, MOST_NEAR)
		.map(({ person }) => person);
}
