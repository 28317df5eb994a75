import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	newId,
	type AccountId,
	type ActionId,
	type PersonId,
	type SupportRequestId,
	type WorkshopId
} from '#domain/ids.ts';
import { EMPTY_BRIEF } from '#domain/workshop.ts';
import * as tables from '#drizzle/schema.ts';
import { violatedConstraint, type Transaction } from '#server/store/database.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
});
afterAll(() => database.close());

const now = new Date('2027-01-12T15:00:00Z');

async function workshopWithPlan() {
	const accountId = newId<'Account'>() as AccountId;
	const workshopId = newId<'Workshop'>() as WorkshopId;
	const personId = newId<'Person'>() as PersonId;
	const actionId = newId<'Action'>() as ActionId;
	const requestId = newId<'SupportRequest'>() as SupportRequestId;
	await database.transaction(async (tx) => {
		await tx
			.insert(tables.accounts)
			.values({ id: accountId, email: `${accountId}@example.org`, name: 'Ana', passwordHash: 'x', createdAt: now });
		await tx.insert(tables.workshops).values({
			id: workshopId,
			title: 'Two days',
			brief: EMPTY_BRIEF,
			template: 'x',
			code: workshopId,
			screen: { kind: 'code' },
			createdBy: accountId,
			createdAt: now
		});
		await tx
			.insert(tables.people)
			.values({ id: personId, workshopId, name: 'Ana', nameKey: 'ana', role: 'participant', joinedAt: now });
		await tx.insert(tables.plans).values({ workshopId });
		await tx
			.insert(tables.actions)
			.values({ id: actionId, workshopId, n: 1, text: 'Ring back the same day', sentBy: personId, sentAt: now });
		await tx.insert(tables.actionSources).values({ actionId, ref: 'point:abc', position: 1 });
		await tx
			.insert(tables.chainLinks)
			.values({ workshopId, ref: 'point:abc', step: 'customer' as never, zone: 'wishes', text: 'Ring back', from: [] });
		await tx
			.insert(tables.supportRequests)
			.values({ id: requestId, workshopId, actionId, kind: 'time', ask: 'An hour', askedBy: personId, askedAt: now });
	});
	const sign = () =>
		database.transaction(async (tx) => {
			await tx.insert(tables.signatures).values({ workshopId, personId, signedAt: now });
			await tx.update(tables.plans).set({ signedAt: now, hash: 'f00' }).where(eq(tables.plans.workshopId, workshopId));
			// In the transaction that signs, the order does not matter.
			await tx
				.insert(tables.chainLinks)
				.values({ workshopId, ref: 'point:def', step: 'customer' as never, zone: 'wishes', text: 'Call', from: [] });
		});
	return { workshopId, personId, actionId, requestId, sign };
}

type Signed = Awaited<ReturnType<typeof workshopWithPlan>>;
const refused = async (write: (tx: Transaction) => Promise<unknown>) =>
	violatedConstraint(
		await database.transaction(write).then(
			() => null,
			(error: unknown) => error
		)
	);

const changes: readonly [string, (tx: Transaction, signed: Signed) => Promise<unknown>][] = [
	['the plan', (tx, s) => tx.update(tables.plans).set({ version: 2 }).where(eq(tables.plans.workshopId, s.workshopId))],
	[
		'the signing',
		(tx, s) => tx.update(tables.plans).set({ signedAt: null }).where(eq(tables.plans.workshopId, s.workshopId))
	],
	['no plan', (tx, s) => tx.delete(tables.plans).where(eq(tables.plans.workshopId, s.workshopId))],
	['an action', (tx, s) => tx.update(tables.actions).set({ text: 'Other' }).where(eq(tables.actions.id, s.actionId))],
	['one action less', (tx, s) => tx.delete(tables.actions).where(eq(tables.actions.id, s.actionId))],
	[
		'one action more',
		(tx, s) =>
			tx.insert(tables.actions).values({
				id: newId<'Action'>() as ActionId,
				workshopId: s.workshopId,
				n: 2,
				text: 'More',
				sentBy: s.personId,
				sentAt: now
			})
	],
	[
		'a source more',
		(tx, s) => tx.insert(tables.actionSources).values({ actionId: s.actionId, ref: 'point:x', position: 2 })
	],
	['a source less', (tx, s) => tx.delete(tables.actionSources).where(eq(tables.actionSources.actionId, s.actionId))],
	['a signature less', (tx, s) => tx.delete(tables.signatures).where(eq(tables.signatures.workshopId, s.workshopId))],
	[
		'a reworded story',
		(tx, s) => tx.update(tables.chainLinks).set({ text: 'x' }).where(eq(tables.chainLinks.workshopId, s.workshopId))
	],
	[
		'a reworded request',
		(tx, s) => tx.update(tables.supportRequests).set({ ask: 'x' }).where(eq(tables.supportRequests.id, s.requestId))
	],
	[
		'a request taken away',
		(tx, s) => tx.delete(tables.supportRequests).where(eq(tables.supportRequests.id, s.requestId))
	]
];

test('[KEEP-1] a signed plan cannot be changed, not even by a statement sent to the database', async () => {
	const signed = await workshopWithPlan();
	await signed.sign();

	const refusals = [];
	for (const [name, write] of changes) refusals.push([name, await refused((tx) => write(tx, signed))]);

	expect(refusals).toEqual(changes.map(([name]) => [name, 'plan_is_signed']));
});

test('[KEEP-1] before it is signed, every one of these changes is taken', async () => {
	for (const [name, write] of changes) {
		const draft = await workshopWithPlan();
		const refusal = await database
			.transaction((tx) => write(tx, draft))
			.then(
				() => null,
				(error: unknown) => error
			);
		expect([name, refusal]).toEqual([name, null]);
	}
});

test('[KEEP-2] after signing, support may still be asked for', async () => {
	const { workshopId, personId, actionId, sign } = await workshopWithPlan();
	await sign();

	const added = database.transaction((tx) =>
		tx.insert(tables.supportRequests).values({
			id: newId<'SupportRequest'>() as SupportRequestId,
			workshopId,
			actionId,
			kind: 'money',
			ask: 'A second line',
			askedBy: personId,
			askedAt: now
		})
	);

	await expect(added).resolves.toBeDefined();
});

test('[KEEP-3] what was reported, answered or done is only ever added to', async () => {
	const { workshopId, personId, actionId, requestId } = await workshopWithPlan();
	await database.transaction(async (tx) => {
		await tx
			.insert(tables.actionUpdates)
			.values({ id: actionId, actionId, writtenBy: personId, health: 'help', text: 'Late', writtenAt: now });
		await tx
			.insert(tables.supportAnswers)
			.values({ requestId, n: 1, answer: 'yes', words: 'Yes', answeredBy: personId, answeredAt: now });
		await tx.insert(tables.audit).values({ workshopId, personId, deed: 'plan.send', doneAt: now });
	});

	const refusals = [
		await refused((tx) => tx.update(tables.actionUpdates).set({ text: 'x' })),
		await refused((tx) => tx.delete(tables.actionUpdates)),
		await refused((tx) => tx.update(tables.supportAnswers).set({ words: 'x' })),
		await refused((tx) => tx.delete(tables.supportAnswers)),
		await refused((tx) => tx.update(tables.audit).set({ deed: 'x' })),
		await refused((tx) => tx.delete(tables.audit))
	];

	expect(refusals).toEqual([
		'action_updates_append_only',
		'action_updates_append_only',
		'support_answers_append_only',
		'support_answers_append_only',
		'audit_append_only',
		'audit_append_only'
	]);
});
