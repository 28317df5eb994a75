import { weekdayOf } from '#domain/next-date.ts';
import type { NextDateView } from '#protocol/commitment-views.ts';

/** "on Monday at 07:15", with the date once it is further than a week. */
export function whenWords({ heldOn, heldAt }: Pick<NextDateView, 'heldOn' | 'heldAt'>, today: string): string {
	const days = (Date.parse(heldOn) - Date.parse(today)) / 86_400_000;
	const date = new Date(`${heldOn}T12:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long' });
	const day = days >= 0 && days <= 7 ? weekdayOf(heldOn) : `${weekdayOf(heldOn)} ${date}`;
	return `on ${day}${heldAt === '' ? '' : ` at ${heldAt}`}`;
}

const NUMBERS = [
	...['no one', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
	...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen']
];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** A number up to 99 in words, for a headline; larger ones in figures. */
export function inWords(n: number): string {
	if (n < 20) return NUMBERS[n] ?? String(n);
	if (n > 99) return String(n);
	const ten = TENS[Math.floor(n / 10)] ?? '';
	return n % 10 === 0 ? ten : `${ten}-${NUMBERS[n % 10] ?? ''}`;
}
