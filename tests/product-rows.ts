/**
 * What the product set out to do, row by row, as far as it is built: points of the mission checklist by their id, and
 * features by the number of their table and their place in it. Each stands in a rule of `RULES.md`, in brackets after
 * its promise, and so beside the tests that show it.
 */

/** Mission checklist, steps 0 (prepare) and G (gather), and what holds in every step. */
export const MISSION_ROWS: readonly string[] = [
	'000-01',
	'001-01',
	'001-09',
	'001-11',
	'002-01',
	'002-02',
	'002-03',
	'002-04',
	'002-09',
	'002-10',
	'002-M8',
	'003-1c',
	'003-3',
	'003-7',
	'003-12',
	'004-00',
	'004-03',
	'004-1b',
	'004-3b'
];

export const FEATURE_ROWS: Readonly<Record<string, string>> = {
	'2.1-1': 'Ready-made process as a template',
	'2.1-2': 'Timed agenda, durations add up, re-flow',
	'2.1-3': 'Step = instruction + permission + view',
	'2.1-4': 'Participant list, pre-assigned syndicates',
	'2.1-5': 'Customer invited, briefed',
	'2.1-6': 'Sponsor named, promise recorded before',
	'2.1-7': 'What was tried before, survey baseline',
	'2.1-8': 'Rehearsal: duplicate and reset',
	'2.1-9': 'Co-facilitators',
	'2.1-10': 'Self-hosted, one process',
	'2.2-1': 'Join by code or QR, no account',
	'2.2-2': 'Same person comes back as the same person',
	'2.2-3': 'Late joiner gets same rights, votes, state',
	'2.2-4': 'Moving a person between syndicates',
	'2.2-5': 'Syndicate roles, rotated',
	'2.2-6': 'One laptop per syndicate plus own phones',
	'2.2-7': 'Attendance list',
	'2.2-8': 'Pair introduction',
	'2.3-6': 'Grouping with name, undo, un-group; who did what is kept',
	'2.3-7': 'Group without dragging (keyboard, touch)',
	'2.5-1': 'Rate us against each definition',
	'2.5-4': 'Theme balance view',
	'2.11-1': 'Bring all to a step and hold them',
	'2.11-2': 'Step back without loss',
	'2.11-3': 'Timer for all, more time, pause, per syndicate',
	'2.11-4': 'Ready light per syndicate',
	'2.11-5': 'Participants cannot break the frame',
	'2.11-6': 'Projector view of its own',
	'2.11-7': 'Phone as a full participant',
	'2.11-8': 'Survives bad Wi-Fi',
	'2.11-9': 'Works with no internet in the room',
	'2.11-10': 'Screen reader and keyboard',
	'2.11-11': 'Calm display'
};
