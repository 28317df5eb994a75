// A signature that is given while the server cannot be reached, from the browser's own module to the plan's rows.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { SignatureKept } from '#lib/plan/signature-kept.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

/** What a browser keeps on the device. */
const kept = new Map<string, string>();
let isOnline = true;
/** An answer that is lost on its way back. */
let losesAnswers = false;
let sitting: Sitting;

beforeEach(() => {
	kept.clear();
	isOnline = true;
	losesAnswers = false;
	vi.stubGlobal('localStorage', {
		getItem: (name: string) => kept.get(name) ?? null,
		setItem: (name: string, value: string) => void kept.set(name, value),
		removeItem: (name: string) => void kept.delete(name)
	});
	// The line between the browser and the product's routes.
	vi.stubGlobal('fetch', async (path: string, { body }: { readonly body?: string }) => {
		if (!isOnline) throw new TypeError('no network');
		const answer = await sitting.post(path.replace(/^\/api\/workshops\/[^/]+/, ''), JSON.parse(body ?? '{}'));
		if (losesAnswers) throw new TypeError('cut off');
		return new Response(JSON.stringify(answer.body), { status: answer.status });
	});
});
afterEach(() => vi.unstubAllGlobals());

const reading = async (who: Sitting): Promise<string> => (await who.get('/plan')).body.reading;
const signers = async (room: PlanRoom): Promise<readonly string[]> =>
	(await room.facilitator.get('/plan')).body.signatures.map(({ personId }: { personId: string }) => personId);

test('[SIGN-18] a signature given without a line waits on the device, also through a reload, and is put once when the line is back', async () => {
	const room = await installation.openRoom();
	await room.ready('Every promise has a name');
	sitting = room.amira;
	isOnline = false;
	const here = new SignatureKept(room.workshopId, room.amira.id);

	const pressed = await here.sign(await reading(room.amira));
	const waiting = [here.isWaiting, here.refused, await signers(room)];
	const later = new SignatureKept(room.workshopId, room.amira.id);
	const stillGone = await later.send();
	isOnline = true;
	losesAnswers = true;
	// It arrives, and the answer does not: it is sent again, and found to be there.
	await later.send();
	losesAnswers = false;
	const [unsure, again] = [later.isWaiting, await later.send()];
	await later.send();

	expect([pressed, ...waiting]).toEqual([null, true, null, []]);
	expect([stillGone, unsure, again]).toEqual([null, true, null]);
	expect([later.isWaiting, later.refused, kept.size]).toEqual([false, null, 0]);
	expect(await signers(room)).toEqual([room.amira.id]);
	// Of another person on this device nothing waits.
	expect(new SignatureKept(room.workshopId, room.elin.id).isWaiting).toBe(false);
});

test('[SIGN-18] what waited is refused after the close, and where the plan was changed meanwhile, with the reason in words', async () => {
	const room = await installation.openRoom();
	const id = await room.ready('Every promise has a name');
	await room.followedUp();
	sitting = room.amira;
	isOnline = false;
	const here = new SignatureKept(room.workshopId, room.amira.id);
	await here.sign(await reading(room.amira));
	await room.facilitator.patch(`/actions/${id}`, { dueOn: '2027-03-01' });
	isOnline = true;

	await here.send();
	const changed = here.refused;
	here.letGo();
	isOnline = false;
	await here.sign(await reading(room.amira));
	for (const person of [room.elin, room.marcus]) await person.post('/plan/sign');
	const closed = await room.facilitator.post('/plan/close');
	isOnline = true;
	await here.send();
	const tooLate = new SignatureKept(room.workshopId, room.amira.id).refused;

	expect(changed).toBe('The plan was changed after you read it. Read it again, then sign.');
	expect(closed.status).toBe(200);
	expect(tooLate).toBe(
		'The plan was closed before your signature arrived. Your name is not on it; say so to whoever follows up.'
	);
	// Signed in one moment of a clock that stands still: in any order.
	expect((await signers(room)).toSorted()).toEqual([room.elin.id, room.marcus.id].toSorted());
});
