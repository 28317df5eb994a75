/** The moments at which the example workshop can be opened, in the order in which they happened. */
import { asId, type PhaseId, type StepId } from '#domain/ids.ts';

export const STAGES = [
	'lobby',
	'write-alone',
	'experiences',
	'gallery',
	'definitions',
	'vision',
	'house',
	'customer-speaks',
	'customer',
	'issues',
	'plan',
	'commitment',
	'signed',
	'week-4',
	'week-12'
] as const;

export type StageName = (typeof STAGES)[number];

export const DEFAULT_STAGE: StageName = 'week-4';

export interface Moment {
	/** What the demo's clock shows when it is ready; it runs on from there. */
	readonly opensAt: Date;
	/** Where the room is; null before the first step. */
	readonly at: { readonly step: StepId; readonly phase: PhaseId } | null;
	/** The running clock of the step: what is left of how much. Null for none. */
	readonly clock: { readonly leftMs: number; readonly lengthMs: number } | null;
	/** What the projector shows; a syndicate's id of the example for the spotlight. */
	readonly screen: 'code' | 'wall' | 'step' | { readonly spotlight: string };
}

export const isStage = (text: string): text is StageName => STAGES.some((stage) => stage === text);

/** What happened up to a stage: what came before it is done. */
export interface Course {
	readonly stage: StageName;
	readonly moment: Moment;
	/** True at this stage and at every later one. */
	since(stage: StageName): boolean;
}

export const courseTo = (stage: StageName): Course => ({
	stage,
	moment: MOMENTS[stage],
	since: (other) => STAGES.indexOf(stage) >= STAGES.indexOf(other)
});

const minutes = (text: string): number => {
	const [whole = 0, seconds = 0] = text.split(':').map(Number);
	return (whole * 60 + seconds) * 1000;
};

const moment = (
	opensAt: string,
	place: readonly [step: string, phase: string] | null,
	clock: readonly [left: string, length: string] | null,
	screen: Moment['screen']
): Moment => ({
	opensAt: new Date(opensAt),
	at: place && { step: asId(place[0]), phase: asId(place[1]) },
	clock: clock && { leftMs: minutes(clock[0]), lengthMs: minutes(clock[1]) },
	screen
});

const MOMENTS: Readonly<Record<StageName, Moment>> = {
	lobby: moment('2027-01-12T08:52:00Z', null, null, 'code'),
	'write-alone': moment('2027-01-12T09:33:20Z', ['experiences', 'write'], ['4:40', '8:00'], 'wall'),
	experiences: moment('2027-01-12T10:20:20Z', ['experiences', 'vote'], ['12:40', '17:00'], 'wall'),
	gallery: moment('2027-01-12T10:56:45Z', ['gallery', 'read'], ['3:15', '5:00'], { spotlight: 'birch' }),
	definitions: moment('2027-01-12T11:43:40Z', ['definitions', 'share'], ['31:20', '40:00'], 'step'),
	vision: moment('2027-01-12T14:11:55Z', ['vision', 'vote'], ['23:05', '25:00'], 'step'),
	house: moment('2027-01-12T14:58:30Z', ['house', 'fill'], ['41:30', '45:00'], 'step'),
	'customer-speaks': moment('2027-01-13T09:31:40Z', ['customer', 'speak'], ['18:20', '35:00'], 'step'),
	customer: moment('2027-01-13T10:08:15Z', ['questions', 'answer'], ['16:45', '25:00'], 'step'),
	issues: moment('2027-01-13T10:55:00Z', ['issues', 'one'], ['8:00', '13:00'], 'step'),
	plan: moment('2027-01-13T14:16:50Z', ['plan', 'complete'], ['28:10', '30:00'], 'step'),
	commitment: moment('2027-01-13T15:51:30Z', ['sign', 'sign'], ['11:00', '20:00'], 'step'),
	signed: moment('2027-01-13T15:57:00Z', ['sign', 'next'], null, 'step'),
	'week-4': moment('2027-02-08T09:00:00Z', ['sign', 'next'], null, 'step'),
	// Summer time has begun in London: 09:00 there.
	'week-12': moment('2027-04-05T08:00:00Z', ['sign', 'next'], null, 'step')
};
