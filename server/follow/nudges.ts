/** Letters that whoever follows up sends by hand: to an owner, to management, to whoever stands above. */
import { calendarDay, daysBetween } from '#domain/calendar.ts';
import { newId, type ContactId, type PersonId, type SupportRequestId } from '#domain/ids.ts';
import { toContact, toPerson } from '#domain/letters.ts';
import { nudgePart, raisePart, raisedPart, remindPart, type Unanswered } from '#domain/monday-letters.ts';
import { nudgeAgainAt } from '#domain/needs-notes.ts';
import { isPlanned, isWaiting, type Action, type SupportRequest } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { withChanges } from '#domain/signed-changes.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { followUpDay } from '../signing/plan-view.ts';
import { changesOf } from '../store/action-changes.ts';
import type { Transaction } from '../store/database.ts';
import { boardContact } from '../store/follow-contacts.ts';
import { addFollowNote, lastNotes } from '../store/follow-notes.ts';
import { settingsOf } from '../store/follow-settings.ts';
import { wishesOf } from '../store/link-uses.ts';
import { notify } from '../store/notifications.ts';
import { readPlan } from '../store/plan-rows.ts';

interface ByHand {
	readonly now: WorkshopNow;
	readonly by: PersonId;
	readonly words: string;
	readonly at: Date;
}

/**
 * Writes to the owner of an action, or reminds management of a request. The caller holds the plan.
 * @throws Problem `not-found`, `already-asked` (within 48 hours)
 */
export async function nudge(tx: Transaction, { now, by, ref, words, at }: ByHand & { readonly ref: string }) {
	const workshopId = now.workshop.id;
	await mustBeRested(tx, now, ref, at);
	const { actions, day } = await standing(tx, now, at);
	const from = now.person(by)?.name ?? '';
	const [kind, id] = ref.split(':');
	const period = at.toISOString();
	if (kind === 'action') {
		const action = actions.find((each) => each.id === id);
		const { left } = await settingsOf(tx, workshopId);
		const ownerId = action?.ownerId ?? null;
		if (!action || ownerId === null || now.person(ownerId) === null || left.includes(ownerId)) {
			throw new Problem('not-found', 'Nobody owns this action now. Offer it to its syndicate.');
		}
		const lastWordAt = action.updates.at(-1)?.writtenAt ?? day.signedAt ?? at.toISOString();
		const isLate = action.dueOn !== null && action.dueOn < day.today;
		const part = nudgePart({
			...{ workshopId, actionId: action.id, n: action.n, text: action.text, dueOn: action.dueOn, isLate, from, words },
			lastWordOn: calendarDay(new Date(lastWordAt), day.timezone),
			hasWord: action.updates.length > 0
		});
		const told = { workshopId, recipient: toPerson(ownerId), kind: isLate ? 'overdue' : 'quiet' } as const;
		await notify(tx, { ...told, subjectId: action.id, period, part, notBefore: at, at });
	} else {
		const { request, action } = waiting(actions, day.today, id);
		const sponsor = now.rows.people.find(({ role }) => role === 'sponsor');
		if (!sponsor) throw new Problem('not-found', 'Nobody of management is in this workshop.');
		const part = remindPart({ ...unanswered(now, action, request, day.timezone), from, words });
		const told = { workshopId, recipient: toPerson(sponsor.id), kind: 'support-ask', subjectId: request.id } as const;
		await notify(tx, { ...told, period, part, notBefore: at, at });
	}
	await addFollowNote(tx, { workshopId, ref, kind: 'nudge', words, writtenBy: by, writtenAt: at });
}

/**
 * Raises a request that waits with somebody above. The caller holds the plan.
 * @throws Problem `not-found`, `already-asked`, `already-answered` (no letters wanted there)
 */
export async function raise(
	tx: Transaction,
	{
		now,
		by,
		requestId,
		name,
		email,
		words,
		at
	}: ByHand & { readonly requestId: SupportRequestId; readonly name: string; readonly email: string }
) {
	const workshopId = now.workshop.id;
	const ref = `support:${requestId}`;
	const { actions, day } = await standing(tx, now, at);
	const { request, action } = waiting(actions, day.today, requestId);
	const before = await lastNotes(tx, workshopId, ref);
	const last = before.findLast(({ kind }) => kind === 'raise');
	if (last && nudgeAgainAt([{ ...last, kind: 'nudge' }], ref, at) !== null) throw rest();
	const sponsor = now.rows.people.find(({ role }) => role === 'sponsor');
	const contactId: ContactId = await boardContact(tx, { id: newId(), workshopId, name, email, madeAt: at });
	const wishes = await wishesOf(tx, { workshopId, recipient: toContact(contactId) });
	if (wishes?.stoppedAt || wishes?.disownedAt)
		throw new Problem('already-answered', `${name} wants no letters from here. Ask in person, or somebody else.`);
	const asked = unanswered(now, action, request, day.timezone);
	const part = raisePart({
		...{ ...asked, from: now.person(by)?.name ?? '', words, receiver: name },
		askedOf: sponsor?.name ?? 'management',
		isToldToo: sponsor !== undefined,
		reminders: before.filter(({ kind }) => kind === 'nudge').length,
		days: daysBetween(asked.answerBy ?? asked.askedOn, day.today)
	});
	const told = { workshopId, recipient: toContact(contactId), kind: 'raise', subjectId: requestId } as const;
	const period = at.toISOString();
	await notify(tx, { ...told, period, part, notBefore: at, at });
	if (sponsor) {
		const toSponsor = { workshopId, recipient: toPerson(sponsor.id), kind: 'raise', subjectId: requestId } as const;
		const about = raisedPart({ ...asked, from: now.person(by)?.name ?? 'Whoever follows up', receiver: name });
		await notify(tx, { ...toSponsor, period, part: about, notBefore: at, at });
	}
	await addFollowNote(tx, { workshopId, ref, kind: 'raise', words: name, writtenBy: by, writtenAt: at });
}

const rest = () =>
	new Problem('already-asked', 'A letter about this went less than 48 hours ago. The telephone is open.');

async function mustBeRested(tx: Transaction, now: WorkshopNow, ref: string, at: Date): Promise<void> {
	const notes = await lastNotes(tx, now.workshop.id, ref);
	if (nudgeAgainAt(notes, ref, at) !== null) throw rest();
}

async function standing(tx: Transaction, now: WorkshopNow, at: Date) {
	const plan = await readPlan(tx, now.workshop.id);
	const changes = await changesOf(tx, now.workshop.id);
	const actions = plan.actions.filter(isPlanned).map((action) =>
		withChanges(
			action,
			changes.filter(({ actionId }) => actionId === action.id)
		)
	);
	return { actions, day: followUpDay(now, plan.signedAt, at) };
}

function waiting(actions: readonly Action[], today: string, id: string | undefined) {
	for (const action of actions) {
		const request = action.support.find((each) => each.id === id);
		if (request && isWaiting(request, today)) return { action, request };
	}
	throw new Problem('not-found', 'It does not wait any more: there is an answer.');
}

const unanswered = (
	now: WorkshopNow,
	action: Action,
	request: SupportRequest,
	timezone: string
): Omit<Unanswered, 'from' | 'words'> => ({
	...{ workshopId: now.workshop.id, actionId: action.id, n: action.n, text: action.text, dueOn: action.dueOn },
	...{ requestId: request.id, ask: request.ask },
	owner: now.person(request.contactId ?? request.askedBy)?.name ?? 'Somebody',
	askedOn: calendarDay(new Date(request.askedAt), timezone),
	answerBy: request.answers.at(-1)?.answerBy ?? null
});
