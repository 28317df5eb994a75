/** What a row of "needs you" says, and whom its deeds name. */
import type { Need, NeedKind } from '#domain/needs.ts';
import { count, dayWords } from '#domain/words/en.ts';
import type { NeedView } from '#protocol/monday-views.ts';
import type { ActionView } from '#protocol/views.ts';

const days = (n: number): string => count(n, 'day', 'days');
const day = (on: string): string => dayWords(on, false);

/** `Late, 3 days`: how it stands. */
export function needMark({ kind, days: n, words, name }: Need): string {
	switch (kind) {
		case 'late':
			return n === 0 ? 'Late' : `Late, ${days(n)}`;
		case 'help':
			return 'Needs help';
		case 'support':
			return n === 0 ? 'Waiting' : `Waiting, ${days(n)}`;
		case 'department':
			return n === 0 ? 'Asked' : `Asked, ${days(n)}`;
		case 'quiet':
			return `Quiet, ${days(n)}`;
		case 'owner':
			return 'No owner';
		case 'address':
			return words === 'disowned' ? 'Wrong address' : 'Not answering';
		case 'mail':
			return words === 'unsure' ? 'Not sure' : words === 'refused' ? 'Refused' : 'Not sent';
		case 'job':
			return 'Failed';
		case 'suggestion':
			return n === 0 ? 'Unanswered' : `Over by ${days(n)}`;
		case 'heads-up':
			return `Posted late`;
		case 'reading':
			return name === '' ? 'No number' : name;
	}
}

export interface NeedNames {
	readonly nameOf: (id: string | null) => string;
	/** Of management; empty where nobody is. */
	readonly sponsor: string;
	readonly syndicateOf: (id: string | null) => string;
}

/** What a person should know in one line. */
export function needDetail(need: Need, action: ActionView | undefined, names: NeedNames): string {
	const owner = names.nameOf(action?.ownerId ?? need.personId);
	const last = action?.updates.at(-1);
	switch (need.kind) {
		case 'late':
			return `${owner}. Due ${day(need.since)}. ${last ? `Last word: “${last.text}”` : 'No word yet.'}`;
		case 'help':
			return `${owner}: “${need.words}”`;
		case 'support': {
			const request = action?.support.find(({ id }) => `support:${id}` === need.ref);
			const promised = request?.answers.at(-1)?.answerBy;
			const who = names.sponsor === '' ? '' : `${names.sponsor}. `;
			return promised
				? `${who}Promised an answer by ${day(promised)}.`
				: `${who}Asked on ${day(need.since)}: “${need.words}”`;
		}
		case 'department':
			return `${need.name}. Asked on ${day(need.since)}: “${need.words}”`;
		case 'quiet':
			return last ? `${owner}. No update since ${day(need.since)}.` : `${owner}. No word yet.`;
		case 'owner': {
			if (!action?.offer) return 'Nobody owns it, and nobody is asked.';
			const asked = action.offer.syndicateId === null ? 'Everybody' : names.syndicateOf(action.offer.syndicateId);
			return `${asked} is asked since ${day(need.since)}. “${action.offer.reason}”`;
		}
		case 'address':
			return need.words === 'disowned'
				? 'The letters reach somebody else. Ask for the right address.'
				: 'Three letters in a row had no answer, and no more are sent. The telephone is open.';
		case 'mail':
			if (need.words === 'refused') return 'The address of this letter was refused. Ask for the right one.';
			return need.words === 'unsure'
				? 'This letter may have gone, or not. It is not sent a second time by itself.'
				: 'No mail server took this letter for five days. Look at the letters to send it again.';
		case 'job':
			return `It failed five times, and goes on trying. For the person who helps: ${need.words}`;
		case 'suggestion':
			return `Due ${day(need.since)}.`;
		case 'heads-up':
			return `Begins ${day(need.name)}. It should be posted five workdays before.`;
		case 'reading':
			return `${owner}. ${need.words}: counted last before ${day(need.since)}.`;
	}
}

/** What stands in large letters. */
export function needTitle(need: Need, action: ActionView | undefined): string {
	if (action) return action.text;
	if (need.kind === 'suggestion' || need.kind === 'heads-up') return need.words;
	if (need.kind === 'job') return 'Work that Plenary does by itself';
	return need.name;
}

export type NeedDeed = 'write' | 'remind' | 'raise' | 'call' | 'date' | 'offer' | 'end' | 'away' | 'settle';

const DEEDS: Readonly<Record<NeedKind, readonly NeedDeed[]>> = {
	late: ['write', 'date', 'call', 'offer', 'end', 'away'],
	help: ['call', 'write', 'date', 'offer', 'end', 'away'],
	support: ['remind', 'raise', 'call', 'away'],
	department: ['call', 'away'],
	quiet: ['write', 'away', 'call', 'date', 'offer', 'end'],
	owner: ['offer', 'away', 'call', 'end'],
	address: ['call', 'away'],
	mail: ['settle'],
	job: ['away'],
	suggestion: ['away'],
	'heads-up': ['away'],
	reading: ['write', 'away', 'call']
};

/** What may be done about it, the first two as buttons and the rest in a menu. */
export function deedsOf(need: NeedView, action: ActionView | undefined): readonly NeedDeed[] {
	return DEEDS[need.kind].filter((deed) => {
		if (deed === 'date') return action?.may.change === true;
		if (deed === 'end') return action?.may.report === true;
		if (deed === 'offer') return action?.may.change === true && action.offer === null;
		return true;
	});
}

const first = (name: string): string => name.trim().split(/\s+/u)[0] ?? '';

export function deedWords(deed: NeedDeed, need: Need, names: NeedNames): string {
	switch (deed) {
		case 'write': {
			const name = first(names.nameOf(need.personId)) || 'the owner';
			return need.kind === 'quiet' || need.kind === 'reading' ? `Ask ${name}` : `Write to ${name}`;
		}
		case 'remind':
			return `Remind ${first(names.sponsor) || 'management'}`;
		case 'raise':
			return 'Raise it with the board';
		case 'call':
			return 'Note a call';
		case 'date':
			return 'Move the date';
		case 'offer':
			return 'Look for an owner';
		case 'end':
			return 'End it, with a reason';
		case 'away':
			return 'Not needed yet';
		case 'settle':
			return 'I looked into it';
	}
}
