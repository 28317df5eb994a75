// Thanks for what was done, and for a note that led somewhere.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const lettersOf = async (id: string) =>
	installation.database.rows(
		`select kind, subject_id, dropped_at is null as waits, part->>'subject' as subject from notifications
		 where recipient = 'person:${id}' and kind = 'thanks' order by made_at`
	);

/** A signed plan with one action of Elin's, in which Amira helps. */
async function helpedRoom() {
	const room = await installation.openRoom();
	const id = await room.ready('Ring back by four');
	await room.elin.patch(`/actions/${id}`, { helpers: [room.amira.id] });
	await room.followedUp();
	const sponsor = await room.sit('Tom Beckett', 'sponsor');
	const customer = await room.sit('Ingrid Solheim', 'customer');
	await room.reload();
	const early = await sponsor.post('/thanks', { ref: `action:${id}`, text: 'Too early' });
	for (const person of [room.elin, room.marcus, sponsor]) await person.post('/plan/sign');
	const { status, body } = await room.facilitator.post('/plan/close');
	if (status !== 200) throw new Error(body.sentence);
	return { ...room, id, ref: `action:${id}`, sponsor, customer, early };
}

test('[FOLLOW-40] thanks for an action reach its owner and all who help, by letter too, and a second press gives none', async () => {
	const { elin, amira, sponsor, customer, ref, early } = await helpedRoom();

	const given = await sponsor.post('/thanks', { ref, text: 'You rang forty people before eight.' });
	const presses = await Promise.all([1, 2, 3].map(() => customer.post('/thanks', { ref, text: 'Thank you.' })));
	const { body } = await elin.get('/thanks');

	expect([early.status, given.status, ...presses.map(({ status }) => status)]).toEqual([403, 201, 201, 201, 201]);
	expect(body.thanks).toHaveLength(2);
	for (const thanks of body.thanks) expect([...thanks.to].sort()).toEqual([elin.id, amira.id].sort());
	for (const { id } of [elin, amira]) {
		const letters = await lettersOf(id);
		expect(letters.map(({ subject }) => subject).sort()).toEqual([
			'Ingrid Solheim thanks you',
			'Tom Beckett thanks you'
		]);
	}
});

test('[FOLLOW-40] thanks for a note with a name reach whoever wrote it', async () => {
	const room = await helpedRoom();
	const written = { zone: asId<'Zone'>('bad'), text: 'Nobody rang back' };
	const note = await room.note('experiences', room.alder, written, room.amira.id);

	const given = await room.marcus.post('/thanks', { ref: note.ref, text: 'You said it first.' });
	const gone = await room.marcus.post('/thanks', { ref: 'note:abcdefgh:abcdefgh', text: 'Thank you.' });

	expect(given.body.thanks).toMatchObject([{ ref: note.ref, to: [room.amira.id], from: room.marcus.id }]);
	expect(await lettersOf(room.amira.id)).toHaveLength(1);
	expect([gone.status, gone.body.code]).toEqual([404, 'not-found']);
});

test('[FOLLOW-41] nobody thanks themselves, and only the giver takes thanks back, with the letter that waits', async () => {
	const { elin, amira, marcus, ref } = await helpedRoom();

	const alone = await elin.post('/thanks', { ref, text: 'Well done me', to: [elin.id] });
	const toHelper = await elin.post('/thanks', { ref, text: 'You carried the board.' });
	const { id } = toHelper.body.thanks[0];
	const byOther = await marcus.post(`/thanks/${id}/take-back`);
	const byGiver = await elin.post(`/thanks/${id}/take-back`);
	const again = await elin.post('/thanks', { ref, text: 'You carried the board.' });

	expect([alone.status, alone.body.field]).toEqual([400, 'to']);
	expect(toHelper.body.thanks[0].to).toEqual([amira.id]);
	expect([byOther.status, byGiver.status, byGiver.body.thanks]).toEqual([403, 200, []]);
	expect((await lettersOf(amira.id)).map(({ waits }) => String(waits)).sort()).toEqual(['false', 'true']);
	expect(again.body.thanks).toHaveLength(1);
	expect(await lettersOf(elin.id)).toEqual([]);
});

test('[FOLLOW-42] thanks for a note without a name name nobody, and a customer reads their own thanks only', async () => {
	const room = await helpedRoom();
	const written = { zone: asId<'Zone'>('bad'), text: 'Sent from one desk to the next' };
	const note = await room.note('experiences', room.alder, written);

	const given = await room.marcus.post('/thanks', { ref: note.ref, text: 'This began it.' });
	const byCustomer = await room.customer.post('/thanks', { ref: room.ref, text: 'Thank you.' });
	const forNote = await room.customer.post('/thanks', { ref: note.ref, text: 'Thank you.' });
	const named = await room.customer.post('/thanks', { ref: room.ref, text: 'Thanks', to: [room.elin.id] });

	expect(given.body.thanks).toMatchObject([{ ref: note.ref, to: [] }]);
	expect(byCustomer.body.thanks).toMatchObject([{ text: 'Thank you.', to: [] }]);
	expect((await room.customer.get('/thanks')).body.thanks).toHaveLength(1);
	expect([forNote.status, named.status]).toEqual([400, 400]);
	expect((await room.elin.get('/thanks')).body.thanks).toHaveLength(2);
});
