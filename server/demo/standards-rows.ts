/** The standards of the example as a sheet: version 1 from the two days, and what later answers made of it. */
import type { StandardLine, StandardsLines } from '#domain/standards.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { DemoRows } from '../store/demo-rows.ts';
import type { DemoBoards } from './boards.ts';
import type { Demo } from './demo-file.ts';
import type { Course } from './stages.ts';

type Sheet = NonNullable<DemoRows['standardsSheets']>[number];

const MADE = new Date('2027-01-13T14:20:00Z');
const AGREED = new Date('2027-01-13T15:14:00Z');
/** Easter 2027; nothing is sent on these days. */
const EASTER = ['2027-03-26', '2027-03-29'];

/** Twelve weeks as signed: whether it goes on until summer is what they vote about in the last of them. */
export const FOLLOW_UP = { followSettings: { holidays: EASTER } };

export function sheetRows(demo: Demo, boards: DemoBoards, course: Course, now: WorkshopNow): readonly Sheet[] {
	const sponsor = now.rows.people.find(({ role }) => role === 'sponsor')?.id;
	const facilitator = now.rows.people.find(({ role }) => role === 'facilitator')?.id;
	if (!sponsor || !facilitator) throw new Error('the example has nobody to make and agree its standards');
	const base = { workshopId: now.workshop.id, compass: demo.vision.compass, agreedBy: sponsor };
	const first: Sheet = {
		...base,
		version: 1,
		contents: {
			lines: demo.vision.standards.map((one, at) => lineOf(one, at, demo, boards, now)),
			mistakes: mistakesOf(demo)
		},
		...{ madeBy: facilitator, madeAt: MADE, agreedAt: AGREED, agreedWords: demo.mistakesLine.words }
	};
	return demo.standardsVersions
		.map(({ version, on, changes }) => ({ version, changes, at: new Date(`${on}T07:20:00Z`) }))
		.filter(({ at }) => at <= course.moment.opensAt)
		.reduce<readonly Sheet[]>(
			(sheets, { version, changes, at }) => {
				const before = sheets.at(-1) ?? first;
				const lines = before.contents.lines.map((line) =>
					changes
						.filter(({ standard }) => boards.ref(standard) === line.ref)
						.reduce((changed, { field, after }) => ({ ...changed, [field]: [after] }), line)
				);
				const contents = { ...before.contents, lines };
				const agreedWords = wordsOf(demo) || before.agreedWords || '';
				return [...sheets, { ...base, version, contents, madeBy: sponsor, madeAt: at, agreedAt: at, agreedWords }];
			},
			[first]
		);
}

/** With what the sponsor said when the limit was raised. */
const wordsOf = ({ support }: Demo): string => support.find(({ revised }) => revised)?.revised?.words ?? '';

const mistakesOf = ({ mistakesLine: { learn, line } }: Demo): StandardsLines['mistakes'] => ({ learn, line });

function lineOf(
	{ id, text, fixed, mayDecide, gains, mergedFrom }: Demo['vision']['standards'][number],
	at: number,
	demo: Demo,
	boards: DemoBoards,
	now: WorkshopNow
): StandardLine {
	const sentences = demo.definitions.filter((sentence) => mergedFrom.includes(sentence.id));
	const leaning = (way: string): number => sentences.filter(({ leans }) => leans === way || leans === 'both').length;
	return {
		n: at + 1,
		text,
		gains,
		fixed: fixed === '' ? [] : [fixed],
		mayDecide: mayDecide === '' ? [] : [mayDecide],
		warm: leaning('warm'),
		quick: leaning('quick'),
		syndicates: now.syndicates
			.filter(({ slug }) => sentences.some(({ syndicate }) => syndicate === slug))
			.map(({ letter }) => letter),
		ref: boards.ref(id)
	};
}
