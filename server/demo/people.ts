/** Who takes part in the example, with the cookie of each: the forty, and the four who have an account. */
import { asId, newId, type AccountId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { SYNDICATE_ROLES } from '#domain/roles.ts';
import { nameKey } from '#domain/workshop.ts';
import { SESSION_COOKIE } from '../access.ts';
import { hashToken, newToken } from '../password.ts';
import type { DemoRows } from '../store/demo-rows.ts';
import { sessionDays } from '../store/sessions.ts';
import type { Demo } from './demo-file.ts';
import type { Course } from './stages.ts';

export interface DemoSeat {
	/** Null for somebody who has not joined yet. */
	readonly id: string | null;
	readonly name: string;
	/** The `:syndicate` of a URL. */
	readonly syndicate: string;
	/** `name=value`; null without a seat. */
	readonly cookie: string | null;
}

export type AccountRole = 'facilitator' | 'sponsor' | 'follow-up-manager' | 'customer';

export interface DemoAccount {
	readonly role: AccountRole;
	readonly email: string;
	readonly cookie: string;
}

/** At the lobby: Birch misses Marcus Okafor and one more, three of Damson and three of Fir are on their way. */
const NOT_HERE_YET = [
	'marcus-okafor',
	'tomasz-zielak',
	'joanna-pike',
	'viktor-bauer',
	'anita-desai',
	'grace-mensah',
	'paul-lindgren',
	'aisha-farouk'
];
/** All forty were on the list a week before. */
const LISTED = new Date('2027-01-05T09:00:00Z');
const DOORS_OPEN = Date.parse('2027-01-12T08:31:00Z');
/** People come one after the other. */
const BETWEEN_MS = 25_000;
const dayMs = 24 * 60 * 60 * 1000;

export const joinedPeople = ({ people }: Pick<Demo, 'people'>, { stage }: Course): Demo['people'] =>
	stage === 'lobby' ? people.filter(({ id }) => !NOT_HERE_YET.includes(id)) : people;

/** When somebody took their seat: in the order of the list. */
export const joinedAt = (at: number): Date => new Date(DOORS_OPEN + at * BETWEEN_MS);

/** Nobody reads mail there: `.example` belongs to no one. */
export const demoAddress = (person: string, house: 'marlowe' | 'kestrel'): string =>
	`${person.replaceAll('-', '.')}@${house}.example`;

export const cookieOf = (token: string): string => `${SESSION_COOKIE}=${token}`;

/** A device that was given its cookie, as long as the demo's clock says so. */
export function newDevice(course: Course, accountId: AccountId | null = null) {
	const token = newToken();
	const createdAt = course.moment.opensAt;
	return {
		cookie: cookieOf(token),
		row: {
			id: newId<'Session'>(),
			tokenHash: hashToken(token),
			accountId,
			createdAt,
			expiresAt: new Date(createdAt.getTime() + sessionDays * dayMs)
		}
	};
}

/** The example's roles are those of the first step: the host is first in the ring, whoever has none comes last. */
function ringPlace({ people }: Demo, { id, syndicate, role }: Demo['people'][number]): number {
	const own = SYNDICATE_ROLES.findIndex((each) => each.id === role);
	if (own !== -1) return own;
	const others = people.filter((person) => person.syndicate === syndicate && !isRole(person.role));
	return SYNDICATE_ROLES.length + others.findIndex((person) => person.id === id);
}

const isRole = (role: string | undefined): boolean => SYNDICATE_ROLES.some(({ id }) => id === role);

interface Place {
	readonly workshopId: WorkshopId;
	/** By the `:syndicate` of a URL. */
	readonly syndicates: ReadonlyMap<string, SyndicateId>;
	readonly accounts: ReadonlyMap<string, AccountId>;
}

/** The forty as rows, a device each, and what the line says of them. */
export function seatRows(demo: Demo, course: Course, { workshopId, syndicates, accounts }: Place) {
	const came = joinedPeople(demo, course);
	const joined = came.map((person, at) => ({
		person,
		at: joinedAt(at),
		device: newDevice(course)
	}));
	const rows = {
		sessions: joined.map(({ device }) => device.row),
		people: demo.people.map((person) => {
			const arrivedAt = joined.find((each) => each.person === person)?.at ?? null;
			return {
				id: asId<'Person'>(person.id),
				workshopId,
				name: person.name,
				nameKey: nameKey(person.name),
				role: 'participant' as const,
				syndicateId: syndicates.get(person.syndicate) ?? null,
				accountId: accounts.get(person.id) ?? null,
				department: person.department,
				email: demoAddress(person.id, 'marlowe'),
				rolePlace: ringPlace(demo, person),
				arrivedAt,
				joinedAt: LISTED
			};
		}),
		seats: joined.map(({ person, at, device }) => ({
			sessionId: device.row.id,
			workshopId,
			personId: asId<'Person'>(person.id),
			createdAt: at
		}))
	} satisfies DemoRows;
	const seats = demo.people.map(({ id, name, syndicate }): DemoSeat => {
		const mine = joined.find(({ person }) => person.id === id);
		return { id: mine ? id : null, name, syndicate, cookie: mine?.device.cookie ?? null };
	});
	return { rows, seats };
}
