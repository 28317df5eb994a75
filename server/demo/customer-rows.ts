/** What the customer said and was asked, as far as it happened by then. */
import { asId, type PersonId, type QuestionId, type SyndicateId } from '#domain/ids.ts';
import type { QuestionState } from '#domain/questions.ts';
import { simpleRef } from '#domain/refs.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { DemoRows } from '../store/demo-rows.ts';
import type { DemoBoards } from './boards.ts';
import type { Demo } from './demo-file.ts';
import { scribeOf } from './late-boards.ts';
import { shareVotes } from './shares.ts';
import type { Course } from './stages.ts';

type Question = Demo['questions'][number];

/** While the customer speaks: five points are written down, eleven questions wait. */
const POINTS_SO_FAR = 5;
const QUESTIONS_SO_FAR = 11;
/** In the middle of the questions: fifteen were asked, one is being answered, four are. */
const QUESTIONS_BY_THEN = 15;
const BEING_ANSWERED = 'q-01';
const ANSWERED_BY_THEN = ['q-03', 'q-08', 'q-11', 'q-12'];

const CUSTOMER_SPEAKS = Date.parse('2027-01-13T09:17:00Z');
const QUESTIONS_BEGIN = Date.parse('2027-01-13T09:21:00Z');
const ANSWERS_BEGIN = Date.parse('2027-01-13T10:01:00Z');
/** Written down word for word. */
const QUOTED = 'point-3';
const CHECKED = new Date('2027-01-13T09:50:00Z');
const minuteMs = 60_000;
const secondMs = 1000;

/** Every two minutes; while she speaks the last one was written down just now. */
const saidAt = ({ stage, moment }: Course, n: number): number =>
	stage === 'customer-speaks'
		? moment.opensAt.getTime() - (POINTS_SO_FAR - n) * 2 * minuteMs - 40 * secondMs
		: CUSTOMER_SPEAKS + n * 2 * minuteMs;

export function customerRows(demo: Demo, boards: DemoBoards, course: Course, now: WorkshopNow): DemoRows {
	if (!course.since('customer-speaks')) return {};
	const workshopId = now.workshop.id;
	const syndicateOf = (slug: string): SyndicateId | null => now.syndicateBySlug(slug)?.id ?? null;
	const isSpeaking = course.stage === 'customer-speaks';
	const points = isSpeaking ? demo.points.slice(0, POINTS_SO_FAR) : demo.points;
	const questions = demo.questions.slice(0, askedBy(course) ?? demo.questions.length);
	return {
		customerPoints: points.map(({ id, n, kind, state, text, scribe, notedAs }) => {
			const pointId = pointIdOf(n);
			if (text !== null) boards.call(id, simpleRef('point', pointId));
			const writtenAt = new Date(saidAt(course, n));
			const writtenBy = asId<'Person'>(scribeOf(demo, scribe));
			return {
				id: pointId,
				workshopId,
				n,
				kind,
				isQuote: id === QUOTED,
				// Looked at on her phone, once she has spoken.
				...(isSpeaking ? {} : { checkedAt: CHECKED }),
				state,
				text,
				...(state === 'corrected' && notedAs !== undefined ? { heardText: notedAs } : {}),
				scribeSyndicateId: syndicateOf(scribe),
				writtenBy,
				writtenAt
			};
		}),
		pointPins: points.flatMap(({ n, pinnedBy }) =>
			pinnedBy.flatMap((slug) => {
				const syndicateId = syndicateOf(slug);
				return syndicateId === null
					? []
					: [{ pointId: pointIdOf(n), syndicateId, pinnedAt: isSpeaking ? course.moment.opensAt : CHECKED }];
			})
		),
		questions: questions.map((question, at) => {
			const { id, text, askedBy: author } = question;
			const questionId = questionIdOf(id);
			boards.call(id, simpleRef('question', questionId));
			const person = demo.people.find((each) => each.id === author);
			return {
				id: questionId,
				workshopId,
				text,
				askedBy: author === null ? null : asId<'Person'>(author),
				syndicateId: person ? syndicateOf(person.syndicate) : null,
				askedAt: new Date(QUESTIONS_BEGIN + at * minuteMs),
				...answerOf(question, course, demo)
			};
		}),
		questionVotes: voteRows(demo, questions),
		...issueRows(demo, boards, course, now)
	};
}

const askedBy = ({ stage }: Course): number | null =>
	stage === 'customer-speaks' ? QUESTIONS_SO_FAR : stage === 'customer' ? QUESTIONS_BY_THEN : null;

/** Dealt before the syndicates sit down with them. */
function issueRows(demo: Demo, boards: DemoBoards, course: Course, now: WorkshopNow): DemoRows {
	if (!course.since('issues')) return {};
	const workshopId = now.workshop.id;
	const dealt = demo.issues.map((issue, at) => ({ ...issue, n: at + 1, issueId: asId<'Issue'>(`demo-${issue.id}`) }));
	return {
		issues: dealt.map(({ issueId, n, title }) => ({
			id: issueId,
			workshopId,
			n,
			title,
			madeAt: new Date(ANSWERS_BEGIN)
		})),
		issueSources: dealt.flatMap(({ issueId, from }) => boards.refs(from).map((ref) => ({ workshopId, ref, issueId }))),
		issueDeals: dealt.flatMap(({ issueId, dealtTo }) =>
			dealtTo.flatMap((slug, place) => {
				const syndicateId = now.syndicateBySlug(slug)?.id;
				return syndicateId === undefined ? [] : [{ issueId, syndicateId, place }];
			})
		)
	};
}

interface Answer {
	readonly state: QuestionState;
	readonly answer?: string;
	readonly answeredAt?: Date;
	/** Set where the customer answered after the day. */
	readonly answeredBy?: PersonId;
	readonly reason?: string;
	readonly joinedTo?: QuestionId;
}

function answerOf({ id, state, answer, answeredOn, reason, mergedInto }: Question, course: Course, demo: Demo): Answer {
	const { stage, moment, since } = course;
	if (stage === 'customer-speaks') return { state: 'waiting' };
	if (stage === 'customer' && id === BEING_ANSWERED) return { state: 'being-answered' };
	if (stage === 'customer' && !ANSWERED_BY_THEN.includes(id)) return { state: 'waiting' };
	const answeredAt =
		answeredOn === undefined || state === 'answered' ? new Date(ANSWERS_BEGIN) : new Date(`${answeredOn}T15:00:00Z`);
	switch (state) {
		case 'answered':
			return answer === undefined ? { state: 'waiting' } : { state: 'answered', answer, answeredAt };
		case 'answered-later':
			return since('week-4') && answer !== undefined && answeredAt <= moment.opensAt
				? { state: 'answered', answer, answeredAt, answeredBy: customerOf(demo) }
				: { state: 'sent' };
		case 'parked':
			return { state: 'parked', ...(reason === undefined ? {} : { reason }) };
		case 'dealt':
			return { state: 'dealt' };
		case 'merged':
			return mergedInto === undefined ? { state: 'hidden' } : { state: 'joined', joinedTo: questionIdOf(mergedInto) };
	}
}

function voteRows(demo: Demo, questions: readonly Question[]): NonNullable<DemoRows['questionVotes']> {
	const people = demo.people.map(({ id }) => id);
	const totals = questions.map(({ id, votes }) => ({ target: id, votes }));
	return shareVotes(totals, people, null).map(({ person, target }) => ({
		questionId: questionIdOf(target),
		personId: asId<'Person'>(person),
		castAt: new Date(QUESTIONS_BEGIN)
	}));
}

/** `q-07` is `question-07`: ids of the product have eight characters at least. */
const questionIdOf = (id: string) => asId<'Question'>(id.replace(/^q-/, 'question-'));

const customerOf = ({ workshop: { guest } }: Demo): PersonId => asId<'Person'>(guest);

const pointIdOf = (n: number) => asId<'Point'>(`point-${twoDigits(n)}`);

const twoDigits = (n: number): string => String(n).padStart(2, '0');
