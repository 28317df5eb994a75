/** The plan of the example: its actions, what was asked for and answered, who follows up and who signed. */
import { asId, type PersonId } from '#domain/ids.ts';
import { simpleRef } from '#domain/refs.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { DemoRows } from '../store/demo-rows.ts';
import type { DemoBoards } from './boards.ts';
import type { Demo } from './demo-file.ts';
import { scribeOf, sourcesOf } from './late-boards.ts';
import { dueJob } from '../store/support-told.ts';
import { markRows } from './mark-rows.ts';
import type { Course } from './stages.ts';

type Rows<Table extends keyof DemoRows> = NonNullable<DemoRows[Table]>;

const SENT = Date.parse('2027-01-13T12:20:00Z');
const TAKEN = Date.parse('2027-01-13T13:58:00Z');
const ASKED = Date.parse('2027-01-13T14:13:00Z');
const ANSWERED = Date.parse('2027-01-13T15:02:00Z');
const APPOINTED = Date.parse('2027-01-13T15:21:00Z');
const minuteMs = 60_000;

/** While the plan is completed: one action lacks its measure, one its day; nothing asked for is answered yet. */
const WITHOUT_MEASURE = 'action-6';
const WITHOUT_DAY = 'action-8';
/** Thirty minutes with all owners, in week 4. */
const CHECK_IN = { heldOn: '2027-02-11', heldAt: '15:00', words: 'The check-in with all owners' };
/** Signatures while Joanna Pike has not signed. */
const SIGNED_SO_FAR = 34;

export const actionIdOf = (n: number) => asId<'Action'>(`action-${String(n).padStart(2, '0')}`);

/** Everything up to the signatures. The sponsor signs last; the plan is closed afterwards, by the product itself. */
export function planRows(demo: Demo, boards: DemoBoards, course: Course, now: WorkshopNow): DemoRows {
	if (!course.since('plan')) return {};
	const workshopId = now.workshop.id;
	const isOpen = course.stage === 'plan';
	const syndicateOf = (slug: string) => now.syndicateBySlug(slug)?.id ?? null;
	const sponsor = now.rows.people.find(({ role }) => role === 'sponsor')?.id;
	if (!sponsor) throw new Error('the example has no sponsor');

	const planned = demo.actions.map((action): Rows<'actions'>[number] => {
		const { id, n, syndicate, text, why, kind, horizon, firstStep, measure } = action;
		boards.call(id, simpleRef('action', actionIdOf(n)));
		const owner = ownerOf(action);
		const isMeasured = !(isOpen && id === WITHOUT_MEASURE);
		return {
			id: actionIdOf(n),
			workshopId,
			n,
			syndicateId: syndicateOf(syndicate),
			text,
			why,
			kind,
			horizon,
			firstStep: firstStep.text,
			dueOn: isOpen && id === WITHOUT_DAY ? null : (action.signedDueOn ?? action.dueOn),
			ownerId: owner,
			acceptedAt: new Date(TAKEN + n * minuteMs),
			measureName: isMeasured ? measure.name : '',
			measureUnit: isMeasured ? measure.unit : '',
			measureBaseline: isMeasured ? measure.baseline : null,
			measureTarget: isMeasured ? measure.target : null,
			measureCountedBy: isMeasured ? measure.countedBy : '',
			measureServes: isMeasured ? servesOf(action, boards) : '',
			measureGroup: isMeasured ? measure.group : '',
			motivators: action.motivators.slice(0, 3),
			frontPlace: placeOnFront(demo, id),
			sentBy: owner,
			sentAt: new Date(SENT + n * minuteMs)
		};
	});
	const aside = demo.notNow.map((draft, at): Rows<'actions'>[number] => {
		const n = demo.actions.length + at + 1;
		boards.call(draft.id, simpleRef('action', actionIdOf(n)));
		return {
			id: actionIdOf(n),
			workshopId,
			n,
			syndicateId: syndicateOf(draft.syndicate),
			text: draft.text,
			notNowReason: draft.reason,
			sentBy: asId(scribeOf(demo, draft.syndicate)),
			sentAt: new Date(SENT + n * minuteMs)
		};
	});
	const sources = [...demo.actions, ...demo.notNow].flatMap((action, at) => {
		const refs = [boards.ref(`draft of ${action.id}`), ...sourcesOf(action, boards)];
		return [...new Set(refs)].map((ref, place) => ({ actionId: actionIdOf(at + 1), ref, position: place + 1 }));
	});
	return {
		plans: [{ workshopId }],
		actions: [...planned, ...aside],
		actionSources: sources,
		actionHelpers: demo.actions.flatMap(({ n, helpers }) =>
			helpers.map((helper) => ({ actionId: actionIdOf(n), personId: asId<'Person'>(helper) }))
		),
		supportRequests: demo.support.map(({ id, action, kind, ask }, at) => {
			const asking = demo.actions.find((each) => each.id === action);
			if (!asking) throw new Error(`the example asks for ${id} without an action`);
			return {
				id: requestIdOf(id),
				workshopId,
				actionId: actionIdOf(asking.n),
				kind,
				ask,
				askedBy: ownerOf(asking),
				askedAt: new Date(ASKED + at * 10_000)
			};
		}),
		smallFixes: demo.smallFixes.map(({ id, syndicate, text, owner, doneOn }, at) => ({
			id: asId<'SmallFix'>(`small-fix-${String(at + 1).padStart(2, '0')}`),
			workshopId,
			ref: boards.ref(`small fix ${id}`),
			syndicateId: syndicateOf(syndicate),
			text,
			ownerId: asId<'Person'>(owner),
			acceptedAt: new Date(TAKEN + at * minuteMs),
			dueOn: '2027-01-20',
			doneAt: doneBy(doneOn, course),
			sentBy: asId<'Person'>(owner),
			sentAt: new Date(SENT + at * minuteMs)
		})),
		...markRows(demo, planned, boards, now),
		...(isOpen ? {} : commitmentRows(demo, course, now, sponsor))
	};
}

function commitmentRows(demo: Demo, course: Course, now: WorkshopNow, sponsor: PersonId): DemoRows {
	const workshopId = now.workshop.id;
	const { manager, deputy } = demo.workshop.followUp;
	const appoint = (role: 'follow-up-manager' | 'deputy', person: string, at: number) => ({
		workshopId,
		role,
		personId: asId<'Person'>(person),
		state: 'accepted' as const,
		askedAt: new Date(at),
		answeredAt: new Date(at + 2 * minuteMs)
	});
	const facilitator = now.rows.people.find(({ role }) => role === 'facilitator')?.id;
	const date = course.since('week-4') ? CHECK_IN : firstStep(demo);
	const signed = course.stage === 'commitment' ? demo.signatures.slice(0, SIGNED_SO_FAR) : demo.signatures;
	return {
		supportAnswers: demo.support.map(({ id, answer, words, limit, answerBy }, at) => ({
			requestId: requestIdOf(id),
			n: 1,
			answer,
			words,
			limit: limit ?? null,
			answerBy: answerBy ?? null,
			answeredBy: sponsor,
			answeredAt: new Date(ANSWERED + at * minuteMs)
		})),
		jobs: demo.support.flatMap(({ id, answerBy }) =>
			answerBy === undefined || new Date(answerBy) <= course.moment.opensAt
				? []
				: [{ id, ...dueJob({ workshopId, id: requestIdOf(id) }, 1, answerBy, demo.workshop.timezone) }]
		),
		outputAnswers: demo.notNow.map(({ sponsor: said }, at) => ({
			workshopId,
			ref: simpleRef('action', actionIdOf(demo.actions.length + at + 1)),
			n: 1,
			isSupported: said.answer === 'yes' || said.answer === 'yes-with-a-limit',
			words: said.words,
			answeredBy: sponsor,
			answeredAt: new Date(ANSWERED + (demo.support.length + at) * minuteMs)
		})),
		appointments: [appoint('follow-up-manager', manager, APPOINTED), appoint('deputy', deputy, APPOINTED + minuteMs)],
		...(facilitator && date && course.since('signed')
			? { nextDates: [{ workshopId, ...date, setBy: facilitator, setAt: new Date(APPOINTED + 30 * minuteMs) }] }
			: {}),
		signatures: signed.map(({ person, at }) => ({
			workshopId,
			personId: person === demo.workshop.sponsor ? sponsor : asId<'Person'>(person),
			signedAt: new Date(at)
		}))
	};
}

/** The first small step that has a time of day. */
function firstStep({ actions }: Demo): Omit<Rows<'nextDates'>[number], 'workshopId' | 'setBy' | 'setAt'> | undefined {
	return actions
		.flatMap(({ firstStep: { text, dueOn } }) => {
			const [heldAt] = /\d\d:\d\d/.exec(text) ?? [];
			return heldAt === undefined ? [] : [{ heldOn: dueOn, heldAt, words: 'The first small step' }];
		})
		.toSorted((one, other) => `${one.heldOn} ${one.heldAt}`.localeCompare(`${other.heldOn} ${other.heldAt}`))[0];
}

/** Null for an action whose measure is not on the front page. */
function placeOnFront({ plan }: Demo, action: string): number | null {
	const at = plan.frontPageMeasures.indexOf(action);
	return at === -1 ? null : at + 1;
}

/** Null while the day on which it was done has not come. */
function doneBy(doneOn: string | undefined, course: Course): Date | null {
	const at = doneOn === undefined ? null : new Date(`${doneOn}T15:00:00Z`);
	return at !== null && at <= course.moment.opensAt ? at : null;
}

/** The standard it comes from; where none is among its sources, the compass. */
function servesOf({ sources }: Demo['actions'][number], boards: DemoBoards): string {
	const standard = sources.find((source) => source.startsWith('std-'));
	return standard ? boards.ref(standard) : 'compass';
}

export const requestIdOf = (id: string) => asId<'SupportRequest'>(`support-${id.replace(/^\D+/, '').padStart(2, '0')}`);

/** Who said yes in the room; later another may have taken it over. */
export const ownerOf = ({ signedOwner, owner }: Demo['actions'][number]): PersonId => asId(signedOwner ?? owner);
