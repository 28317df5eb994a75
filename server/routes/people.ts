/** Who belongs to a workshop: the list, the draw, and what a facilitator does about one of them. */
import { Hono } from 'hono';
import { asId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { facilitates } from '#domain/workshop.ts';
import { AddPeople, DescribePerson, MovePerson, PlacePeople, SyndicateSeats, UndoPeople } from '#protocol/bodies.ts';
import type { ReturnCodeView } from '#protocol/people-views.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { hashOf, newReturnCode } from '../live/codes.ts';
import { peopleFor, personView, workshopView } from '../live/workshop-view.ts';
import { mayInWorkshop } from '../rights.ts';
import { PeopleList } from '../store/people-import.ts';
import { goneAlready } from '../store/people.ts';

/** Where more than these change places at once, the room is told by the list, not by a notice each. */
const MOST_NOTICES = 6;

export const peopleRoutes = ({ database, workshops, now }: Deps) => {
	const { desk, rooms, stores } = workshops;
	const list = new PeopleList(database);

	const viewOf = async (id: WorkshopId, person: PersonId) => {
		const workshop = await desk.get(id);
		const found = workshop.person(person);
		if (!found) throw goneAlready();
		return personView(workshop, found, true);
	};
	const codesFor = async (id: WorkshopId, people: readonly PersonId[]): Promise<readonly ReturnCodeView[]> => {
		const codes = people.map((personId) => ({ personId, returnCode: newReturnCode() }));
		const hashes = new Map(codes.map(({ personId, returnCode }) => [personId, hashOf(returnCode)]));
		await stores.people.newReturnCodes(id, hashes);
		return codes;
	};

	return new Hono<Env>()
		.get('/workshops/:id/people', mayInWorkshop('workshop.read'), async (c) => {
			const workshop = await desk.get(c.get('workshop').id);
			const actor = c.get('actor');
			const isForFacilitator = actor.kind === 'person' && facilitates(actor.role);
			return c.json(peopleFor(workshop, actor).map((person) => personView(workshop, person, isForFacilitator)));
		})
		.post('/workshops/:id/people', mayInWorkshop('workshop.prepare'), body(AddPeople), async (c) => {
			const { id } = c.get('workshop');
			const listedAt = now();
			await list.add(id, c.req.valid('json').people, listedAt);
			await desk.refresh(id, 'people');
			return c.json({ listedAt: listedAt.toISOString() }, 201);
		})
		.post('/workshops/:id/people/undo', mayInWorkshop('workshop.prepare'), body(UndoPeople), async (c) => {
			const { id } = c.get('workshop');
			await list.undo(id, new Date(c.req.valid('json').listedAt));
			await desk.refresh(id, 'people');
			return c.body(null, 204);
		})
		.put('/workshops/:id/people/places', mayInWorkshop('workshop.prepare'), body(PlacePeople), async (c) => {
			const { id } = c.get('workshop');
			const { places, drawRoles } = c.req.valid('json');
			const before = await desk.get(id);
			const placings = places.map(({ personId, syndicate }) => ({ personId: asId<'Person'>(personId), syndicate }));
			await stores.people.place(id, placings, drawRoles);
			await desk.refresh(id, 'people');
			const moved = placings.filter(({ personId, syndicate }) => {
				const person = before.person(personId);
				return person?.arrivedAt && person.syndicateId !== before.syndicateBySlug(syndicate ?? '')?.id;
			});
			if (moved.length <= MOST_NOTICES) for (const { personId } of moved) desk.notice(id, { kind: 'moved', personId });
			return c.body(null, 204);
		})
		.post('/workshops/:id/people/roles', mayInWorkshop('workshop.prepare'), async (c) => {
			const { id } = c.get('workshop');
			await stores.people.drawRoles(id);
			await desk.refresh(id, 'people');
			return c.body(null, 204);
		})
		.patch(
			'/workshops/:id/syndicates/:syndicate',
			mayInWorkshop('workshop.prepare'),
			body(SyndicateSeats),
			async (c) => {
				const { id } = c.get('workshop');
				await stores.people.setSeats(id, c.req.param('syndicate'), c.req.valid('json').seats);
				await desk.refresh(id, 'syndicates');
				return c.json(workshopView(await desk.get(id), c.get('actor')));
			}
		)
		.get('/workshops/:id/people/removed', mayInWorkshop('people.manage'), async (c) =>
			c.json(await stores.people.removed(c.get('workshop').id))
		)
		.post('/workshops/:id/people/return-codes', mayInWorkshop('people.manage'), async (c) => {
			const { id } = c.get('workshop');
			const { rows } = await desk.get(id);
			const people = rows.people.filter(({ role }) => role === 'participant').map((person) => person.id);
			return c.json(await codesFor(id, people));
		})
		.post('/workshops/:id/people/:person/return-code', mayInWorkshop('people.manage'), async (c) => {
			const [code] = await codesFor(c.get('workshop').id, [asId<'Person'>(c.req.param('person'))]);
			if (!code) throw new Problem('not-found', 'This person is no longer here. Load the list again.');
			return c.json(code);
		})
		.patch('/workshops/:id/people/:person', mayInWorkshop('people.manage'), body(DescribePerson), async (c) => {
			const { id } = c.get('workshop');
			const person = asId<'Person'>(c.req.param('person'));
			await stores.people.describe(id, person, c.req.valid('json'));
			await desk.refresh(id, 'people');
			return c.json(await viewOf(id, person));
		})
		.post('/workshops/:id/people/:person/remove', mayInWorkshop('people.manage'), async (c) => {
			const { id } = c.get('workshop');
			const person = asId<'Person'>(c.req.param('person'));
			await stores.people.remove(id, person, now());
			// No grace: nothing of theirs counts from here on, and their sockets end with the next live state.
			rooms.dropPerson(id, person);
			await desk.refresh(id, 'people');
			desk.notice(id, { kind: 'removed', personId: person });
			return c.body(null, 204);
		})
		.post('/workshops/:id/people/:person/readmit', mayInWorkshop('people.manage'), async (c) => {
			const { id } = c.get('workshop');
			const person = asId<'Person'>(c.req.param('person'));
			await stores.people.readmit(id, person);
			await desk.refresh(id, 'people');
			return c.json(await viewOf(id, person));
		})
		.post('/workshops/:id/people/:person/move', mayInWorkshop('people.manage'), body(MovePerson), async (c) => {
			const { id } = c.get('workshop');
			const person = asId<'Person'>(c.req.param('person'));
			await stores.people.move(id, person, c.req.valid('json').syndicate);
			await desk.refresh(id, 'people');
			desk.notice(id, { kind: 'moved', personId: person });
			return c.json(await viewOf(id, person));
		});
};
