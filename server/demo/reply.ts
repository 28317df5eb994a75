/** The reply to the customer, as it was approved on the morning after, and one point that IT may read. */
import type { WorkshopId } from '#domain/ids.ts';
import type { Deps } from '../deps.ts';
import { draftsOf, pendingOf, readReply } from '../live/reply-view.ts';
import { PointShareStore } from '../store/point-shares.ts';
import { ReplyStore } from '../store/reply.ts';
import { ReplyWordsStore } from '../store/reply-words.ts';
import { toldPoints } from '../store/told.ts';
import type { Course } from './stages.ts';

const APPROVED = new Date('2027-01-14T09:30:00Z');
const ANSWERED = new Date('2027-01-15T17:40:00Z');

const OPENING =
	'Thank you for the forty minutes you gave us. This is what we make of them: in our own words where we wrote them, and with the syndicate that did.';

/** Its lines are what the syndicates wrote; nothing is approved before the plan is signed. */
export async function writeReply(deps: Pick<Deps, 'database' | 'workshops'>, course: Course, workshopId: WorkshopId) {
	if (!course.since('plan')) return;
	const { database, workshops } = deps;
	const { desk, rooms } = workshops;
	const parts = () => readReply({ database, desk, rooms, now: () => APPROVED }, workshopId);
	const replies = new ReplyStore(database);
	await replies.opening(workshopId, OPENING, '');
	// Nobody else is here while an example is made.
	const standing = () => Promise.resolve(true);
	await replies.draft(workshopId, draftsOf(await parts()), standing);
	if (!course.since('week-4')) return;
	const people = (await desk.get(workshopId)).rows.people;
	const facilitator = people.find(({ role }) => role === 'facilitator');
	const customer = people.find(({ role }) => role === 'customer');
	if (!facilitator || !customer) throw new Error('the example has nobody who answers, or nobody to answer');
	const ready = await parts();
	for (const { issueId, text } of pendingOf(ready).lines)
		if (text === '')
			await replies.line({ workshopId, issueId }, { text: '', isLeftOut: true }, { text: '', isLeftOut: false });
	await replies.approve(workshopId, pendingOf(await parts()), { by: facilitator.id, at: APPROVED }, standing);
	const [line] = pendingOf(ready).lines;
	const words = new ReplyWordsStore(database);
	const mine = { workshopId, personId: customer.id, writtenAt: ANSWERED };
	await words.add({
		...mine,
		id: 'example-answer-to-the-first',
		kind: 'answer',
		issueId: line?.issueId ?? null,
		text: 'Half past seven would do. Before my tenants have left the house.'
	});
	await words.add({
		...mine,
		id: 'example-thanks-to-everybody',
		kind: 'thanks',
		issueId: null,
		text: 'Nobody has ever written back to me about what I said. Thank you.'
	});
	const shares = new PointShareStore(database);
	const points = (await toldPoints(database.db, workshopId)).filter(
		({ text, kind }) => text !== null && kind === 'wish'
	);
	const [first, second] = points;
	if (!first || !second) throw new Error('the customer of the example said nothing that could be shared');
	await shares.ask(workshopId, 'IT', [first.id, second.id], APPROVED);
	const yes = { answer: 'yes', text: first.text ?? '' } as const;
	await shares.answer({ workshopId, department: 'IT', point: first.id }, customer.id, yes, ANSWERED);
}
