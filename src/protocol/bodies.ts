/** What a request may say: one schema a body, parsed at the edge and typed from there on. Texts come out trimmed. */
import * as v from 'valibot';
import { WHY_LIMIT } from '#domain/agreement.ts';
import { DEPARTMENT_LIMIT, EMAIL_LIMIT, LIST_LIMIT } from '#domain/people-list.ts';
import { BRIEF_PARTS, CODE_LENGTH, JOIN_TOKEN, NAME_LIMIT, tidyCode } from '#domain/workshop.ts';
import { RANDOM_ID } from '#domain/ids.ts';
import { ACTION_KINDS, MOTIVATORS } from '#domain/plan-words.ts';

export const line = (limit: number) => v.pipe(v.string(), v.trim(), v.maxLength(limit));
export const someLine = (limit: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(limit));
export const id = v.pipe(v.string(), v.regex(RANDOM_ID));
/** A date of its own accord goes on from the 31st of February to March. */
function isDay(text: string): boolean {
	const at = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
/** A calendar day, `YYYY-MM-DD`, that exists; one of another century is a slip of the keyboard. */
export const day = v.pipe(v.string(), v.isoDate(), v.minValue('2000-01-01'), v.maxValue('2199-12-31'), v.check(isDay));
const ref = v.pipe(
	v.string(),
	v.regex(/^(note|group):[\w-]{1,64}:[\w-]{1,64}$|^(point|question|action|person|feedback|proposal):[\w-]{1,64}$/)
);
const figure = v.pipe(v.number(), v.finite());

export const SetUp = v.object({
	token: someLine(100),
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254)),
	name: someLine(NAME_LIMIT),
	password: v.pipe(v.string(), v.minLength(10), v.maxLength(200))
});
export const SignIn = v.object({
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(254)),
	password: v.pipe(v.string(), v.maxLength(200))
});

/** A code as people type it, or the secret of a QR code, which is taken as it is. */
const code = v.union([
	v.pipe(v.string(), v.regex(JOIN_TOKEN)),
	v.pipe(v.string(), v.maxLength(40), v.transform(tidyCode), v.length(CODE_LENGTH))
]);
export const CheckCode = v.object({ code });
export const CheckName = v.object({ code, name: someLine(NAME_LIMIT) });
/** Without a syndicate: where the draw put somebody, or where the rule finds a seat. */
export const Join = v.object({
	code,
	name: someLine(NAME_LIMIT),
	syndicate: v.optional(v.nullable(someLine(40)), null)
});
export const JoinAsLaptop = v.object({ code, syndicate: someLine(40) });
export const Return = v.object({
	returnCode: v.pipe(v.string(), v.maxLength(40), v.transform(tidyCode), v.minLength(1))
});
export const OpenLink = v.object({ token: someLine(100) });

/** Hours a person may give each week. */
export const hours = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(40)));

export const NewWorkshop = v.object({
	title: someLine(120),
	purpose: v.optional(line(400), ''),
	company: v.optional(line(80), ''),
	firstDay: v.optional(day),
	/** `service` (the method of two days), `blank`, or a saved one. */
	template: v.optional(v.pipe(v.string(), v.maxLength(40)))
});
export const DuplicateWorkshop = v.object({
	title: someLine(120),
	firstDay: v.optional(day),
	withPeople: v.optional(v.boolean(), false)
});
export const ArchiveWorkshop = v.object({ isArchived: v.boolean() });
/** The workshop's title, typed: whoever ends a rehearsal has read what goes. */
export const EndRehearsal = v.object({ title: v.pipe(v.string(), v.trim(), v.maxLength(200)) });
export const TemplateTitle = v.object({ title: someLine(120) });
export const WorkshopChange = v.partial(
	v.object({
		title: someLine(120),
		purpose: line(400),
		company: line(80),
		brief: v.partial(
			v.object({
				situation: line(1000),
				scope: line(400),
				notOnTheTable: line(400),
				promise: line(1000),
				budget: line(200),
				hoursPerPerson: hours,
				whyHard: line(600),
				keepUntil: v.union([v.literal(''), day]),
				contact: line(200),
				customerLine: line(600),
				sponsor: line(NAME_LIMIT),
				customer: line(NAME_LIMIT),
				followUpCandidate: line(NAME_LIMIT)
			})
		)
	})
);
export const SyndicateNames = v.object({ names: v.pipe(v.array(someLine(40)), v.minLength(2), v.maxLength(8)) });
/** The progress page has routes of its own: its link belongs to those who follow up, too. */
export const NewLink = v.object({
	purpose: v.picklist(['screen', 'sponsor', 'customer', 'baseline']),
	/** Which customer; without it the first one. */
	person: v.optional(id)
});
/** Somebody who comes along with the customer. */
export const NameCustomer = v.object({ name: someLine(NAME_LIMIT) });
/** Where sponsor or customer sit in; null: nowhere. */
export const SitWith = v.object({ syndicate: v.nullable(someLine(40)) });
export const MovePerson = v.object({ syndicate: someLine(40) });
const listed = v.object({
	name: someLine(NAME_LIMIT),
	department: v.optional(line(DEPARTMENT_LIMIT), ''),
	email: v.optional(v.nullable(v.pipe(line(EMAIL_LIMIT), v.toLowerCase())), null),
	reportsTo: v.optional(v.nullable(line(NAME_LIMIT)), null)
});
export const DescribePerson = listed;
export const AddPeople = v.object({ people: v.pipe(v.array(listed), v.minLength(1), v.maxLength(LIST_LIMIT)) });
export const UndoPeople = v.object({ listedAt: v.pipe(v.string(), v.isoTimestamp()) });
export const PlacePeople = v.object({
	places: v.pipe(v.array(v.object({ personId: id, syndicate: v.nullable(someLine(40)) })), v.maxLength(LIST_LIMIT)),
	/** After a draw the rings of roles are drawn, too. */
	drawRoles: v.optional(v.boolean(), false)
});
/** `customer`: what the customers say and are asked, and no other step. */
const hears = v.picklist(['everything', 'customer']);
export const NewObserver = v.object({
	name: someLine(NAME_LIMIT),
	department: v.optional(line(DEPARTMENT_LIMIT), ''),
	hears: v.optional(hears, 'everything')
});
export const Hears = v.object({ hears });
export const MergePeople = v.object({ other: id });
export const SyndicateSeats = v.object({ seats: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)) });

export const GoToStep = v.object({ phase: v.optional(v.string()) });
export const ClockDeed = v.variant('deed', [
	v.object({ deed: v.literal('start'), minutes: v.pipe(v.number(), v.minValue(0.25), v.maxValue(480)) }),
	v.object({ deed: v.literal('add'), minutes: v.pipe(v.number(), v.minValue(-60), v.maxValue(60)) }),
	v.object({ deed: v.literal('pause') }),
	v.object({ deed: v.literal('resume') }),
	v.object({ deed: v.literal('stop') })
]);
export const ShowOnScreen = v.variant('kind', [
	v.object({ kind: v.literal('code') }),
	v.object({ kind: v.literal('lobby') }),
	v.object({ kind: v.literal('wall') }),
	v.object({ kind: v.literal('clock') }),
	v.object({ kind: v.literal('step') }),
	v.object({ kind: v.literal('brief'), part: v.picklist(BRIEF_PARTS) }),
	v.object({ kind: v.literal('report-back') }),
	v.object({ kind: v.literal('pairs') }),
	v.object({ kind: v.literal('break') }),
	v.object({ kind: v.literal('stories') }),
	v.object({ kind: v.literal('spread') }),
	v.object({ kind: v.literal('spotlight'), syndicateId: id })
]);
/** One of this machine's own, as the list of the room server names them. */
export const ChooseAddress = v.object({ address: v.pipe(v.string(), v.maxLength(45)) });
export const Message = v.object({ text: someLine(280), syndicate: v.optional(id) });
/** The instant of the move, as the live state tells it: a second press takes nothing else back. */
export const Undo = v.object({ at: v.pipe(v.number(), v.integer(), v.minValue(0)) });
export const Hold = v.object({ held: v.boolean() });
export const Names = v.object({ names: v.picklist(['named', 'syndicate', 'anonymous']) });
/** `room` gives a syndicate the room's clock again. */
export const SyndicateClock = v.variant('deed', [...ClockDeed.options, v.object({ deed: v.literal('room') })]);
export const ReportBackDeed = v.variant('deed', [
	v.object({
		deed: v.literal('start'),
		queue: v.pipe(
			v.array(id),
			v.minLength(1),
			v.maxLength(8),
			v.check((ids) => new Set(ids).size === ids.length)
		),
		minutesEach: v.pipe(v.number(), v.minValue(0.5), v.maxValue(60))
	}),
	v.object({ deed: v.literal('next') }),
	v.object({ deed: v.literal('add'), minutes: v.pipe(v.number(), v.minValue(-30), v.maxValue(30)) }),
	v.object({ deed: v.literal('pause') }),
	v.object({ deed: v.literal('resume') }),
	v.object({ deed: v.literal('stop') })
]);
const entryMinutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(480));
/** Lengths of agenda entries: what they were when they were looked at, and what they become. */
export const Lengths = v.object({
	changes: v.pipe(
		v.array(v.object({ id: v.pipe(v.string(), v.maxLength(64)), from: entryMinutes, to: entryMinutes })),
		v.minLength(1),
		v.maxLength(60)
	)
});
export const Raise = v.object({ up: v.boolean() });
export const Writers = v.object({ people: v.pipe(v.array(id), v.maxLength(2)) });

export const Vote = v.object({ target: ref });
/** `why` is kept with a low mark only; without it what was said before stays. */
export const Rate = v.object({
	target: ref,
	mark: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
	why: v.optional(line(WHY_LIMIT))
});

const noteOrGroup = v.pipe(v.string(), v.regex(/^(note|group):[\w-]{1,64}:[\w-]{1,64}$/));
/** The board says how long a wording may be; this is the most any of them takes. */
export const NewProposal = v.object({
	zone: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
	line: v.optional(v.nullable(noteOrGroup), null),
	text: line(1000)
});
export const ProposalVote = v.object({ on: v.boolean() });
export const Bring = v.object({ ref: noteOrGroup });
/** Wordings as they stand on the boards, to the letter: a sheet takes them over and changes none. */
const wordings = v.pipe(v.array(v.pipe(v.string(), v.maxLength(4000))), v.maxLength(100));
export const NewStandards = v.object({
	lines: v.pipe(v.array(v.object({ ref: noteOrGroup, fixed: wordings, mayDecide: wordings })), v.maxLength(40)),
	learn: wordings,
	line: wordings
});
export const AgreeToStandards = v.object({
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	words: line(300)
});

/** A draft note becomes an action. `stateVector` (base64) is what the sender's laptop holds; the server waits for it. */
export const SendDraft = v.object({ documentId: id, noteId: id, stateVector: v.pipe(v.string(), v.maxLength(90_000)) });
const counted = { name: line(120), unit: line(40), baseline: v.nullable(figure), target: v.nullable(figure) };
const measure = v.object({
	...counted,
	countedBy: line(NAME_LIMIT),
	every: v.picklist(['day', 'week', 'month']),
	group: v.optional(v.picklist(['', 'customer', 'team', 'company', 'cost']), ''),
	serves: v.optional(v.union([v.picklist(['', 'compass']), ref]), ''),
	pair: v.optional(v.nullable(v.object(counted)), null)
});
export const ActionChange = v.partial(
	v.object({
		text: someLine(160),
		why: line(160),
		kind: v.picklist(ACTION_KINDS),
		kindFields: v.record(v.pipe(v.string(), v.maxLength(40)), line(160)),
		horizon: v.picklist(['now', 'quarter', 'long']),
		firstStep: line(120),
		dueOn: v.nullable(day),
		measure,
		whenThen: line(160),
		motivators: v.pipe(v.array(v.picklist(MOTIVATORS)), v.maxLength(3)),
		triedRow: v.nullable(id),
		triedDiffers: line(160),
		learn: line(120),
		reachAnswer: line(280),
		/** As they are shown: those of joined actions may stand among them, and the limit is on its own. */
		helpers: v.pipe(v.array(id), v.maxLength(100)),
		/** All links but the draft itself; those of joined actions may stand among them. */
		sources: v.pipe(v.array(ref), v.maxLength(200))
	})
);
/** "Can we reach it?" of a draft, effect or effort of an action. */
export const MarkAction = v.object({
	about: v.picklist(['reach', 'impact', 'effort']),
	target: ref,
	mark: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5))
});
/** The own yes to a draft or a small fix on a board, or its giving back. */
export const OwnDraft = v.object({ ref: noteOrGroup, yes: v.boolean() });
export const FinishFix = v.object({ done: v.boolean() });
export const OwnAction = v.object({ yes: v.boolean() });
export const ChooseAction = v.variant('place', [
	v.object({ place: v.literal('plan') }),
	v.object({ place: v.literal('not-now'), reason: line(200) })
]);
/** Each with its own reason; the refusal for a missing one is `reason-missing`, so it passes here. */
export const CutPlan = v.object({
	rest: v.pipe(v.array(v.object({ id, reason: line(200) })), v.minLength(1), v.maxLength(60))
});
export const UndoCut = v.object({ actions: v.pipe(v.array(id), v.minLength(1), v.maxLength(60)) });
export const FrontPage = v.object({ front: v.boolean() });
export const JoinActions = v.object({ into: id });
export const LearningWish = v.object({ text: line(120) });
/** Empty takes it away. */
export const OwnAddress = v.object({
	email: v.union([v.literal(''), v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(EMAIL_LIMIT))])
});
export const Nominate = v.object({ role: v.picklist(['follow-up-manager', 'deputy']), personId: id });
export const AnswerAppointment = v.object({ yes: v.boolean(), words: v.optional(line(280), '') });
export const UpdateAction = v.object({
	health: v.picklist(['on-course', 'help', 'done', 'learned', 'stopped']),
	text: someLine(280),
	reading: v.optional(v.nullable(figure), null),
	/** With `learned`: what to tell the next one who tries. */
	lesson: v.optional(line(280), ''),
	/** With `done`: a figure or a short word that shows it. */
	figure: v.optional(line(80), '')
});
