/** What devices said on `/live` lately. Small JSON of a known shape, at most once a second and a little more at once. */
import * as v from 'valibot';
import { asId, type StepId } from '#domain/ids.ts';

/** A page says it when it changes and at most once a second; the rest is leeway for a line that came back. */
const NEWS_A_SECOND = 2;
const BURST = 10;
const MOST_WAITING = 100_000;

const News = v.strictObject({
	waiting: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_WAITING))),
	shows: v.optional(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(64))))
});

export type Heard = 'changed' | 'same' | 'malformed' | 'too-many';

export class DeviceWords {
	/** Changes on this device that are not saved yet. */
	waiting = 0;
	shows: StepId | null = null;
	#left = BURST;
	#countedAt: number;

	/** @param now ms of a clock that only goes on */
	constructor(now: number) {
		this.#countedAt = now;
	}

	hear(text: string, now: number): Heard {
		this.#left = Math.min(BURST, this.#left + ((now - this.#countedAt) / 1000) * NEWS_A_SECOND);
		this.#countedAt = now;
		if (this.#left < 1) return 'too-many';
		this.#left -= 1;
		const news = v.safeParse(News, parsed(text));
		if (!news.success) return 'malformed';
		const { waiting = this.waiting, shows } = news.output;
		const showsNow = shows === undefined ? this.shows : shows === null ? null : asId<'Step'>(shows);
		if (waiting === this.waiting && showsNow === this.shows) return 'same';
		this.waiting = waiting;
		this.shows = showsNow;
		return 'changed';
	}
}

function parsed(text: string): unknown {
	try {
		const news: unknown = JSON.parse(text);
		return Array.isArray(news) ? null : news;
	} catch {
		return null;
	}
}
