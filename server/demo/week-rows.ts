/** What else the weeks brought by a stage's day: changes, thanks, suggestions, a heads-up, the questions asked again. */
import { asId, newId, type PersonId } from '#domain/ids.ts';
import { simpleRef } from '#domain/refs.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { DemoRows } from '../store/demo-rows.ts';
import { answersIn, spreadMarks } from './before-rows.ts';
import type { DemoBoards } from './boards.ts';
import type { Demo } from './demo-file.ts';
import { demoAddress } from './people.ts';
import { actionIdOf, requestIdOf } from './plan-rows.ts';
import type { Course } from './stages.ts';

/** Anneke de Boer, who is in no syndicate. */
const DEPARTMENT = 'anneke-de-boer';
const DEPARTMENT_REQUEST = 'sup-7';
const DEPARTMENT_UPDATE = 'update-38';
const dayMs = 24 * 60 * 60 * 1000;

export function weekRows(demo: Demo, boards: DemoBoards, course: Course, now: WorkshopNow): DemoRows {
	if (!course.since('week-4')) return {};
	const workshopId = now.workshop.id;
	const until = course.moment.opensAt;
	const hasCome = (day: string): boolean => morningOf(day) <= until;
	const whoIs = (person: string): PersonId | null => now.rows.people.find(({ id }) => id === person)?.id ?? null;
	const someone = (person: string): PersonId => {
		const id = whoIs(person) ?? now.rows.people.find(({ role }) => role === 'facilitator')?.id;
		if (!id) throw new Error(`the example names nobody called ${person}`);
		return id;
	};
	const { manager, deputy } = demo.workshop.followUp;
	const contactId = asId<'Contact'>(DEPARTMENT);
	const department = demo.others.find(({ id }) => id === DEPARTMENT);
	const promised = demo.updates.find(({ id }) => id === DEPARTMENT_UPDATE);
	const asked = 'department-ask-1';
	const thanked = demo.thanks.filter(({ on }) => hasCome(on));
	return {
		actionChanges: demo.actions
			.flatMap(({ n, owner, dueChanges, ownerChanges }) => [
				...dueChanges.map(({ on, to, reason }) => ({ n, on, part: 'dueOn', value: to, reason, by: manager })),
				...ownerChanges.map(({ on, to, reason }) => ({ n, on, part: 'owner', value: to, reason, by: owner }))
			])
			.filter(({ on }) => hasCome(on))
			.map(({ n, on, part, value, reason, by }) => ({
				id: newId(),
				actionId: actionIdOf(n),
				...{ part, value, reason },
				changedBy: someone(by),
				changedAt: morningOf(on)
			})),
		handOvers: [
			{ from: manager, to: deputy, on: '2027-02-26', words: 'Priya is ill.' },
			{ from: deputy, to: manager, on: '2027-03-08', words: 'Priya is back.' }
		]
			.filter(({ on }) => hasCome(on))
			.map(({ from, to, on, words }) => ({
				id: newId(),
				workshopId,
				fromId: someone(from),
				toId: someone(to),
				words,
				handedAt: morningOf(on)
			})),
		contacts: department
			? [
					{
						id: contactId,
						workshopId,
						kind: 'department' as const,
						name: department.name,
						department: department.title,
						email: demoAddress(department.id, 'marlowe'),
						confirmedAt: morningOf('2027-01-18'),
						madeAt: morningOf('2027-01-18')
					}
				]
			: [],
		departmentAsks: [
			{
				id: asked,
				workshopId,
				requestId: requestIdOf(DEPARTMENT_REQUEST),
				contactId,
				askedBy: someone(manager),
				askedAt: morningOf('2027-01-18')
			}
		],
		departmentAnswers: promised
			? [
					{
						askId: asked,
						n: 1,
						answer: 'accepted' as const,
						ownerName: department?.name ?? '',
						dueOn: '2027-02-08',
						words: promised.text,
						answeredAt: morningOf(promised.on)
					}
				]
			: [],
		letters: demo.digests
			.filter(({ sentOn }) => new Date(`${sentOn}T10:00:00Z`) <= until)
			.map(({ week, sentOn, sentTo }) => {
				const at = new Date(`${sentOn}T10:00:00Z`);
				return {
					id: asId<'Letter'>(`digest-${week}`),
					workshopId,
					kind: 'digest' as const,
					period: `w${week}`,
					goesAt: at,
					madeAt: new Date(at.getTime() - dayMs),
					sentAt: at,
					sentTo
				};
			}),
		actionSteps: demo.actions.flatMap(({ n, firstStep: { text, dueOn, doneOn }, owner, signedOwner }) =>
			hasCome(doneOn)
				? [
						{
							id: `first-step-${n}`,
							actionId: actionIdOf(n),
							n: 1,
							text,
							dueOn,
							doneAt: morningOf(doneOn),
							writtenBy: someone(signedOwner ?? owner),
							writtenAt: morningOf(demo.weeks[0]?.monday ?? doneOn)
						}
					]
				: []
		),
		thanks: thanked.map(({ id, by, about, on, text }) => ({
			id: asId<'Thanks'>(id),
			workshopId,
			ref: refOf(about, boards),
			text,
			givenBy: someone(by),
			givenAt: morningOf(on)
		})),
		thanksTo: thanked.flatMap(({ id, to }) =>
			to.map((person) => ({ thanksId: asId<'Thanks'>(id), personId: someone(person) }))
		),
		evidence: demo.actions.flatMap(({ n, owner, end }) =>
			end?.on && end.words && hasCome(end.on)
				? [
						{
							id: `evidence-${n}`,
							actionId: actionIdOf(n),
							text: end.words,
							writtenBy: someone(owner),
							writtenAt: morningOf(end.on)
						}
					]
				: []
		),
		consents: demo.people
			.filter(({ namedInPublic }) => namedInPublic)
			.map(({ id }) => ({
				workshopId,
				personId: someone(id),
				about: 'public-name' as const,
				givenAt: morningOf('2027-01-14')
			})),
		headsUps: demo.headsUp
			.filter(({ postedOn }) => hasCome(postedOn))
			.map(({ id, postedOn, startsOn, what, reason, questions }, at) => ({
				id: asId<'HeadsUp'>(id),
				workshopId,
				n: at + 1,
				...{ what, startsOn, reason, questions },
				postedBy: someone(manager),
				postedAt: morningOf(postedOn)
			})),
		headsUpSeen: demo.headsUp
			.filter(({ postedOn }) => hasCome(postedOn))
			.flatMap(({ id, postedOn, seenBy }) =>
				demo.people.slice(0, seenBy).map((person) => ({
					headsUpId: asId<'HeadsUp'>(id),
					personId: someone(person.id),
					seenAt: new Date(morningOf(postedOn).getTime() + dayMs)
				}))
			),
		suggestions: demo.suggestions
			.filter(({ on }) => hasCome(on))
			.map(({ id, on, by, text, from }, at) => ({
				id: asId<'Suggestion'>(id),
				workshopId,
				n: at + 1,
				text,
				ref: from ? refOf(from, boards) : null,
				writtenBy: by === null ? null : someone(by),
				writtenAt: morningOf(on)
			})),
		suggestionAnswers: demo.suggestions.flatMap(({ id, state, answeredBy, answeredOn, words }) =>
			state !== 'waiting' && answeredBy && answeredOn && hasCome(answeredOn)
				? [
						{
							suggestionId: asId<'Suggestion'>(id),
							n: 1,
							answer: state,
							words,
							answeredBy: someone(answeredBy),
							answeredAt: morningOf(answeredOn)
						}
					]
				: []
		),
		...askedAgain(demo, course, now)
	};
}

/** The three questions of a week, and in week 12 the five of the beginning; who said what is nobody's. */
function askedAgain(demo: Demo, course: Course, now: WorkshopNow): DemoRows {
	const workshopId = now.workshop.id;
	// The answers of week 4 came in during the week that begins there.
	const isOver = (week: number): boolean => course.stage === 'week-12' && week <= 12;
	return {
		pulseAnswers: demo.pulses
			.filter(({ week }) => isOver(week))
			.flatMap(({ week, answers, motivators }) => {
				const marks = spreadMarks(answers);
				const people = Math.max(...Object.values(answers).map(({ counts }) => counts.reduce((sum, n) => sum + n, 0)));
				const chosen = spreadChoices(motivators, people);
				return Array.from({ length: people }, (_, person) => ({
					id: newId(),
					workshopId,
					week,
					marks: marks(person),
					motivators: chosen[person] ?? []
				}));
			}),
		baselineAnswers: isOver(12)
			? answersIn(demo, 'week12').map((answer) => ({ id: newId(), workshopId, round: 'after' as const, ...answer }))
			: [],
		prolongVotes: isOver(12)
			? demo.people.slice(0, PROLONG.of).map(({ id }, at) => ({
					workshopId,
					personId: asId<'Person'>(id),
					isYes: at < PROLONG.yes,
					votedAt: morningOf('2027-04-02')
				}))
			: []
	};
}

/** "31 of 36 vote to go on until 30 June." */
const PROLONG = { yes: 31, of: 36 };

/** Up to three a person, each as often as the example says. */
function spreadChoices(counts: Readonly<Record<string, number>>, people: number): readonly (readonly string[])[] {
	const chosen: string[][] = Array.from({ length: people }, () => []);
	let next = 0;
	for (const [motivator, times] of Object.entries(counts)) {
		for (let given = 0, tried = 0; given < times && tried < people; tried += 1, next += 1) {
			const own = chosen[next % people];
			if (!own || own.length >= 3 || own.includes(motivator)) continue;
			own.push(motivator);
			given += 1;
		}
	}
	return chosen;
}

function refOf(id: string, boards: DemoBoards): string {
	const n = /^action-(\d+)$/.exec(id)?.[1];
	return n === undefined ? boards.ref(id) : simpleRef('action', actionIdOf(Number(n)));
}

/** Before the Monday's letter is written. */
const morningOf = (day: string): Date => new Date(`${day}T07:20:00Z`);
