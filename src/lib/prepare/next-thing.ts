/** What a facilitator does next for a workshop, as its row in the list says. */
import { facilitates } from '#domain/workshop.ts';
import type { WorkshopRow } from '#protocol/views.ts';

export interface NextThing {
	readonly words: string;
	readonly href: string;
}

/** What is missing first, in the order in which a workshop is prepared; then where it runs. */
export function nextThing({ id, state, role, firstDay, people, hasSponsor }: WorkshopRow): NextThing {
	const at = `/w/${id}`;
	if (!facilitates(role)) return { words: 'Go to it', href: at };
	if (state === 'room') return { words: 'Go to the console', href: `${at}/run` };
	if (state === 'signed') return { words: 'See what became of the plan', href: `${at}/follow` };
	if (firstDay === null) return { words: 'Set the first day', href: `${at}/prepare/agenda` };
	if (!hasSponsor) return { words: 'Name the sponsor', href: `${at}/prepare/customer` };
	if (people === 0) return { words: 'Write down who comes', href: `${at}/prepare/people` };
	return { words: 'Look through the agenda', href: `${at}/prepare/agenda` };
}

/** Title, company and day are searched, whatever the case and the order of the words. */
export function found(rows: readonly WorkshopRow[], words: string): readonly WorkshopRow[] {
	const wanted = words.toLocaleLowerCase('en').split(/\s+/u);
	return rows.filter(({ title, company, firstDay }) => {
		const text = `${title} ${company} ${firstDay ?? ''}`.toLocaleLowerCase('en');
		return wanted.every((word) => text.includes(word));
	});
}

/** From so many on a list is searched. */
export const SEARCHED_FROM = 11;
