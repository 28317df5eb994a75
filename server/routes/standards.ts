/** The standards sheet: made from the boards by a facilitator's ticks, agreed by the sponsor in own words, read by all. */
import { Hono } from 'hono';
import type { SyndicateId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { StandardsLines } from '#domain/standards.ts';
import { AgreeToStandards, NewStandards } from '#protocol/bodies.ts';
import type { StandardsDraftView, StandardsView, WordingView } from '#protocol/vision-views.ts';
import type { InferOutput } from 'valibot';
import { body, type Env } from '../http.ts';
import { standardsDraft } from '../live/standards-draft.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { ProposalStore } from '../store/proposals.ts';
import { StandardsStore, type SheetRow } from '../store/standards.ts';

export const standardsRoutes = ({ database, now: clock, desk, rooms }: PlanDeps) => {
	const sheets = new StandardsStore(database);
	const proposals = new ProposalStore(database);

	const draftOf = async (now: WorkshopNow): Promise<StandardsDraftView> => {
		const proposed = await proposals.syndicatesOf(now.workshop.id);
		return standardsDraft({ now, rooms, proposed });
	};
	const listed = async (workshopId: WorkshopId): Promise<readonly StandardsView[]> =>
		(await sheets.versions(workshopId)).map(viewOf);

	return new Hono<Env>()
		.get('/workshops/:id/standards', mayInWorkshop('standards.read'), async (c) =>
			c.json(await listed(c.get('workshop').id))
		)
		.get('/workshops/:id/standards/draft', mayInWorkshop('standards.make'), async (c) =>
			c.json(await draftOf(await desk.get(c.get('workshop').id)))
		)
		.post('/workshops/:id/standards', mayInWorkshop('standards.make'), body(NewStandards), async (c) => {
			const { personId: madeBy } = personOf(c);
			const workshopId = c.get('workshop').id;
			const now = await desk.get(workshopId);
			const draft = await draftOf(now);
			const contents = ticked(draft, c.req.valid('json'), now);
			await sheets.make({ workshopId, compass: draft.compass, contents, madeBy, at: clock() });
			desk.bump(workshopId, 'standards');
			return c.json(await listed(workshopId), 201);
		})
		.post('/workshops/:id/standards/agree', mayInWorkshop('standards.agree'), body(AgreeToStandards), async (c) => {
			const { personId } = personOf(c);
			const workshopId = c.get('workshop').id;
			const { version, words } = c.req.valid('json');
			if (words === '') {
				throw new Problem('answer-without-words', 'Everybody reads your words on the sheet. One sentence is enough.');
			}
			await sheets.agree({ workshopId, version, personId, words, at: clock() });
			desk.bump(workshopId, 'standards');
			return c.json(await listed(workshopId));
		});
};

function viewOf({
	version,
	compass,
	contents,
	madeBy,
	madeAt,
	agreedBy,
	agreedAt,
	agreedWords
}: SheetRow): StandardsView {
	return {
		...contents,
		version,
		compass,
		madeBy,
		madeAt: madeAt.toISOString(),
		agreed: agreedBy && agreedAt ? { by: agreedBy, at: agreedAt.toISOString(), words: agreedWords } : null
	};
}

/** @throws Problem `empty`, `in-use` when a wording is no longer what somebody ticked */
function ticked(draft: StandardsDraftView, chosen: InferOutput<typeof NewStandards>, now: WorkshopNow): StandardsLines {
	if (chosen.lines.length === 0) {
		throw new Problem('empty', 'No line is chosen yet. A sheet needs at least one line of the vision.');
	}
	const byRef = new Map(chosen.lines.map((line) => [line.ref, line]));
	if (chosen.lines.some(({ ref }) => !draft.lines.some((line) => line.ref === ref))) throw changedMeanwhile();
	const lines = draft.lines.filter(({ ref }) => byRef.has(ref));
	return {
		lines: lines.map((line, at) => {
			const marks = byRef.get(line.ref);
			const fixed = among(line.fixed, marks?.fixed ?? []);
			const mayDecide = among(line.mayDecide, marks?.mayDecide ?? []);
			const credited: readonly (SyndicateId | null)[] = [
				...line.syndicates,
				...[...fixed, ...mayDecide].map(({ syndicateId }) => syndicateId)
			];
			return {
				n: at + 1,
				text: line.text,
				fixed: fixed.map(({ text }) => text),
				mayDecide: mayDecide.map(({ text }) => text),
				gains: line.gains,
				warm: line.warm,
				quick: line.quick,
				syndicates: now.syndicates.filter(({ id }) => credited.includes(id)).map(({ letter }) => letter),
				ref: line.ref
			};
		}),
		mistakes: {
			learn: among(draft.learn, chosen.learn).map(({ text }) => text),
			line: among(draft.line, chosen.line).map(({ text }) => text)
		}
	};
}

/** In the order of the boards. What is not there to the letter was reworded meanwhile. */
function among(there: readonly WordingView[], chosen: readonly string[]): readonly WordingView[] {
	if (chosen.some((text) => !there.some((wording) => wording.text === text))) throw changedMeanwhile();
	return there.filter(({ text }) => chosen.includes(text));
}

const changedMeanwhile = (): Problem =>
	new Problem('in-use', 'Somebody changed a wording on the boards meanwhile. Look at it again, then make the sheet.');
