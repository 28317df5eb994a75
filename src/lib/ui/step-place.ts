/** A numbered step as the bars show it: a person can look back at done steps, not ahead. */
export interface StepPlace {
	readonly number: number;
	readonly name: string;
	readonly when: 'done' | 'now' | 'next';
	readonly href?: string | undefined;
}
