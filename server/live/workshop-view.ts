/** A workshop as its pages show it: names in place of the template's braces, and only what this reader may know. */
import type { Actor, PersonActor } from '#domain/access.ts';
import type { StepId } from '#domain/ids.ts';
import { fillPlaceholders, type Activity, type Placeholders } from '#domain/template.ts';
import { forSeveral, guestNames, isGuestStep } from '#domain/customers.ts';
import { EMPTY_BRIEF, facilitates, isGuest, type Brief } from '#domain/workshop.ts';
import type { CodeView, PersonView, SyndicateView, WorkshopView } from '#protocol/views.ts';
import type { PersonRecord } from '../store/people.ts';
import type { WorkshopNow } from './workshop-now.ts';

/** What stands where nobody is named yet. */
const UNNAMED: Placeholders = {
	company: 'the company',
	sponsor: 'the sponsor',
	guest: 'the customer',
	facilitator: 'the facilitator',
	followUp: 'the follow-up manager'
};

const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? '';

/** First names: this is read aloud in a room where people know each other. */
export function placeholdersOf(now: WorkshopNow): Placeholders {
	const { company, brief } = now.workshop;
	const facilitator = now.rows.people.find(({ role }) => role === 'facilitator');
	const appointed = now.rows.appointments.find(
		({ role, state }) => role === 'follow-up-manager' && state === 'accepted'
	);
	const followUp = (appointed && now.person(appointed.personId)?.name) ?? brief.followUpCandidate;
	return {
		company: company || UNNAMED.company,
		sponsor: firstName(brief.sponsor) || UNNAMED.sponsor,
		guest: guestNames(now.rows.people) || UNNAMED.guest,
		facilitator: firstName(facilitator?.name ?? '') || UNNAMED.facilitator,
		followUp: firstName(followUp) || UNNAMED.followUp
	};
}

export function workshopView(now: WorkshopNow, actor: Actor): WorkshopView {
	const { id, title, purpose, company, state, code, joinToken, compass, brief, quietAfterDays } = now.workshop;
	const isFacilitator = actor.kind === 'person' && facilitates(actor.role);
	const names = placeholdersOf(now);
	if (actor.kind === 'person' && isGuest(actor.role)) return guestView(now, actor);
	return {
		id,
		title,
		purpose,
		company,
		state,
		code: isFacilitator || actor.kind === 'screen' ? code : null,
		joinToken: isFacilitator || actor.kind === 'screen' ? joinToken : null,
		compass,
		brief: isFacilitator || (actor.kind === 'person' && actor.role === 'sponsor') ? brief : openPart(brief),
		syndicates: syndicateViews(now),
		days: now.days(),
		steps: [...now.activities.values()].map((activity) => {
			const filled = withNames(activity, names);
			return isFacilitator ? filled : { ...filled, facilitatorNotes: [] };
		}),
		quietAfterDays
	};
}

/**
 * As those see it who are here for the customers' steps alone: the title, those steps and when they are, and what the
 * syndicates are called, who write the points down. Nothing of the others, of the brief, or of how many people there are.
 */
function guestView(now: WorkshopNow, { role }: PersonActor): WorkshopView {
	const { id, title, company, state, brief, quietAfterDays } = now.workshop;
	const names = placeholdersOf(now);
	const steps = [...now.activities.values()].filter((activity) => isGuestStep(role, activity));
	const isTheirs = (step: StepId | null): boolean => steps.some(({ id }) => id === step);
	return {
		...{ id, title, purpose: '', company, state, code: null, joinToken: null, compass: '' },
		brief: { ...EMPTY_BRIEF, customer: brief.customer },
		syndicates: syndicateViews(now).map((syndicate) => ({ ...syndicate, seats: 0, people: 0 })),
		days: now.days().map((day) => ({ ...day, entries: day.entries.filter(({ step }) => isTheirs(step)) })),
		steps: steps.map((activity) => ({ ...withNames(activity, names), facilitatorNotes: [], promptCards: [] })),
		quietAfterDays
	};
}

/** What the sponsor may grant, and finds hard, is said by the sponsor in person. */
const openPart = (brief: Brief): Brief => ({
	...brief,
	situation: '',
	contact: '',
	budget: '',
	hoursPerPerson: null,
	whyHard: '',
	customerLine: ''
});

export const syndicateViews = (now: WorkshopNow): readonly SyndicateView[] =>
	now.syndicates.map(({ id, slug, name, letter, seats }) => ({
		id,
		slug,
		name,
		letter,
		seats,
		people: now.expected(id).length
	}));

/** Enough to choose a seat, nothing else. */
export const codeView = (now: WorkshopNow): CodeView => ({
	workshopId: now.workshop.id,
	title: now.workshop.title,
	syndicates: syndicateViews(now),
	isLate: isLate(now)
});

/** The room has left its first step: whoever comes now has missed something. */
export function isLate(now: WorkshopNow): boolean {
	const running = now.running();
	const [first] = now.activities.keys();
	return running !== null && running.activity.id !== first;
}

/** Those whom a reader is told of: guests know each other, and the facilitators. */
export const peopleFor = (now: WorkshopNow, actor: Actor): readonly PersonRecord[] =>
	actor.kind === 'person' && isGuest(actor.role)
		? now.rows.people.filter(({ id, role }) => id === actor.personId || role === 'customer' || facilitates(role))
		: now.rows.people;

/** @param isForFacilitator who else reads learns nothing of addresses and of who reports to whom */
export function personView(
	now: WorkshopNow,
	{
		id,
		name,
		role,
		syndicateId,
		department,
		rolePlace,
		sitsWith,
		arrivedAt,
		joinedAt,
		lastHere,
		mergedIds,
		email,
		reportsTo
	}: PersonRecord,
	isForFacilitator: boolean
): PersonView {
	const hasArrived = role !== 'participant' || arrivedAt !== null;
	return {
		id,
		name,
		role,
		syndicateId,
		appointments: now.appointmentsOf(id),
		department,
		hasArrived,
		isListed: isListed({ role, arrivedAt, joinedAt }),
		isHereToday: hasArrived && lastHere === now.lastDayHeld(),
		rolePlace,
		sitsWith,
		mergedIds: mergedIds ?? [],
		listing: isForFacilitator
			? { email, reportsTo, listedAt: arrivedAt?.getTime() === joinedAt.getTime() ? null : joinedAt.toISOString() }
			: null
	};
}

/** Put on the list before they came; whoever joins by the code alone comes and is known in the same instant. */
export const isListed = ({
	role,
	arrivedAt,
	joinedAt
}: Pick<PersonRecord, 'role' | 'arrivedAt' | 'joinedAt'>): boolean =>
	role === 'participant' && arrivedAt?.getTime() !== joinedAt.getTime();

/** Puts the names into a text as its readers see it. */
export const fillerOf =
	(names: Placeholders) =>
	(text: string): string => {
		const filled = fillPlaceholders(names.guest.includes(' and ') ? forSeveral(text) : text, names);
		// A text that begins with a part nobody is named for still begins like a sentence.
		return /^\{/.test(text) ? filled.charAt(0).toLocaleUpperCase('en') + filled.slice(1) : filled;
	};

function withNames(activity: Activity, names: Placeholders): Activity {
	const fill = fillerOf(names);
	const { board } = activity;
	return {
		...activity,
		title: fill(activity.title),
		short: fill(activity.short),
		prompt: fill(activity.prompt),
		instruction: fill(activity.instruction),
		board: {
			...board,
			zones: board.zones.map((zone) => ({
				...zone,
				title: fill(zone.title),
				hint: fill(zone.hint),
				empty: fill(zone.empty)
			})),
			...(board.fields && {
				fields: board.fields.map((field) => ({
					...field,
					title: fill(field.title),
					...(field.hint !== undefined && { hint: fill(field.hint) })
				}))
			})
		},
		phases: activity.phases.map((phase) => ({
			...phase,
			title: fill(phase.title),
			...(phase.line !== undefined && { line: fill(phase.line) })
		})),
		promptCards: activity.promptCards.map((card) => ({ ...card, title: fill(card.title), text: fill(card.text) })),
		facilitatorNotes: activity.facilitatorNotes.map(({ text }) => ({ text: fill(text) }))
	};
}
