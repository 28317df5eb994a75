/** Letters that go to many, as drafts: read, mended, held, left out, sent; and what is to be passed on by somebody. */
import { Hono, type Context } from 'hono';
import { asId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { EditLetter, SettleLetter } from '#protocol/letter-bodies.ts';
import { againJob, testOf } from '../follow/editions.ts';
import { LetterDesk, type LetterGround } from '../follow/letter-desk.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { JobStore } from '../store/jobs.ts';
import { LetterStore, type LetterRow } from '../store/letters.ts';
import { MailStore } from '../store/mails.ts';
import { notifyAll } from '../store/notifications.ts';

export type LetterDeps = PlanDeps & LetterGround;

export const letterRoutes = (deps: LetterDeps) => {
	const { database, desk: live, now: clock, followUp, cadence } = deps;
	const letters = new LetterStore(database);
	const mails = new MailStore(database);
	const jobs = new JobStore(database);
	const desk = new LetterDesk(deps);

	const pictureOf = async (c: Context<Env>) => {
		const picture = await desk.picture(c.get('workshop').id, clock());
		if (!picture) throw new Problem('plan-not-signed', 'The plan is not signed yet. Letters begin after that.');
		return picture;
	};
	const writes = (c: Context<Env>): boolean => {
		const actor = c.get('actor');
		return actor.kind === 'person' && actor.appointments.length > 0;
	};
	const all = async (c: Context<Env>) => c.json(await desk.letters(await pictureOf(c), writes(c)));
	const letterOf = async (c: Context<Env>): Promise<LetterRow> => {
		const letter = await letters.find(c.get('workshop').id, asId<'Letter'>(c.req.param('letter') ?? ''));
		if (!letter) throw new Problem('not-found', 'There is no such letter.');
		return letter;
	};
	const draft = async (c: Context<Env>) => c.json(await desk.draft(await pictureOf(c), await letterOf(c)));
	const changed = (c: Context<Env>, isDone: boolean): void => {
		if (!isDone) throw gone();
		live.bump(c.get('workshop').id, 'plan');
		followUp.wake();
	};

	return new Hono<Env>()
		.get('/workshops/:id/letters', mayInWorkshop('letter.read'), all)
		.get('/workshops/:id/letters/by-hand', mayInWorkshop('letter.write'), async (c) =>
			c.json(await desk.byHand(await pictureOf(c)))
		)
		.get('/workshops/:id/letters/:letter', mayInWorkshop('letter.read'), draft)
		.post('/workshops/:id/letters/:letter/edit', mayInWorkshop('letter.write'), body(EditLetter), async (c) => {
			const { id } = await letterOf(c);
			const { headline, lines, thanks, without } = c.req.valid('json');
			const kept = lines?.filter(Boolean);
			const edits = {
				...(headline ? { headline } : {}),
				...(kept && kept.length > 0 ? { lines: kept } : {}),
				// Empty thanks are none, rather than those that are worked out.
				...(thanks === undefined ? {} : { thanks }),
				...(without && without.length > 0 ? { without } : {})
			};
			changed(c, await letters.edit(id, edits, personOf(c).personId, clock()));
			return draft(c);
		})
		.post('/workshops/:id/letters/:letter/hold', mayInWorkshop('letter.write'), async (c) => {
			changed(c, await letters.hold((await letterOf(c)).id, clock()));
			return draft(c);
		})
		.post('/workshops/:id/letters/:letter/release', mayInWorkshop('letter.write'), async (c) => {
			const letter = await letterOf(c);
			const now = clock();
			const goesAt = letter.goesAt > now ? letter.goesAt : now;
			const isDone = await letters.release(letter.id, goesAt);
			if (isDone) await jobs.add([againJob(letter, goesAt)]);
			changed(c, isDone);
			return draft(c);
		})
		.post('/workshops/:id/letters/:letter/skip', mayInWorkshop('letter.write'), async (c) => {
			changed(c, await letters.skip((await letterOf(c)).id, clock()));
			return all(c);
		})
		.post('/workshops/:id/letters/:letter/send', mayInWorkshop('letter.write'), async (c) => {
			const letter = await letterOf(c);
			const now = clock();
			const isDone = await letters.release(letter.id, now, personOf(c).personId);
			if (isDone) await jobs.add([againJob(letter, now)]);
			changed(c, isDone);
			return all(c);
		})
		.post('/workshops/:id/letters/:letter/test', mayInWorkshop('letter.write'), async (c) => {
			const letter = await letterOf(c);
			const picture = await pictureOf(c);
			const { personId } = personOf(c);
			const now = clock();
			const told = await testOf({ picture, letter, cadence, reading: database.db }, personId, now.toISOString());
			if (!told) throw new Problem('not-found', 'You are not among the readers of this workshop.');
			await database.transaction((tx) => notifyAll(tx, [told]));
			followUp.wake();
			return draft(c);
		})
		.post('/workshops/:id/letters/mails/:mail/settle', mayInWorkshop('letter.write'), body(SettleLetter), async (c) => {
			const place = { workshopId: c.get('workshop').id, id: asId<'Mail'>(c.req.param('mail')) };
			const isDone = await mails.settle(place, c.req.valid('json').went, clock());
			if (!isDone) throw new Problem('not-found', 'There is no such letter, or somebody has settled it.');
			changed(c, true);
			return all(c);
		})
		.post('/workshops/:id/letters/mails/:mail/passed-on', mayInWorkshop('letter.write'), async (c) => {
			const place = { workshopId: c.get('workshop').id, id: asId<'Mail'>(c.req.param('mail')) };
			const isDone = await mails.passedOn(place, clock());
			if (!isDone) throw new Problem('not-found', 'There is no such letter, or it was passed on.');
			changed(c, true);
			return all(c);
		});
};

const gone = () => new Problem('in-use', 'This letter has gone, or was left out. What went stays as it went.');
