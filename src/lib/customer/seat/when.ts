/** When the customers' part is, and what is happening in it now; in words for whoever came for it. */
import type { LiveState } from '#protocol/live.ts';
import type { AgendaDay } from '#protocol/views.ts';
import type { Activity } from '#domain/template.ts';
import { phaseOf } from '#domain/template.ts';

/** "Wednesday 13 January at 09:00"; "09:00 on the second day" while the days have no date. Empty without such a step. */
export function whenOf(days: readonly AgendaDay[], step: string | undefined): string {
	for (const { day, heldOn, entries } of days) {
		const entry = entries.find((each) => each.step === step);
		if (!entry) continue;
		if (heldOn === null) return `${entry.starts} on day ${day}`;
		const date = new Date(`${heldOn}T12:00:00Z`).toLocaleDateString('en-GB', {
			weekday: 'long',
			day: 'numeric',
			month: 'long',
			timeZone: 'UTC'
		});
		return `${date} at ${entry.starts}`;
	}
	return '';
}

export interface Happening {
	/** Their part is going on: the page shows it. */
	readonly kind: 'ahead' | 'now' | 'between' | 'over';
	readonly title: string;
	readonly line: string;
}

interface Told {
	readonly live: Pick<LiveState, 'step' | 'states' | 'onBreak' | 'workshop' | 'lateMinutes'>;
	readonly days: readonly AgendaDay[];
	readonly steps: readonly Activity[];
	/** First name of the one whose page it is; empty for somebody who came to hear the customers. */
	readonly me: string;
	/** What the customers are called. */
	readonly guest: string;
}

/** Less than this is not late. */
const LATE_MIN = 5;

export function happening({ live, days, steps, me, guest }: Told): Happening {
	if (live.workshop.state === 'signed')
		return me === ''
			? { kind: 'over', title: 'The two days are over.', line: `Here is what ${guest} said.` }
			: { kind: 'over', title: `Thank you, ${me}.`, line: 'Below are your points as the room keeps them.' };
	const talk = steps.find(({ board }) => board.kind === 'points');
	const running = steps.find(({ id }) => id === live.step?.id);
	const hasBegun = running !== undefined || Object.values(live.states).some((state) => state !== 'ahead');
	if (hasBegun && live.onBreak) return { kind: 'between', title: 'The room has a break.', line: live.onBreak.title };
	if (running) return inStep(running, phaseOf(running, live.step?.phase ?? null)?.kind, me, guest);
	if (hasBegun)
		return {
			kind: 'between',
			title: 'The room is busy with another part.',
			line: me === '' ? `What ${guest} said stays here.` : 'Your points stay here; nothing is asked of you now.'
		};
	const when = whenOf(days, talk?.id);
	const late =
		live.lateMinutes !== null && live.lateMinutes >= LATE_MIN ? ` The room is ${live.lateMinutes} minutes late.` : '';
	return {
		kind: 'ahead',
		title: me === '' ? `You are invited to hear ${guest}.` : `It is not your turn yet, ${me}.`,
		line: `${when === '' ? 'The facilitator tells you when to come.' : `Come on ${when}.`}${late} This page follows the room by itself.`
	};
}

function inStep({ board }: Activity, phase: string | undefined, me: string, guest: string): Happening {
	const who = me === '' ? guest : 'You';
	if (board.kind === 'points') {
		if (phase !== 'present' && me !== '')
			return { kind: 'now', title: 'Is this what you said?', line: 'Look at each point, and put right what is not.' };
		return me === ''
			? {
					kind: 'now',
					title: `${guest} ${guest.includes(' and ') ? 'speak' : 'speaks'} now.`,
					line: 'Points appear as they are written down.'
				}
			: {
					kind: 'now',
					title: 'It is your turn.',
					line: 'The room listens. Each point appears below as it is written down.'
				};
	}
	if (board.kind === 'queue')
		return {
			kind: 'now',
			title: `${who === 'You' ? 'The room asks you.' : `The room asks ${who}.`}`,
			line: 'The question that is being answered stands below.'
		};
	return phase === 'present'
		? { kind: 'now', title: 'The syndicates tell the room.', line: 'What they want to do about what you said.' }
		: {
				kind: 'now',
				title: 'The syndicates discuss what you said.',
				line: 'You may go round and listen, or sit down with one of them.'
			};
}
