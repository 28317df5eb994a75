/** Forty people with the questions to the customer open, each device asking as the page does. */
import { setTimeout as wait } from 'node:timers/promises';
import { Latest } from '#lib/customer/latest.ts';
import type { QuestionsView, QuestionView } from '#protocol/question-views.ts';
import type { Device } from '../../support/server.ts';
import type { Cast, Shown } from './ways.ts';
import { present, seated, told, type Guest, type Hall } from '../room/hall.ts';

export const PEOPLE = 40;

/** One device, and what it knew when. */
export interface Asker {
	readonly device: Device;
	readonly guest: Guest;
	readonly shown: Shown;
	/** How often it read the list. */
	readonly readings: () => number;
	/** Votes of all questions that it shows. */
	readonly total: () => number;
}

export const at = ({ workshopId }: Hall, path = ''): string => `/api/workshops/${workshopId}/questions${path}`;

/** Everybody sits down and opens the questions; new ones are shown at once. */
export async function openQueue(hall: Hall): Promise<readonly Asker[]> {
	await hall.post('/steps/questions/go');
	await told(hall.desk, 'PATCH', at(hall, '/rules'), { approvedFirst: false });
	const askers: Asker[] = [];
	for (let n = 0; n < PEOPLE; n += 1) {
		const syndicate = hall.syndicates[n % hall.syndicates.length]?.slug ?? '';
		askers.push(await sitDown(hall, await seated(hall, `Person ${n + 1}`, syndicate)));
	}
	return askers;
}

async function sitDown(hall: Hall, device: Device): Promise<Asker> {
	const guest = await present(hall, device, 'none');
	const shown = new Map<string, { readonly votes: number; readonly at: number }[]>();
	let readings = 0;
	const latest = new Latest<QuestionsView>({
		read: () => {
			readings += 1;
			// A connection that rested so long that the server lets go of it: a browser reads again over another one.
			return told(device, 'GET', at(hall)).catch((error: unknown) => {
				if (!(error instanceof TypeError)) throw error;
				return told(device, 'GET', at(hall));
			});
		},
		take: ({ questions }) => {
			for (const { id, votes } of questions) {
				const known = shown.get(id) ?? [];
				if (known.at(-1)?.votes !== votes) shown.set(id, [...known, { votes, at: performance.now() }]);
			}
		}
	});
	// Never what it waits for: it goes on hearing each state.
	void guest.live.until(({ revisions }) => {
		void latest.hear(revisions.questions);
		return false;
	});
	return {
		device,
		guest,
		shown,
		readings: () => readings,
		total: () => [...shown.values()].reduce((sum, known) => sum + (known.at(-1)?.votes ?? 0), 0)
	};
}

export const ask = (hall: Hall, { device }: Asker, text: string): Promise<QuestionView> =>
	told(device, 'POST', at(hall), { text, shows: 'syndicate' });

export async function vote(hall: Hall, { device }: Asker, question: string): Promise<Cast> {
	const sentAt = performance.now();
	const { votes }: QuestionView = await told(device, 'POST', at(hall, `/${question}/vote`), { on: true });
	return { question, votes, sentAt };
}

/** Waits until every device shows so many votes, so long at most. */
export async function allShow(askers: readonly Asker[], votes: number, withinMs: number): Promise<void> {
	const until = performance.now() + withinMs;
	while (askers.some(({ total }) => total() !== votes) && performance.now() < until) await wait(20);
}
