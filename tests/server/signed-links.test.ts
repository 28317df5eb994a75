import fc from 'fast-check';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { toPerson, type SignedPurpose } from '#domain/letters.ts';
import { packed, SIGNED_VALUES, unpacked } from '#domain/signed-links.ts';
import { mailWishes, people } from '#drizzle/schema.ts';
import { openSigned, signer } from '#server/follow/signed-links.ts';
import { beginLinkKey, endLinkKey, linkKeyRows } from '#server/store/link-keys.ts';
import { planInstallation, type PlanInstallation, type PlanRoom } from '../support/plan-room.ts';

let installation: PlanInstallation;
let room: PlanRoom;
const address = 'elin@example.org';

beforeAll(async () => {
	installation = await planInstallation();
});
beforeEach(async () => {
	installation.setNow('2027-01-18T08:00:00Z');
	room = await installation.openRoom();
	await setAddress(address);
});
afterAll(() => installation.close());

const setAddress = (email: string) =>
	installation.database.transaction((tx) => tx.update(people).set({ email }).where(eq(people.id, room.elin.id)));

const setWishes = (wishes: Partial<typeof mailWishes.$inferInsert>) =>
	installation.database.transaction((tx) =>
		tx
			.insert(mailWishes)
			.values({ workshopId: room.workshopId, recipient: toPerson(room.elin.id), ...wishes })
			.onConflictDoUpdate({ target: [mailWishes.workshopId, mailWishes.recipient], set: wishes })
	);

async function link(purpose: SignedPurpose = 'report', value = 'on-course', version = 1): Promise<string> {
	const sign = await signer(installation.database, installation.now());
	const path = sign({
		workshopId: room.workshopId,
		recipient: toPerson(room.elin.id),
		address,
		version,
		purpose,
		subjectId: 'an-action',
		value
	});
	return path.slice('/a/'.length);
}

async function seen(token: string): Promise<string> {
	const visit = await openSigned(installation.database, token, installation.now());
	return 'reader' in visit ? `${visit.word.purpose} ${visit.word.value} by ${visit.reader.name}` : visit.kind;
}

test('[LINK-30] a link that differs anywhere from the one that was sent is refused like one that never was', async () => {
	const token = await link();
	const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.=+/ \u00e9'];
	expect(await seen(token)).toBe('report on-course by Elin Strand');

	await fc.assert(
		fc.asyncProperty(
			fc.nat(token.length - 1),
			fc.constantFrom(...alphabet),
			fc.constantFrom('put', 'insert', 'cut', 'end'),
			async (at, character, how) => {
				const after = how === 'insert' ? at : at + 1;
				const changed =
					how === 'end'
						? token.slice(0, at)
						: token.slice(0, at) + (how === 'cut' ? '' : character) + token.slice(after);
				fc.pre(changed !== token);
				expect(await seen(changed)).toBe('gone');
			}
		),
		{ numRuns: 250 }
	);
	const others = await Promise.all(['', '.', 'a.b', `${token}.`, `.${token}`, token.repeat(2)].map(seen));
	expect(new Set(others)).toEqual(new Set(['gone']));
});

test('[LINK-30] what a link says is read again as it was written, whatever it was', () => {
	const text = fc.string({ unit: 'binary', maxLength: 40 });
	fc.assert(
		fc.property(
			fc.constantFrom(...(Object.keys(SIGNED_VALUES) as SignedPurpose[])),
			text,
			text,
			fc.nat(),
			(purpose, subjectId, value, expiresAt) => {
				const word = {
					...{ workshopId: room.workshopId, purpose, recipient: toPerson(room.elin.id), subjectId, value, expiresAt },
					...{ keyId: 'k', nonce: 'n', version: 3, addressMark: 'm' }
				};
				expect(unpacked(packed(word))).toEqual(word);
			}
		)
	);
	for (const other of ['', '[]', '{}', 'null', '[1,2,3,4,5,6,7,8,9,10]', '["k"']) expect(unpacked(other)).toBeNull();
});

test('[LINK-31] the words of one purpose under the signature of another do nothing', async () => {
	const [text = '', mac = ''] = (await link('wishes', 'stop')).split('.');
	const word = unpacked(Buffer.from(text, 'base64url').toString());
	if (!word) throw new Error('the link holds no word');
	const other = Buffer.from(packed({ ...word, purpose: 'report', value: 'done' })).toString('base64url');

	expect(await seen(`${text}.${mac}`)).toBe('wishes stop by Elin Strand');
	expect(await seen(`${other}.${mac}`)).toBe('gone');
	await expect(link('wishes', 'done')).rejects.toThrow("no link for 'wishes' can say 'done'");
});

test('[LINK-32] another address ends the links that went to the one before', async () => {
	const token = await link();
	await setAddress('elin@elsewhere.example.org');
	const elsewhere = await seen(token);
	await setAddress(address);

	expect([elsewhere, await seen(token)]).toEqual(['gone', 'report on-course by Elin Strand']);
});

test('[LINK-32] another version, “this is not me” and leaving end what was sent before', async () => {
	const token = await link();
	await setWishes({ version: 2 });
	const older = await seen(token);
	const newer = await link('report', 'done', 2);
	const held = await seen(newer);
	await setWishes({ disownedAt: installation.now() });
	const disowned = await seen(newer);
	await setWishes({ disownedAt: null });
	await installation.database.transaction((tx) =>
		tx.update(people).set({ removedAt: installation.now() }).where(eq(people.id, room.elin.id))
	);

	expect([older, held, disowned, await seen(newer)]).toEqual(['gone', 'report done by Elin Strand', 'gone', 'gone']);
});

test('[LINK-33] links hold for twenty-one days, and say afterwards that they have ended', async () => {
	const token = await link();
	installation.setNow('2027-02-08T07:59:59Z');
	const last = await seen(token);
	installation.setNow('2027-02-08T08:00:00Z');

	expect([last, await seen(token)]).toEqual(['report on-course by Elin Strand', 'expired']);
});

test('[LINK-33] a new secret is begun each year while the old still holds, until it is ended', async () => {
	const { database } = installation;
	const first = await link();
	const second = await link();
	const before = (await linkKeyRows(database.db)).length;
	installation.setNow('2027-01-18T09:00:00Z');
	await beginLinkKey(database, installation.now());
	const third = await link();
	const keyOf = (token: string) =>
		unpacked(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())?.keyId ?? '';

	expect(keyOf(second)).toBe(keyOf(first));
	expect(keyOf(third)).not.toBe(keyOf(first));
	expect(await Promise.all([first, third].map(seen))).toEqual(Array(2).fill('report on-course by Elin Strand'));
	expect(await endLinkKey(database, keyOf(first), installation.now())).toBe(true);
	expect(await endLinkKey(database, keyOf(first), installation.now())).toBe(false);
	expect(await Promise.all([first, third].map(seen))).toEqual(['gone', 'report on-course by Elin Strand']);
	installation.setNow('2028-01-19T08:00:00Z');
	const later = await link();
	expect(keyOf(later)).not.toBe(keyOf(third));
	expect(await linkKeyRows(database.db)).toHaveLength(before + 2);
});
