/** A note that somebody writes alone and leaves their name off, in a step that has names and lets them do so. */
import { asId } from './ids.ts';
import type { Activity, BoardField } from './template.ts';

/** In the template no board has it: it belongs to every note that is written alone in such a step. */
export const NO_NAME: BoardField = {
	id: asId('noName'),
	title: 'Leave my name off this note',
	kind: 'yes-no',
	hint: 'It opens without your name, and nothing kept tells it was you. It stays out of the story book.',
	required: false
};

/** Where names are hidden from everybody there is none to leave off. */
export const mayLeaveNameOff = ({ names, mayHideName }: Pick<Activity, 'names' | 'mayHideName'>): boolean =>
	mayHideName === true && names !== 'anonymous';
