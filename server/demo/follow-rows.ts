/** What became of the plan by a stage's day: the words people wrote, the weekly figures, later answers. */
import { asId, type PersonId } from '#domain/ids.ts';
import type { UpdateHealth } from '#domain/plan.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { DemoRows } from '../store/demo-rows.ts';
import type { Demo } from './demo-file.ts';
import { actionIdOf, ownerOf, requestIdOf } from './plan-rows.ts';
import type { Course } from './stages.ts';

type Action = Demo['actions'][number];
type Update = Demo['updates'][number];
type Health = Update['health'];

const dayMs = 24 * 60 * 60 * 1000;
/** A figure goes with words of its week, or of the weekend before its Monday. */
const WORDS_BEFORE = -3;
const WORDS_AFTER = 6;

export function followRows(demo: Demo, course: Course, now: WorkshopNow): DemoRows {
	if (!course.since('week-4')) return {};
	const until = course.moment.opensAt;
	const sponsor = now.rows.people.find(({ role }) => role === 'sponsor')?.id;
	if (!sponsor) throw new Error('the example has no sponsor');
	const writers = new Set<string>(now.rows.people.map(({ id }) => id));
	const writerOf = (person: string): PersonId | null =>
		person === demo.workshop.sponsor ? sponsor : writers.has(person) ? asId(person) : null;
	const manager = writerOf(demo.workshop.followUp.manager);
	return {
		decisions: demo.decisions
			.map(({ id, on, what, whoDecides, staffAsked, outcome }, at) => ({
				id: asId<'Decision'>(id),
				...{ workshopId: now.workshop.id, n: at + 1, what, wereStaffAsked: staffAsked, until: on, outcome },
				whoDecides:
					now.rows.people.find((person) => person.id === writerOf(whoDecides))?.name ?? nameOf(demo, whoDecides),
				writtenBy: manager ?? sponsor,
				writtenAt: morningOf(on),
				decidedAt: morningOf(on)
			}))
			.filter(({ decidedAt }) => decidedAt <= until),
		actionUpdates: demo.actions
			.flatMap((action) => updatesOf(action, demo, writerOf))
			.filter(({ writtenAt }) => writtenAt <= until),
		supportAnswers: demo.support
			.flatMap(({ id, revised, final }) => [
				...(revised ? [{ id, answer: 'yes-with-a-limit' as const, ...revised }] : []),
				...(final ? [{ id, limit: null, ...final }] : [])
			])
			.map(({ id, on, answer, words, limit, changedMind }) => ({
				requestId: requestIdOf(id),
				n: 2,
				answer,
				words,
				limit,
				changedMind,
				answeredBy: sponsor,
				answeredAt: morningOf(on)
			}))
			.filter(({ answeredAt }) => answeredAt <= until)
	};
}

const nameOf = ({ people, others }: Demo, id: string): string =>
	[...people, ...others].find((person) => person.id === id)?.name ?? id;

/** Every word about an action, and every figure: with words of its week, else by itself on its Monday. */
function updatesOf(action: Action, { updates, weeks }: Demo, writerOf: (person: string) => PersonId | null) {
	const written = updates.filter((update) => update.action === action.id);
	const figures = new Map<Update, number>();
	const alone: { readonly id: string; readonly on: string; readonly reading: number }[] = [];
	for (const { week, monday } of weeks) {
		const reading = action.measure.readings[week - 1] ?? null;
		if (reading === null) continue;
		const near = written
			.filter((update) => !figures.has(update) && writerOf(update.by) !== null)
			.map((update) => ({ update, days: (Date.parse(update.on) - Date.parse(monday)) / dayMs }))
			.filter(({ days }) => days >= WORDS_BEFORE && days <= WORDS_AFTER)
			.sort((a, b) => Math.abs(a.days) - Math.abs(b.days));
		const [nearest] = near;
		if (nearest) figures.set(nearest.update, reading);
		else alone.push({ id: `reading-${action.n}-${week}`, on: monday, reading });
	}
	const rows = [
		...written.flatMap((update) => {
			const writtenBy = writerOf(update.by);
			const { id, on, text, health } = update;
			const lesson = health === 'learned' ? (action.end?.lesson ?? '') : '';
			return writtenBy ? [{ id, on, text, health, lesson, writtenBy, reading: figures.get(update) ?? null }] : [];
		}),
		...alone.map(({ id, on, reading }) => {
			const text = 'This week’s count.';
			return { id, on, text, health: null, lesson: '', writtenBy: ownerOf(action), reading };
		})
	].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
	let standing: UpdateHealth = 'on-course';
	return rows.map(({ id, on, text, health, lesson, writtenBy, reading }) => {
		// A figure alone changes nothing: it is counted on after the end as well.
		standing = health === null ? standing : saidOf(health);
		const written = { writtenBy, health: standing, text, lesson, reading, writtenAt: morningOf(on) };
		return { id, actionId: actionIdOf(action.n), ...written };
	});
}

/** Waiting, late and quiet are worked out by the product; in the words of the owner they are a call for help. */
const saidOf = (health: Health): UpdateHealth =>
	health === 'waiting' || health === 'late' || health === 'quiet' ? 'help' : health;

/** Before the Monday's letter is written. */
const morningOf = (day: string): Date => new Date(`${day}T07:20:00Z`);
