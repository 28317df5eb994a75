/** What another department is asked for: whoever owns the action or follows up asks somebody by name, who answers by a link. */
import { Hono } from 'hono';
import { asId, type WorkshopId } from '#domain/ids.ts';
import { toContact } from '#domain/letters.ts';
import { Problem } from '#domain/problem.ts';
import { departmentAskPart } from '#domain/support-letters.ts';
import { AskDepartment } from '#protocol/support-bodies.ts';
import type { DepartmentAsksView } from '#protocol/support-views.ts';
import { refuseHaste } from '../flood.ts';
import { body, type Env } from '../http.ts';
import { allow, mayAsk, mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { ownerNow } from '../store/action-changes.ts';
import { holderOf } from '../store/appointed.ts';
import { contactsOf, keepContact } from '../store/contacts.ts';
import type { Reading } from '../store/database.ts';
import { askDepartment, departmentAsksOf } from '../store/department-asks.ts';
import { wishesOf } from '../store/link-uses.ts';
import { notify } from '../store/notifications.ts';
import { holdPlan } from '../store/plan-rows.ts';
import { SupportStore } from '../store/support.ts';

export const departmentAskRoutes = ({ database, desk, now: clock, followUp }: PlanDeps) => {
	const support = new SupportStore(database);
	const haste = refuseHaste();

	return new Hono<Env>()
		.get('/workshops/:id/department-asks', mayInWorkshop('plan.read'), async (c) =>
			c.json(await asksView(database.db, c.get('workshop').id))
		)
		.post(
			'/workshops/:id/support/:request/department',
			mayAsk('action.change'),
			haste,
			body(AskDepartment),
			async (c) => {
				const { personId: askedBy } = personOf(c);
				const { id: workshopId, state } = c.get('workshop');
				const place = { workshopId, id: asId<'SupportRequest'>(c.req.param('request')) };
				const { actionId, ask, kind } = await support.request(place);
				const ownerId = await ownerNow(database.db, workshopId, actionId);
				allow(c, 'action.change', { kind: 'action', workshopId, state, ownerId, syndicateId: null });
				if (kind !== 'other-department')
					throw new Problem(
						'not-allowed',
						'This is asked of management. Ask another department for something of its own.'
					);
				const { name: asked, department, email } = c.req.valid('json');
				const { workshop, people } = await desk.get(workshopId);
				const at = clock();
				await database.transaction(async (tx) => {
					await holdPlan(tx, workshopId);
					const said = { workshopId, kind: 'department', name: asked, department, email, at } as const;
					const { id: contactId, name } = await keepContact(tx, said);
					const wishes = await wishesOf(tx, { workshopId, recipient: toContact(contactId) });
					if (wishes?.stoppedAt || wishes?.disownedAt)
						throw new Problem(
							'already-answered',
							`${name} wants no letters from here. Ask in person, or somebody else.`
						);
					const row = { workshopId, requestId: place.id, contactId, askedBy, askedAt: at };
					const askId = await askDepartment(tx, row);
					if (askId === null) throw new Problem('already-asked', `${name} is asked already. The answer comes here.`);
					const part = departmentAskPart({
						...{ askId, name, company: workshop.company, ask },
						owner: people.get(ownerId ?? askedBy)?.name ?? '',
						followUp: (await holderOf(tx, workshopId, 'follow-up-manager'))?.name ?? ''
					});
					await notify(tx, {
						...{ workshopId, recipient: toContact(contactId), kind: 'department-ask', subjectId: askId },
						...{ period: '', part, notBefore: at, at }
					});
				});
				desk.bump(workshopId, 'plan');
				followUp.wake();
				return c.json(await asksView(database.db, workshopId), 201);
			}
		);
};

/** Addresses stay with those who asked, in the table alone. */
async function asksView(reading: Reading, workshopId: WorkshopId): Promise<DepartmentAsksView> {
	const asks = await departmentAsksOf(reading, workshopId);
	const known = await contactsOf(reading, workshopId, 'department');
	return {
		asks: asks.map(({ askedAt, answers, contact, id, requestId, actionId, ask, askedBy }) => ({
			...{ id, requestId, actionId, ask, askedBy, name: contact.name, department: contact.department },
			askedAt: askedAt.toISOString(),
			answers: answers.map(({ answer, ownerName, dueOn, words, answeredAt }) => ({
				...{ answer, ownerName, dueOn, words, answeredAt: answeredAt.toISOString() }
			}))
		})),
		departments: [...new Set(known.map(({ department }) => department))].filter((name) => name !== '')
	};
}
