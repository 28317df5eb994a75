/** Small steps of an action, and which one comes next. */
export interface SmallStep {
	readonly n: number;
	readonly text: string;
	/** Calendar day; null where none was said. */
	readonly dueOn: string | null;
	readonly isDone: boolean;
}

/** Steps an action may have; more would be a project. */
export const MOST_STEPS = 30;

/**
 * The next small step: of those that are open the one that is due first, those without a day last. While no step was ever
 * written it is the first small step that was signed. Null where nothing is open.
 * @param steps without those that were dropped
 */
export function nextStep(
	firstStep: string,
	steps: readonly SmallStep[]
): { readonly text: string; readonly dueOn: string | null } | null {
	if (steps.length === 0) return firstStep.trim() === '' ? null : { text: firstStep, dueOn: null };
	const open = steps
		.filter(({ isDone }) => !isDone)
		.toSorted((a, b) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9') || a.n - b.n);
	const [next] = open;
	return next ? { text: next.text, dueOn: next.dueOn } : null;
}

/** What is asked each morning (template: `followUp.todayGoal`); a test holds the two together. */
export const TODAY_LINE = 'What is your small part today?';
/** What a person asks themselves (template: `followUp.skillNote`); a test holds the two together. */
export const SKILL_ASK = 'What can you do now that you could not do before?';
