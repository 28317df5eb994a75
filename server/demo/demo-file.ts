/** The example workshop as it lies in `demo.json` beside this file: what the product has a place for, checked whole. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

const Day = v.pipe(v.string(), v.isoDate());
const Id = v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/));
const Author = v.nullable(Id);
const Ids = v.array(Id);
const HEALTH = ['on-course', 'waiting', 'late', 'quiet', 'done', 'learned', 'stopped'] as const;
const ANSWERS = ['yes', 'yes-with-a-limit', 'not-now', 'no'] as const;
const SUPPORT = [
	'money',
	'time',
	'people',
	'authority',
	'rule-change',
	'other-department',
	'hearing',
	'career-path'
] as const;

const Workshop = v.object({
	title: v.string(),
	company: v.string(),
	code: v.string(),
	days: v.array(Day),
	timezone: v.string(),
	facilitator: Id,
	sponsor: Id,
	guest: Id,
	followUp: v.object({
		manager: Id,
		deputy: Id,
		nominations: v.array(v.object({ person: Id, votes: v.number() }))
	}),
	brief: v.object({
		situation: v.string(),
		purpose: v.string(),
		scope: v.string(),
		notOnTheTable: v.string(),
		triedBefore: v.array(v.object({ what: v.string(), when: v.string(), became: v.string() }))
	}),
	promise: v.object({ text: v.string(), whyHard: v.string() })
});

const Note = v.object({
	id: Id,
	syndicate: Id,
	zone: Id,
	seat: v.picklist(['customer', 'served']),
	author: Author,
	text: v.string(),
	group: v.optional(Id),
	votes: v.optional(v.number(), 0),
	beyondDuty: v.optional(v.string(), ''),
	causes: v.optional(Ids, []),
	mayShare: v.optional(v.boolean(), false)
});

const Definition = v.object({
	id: Id,
	syndicate: Id,
	author: Author,
	text: v.string(),
	shownBy: v.string(),
	learnedFrom: Ids,
	motivators: v.array(v.string()),
	leans: v.string(),
	votes: v.number()
});

const Standard = v.object({
	id: Id,
	text: v.string(),
	votes: v.number(),
	agreement: v.number(),
	gains: v.string(),
	fixed: v.string(),
	mayDecide: v.string(),
	mergedFrom: Ids
});
const Later = v.object({ id: Id, text: v.string(), votes: v.number(), mergedFrom: Ids });

const Cell = v.object({
	id: Id,
	syndicate: Id,
	standard: Id,
	zone: Id,
	text: v.string(),
	rating: v.optional(v.number()),
	causes: v.optional(Ids, []),
	ownedBy: v.optional(v.string(), '')
});

const Point = v.object({
	id: Id,
	n: v.number(),
	kind: v.picklist(['wish', 'praise']),
	state: v.picklist(['as-said', 'corrected', 'taken-back']),
	text: v.nullable(v.string()),
	scribe: Id,
	pinnedBy: Ids,
	/** How the scribe had it, where the customer corrected it. */
	notedAs: v.exactOptional(v.string())
});

const Question = v.object({
	id: Id,
	votes: v.number(),
	askedBy: Author,
	text: v.string(),
	state: v.picklist(['answered', 'merged', 'dealt', 'answered-later', 'parked']),
	answer: v.optional(v.string()),
	answeredOn: v.optional(Day),
	/** Why it is parked. */
	reason: v.optional(v.string()),
	mergedInto: v.optional(Id)
});

const Action = v.object({
	id: Id,
	n: v.number(),
	syndicate: Id,
	text: v.string(),
	kind: v.string(),
	horizon: v.picklist(['now', 'quarter', 'long']),
	owner: Id,
	signedOwner: v.optional(Id),
	dueOn: Day,
	signedDueOn: v.optional(Day),
	dueChanges: v.optional(v.array(v.object({ on: Day, to: Day, reason: v.string() })), []),
	ownerChanges: v.optional(v.array(v.object({ on: Day, to: Id, reason: v.string() })), []),
	end: v.optional(v.object({ on: v.optional(Day), words: v.optional(v.string()), lesson: v.optional(v.string(), '') })),
	why: v.string(),
	helpers: Ids,
	firstStep: v.object({ text: v.string(), dueOn: Day, doneOn: Day }),
	measure: v.object({
		name: v.string(),
		unit: v.string(),
		baseline: v.number(),
		target: v.number(),
		countedBy: v.string(),
		group: v.string(),
		readings: v.array(v.nullable(v.number()))
	}),
	motivators: v.array(v.string()),
	sources: Ids,
	votes: v.number(),
	impact: v.number(),
	effort: v.number(),
	reach: v.number(),
	healthByWeek: v.array(v.picklist(HEALTH))
});

const Support = v.object({
	id: Id,
	action: Id,
	kind: v.picklist(SUPPORT),
	ask: v.string(),
	answer: v.picklist(ANSWERS),
	words: v.string(),
	limit: v.optional(v.string()),
	answerBy: v.optional(Day),
	revised: v.optional(v.object({ on: Day, limit: v.string(), words: v.string(), changedMind: v.boolean() })),
	final: v.optional(v.object({ on: Day, answer: v.picklist(ANSWERS), words: v.string(), changedMind: v.boolean() }))
});

const Zoned = v.object({ id: Id, zone: Id, author: Author, text: v.string() });
const Sourced = v.object({ id: Id, syndicate: Id, text: v.string(), sources: Ids });

/** How often each mark was given to a question, from 1 to 5. */
const Round = v.object({ answers: v.record(v.string(), v.object({ counts: v.array(v.number()) })) });

const DemoFile = v.object({
	workshop: Workshop,
	people: v.array(
		v.object({
			id: Id,
			name: v.string(),
			syndicate: Id,
			department: v.string(),
			role: v.optional(v.string()),
			namedInPublic: v.optional(v.boolean(), false)
		})
	),
	others: v.array(v.object({ id: Id, name: v.string(), company: v.string(), title: v.optional(v.string(), '') })),
	syndicates: v.array(v.object({ id: Id, name: v.string() })),
	goals: v.array(Zoned),
	feedback: v.array(v.object({ text: v.string(), state: v.picklist(['linked', 'read-no-action']) })),
	baseline: v.object({
		before: Round,
		week12: Round,
		byDepartment: v.array(v.object({ department: v.string(), before: v.number(), week12: v.number() }))
	}),
	groups: v.array(v.object({ id: Id, syndicate: Id, zone: Id, name: v.string(), votes: v.number() })),
	notes: v.array(Note),
	definitions: v.array(Definition),
	vision: v.object({
		compass: v.string(),
		writers: Ids,
		standards: v.array(Standard),
		keptForLater: v.array(Later)
	}),
	mistakesLine: v.object({ learn: v.array(v.string()), line: v.array(v.string()), words: v.string() }),
	standardsVersions: v.array(
		v.object({
			version: v.number(),
			on: Day,
			changes: v.array(v.object({ standard: Id, field: v.picklist(['fixed', 'mayDecide']), after: v.string() }))
		})
	),
	cells: v.array(Cell),
	points: v.array(Point),
	questions: v.array(Question),
	issues: v.array(v.object({ id: Id, title: v.string(), dealtTo: Ids, from: Ids })),
	issueAnswers: v.array(v.object({ id: Id, issue: Id, syndicate: Id, means: v.string(), could: v.string() })),
	actions: v.array(Action),
	notNow: v.array(
		v.object({
			...Sourced.entries,
			votes: v.number(),
			reason: v.string(),
			sponsor: v.object({ answer: v.picklist(ANSWERS), words: v.string() })
		})
	),
	smallFixes: v.array(v.object({ ...Sourced.entries, owner: Id, doneOn: v.exactOptional(Day) })),
	plan: v.object({ frontPageMeasures: Ids }),
	decisions: v.array(
		v.object({ id: Id, on: Day, what: v.string(), whoDecides: Id, staffAsked: v.boolean(), outcome: v.string() })
	),
	support: v.array(Support),
	signatures: v.array(v.object({ person: Id, at: v.pipe(v.string(), v.isoTimestamp()) })),
	differently: v.array(v.object({ id: Id, day: v.number(), author: Author, text: v.string() })),
	weeks: v.array(v.object({ week: v.number(), monday: Day })),
	updates: v.array(v.object({ id: Id, action: Id, on: Day, by: Id, text: v.string(), health: v.picklist(HEALTH) })),
	thanks: v.array(v.object({ id: Id, by: Id, to: Ids, about: Id, on: Day, text: v.string() })),
	digests: v.array(v.object({ week: v.number(), sentOn: Day, by: Id, sentTo: v.number() })),
	suggestions: v.array(
		v.object({
			id: Id,
			on: Day,
			by: Author,
			text: v.string(),
			state: v.picklist(['done', 'started', 'no', 'waiting']),
			answeredBy: v.optional(Id),
			answeredOn: v.optional(Day),
			words: v.optional(v.string(), ''),
			from: v.optional(Id)
		})
	),
	headsUp: v.array(
		v.object({
			id: Id,
			postedOn: Day,
			startsOn: Day,
			what: v.string(),
			reason: v.string(),
			questions: v.array(v.object({ q: v.string(), a: v.string() })),
			seenBy: v.number()
		})
	),
	pulses: v.array(
		v.object({ week: v.number(), ...Round.entries, motivators: v.optional(v.record(v.string(), v.number()), {}) })
	)
});

export type DemoFile = v.InferOutput<typeof DemoFile>;

/** What the template calls causes and motivators: a board keeps their labels. */
const Labels = v.object({
	vocabulary: v.object({
		causes: v.array(v.object({ id: v.string(), label: v.string() })),
		motivators: v.array(v.object({ id: v.string(), label: v.string() }))
	})
});

export interface Demo extends DemoFile {
	/** From the id of a cause or motivator to its label. */
	readonly labels: ReadonlyMap<string, string>;
}

const read = async (path: string): Promise<unknown> =>
	JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8'));

export async function loadDemo(): Promise<Demo> {
	const demo = v.parse(DemoFile, await read('./demo.json'));
	const { vocabulary } = v.parse(Labels, await read('../template.json'));
	const labels = [...vocabulary.causes, ...vocabulary.motivators].map(({ id, label }) => [id, label] as const);
	return { ...demo, labels: new Map(labels) };
}
