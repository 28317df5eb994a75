/** Taking a seat: a code, a name, a syndicate; coming back to it on another device; and giving it up. */
import type { Context } from 'hono';
import { Hono } from 'hono';
import { calendarDay } from '#domain/calendar.ts';
import { nearNames } from '#domain/people-list.ts';
import { Problem } from '#domain/problem.ts';
import { nameKey } from '#domain/workshop.ts';
import { CheckCode, CheckName, Join, JoinAsLaptop, Return } from '#protocol/bodies.ts';
import { CLOSE } from '#protocol/sync.ts';
import type { ExpectedView, NameView } from '#protocol/people-views.ts';
import type { JoinedView } from '#protocol/views.ts';
import type { Deps } from '../deps.ts';
import { body, type Env } from '../http.ts';
import { hashOf, newReturnCode } from '../live/codes.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { codeView, isLate } from '../live/workshop-view.ts';
import { WrongCodes } from '../live/wrong-codes.ts';
import { may, mayInWorkshop } from '../rights.ts';
import { giveSession } from '../session-cookie.ts';
import { codeUnknown, JoinStore } from '../store/joining.ts';
import { alreadyHere } from '../store/newcomers.ts';

/** No spaces around it, none doubled. @throws Problem `empty` for a name that nobody could see */
function tidyName(typed: string): string {
	const name = typed.replace(/\s+/gu, ' ');
	if (nameKey(name) === '') throw new Problem('empty', 'There is nothing in it yet.', { field: 'name' });
	return name;
}

/** What the door may say of a typed name to whoever has the code. */
function nameView(now: WorkshopNow, name: string): NameView {
	const people = now.rows.people.filter(({ role }) => role === 'participant');
	const waiting = people.filter(({ arrivedAt }) => arrivedAt === null);
	const key = nameKey(name);
	const syndicate = (id: (typeof people)[number]['syndicateId']) =>
		now.syndicates.find((each) => each.id === id) ?? null;
	const listed = waiting.find((person) => nameKey(person.name) === key);
	const here = people.find((person) => person.arrivedAt !== null && nameKey(person.name) === key);
	const expected = ({ name, department, syndicateId }: (typeof people)[number]): ExpectedView => {
		return { name, department, syndicate: syndicate(syndicateId)?.slug ?? null };
	};
	return {
		listed: listed ? expected(listed) : null,
		near: listed || here ? [] : nearNames(name, waiting).map(expected),
		taken:
			here && !listed
				? alreadyHere({ name: here.name, syndicateName: syndicate(here.syndicateId)?.name ?? null }).message
				: null
	};
}

export const joinRoutes = (deps: Deps) => {
	const { database, workshops, now } = deps;
	const { desk, stores } = workshops;
	const joining = new JoinStore(database);
	const wrong = new WrongCodes();

	/** The workshop that is open with this code. Unknown and closed ones are one answer, found by one look. */
	const behind = async (c: Context<Env>, code: string): Promise<WorkshopNow> => {
		await wrong.refuseFlood(c.get('address'));
		const found = await stores.workshops.byCode(code);
		if (found?.state !== 'room') throw await wrong.count(c.get('address'), codeUnknown());
		return desk.get(found.id);
	};

	/** The seat this device has already: the same person again, or a refusal. Null when it has none. */
	const seatAgain = async (
		c: Context<Env>,
		workshop: WorkshopNow,
		isSame: (person: { readonly name: string; readonly role: string }, syndicate: string) => boolean
	): Promise<JoinedView | null> => {
		const actor = await c.get('actorIn')(workshop.workshop.id);
		const person = actor.kind === 'person' ? workshop.person(actor.personId) : null;
		if (!person) return null;
		const syndicate = workshop.syndicates.find(({ id }) => id === person.syndicateId)?.slug ?? '';
		if (!isSame(person, syndicate)) {
			throw new Problem(
				'seat-elsewhere',
				`This device already has a seat here, as ${person.name}. Go on with it, or say that it is not you.`
			);
		}
		const { id, name } = person;
		return {
			workshopId: workshop.workshop.id,
			person: { id, name },
			syndicate,
			returnCode: null,
			isLate: isLate(workshop)
		};
	};

	return (
		new Hono<Env>()
			.post('/join/code', may('workshop.join'), body(CheckCode), async (c) =>
				c.json(codeView(await behind(c, c.req.valid('json').code)))
			)
			.post('/join/name', may('workshop.join'), body(CheckName), async (c) => {
				const { code, name } = c.req.valid('json');
				return c.json(nameView(await behind(c, code), tidyName(name)));
			})
			.post('/join', may('workshop.join'), body(Join), async (c) => {
				const { code, syndicate, name: typed } = c.req.valid('json');
				const workshop = await behind(c, code);
				const name = tidyName(typed);
				const again = await seatAgain(
					c,
					workshop,
					(person, sits) => nameKey(person.name) === nameKey(name) && (syndicate === null || syndicate === sits)
				);
				if (again) return c.json(again, 201);
				const { id: workshopId } = workshop.workshop;
				const returnCode = newReturnCode();
				const came = await joining.join(
					{ workshopId, name, syndicate, returnCodeHash: hashOf(returnCode) },
					async (tx) => (await giveSession(c, deps, tx)).id,
					now()
				);
				// Here already: the list is read once for both.
				const today = calendarDay(now(), workshop.workshop.timezone);
				await stores.attendance.note(workshopId, came.personId, today, now());
				await desk.refresh(workshopId, 'people');
				const view: JoinedView = {
					workshopId,
					person: { id: came.personId, name: came.name },
					syndicate: came.syndicate,
					returnCode,
					isLate: isLate(workshop)
				};
				return c.json(view, 201);
			})
			.post('/join/laptop', may('workshop.join'), body(JoinAsLaptop), async (c) => {
				const { code, syndicate } = c.req.valid('json');
				const workshop = await behind(c, code);
				const again = await seatAgain(c, workshop, (person, sits) => person.role === 'laptop' && sits === syndicate);
				if (again) return c.json(again, 201);
				const { id: workshopId } = workshop.workshop;
				const openSession = async (...[tx]: Parameters<Parameters<JoinStore['joinAsLaptop']>[2]>) =>
					(await giveSession(c, deps, tx)).id;
				const laptop = await joining.joinAsLaptop(workshopId, syndicate, openSession, now());
				await desk.refresh(workshopId, 'people');
				const view: JoinedView = {
					workshopId,
					person: { id: laptop.personId, name: laptop.name },
					syndicate: laptop.syndicate,
					returnCode: null,
					isLate: isLate(workshop)
				};
				return c.json(view, 201);
			})
			.post('/join/return', may('workshop.join'), body(Return), async (c) => {
				const address = c.get('address');
				await wrong.refuseFlood(address);
				const hash = hashOf(c.req.valid('json').returnCode);
				const person = await joining.comeBack(hash, async (tx) => (await giveSession(c, deps, tx)).id, now());
				if (!person) {
					throw await wrong.count(
						address,
						new Problem('return-code-unknown', 'Nobody has this return code. Read it again, or ask the facilitator.', {
							field: 'returnCode'
						})
					);
				}
				const { workshopId, personId: id, name, syndicate } = person;
				await desk.refresh(workshopId, 'people');
				const view: JoinedView = {
					workshopId,
					person: { id, name },
					syndicate: syndicate ?? '',
					returnCode: null,
					isLate: false
				};
				return c.json(view);
			})
			// "This is not me": whoever may read a workshop on this device may stop doing so.
			.post('/workshops/:id/leave', mayInWorkshop('workshop.read'), async (c) => {
				const { id } = c.get('workshop');
				const session = c.get('session');
				if (session && (await joining.leave(id, session.id)))
					workshops.dropSessions(id, [session.id], { code: CLOSE.notAllowed, reason: 'left' });
				return c.body(null, 204);
			})
	);
};
