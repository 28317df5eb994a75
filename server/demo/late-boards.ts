/** The boards from the first afternoon on: our own house, what the customer raised, the drafts, what people take home. */
import { asId } from '#domain/ids.ts';
import { SAID } from '#domain/issues.ts';
import { noteRef } from '#domain/refs.ts';
import { cells, links, put } from '../live/carry.ts';
import type { DemoBoards } from './boards.ts';
import type { Demo } from './demo-file.ts';
import { labels } from './early-boards.ts';
import type { Course } from './stages.ts';

/** Of a syndicate's twenty cells, while it still writes. */
const CELLS_SO_FAR = 16;
const STANDARDS = asId<'Zone'>('standards');

export function writeHouse(demo: Demo, boards: DemoBoards, course: Course): void {
	if (!course.since('house')) return;
	const vision = boards.of('vision');
	const standards = vision.board.zone(STANDARDS).entries;
	for (const { id: syndicate } of demo.syndicates) {
		const house = boards.of('house', syndicate);
		const mine = demo.cells.filter((cell) => cell.syndicate === syndicate);
		const filled = course.stage === 'house' ? mine.slice(0, CELLS_SO_FAR) : mine;
		const carried = cells(house.activity, house.id, vision.id, standards);
		put(
			house.board,
			carried.map(({ id, note }) => {
				const [from = ''] = note.from ?? [];
				const cell = mine.find(({ standard, zone }) => boards.ref(standard) === from && zone === note.zone);
				if (cell) boards.call(cell.id, noteRef(house.id, id));
				if (!cell || !filled.includes(cell)) return { id, note };
				const { text, causes, ownedBy } = cell;
				const fields = house.fields(note.zone, { causes: labels(demo, causes), ownedBy });
				return { id, note: { ...note, text, fields } };
			})
		);
	}
}

/** What the day changed in people's minds: after the first day, and after the second. */
export function writeDifferently(demo: Demo, boards: DemoBoards, course: Course): void {
	const days = [
		...(course.since('customer-speaks') ? [{ day: 1, step: 'read-back' }] : []),
		...(course.since('signed') ? [{ day: 2, step: 'sign' }] : [])
	];
	for (const { day, step } of days) {
		for (const { id, author, text } of demo.differently.filter((note) => note.day === day)) {
			boards.of(step).write({ id: asId(id), zone: 'differently', text, author });
		}
	}
}

/** Each syndicate has the issues that were dealt to it, as groups of what was said and asked. */
export function writeIssues(demo: Demo, boards: DemoBoards, course: Course): void {
	if (!course.since('issues')) return;
	for (const issue of demo.issues) {
		for (const syndicate of issue.dealtTo) {
			const board = boards.of('issues', syndicate);
			const group = board.group(SAID, issue.title);
			boards.call(`${issue.id} ${syndicate}`, group.ref);
			const said = links(board.activity.board, board.id, SAID, boards.refs(issue.from));
			put(board.board, said);
			for (const { id } of said) board.board.join(id, group.id);
		}
		const [first = ''] = issue.dealtTo;
		boards.call(issue.id, boards.ref(`${issue.id} ${first}`));
	}
	if (!course.since('plan')) return;
	for (const { id, issue, syndicate, means, could } of demo.issueAnswers) {
		const board = boards.of('issues', syndicate);
		const from = [boards.ref(`${issue} ${syndicate}`)];
		board.write({ id: asId(`${id}-means`), zone: 'means', text: means, author: null, from });
		board.write({ id: asId(`${id}-could`), zone: 'could', text: could, author: null, from });
	}
}

/** What was dealt to an action's own syndicate is its source, else what another syndicate had of it. */
export const sourcesOf = (
	{ syndicate, sources }: { readonly syndicate: string; readonly sources: readonly string[] },
	boards: DemoBoards
): readonly string[] =>
	sources.flatMap((id) => {
		const [mine] = boards.refs([`${id} ${syndicate}`]);
		return mine ?? boards.ref(id);
	});

/** Eighteen drafts, three a syndicate, and the small fixes beside them. */
export function writeDrafts(demo: Demo, boards: DemoBoards, course: Course): void {
	if (!course.since('plan')) return;
	for (const action of demo.actions) {
		const { id, syndicate, text, why, firstStep, motivators, kind, horizon, measure, helpers } = action;
		const ref = boards.of('draft', syndicate).write({
			id: asId(`draft-${id}`),
			zone: 'drafts',
			text,
			author: action.signedOwner ?? action.owner,
			from: sourcesOf(action, boards),
			fields: {
				why,
				firstStep: firstStep.text,
				dueOn: action.signedDueOn ?? action.dueOn,
				motivators: labels(demo, motivators)
			},
			answers: {
				...{ kind, horizon, measureName: measure.name, measureUnit: measure.unit, measureGroup: measure.group },
				...{ measureBaseline: String(measure.baseline), measureTarget: String(measure.target) },
				measureCountedBy: measure.countedBy,
				...Object.fromEntries(helpers.map((helper) => [`helper:${helper}`, 'yes'])),
				...Object.fromEntries(
					demo.support.flatMap(({ action: of, kind: asked, ask }) => (of === id ? [[`support:${asked}`, ask]] : []))
				)
			}
		});
		boards.call(`draft of ${id}`, ref);
	}
	for (const aside of demo.notNow) {
		const ref = boards.of('draft', aside.syndicate).write({
			id: asId(`draft-${aside.id}`),
			zone: 'drafts',
			text: aside.text,
			author: scribeOf(demo, aside.syndicate),
			from: sourcesOf(aside, boards)
		});
		boards.call(`draft of ${aside.id}`, ref);
	}
	for (const fix of demo.smallFixes) {
		const ref = boards.of('draft', fix.syndicate).write({
			id: asId(`small-fix-${fix.id}`),
			zone: 'small-fixes',
			text: fix.text,
			author: fix.owner,
			from: sourcesOf(fix, boards)
		});
		boards.call(`small fix ${fix.id}`, ref);
	}
}

/** Who types what the syndicate says. */
export function scribeOf({ people }: Pick<Demo, 'people'>, syndicate: string): string {
	const scribe = people.find((person) => person.syndicate === syndicate && person.role === 'scribe');
	if (!scribe) throw new Error(`the example has no scribe in ${syndicate}`);
	return scribe.id;
}
