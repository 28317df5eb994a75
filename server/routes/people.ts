/** Who belongs to a workshop. */
import { Hono } from 'hono';
import { asId, type PersonId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { MovePerson } from '#protocol/bodies.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { personView } from '../live/workshop-view.ts';
import { mayInWorkshop } from '../rights.ts';

export const peopleRoutes = ({ workshops, now }: Deps) => {
	const { desk, rooms, stores } = workshops;

	return new Hono<Env>()
		.get('/workshops/:id/people', mayInWorkshop('workshop.read'), async (c) => {
			const workshop = await desk.get(c.get('workshop').id);
			return c.json(workshop.rows.people.map((person) => personView(workshop, person)));
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
		.post('/workshops/:id/people/:person/move', mayInWorkshop('people.manage'), body(MovePerson), async (c) => {
			const { id } = c.get('workshop');
			const person = asId<'Person'>(c.req.param('person'));
			await stores.people.move(id, person, c.req.valid('json').syndicate);
			await desk.refresh(id, 'people');
			desk.notice(id, { kind: 'moved', personId: person });
			const workshop = await desk.get(id);
			return c.json(personView(workshop, moved(workshop.person(person))));
		});
};

function moved<Person extends { readonly id: PersonId }>(person: Person | null): Person {
	if (!person) throw new Problem('not-found', 'This person is no longer here. Load the list again.');
	return person;
}
