/** Who comes along with the customer, where sponsor and customers sit in, and what an observer is invited to. */
import { Hono } from 'hono';
import { asId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { Hears, NameCustomer, SitWith } from '#protocol/bodies.ts';
import type { MadeCustomerView, SatView } from '#protocol/people-views.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop } from '../rights.ts';
import { CustomerStore } from '../store/customers.ts';
import { SeatLinkStore } from '../store/seat-links.ts';

export const customerRoutes = ({ database, workshops, now }: Pick<Deps, 'database' | 'workshops' | 'now'>) => {
	const { desk, rooms } = workshops;
	const customers = new CustomerStore(database);
	const observers = new SeatLinkStore(database);
	const idOf = (param: string): PersonId => asId(param);

	/** Out: nothing opens for them from here on, and their sockets end with the next live state. */
	const putOut = async (id: WorkshopId, person: PersonId): Promise<void> => {
		await customers.setRemoved(id, person, now());
		rooms.dropPerson(id, person);
		await desk.refresh(id, 'people');
	};

	return new Hono<Env>()
		.post('/workshops/:id/customers', mayInWorkshop('workshop.prepare'), body(NameCustomer), async (c) => {
			const { id } = c.get('workshop');
			const made: MadeCustomerView = { id: await customers.add(id, c.req.valid('json').name, now()) };
			await desk.refresh(id, 'people');
			return c.json(made, 201);
		})
		.patch('/workshops/:id/customers/:person', mayInWorkshop('workshop.prepare'), body(NameCustomer), async (c) => {
			const { id } = c.get('workshop');
			await customers.rename(id, idOf(c.req.param('person')), c.req.valid('json').name);
			await desk.refresh(id, 'people');
			return c.body(null, 204);
		})
		.post('/workshops/:id/customers/:person/remove', mayInWorkshop('people.manage'), async (c) => {
			await putOut(c.get('workshop').id, idOf(c.req.param('person')));
			return c.body(null, 204);
		})
		.post('/workshops/:id/customers/:person/readmit', mayInWorkshop('people.manage'), async (c) => {
			const { id } = c.get('workshop');
			await customers.setRemoved(id, idOf(c.req.param('person')), null);
			await desk.refresh(id, 'people');
			return c.body(null, 204);
		})
		.post('/workshops/:id/people/:person/sit', mayInWorkshop('people.manage'), body(SitWith), async (c) => {
			const { id } = c.get('workshop');
			const before = await customers.sit(id, idOf(c.req.param('person')), c.req.valid('json').syndicate);
			await desk.refresh(id, 'people');
			const satWith = (await desk.get(id)).syndicates.find((syndicate) => syndicate.id === before);
			const answer: SatView = { before: satWith?.slug ?? null };
			return c.json(answer);
		})
		.post('/workshops/:id/people/:person/hears', mayInWorkshop('people.manage'), body(Hears), async (c) => {
			const { id } = c.get('workshop');
			await observers.setHears(id, idOf(c.req.param('person')), c.req.valid('json').hears);
			await desk.refresh(id, 'people');
			return c.body(null, 204);
		});
};
