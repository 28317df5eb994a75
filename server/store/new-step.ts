/** Makes the steps and breaks that are put into an agenda, and changes the words of those that are there. */
import { firstOf } from '#document/first-of.ts';
import { cardsAfter, Misplaced, type Days, type Maker, type WholePiece } from '#domain/agenda-edit.ts';
import { asId, type StepId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { aimed, freeStepId, methodStep } from '#domain/repeated-step.ts';
import type { Activity, BoardKind, Template } from '#domain/template.ts';

/** There is one of what these show in a workshop, however often it were in the agenda. */
const ONCE: readonly BoardKind[] = ['vision', 'points', 'queue', 'plan', 'requests', 'signing'];

/** As many as a body may bring. */
const MOST_CARDS = 30;

/** True for a step that is in the agenda and cannot stand there again. */
export const isThereForGood = ({ id, board }: Activity, steps: readonly StepId[]): boolean =>
	ONCE.includes(board.kind) && steps.some((step) => methodStep(step) === methodStep(id));

export function makerOf({
	template,
	fill
}: {
	readonly template: Template;
	readonly fill: (text: string) => string;
}): Maker<WholePiece> {
	return {
		addBreak: ({ id, title, minutes }) => ({
			id,
			step: null,
			title,
			minutes,
			pinnedAt: null,
			// A break is for resting: no sound, no counter, nothing that moves.
			isQuiet: true,
			isSponsorHere: false,
			isBreakLeftOut: false,
			activity: null
		}),
		addStep: ({ id, from, day, before }, days) => {
			const all = days.flatMap(({ pieces }) => pieces);
			const source = sourceOf(from, template, all);
			const steps = all.flatMap(({ step }) => (step === null ? [] : [step]));
			if (isThereForGood(source, steps))
				throw new Problem('in-use', `“${source.title}” is in the agenda already, and there is one. Move it instead.`);
			const activity = standingAt(source, freeStepId(source.id, new Set(steps)), stepsBefore(days, day, before), steps);
			const { title, minutes } = activity;
			const flags = { isQuiet: false, isSponsorHere: false, isBreakLeftOut: false };
			return { id, step: activity.id, title, minutes, pinnedAt: null, ...flags, activity };
		},
		changeStep: (piece, changes) => {
			if (!piece.activity) throw new Misplaced('gone');
			const { card, cardOff, ...parts } = changes;
			const given = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
			const undo = Object.fromEntries(Object.keys(given).map((part) => [part, valueOf(piece.activity, part)]));
			const whole = { ...piece.activity, ...given };
			const { cards, undo: back } = cardsAfter(whole.promptCards, { card, cardOff });
			if (cards.length > MOST_CARDS)
				throw new Problem('malformed', `A step has room for ${MOST_CARDS} prompts. Remove one first.`);
			const activity = withBraces(piece.activity, { ...whole, promptCards: cards }, fill);
			return { piece: { ...piece, activity }, undo: { ...undo, ...back } };
		},
		changed: (piece) => {
			if (!piece.activity) return piece;
			const { title, minutes } = piece;
			const isSame = piece.activity.title === title && piece.activity.minutes === minutes;
			return isSame ? piece : { ...piece, activity: { ...piece.activity, title, minutes } };
		}
	};
}

/** A part that was never there is put back as off. */
const valueOf = (activity: Activity | null, part: string): unknown =>
	Object.entries(activity ?? {}).find(([key]) => key === part)?.[1] ?? (part === 'mayHideName' ? false : undefined);

function sourceOf(
	from: Parameters<Maker<WholePiece>['addStep']>[0]['from'],
	template: Template,
	all: readonly WholePiece[]
): Activity {
	if (from.kind === 'blank') return blankStep(from.title);
	if (from.kind === 'template') {
		const found = template.activities.find(({ id }) => id === from.step);
		if (!found) throw new Problem('not-found', 'The template has no such step. Load the page again.');
		return found;
	}
	const found = all.find(({ id }) => id === from.entry)?.activity;
	if (!found) throw new Misplaced('gone');
	return { ...found, title: firstOf(`${found.title}, again`, 120) };
}

function stepsBefore(days: Days<WholePiece>, day: number, before: string | null): readonly StepId[] {
	const earlier = days.slice(0, day - 1).flatMap(({ pieces }) => pieces);
	const ofDay = days[day - 1]?.pieces ?? [];
	const at = before === null ? ofDay.length : ofDay.findIndex(({ id }) => id === before);
	return [...earlier, ...ofDay.slice(0, Math.max(0, at))].flatMap(({ step }) => (step === null ? [] : [step]));
}

function standingAt(source: Activity, id: string, before: readonly string[], all: readonly string[]): Activity {
	const { from } = source.board;
	return {
		...source,
		id: asId(id),
		board: from === undefined ? source.board : { ...source.board, from: aimed(from, before, all) }
	};
}

/** The least that can be run: one column that each syndicate fills, alone first and then together. */
export function blankStep(title: string): Activity {
	return {
		id: asId('step'),
		step: null,
		scope: 'syndicate',
		title,
		short: firstOf(title, 40),
		minutes: 30,
		prompt: title,
		instruction: 'One thought per note.',
		names: 'named',
		votes: null,
		board: {
			id: 'notes',
			kind: 'columns',
			perSyndicate: true,
			textLimit: 280,
			zones: [{ id: asId('notes'), title: 'Notes', key: 'N', hint: 'One thought', empty: 'The first note goes here.' }]
		},
		phases: [
			{
				id: asId('write'),
				kind: 'write-alone',
				title: 'Write alone',
				minutes: 10,
				writes: 'each',
				sees: 'author',
				names: 'named',
				line: 'Only you see your notes until they open.'
			},
			{
				id: asId('share'),
				kind: 'share',
				title: 'Share',
				minutes: 20,
				writes: 'syndicate',
				sees: 'syndicate',
				names: 'named',
				line: 'Read each note aloud, then go on.'
			}
		],
		promptCards: [],
		facilitatorNotes: []
	};
}

/** A text that came back as it was read keeps its braces, so that it follows the names it stands for. */
function withBraces(raw: Activity, given: Activity, fill: (text: string) => string): Activity {
	const keep = (before: string | undefined, now: string): string =>
		before !== undefined && fill(before) === now ? before : now;
	const byId = <P extends { readonly id: string }>(list: readonly P[], id: string): P | undefined =>
		list.find((part) => part.id === id);
	return {
		...given,
		short: keep(raw.short, given.short),
		prompt: keep(raw.prompt, given.prompt),
		instruction: keep(raw.instruction, given.instruction),
		phases: given.phases.map((phase) => {
			const before = byId(raw.phases, phase.id);
			return {
				...phase,
				title: keep(before?.title, phase.title),
				...(phase.line !== undefined && { line: keep(before?.line, phase.line) })
			};
		}),
		promptCards: given.promptCards.map((card) => {
			const before = byId(raw.promptCards, card.id);
			return { ...card, title: keep(before?.title, card.title), text: keep(before?.text, card.text) };
		}),
		facilitatorNotes: given.facilitatorNotes.map(({ text }) => ({
			text: raw.facilitatorNotes.find((note) => fill(note.text) === text)?.text ?? text
		}))
	};
}
