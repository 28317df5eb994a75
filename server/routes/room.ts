/**
 * What the console does to the room. A deed may say in `?saw=` which deed its console had seen last: where somebody else
 * did something since, it is done all the same, and the answer tells what it overtook.
 */
import { Hono, type Context } from 'hono';
import { asId, type SyndicateId } from '#domain/ids.ts';
import type { ReportBackDeed as ReportBackChange } from '#domain/report-back.ts';
import { facilitates, type ScreenView } from '#domain/workshop.ts';
import {
	ClockDeed,
	GoToStep,
	Hold,
	Lengths,
	Message,
	Names,
	ReportBackDeed,
	ShowOnScreen,
	Undo,
	Writers
} from '#protocol/bodies.ts';
import type { Overtook } from '#protocol/views.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { deedWords } from '../live/deed-words.ts';
import { mayInWorkshop, personOf } from '../rights.ts';

export const roomRoutes = ({ workshops, now }: Deps) => {
	const { desk, steering, deeds } = workshops;

	/** Tells the other consoles, and this one what somebody else did since it last looked. */
	const told = (c: Context<Env>, words: string) => {
		const { id } = c.get('workshop');
		const { personId } = personOf(c);
		const { last } = desk.deeds(id);
		const saw = Number(c.req.query('saw') ?? Number.NaN);
		desk.did(id, personId, words);
		if (!last || !(last.number > saw) || last.by === personId) return c.body(null, 204);
		return c.json({ overtook: last } satisfies Overtook);
	};
	const stepOf = (c: Context<Env>) => asId<'Step'>(c.req.param('step') ?? '');
	const syndicateOf = (c: Context<Env>): SyndicateId => asId(c.req.param('syndicate') ?? '');
	const words = async (c: Context<Env>) => deedWords(await desk.get(c.get('workshop').id));

	return new Hono<Env>()
		.post('/workshops/:id/steps/:step/go', mayInWorkshop('room.steer'), body(GoToStep), async (c) => {
			const { phase } = c.req.valid('json');
			const { id } = c.get('workshop');
			await steering.go(id, stepOf(c), phase === undefined ? null : asId(phase), personOf(c).personId);
			return told(c, (await words(c)).moved());
		})
		.post('/workshops/:id/breaks/:entry/go', mayInWorkshop('room.steer'), async (c) => {
			await steering.rest(c.get('workshop').id, c.req.param('entry'), personOf(c).personId);
			return told(c, (await words(c)).moved());
		})
		.post('/workshops/:id/undo', mayInWorkshop('room.steer'), body(Undo), async (c) => {
			await steering.undo(c.get('workshop').id, c.req.valid('json').at);
			return told(c, 'took the last move back');
		})
		.post('/workshops/:id/hold', mayInWorkshop('room.steer'), body(Hold), async (c) => {
			const { held } = c.req.valid('json');
			await deeds.hold(c.get('workshop').id, held);
			return told(c, held ? 'holds everyone in the step' : 'lets people look back');
		})
		.post('/workshops/:id/steps/:step/open', mayInWorkshop('room.steer'), async (c) => {
			await steering.open(c.get('workshop').id, stepOf(c));
			return told(c, `opened the boards of ${(await words(c)).step(stepOf(c))}`);
		})
		.post('/workshops/:id/steps/:step/close', mayInWorkshop('room.steer'), async (c) => {
			await steering.close(c.get('workshop').id, stepOf(c));
			return told(c, `closed the boards of ${(await words(c)).step(stepOf(c))}`);
		})
		.post('/workshops/:id/steps/:step/names', mayInWorkshop('room.steer'), body(Names), async (c) => {
			const { names } = c.req.valid('json');
			await deeds.names(c.get('workshop').id, stepOf(c), names);
			return told(c, `hid the names on the notes of ${(await words(c)).step(stepOf(c))}`);
		})
		.post('/workshops/:id/steps/:step/writers', mayInWorkshop('room.steer'), body(Writers), async (c) => {
			const people = c.req.valid('json').people.map((id) => asId<'Person'>(id));
			await steering.writers(c.get('workshop').id, stepOf(c), people);
			return told(c, 'named the writers');
		})
		.post('/workshops/:id/steps/:step/votes/close', mayInWorkshop('room.steer'), async (c) => {
			await steering.votes(c.get('workshop').id, stepOf(c), true);
			return told(c, 'closed the voting');
		})
		.post('/workshops/:id/steps/:step/votes/open', mayInWorkshop('room.steer'), async (c) => {
			await steering.votes(c.get('workshop').id, stepOf(c), false);
			return told(c, 'opened the voting');
		})
		.post('/workshops/:id/syndicates/:syndicate/close', mayInWorkshop('room.steer'), async (c) => {
			await deeds.closeFor(c.get('workshop').id, syndicateOf(c), true);
			return told(c, `closed the board of ${(await words(c)).syndicate(syndicateOf(c))}`);
		})
		.post('/workshops/:id/syndicates/:syndicate/open', mayInWorkshop('room.steer'), async (c) => {
			await deeds.closeFor(c.get('workshop').id, syndicateOf(c), false);
			return told(c, `opened the board of ${(await words(c)).syndicate(syndicateOf(c))}`);
		})
		.post('/workshops/:id/syndicates/:syndicate/notes/open', mayInWorkshop('room.steer'), async (c) => {
			await deeds.openNotesOf(c.get('workshop').id, syndicateOf(c));
			return told(c, `opened the notes of ${(await words(c)).syndicate(syndicateOf(c))}`);
		})
		.post('/workshops/:id/clock', mayInWorkshop('room.steer'), body(ClockDeed), async (c) => {
			const deed = c.req.valid('json');
			await steering.clock(c.get('workshop').id, deed);
			return told(c, (await words(c)).clock(deed));
		})
		.post('/workshops/:id/report-back', mayInWorkshop('room.steer'), body(ReportBackDeed), async (c) => {
			const asked = c.req.valid('json');
			const deed: ReportBackChange =
				asked.deed === 'start' ? { ...asked, queue: asked.queue.map((id) => asId<'Syndicate'>(id)) } : asked;
			await deeds.reportBack(c.get('workshop').id, deed);
			return told(c, (await words(c)).reportBack(deed));
		})
		.get('/workshops/:id/day', mayInWorkshop('room.steer'), async (c) =>
			c.json(await deeds.restOfDay(c.get('workshop').id))
		)
		.post('/workshops/:id/day', mayInWorkshop('room.steer'), body(Lengths), async (c) => {
			await deeds.resize(c.get('workshop').id, c.req.valid('json').changes);
			return told(c, 'changed the rest of the day');
		})
		.post('/workshops/:id/screen', mayInWorkshop('room.steer'), body(ShowOnScreen), async (c) => {
			const asked = c.req.valid('json');
			const view: ScreenView =
				asked.kind === 'spotlight' ? { kind: 'spotlight', syndicateId: asId(asked.syndicateId) } : asked;
			await steering.show(c.get('workshop').id, view);
			return told(c, 'changed the projector');
		})
		.get('/workshops/:id/messages', mayInWorkshop('room.follow'), (c) => {
			const actor = c.get('actor');
			const mine = actor.kind === 'person' ? actor.syndicateId : null;
			const all = actor.kind === 'person' && facilitates(actor.role);
			return c.json(desk.messages(c.get('workshop').id).filter(({ to }) => all || to === null || to === mine));
		})
		.post('/workshops/:id/message', mayInWorkshop('room.steer'), body(Message), (c) => {
			const { id } = c.get('workshop');
			const { text, syndicate } = c.req.valid('json');
			const to = syndicate === undefined ? null : asId<'Syndicate'>(syndicate);
			desk.say(id, { text, from: personOf(c).personId, at: now().getTime(), to });
			return told(c, to === null ? 'sent a message to the room' : 'sent a message to a syndicate');
		});
};
