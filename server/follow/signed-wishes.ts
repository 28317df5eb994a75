/** How somebody wants to be written to, said from a letter. */
import { html } from 'hono/html';
import * as v from 'valibot';
import { calendarDay, dayPlus } from '#domain/calendar.ts';
import { asId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { valueOf, type SignedValue } from '#domain/signed-links.ts';
import { dayWords } from '#domain/words/en.ts';
import { changeWishes, type Wishes } from '../store/link-uses.ts';
import { asWhom, choices, form, none, press, type Choice, type Html } from './signed-page.ts';
import { isSaid, mayUndo, type SignedPurposeWork, type Visited } from './signed-purpose.ts';

type Wish = SignedValue<'wishes'>;

const WORDS: Readonly<Record<Wish, string>> = {
	less: 'One letter a month',
	weekly: 'Letters as before',
	snooze: 'Nothing for a week',
	'stop-action': 'No more letters about this action',
	stop: 'No more letters',
	on: 'Letters again'
};

/** As it stood before a press, to take that back by. */
const Before = v.object({
	isMonthly: v.boolean(),
	stoppedAt: v.nullable(v.string()),
	snoozedUntil: v.nullable(v.string()),
	stoppedActions: v.array(v.string())
});

export const wishesWork: SignedPurposeWork = {
	page: (visited) => Promise.resolve({ title: 'Your letters', body: pageOf(visited) }),
	value(visited, fields) {
		const wish = wishIn(fields['wish'] ?? '');
		if (visited.onlyStops && wish !== 'stop')
			throw new Problem('not-allowed', 'This link is from an older letter: it stops all letters, and nothing else.');
		return wish;
	},
	stands: (visited, value) => isSo(wishIn(value), visited),
	async write(tx, visited, fields) {
		const wish = wishIn(fields['wish'] ?? '');
		const before = visited.wishes;
		await changeWishes(tx, visited.word, changeOf(wish, visited));
		return JSON.stringify({
			isMonthly: before?.isMonthly ?? false,
			stoppedAt: before?.stoppedAt?.toISOString() ?? null,
			snoozedUntil: before?.snoozedUntil ?? null,
			stoppedActions: [...(before?.stoppedActions ?? [])]
		} satisfies v.InferInput<typeof Before>);
	},
	async undo(tx, visited, use) {
		const before = v.parse(Before, JSON.parse(use.wrote));
		const stoppedAt = before.stoppedAt === null ? null : new Date(before.stoppedAt);
		const stoppedActions = before.stoppedActions.map((id) => asId<'Action'>(id));
		await changeWishes(tx, visited.word, { ...before, stoppedAt, stoppedActions });
	},
	words: (value) => WORDS[valueOf('wishes', value) ?? 'on']
};

function wishIn(text: string): Wish {
	const wish = valueOf('wishes', text);
	if (!wish) throw new Problem('malformed', 'Choose how you want to be written to.', { field: 'wish' });
	return wish;
}

function changeOf(wish: Wish, { word, wishes, now, at }: Visited): Partial<Wishes> {
	const stopped = wishes?.stoppedActions ?? [];
	switch (wish) {
		case 'less':
			return { isMonthly: true, stoppedAt: null };
		case 'weekly':
			return { isMonthly: false, stoppedAt: null };
		case 'snooze':
			return { snoozedUntil: weekFrom({ wishes, now, at }) };
		case 'stop-action':
			if (word.subjectId === '')
				throw new Problem('malformed', 'This letter is about no action of its own.', { field: 'wish' });
			return { stoppedActions: [...new Set([...stopped, asId<'Action'>(word.subjectId)])] };
		case 'stop':
			return { stoppedAt: wishes?.stoppedAt ?? at };
		case 'on':
			return { stoppedAt: null, snoozedUntil: null, stoppedActions: [] };
	}
}

const weekFrom = ({ wishes, now, at }: Pick<Visited, 'wishes' | 'now' | 'at'>): string =>
	dayPlus(calendarDay(at, wishes?.timezone ?? now.workshop.timezone), 7);

/** Letters are stopped and begun again elsewhere too: what this link said last may not be so any more. */
function isSo(wish: Wish, visited: Visited): boolean {
	const { isMonthly = false, stoppedAt = null, snoozedUntil = null, stoppedActions = [] } = visited.wishes ?? {};
	switch (wish) {
		case 'less':
			return isMonthly && stoppedAt === null;
		case 'weekly':
			return !isMonthly && stoppedAt === null;
		case 'snooze':
			return snoozedUntil === weekFrom(visited);
		case 'stop-action':
			return stoppedActions.some((id) => id === visited.word.subjectId);
		case 'stop':
			return stoppedAt !== null;
		case 'on':
			return stoppedAt === null && snoozedUntil === null && stoppedActions.length === 0;
	}
}

function pageOf(visited: Visited): Html {
	const { token, use, wishes, reader, now, word, onlyStops, refusal } = visited;
	const isNoted = use !== null && isSaid(wishesWork, visited, use.value);
	return html`<section class="sheet">
			<p class="small quiet">${now.workshop.title}</p>
			<h1>Your letters, ${reader.name}</h1>
			${
				isNoted
					? html`<div class="noted" role="status" tabindex="-1">
							<p><b>Noted: ${wishesWork.words(use.value)}.</b></p>
							${mayUndo(visited) ? form(token, 'undo', press('Undo', 'plain')) : none}
						</div>`
					: none
			}
			<p>${standing(visited)}</p>
			${refusal && !refusal.field ? html`<p class="refusal" role="alert">${refusal.message}</p>` : none}
			${
				onlyStops && wishes?.stoppedAt
					? none
					: form(token, '', [
							choices('wish', 'From now on', offeredTo(visited), isNoted ? '' : word.value),
							press('Keep this')
						])
			}
			<p class="small quiet">
				Letters come in the morning, on workdays, at most one a day. Your time zone:
				<span data-timezone>${wishes?.timezone ?? now.workshop.timezone}</span>.
			</p>
		</section>
		${onlyStops ? none : asWhom(token, reader.name, 'Answering')}`;
}

function standing({ wishes }: Visited): string {
	if (wishes?.stoppedAt) return 'No letters come to you now.';
	const parts = [
		wishes?.isMonthly ? 'One letter a month comes to you.' : 'Every letter comes to you.',
		wishes?.snoozedUntil ? `Nothing comes before ${dayWords(wishes.snoozedUntil, false)}.` : ''
	];
	return parts.filter((part) => part !== '').join(' ');
}

const STOP: Choice = { value: 'stop', label: 'Stop all letters', hint: 'Links that were sent before end with it.' };

function offeredTo({ wishes, word, onlyStops }: Visited): readonly Choice[] {
	if (onlyStops) return [STOP];
	const hasAction = word.subjectId !== '';
	const isMonthly = wishes?.isMonthly === true;
	const isOff = wishes !== null && (wishes.stoppedAt !== null || wishes.snoozedUntil !== null);
	const hasLess = isOff || (wishes?.stoppedActions.length ?? 0) > 0;
	const all: readonly (Choice | null)[] = [
		hasLess ? { value: 'on', label: 'Send me letters again' } : null,
		isMonthly
			? { value: 'weekly', label: 'Every letter again' }
			: { value: 'less', label: 'Less often', hint: 'One letter a month, with what happened in it.' },
		{ value: 'snooze', label: 'Nothing for a week' },
		hasAction ? { value: 'stop-action', label: 'Stop letters about this action' } : null,
		STOP
	];
	return all.filter((choice) => choice !== null);
}
