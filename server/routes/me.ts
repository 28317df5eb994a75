/** Somebody's own page: what became of their notes, what they keep for themselves, how they are written to. */
import { Hono } from 'hono';
import type { PersonActor } from '#domain/access.ts';
import { asId, type WorkshopId } from '#domain/ids.ts';
import { fatesOf } from '#domain/note-fate.ts';
import { isPlanned } from '#domain/plan.ts';
import { parseRef } from '#domain/refs.ts';
import { ChangeSkill, Consent, MyLetters, NewSkill } from '#protocol/me-bodies.ts';
import type { MyPageView, NoteFatesView, NoteFateView, OpenPagesView } from '#protocol/me-views.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { withWords } from '../signing/chain.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { ChainStore } from '../store/chain.ts';
import { agreedTo, consentsOf, setConsent } from '../store/consents.ts';
import { ownNotes } from '../follow/own-notes.ts';
import { letterWishesOf, MyLetterStore, ownSuggestions } from '../store/my-letters.ts';
import { readActions } from '../store/plan-rows.ts';
import { SkillStore, skillsOf } from '../store/skills.ts';

/** Where the lines stand that the room agreed on. */
const STANDARDS = 'standards';

export const meRoutes = (deps: PlanDeps) => {
	const { database, desk, rooms, now: clock } = deps;
	const skills = new SkillStore(database);
	const letters = new MyLetterStore(database);
	const chain = new ChainStore(database);

	const page = async (workshopId: WorkshopId, { personId }: PersonActor): Promise<MyPageView> => {
		const { db } = database;
		const { stoppedAt, disownedAt, ...wishes } = await letterWishesOf(db, workshopId, personId);
		return {
			skills: (await skillsOf(db, { workshopId, personId })).map((note) => ({
				...note,
				writtenAt: note.writtenAt.toISOString()
			})),
			consents: await consentsOf(db, workshopId, personId),
			letters: { ...wishes, stoppedAt: stoppedAt?.toISOString() ?? null, isDisowned: disownedAt !== null },
			suggestions: await ownSuggestions(db, workshopId, personId)
		};
	};

	/** Without authors: which of them are whose is known to the person of a name, and to the device of none. */
	const fates = async (workshopId: WorkshopId, { personId }: PersonActor): Promise<NoteFatesView> => {
		const now = await desk.get(workshopId);
		const me = [personId, ...(now.person(personId)?.mergedIds ?? [])];
		const kept = await chain.kept(workshopId);
		const links = withWords(kept);
		const actions = (await readActions(database.db, workshopId)).filter(isPlanned);
		const found = fatesOf(
			links.map(({ ref, from, zone, text }) => ({ ref, from, standard: zone === STANDARDS ? text : null })),
			actions
		);
		const viewOf = ({ ref, step, text, syndicateId }: Omit<NoteFateView, 'standards' | 'actions'>): NoteFateView => ({
			...{ ref, step, text, syndicateId },
			...(found.get(ref) ?? { standards: [], actions: [] })
		});
		const isNote = ({ ref, text }: { readonly ref: string; readonly text: string }): boolean =>
			parseRef(ref)?.kind === 'note' && text !== '';
		const notes = links.filter(isNote);
		const inChain = notes.filter(({ authorId }) => authorId !== null && me.includes(authorId)).map(viewOf);
		const own = await ownNotes(rooms, now, me);
		const others = own.filter(({ ref }) => !inChain.some((each) => each.ref === ref)).map(viewOf);
		return { fates: notes.filter(({ ref }) => found.has(ref)).map(viewOf), mine: [...inChain, ...others] };
	};

	return new Hono<Env>()
		.get('/workshops/:id/me', mayInWorkshop('own.keep'), async (c) =>
			c.json(await page(c.get('workshop').id, personOf(c)))
		)
		.get('/workshops/:id/me/notes', mayInWorkshop('own.keep'), async (c) =>
			c.json(await fates(c.get('workshop').id, personOf(c)))
		)
		.post('/workshops/:id/me/skills', mayInWorkshop('own.keep'), body(NewSkill), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { text, action } = c.req.valid('json');
			const actionId = action === null ? null : asId<'Action'>(action);
			await skills.add({ workshopId, personId: actor.personId }, text, actionId, clock());
			return c.json(await page(workshopId, actor), 201);
		})
		.patch('/workshops/:id/me/skills/:skill', mayInWorkshop('own.keep'), body(ChangeSkill), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { personId } = actor;
			await skills.change({ workshopId, personId }, c.req.param('skill'), c.req.valid('json').text);
			return c.json(await page(workshopId, actor));
		})
		.post('/workshops/:id/me/consents', mayInWorkshop('own.keep'), body(Consent), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { about, given } = c.req.valid('json');
			const { personId } = actor;
			await setConsent(database, { workshopId, personId, about }, { on: given, at: clock() });
			desk.bump(workshopId, 'plan');
			return c.json(await page(workshopId, actor));
		})
		.put('/workshops/:id/me/letters', mayInWorkshop('own.keep'), body(MyLetters), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			await letters.change(workshopId, actor.personId, c.req.valid('json'), clock());
			return c.json(await page(workshopId, actor));
		})
		.get('/workshops/:id/open-pages', mayInWorkshop('open-page.read'), async (c) => {
			const workshopId = c.get('workshop').id;
			const now = await desk.get(workshopId);
			const open = await agreedTo(database.db, workshopId, 'open-page');
			const view: OpenPagesView = { people: now.rows.people.flatMap(({ id }) => (open.has(id) ? [id] : [])) };
			return c.json(view);
		});
};
