/**
 * The words of the plan, as the template has them: kinds of actions with what they ask, motivators, groups of measures,
 * the letters of SMART, kinds of support. Kept beside the template because pages of the plan show them to everyone; a
 * test holds the two together.
 */
import type { SmartLetter, SupportKind } from './plan.ts';

export const ACTION_KINDS = [
	'action',
	'exchange',
	'training',
	'quiet-time',
	'make-standard',
	'please',
	'other-house',
	'growing'
] as const;

export interface KindField {
	readonly id: string;
	readonly title: string;
}

export interface ActionKindWords {
	readonly id: (typeof ACTION_KINDS)[number];
	readonly label: string;
	readonly line: string;
	/** What this kind asks beside the form of every action. */
	readonly fields: readonly KindField[];
}

const field = (id: string, title: string): KindField => ({ id, title });

/** All but small fixes, which are no rows of the plan. */
export const ACTION_KIND_WORDS: readonly ActionKindWords[] = [
	{ id: 'action', label: 'Action', line: 'Owner, date, measure, first small step.', fields: [] },
	{
		id: 'exchange',
		label: 'Swap places',
		line: 'Who, where, how long, and what each side learned.',
		fields: [
			field('who', 'Who'),
			field('where', 'Where'),
			field('howLong', 'How long'),
			field('learned', 'What each side learned')
		]
	},
	{
		id: 'training',
		label: 'Show me how',
		line: 'What one can do afterwards, who shows it, when it is tried with a customer.',
		fields: [
			field('canDo', 'What one can do afterwards'),
			field('shownBy', 'Who shows it'),
			field('triedOn', 'When it is tried with a customer')
		]
	},
	{
		id: 'quiet-time',
		label: 'Quiet time',
		line: 'When, where, how long, and who covers.',
		fields: [field('when', 'When'), field('where', 'Where'), field('coveredBy', 'Who covers')]
	},
	{
		id: 'make-standard',
		label: 'Make it the standard',
		line: 'Ends in a new line, or a new limit, on the standards sheet.',
		fields: [field('standard', 'Which line of the standards sheet'), field('newText', 'How it should read')]
	},
	{ id: 'please', label: 'Chance to please', line: 'Something good that nobody asked for.', fields: [] },
	{
		id: 'other-house',
		label: 'For another department',
		line: 'Goes out as one readable page, answered from a letter without an account.',
		fields: [field('department', 'Which department'), field('contact', 'Who speaks for them')]
	},
	{
		id: 'growing',
		label: 'Growing here',
		line: 'A map of next steps, with the names of people who took them.',
		fields: []
	}
];

export const MOTIVATORS = ['M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'M9', 'M10'] as const;
export type Motivator = (typeof MOTIVATORS)[number];

export const MOTIVATOR_WORDS: Readonly<Record<Motivator, { readonly label: string; readonly meaning: string }>> = {
	M1: { label: 'Getting it done', meaning: 'Something is finished, and I can see it.' },
	M2: { label: 'Work that matters', meaning: 'I know whom it helps.' },
	M3: { label: 'Real thanks', meaning: 'Somebody whose word counts says thank you.' },
	M4: { label: 'Made a difference', meaning: 'Without us it would still be the old way.' },
	M5: { label: 'A longer view', meaning: 'It is part of something that lasts.' },
	M6: { label: 'Seeing it anew', meaning: 'I understand something I did not see before.' },
	M7: { label: 'Order from chaos', meaning: 'A muddle now has a place and a name.' },
	M8: { label: 'Growing skill', meaning: 'I can do something I could not do before.' },
	M9: { label: 'Our standard', meaning: 'There is now one good way, and we made it.' },
	M10: { label: 'Our own way', meaning: 'I may do it as I think right.' }
};

export interface MeasureGroup {
	readonly id: 'customer' | 'team' | 'company' | 'cost';
	readonly label: string;
	readonly measures: readonly string[];
	/** Shown with every measure of this group, which needs a customer’s outcome beside it. */
	readonly caution?: string;
}

/** Customers’ outcomes come first. */
export const MEASURE_GROUPS: readonly MeasureGroup[] = [
	{
		id: 'customer',
		label: 'What the customer gets',
		measures: [
			'Promises to call back that were kept, in %',
			'Solved at the first contact, in %',
			'Told before they had to ask, in %',
			'Times a customer had to repeat the story',
			'Days from first call to “it works”',
			'Faults that came back within 30 days',
			'Customers who say in a call a week later that it still works, in %',
			'Thanks by name, per month'
		]
	},
	{
		id: 'team',
		label: 'What makes it easier to serve',
		measures: [
			'Obstacles removed',
			'Decisions made without asking',
			'Quiet half-hours taken after a hard call',
			'People who swapped places',
			'People who can do one thing more than before'
		]
	},
	{
		id: 'company',
		label: 'What the company gains',
		measures: [
			'Customers who stayed',
			'Orders from customers who called us for help',
			'Visits that would have been made twice'
		]
	},
	{
		id: 'cost',
		label: 'Cost and speed',
		measures: ['Cost per call', 'Average call length', 'Calls per hour', 'Share of calls ended within three minutes'],
		caution: 'On its own this makes people rush the customer. Put a customer’s outcome beside it.'
	}
];

/** A mean of "can we reach it?" below this is answered before the plan is closed (template: `measureRules.reachMin`). */
export const REACH_MIN = 3;

export interface SmartWords {
	readonly word: string;
	readonly ask: string;
	/** What is said where the letter is missing. */
	readonly missing: string;
	readonly weak: string;
	readonly good: string;
}

export const SMART_WORDS: Readonly<Record<SmartLetter, SmartWords>> = {
	S: {
		word: 'Specific',
		ask: 'One sentence and one owner.',
		missing: 'Say what will be different, in one sentence, and who takes it.',
		weak: 'Improve communication',
		good: 'Every promise to call back has a name and a time the next shift can see'
	},
	M: {
		word: 'Measured',
		ask: 'A measure, today’s value, the target.',
		missing: 'What will you count? Where does it stand today?',
		weak: 'Customers are happier',
		good: 'Call-backs kept: 61 today, 90 by the end of March'
	},
	A: {
		word: 'Achievable',
		ask: 'A first small step, and support answered or not needed.',
		missing: 'What is the first step, within seven days? What do you need, and from whom?',
		weak: 'New phone system',
		good: 'Hang the board by the window on Monday'
	},
	R: {
		word: 'Rooted',
		ask: 'At least one link to a note, a standard or a point.',
		missing: 'Where does this come from? Link it.',
		weak: 'Not linked',
		good: 'Linked to “I was the call back, and I was off shift”'
	},
	T: { word: 'Timed', ask: 'A due date.', missing: 'By when?', weak: 'Soon', good: '26 February' }
};

export const SUPPORT_KIND_WORDS: Readonly<Record<SupportKind, { readonly label: string; readonly ask: string }>> = {
	money: { label: 'Money', ask: 'How much, once or every year?' },
	time: { label: 'Time', ask: 'How many hours a week, for whom, until when?' },
	people: { label: 'People', ask: 'Who covers for whom?' },
	authority: { label: 'Authority', ask: 'What may be decided, up to which limit, by whom, from when?' },
	'rule-change': { label: 'Rule change', ask: 'Which rule, and how should it read?' },
	'other-department': { label: 'Other department', ask: 'Which department, what from them, and who speaks for them?' },
	hearing: { label: 'A hearing', ask: 'Who should listen, to what, and for how long?' },
	'career-path': { label: 'Career path', ask: 'Which step, what does it need, who has taken it?' }
};

/** In the order in which they are offered. */
export const SUPPORT_KINDS: readonly SupportKind[] = [
	'money',
	'time',
	'people',
	'authority',
	'rule-change',
	'other-department',
	'hearing',
	'career-path'
];
