import { readHerWords } from '#lib/http/reply.ts';
import type { HerWordsView, SaidView } from '#protocol/reply-views.ts';
import { Heard } from './heard.svelte.ts';

/** The customers' points behind actions and standards, as this device last heard it. */
export class HerWordsState extends Heard<HerWordsView> {
	constructor(workshopId: string) {
		super(() => readHerWords(workshopId));
	}

	ofAction = (action: string): readonly SaidView[] => this.view?.actions.find(({ id }) => id === action)?.said ?? [];
	ofStandard = (line: string): readonly SaidView[] => this.view?.standards.find(({ ref }) => ref === line)?.said ?? [];
}
