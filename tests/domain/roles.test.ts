import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { rolesAt, rolesOf, SYNDICATE_ROLES, type InRing } from '#domain/roles.ts';

const person = (place: number, isHere = true): InRing => ({ id: asId(`p${place}`), rolePlace: place, isHere });
const ring = (n: number): readonly InRing[] => Array.from({ length: n }, (_, place) => person(place));
const said = (members: readonly InRing[], step: number) => Object.fromEntries(rolesAt(members, step));

test('[PEOPLE-6] the five roles are those of the template, word for word', async () => {
	const { vocabulary } = JSON.parse(
		await readFile(join(import.meta.dirname, '../../server/template.json'), 'utf8')
	) as { vocabulary: { syndicateRoles: { id: string; label: string; does: string }[] } };

	expect(SYNDICATE_ROLES).toEqual(vocabulary.syndicateRoles.map(({ id, label, does }) => ({ id, label, does })));
});

test('[PEOPLE-6] with every step the roles move on by one place', () => {
	expect(said(ring(7), 0)).toEqual({ host: 'p0', scribe: 'p1', timekeeper: 'p2', spokesperson: 'p3', reader: 'p4' });
	expect(said(ring(7), 1)).toEqual({ host: 'p1', scribe: 'p2', timekeeper: 'p3', spokesperson: 'p4', reader: 'p5' });
	expect(said(ring(7), 6)).toEqual({ host: 'p6', scribe: 'p0', timekeeper: 'p1', spokesperson: 'p2', reader: 'p3' });
});

test('[PEOPLE-6] over as many steps as a syndicate has people everybody has every role once', () => {
	for (const n of [5, 6, 7, 9]) {
		for (const { id: role } of SYNDICATE_ROLES) {
			const holders = Array.from({ length: n }, (_, step) => rolesAt(ring(n), step).get(role));
			expect(new Set(holders).size).toBe(n);
		}
	}
});

test('[PEOPLE-6] where somebody is away the next one who has nothing to do steps in, and the others keep their roles', () => {
	const members = ring(7).map((member, place) => (place === 1 ? person(1, false) : member));

	expect(said(members, 0)).toEqual({ host: 'p0', scribe: 'p5', timekeeper: 'p2', spokesperson: 'p3', reader: 'p4' });
});

test('[PEOPLE-6] every role is given, to people who are here, as evenly as there are people', () => {
	fc.assert(
		fc.property(
			fc.array(fc.record({ place: fc.option(fc.nat(20), { nil: null }), isHere: fc.boolean() }), {
				minLength: 1,
				maxLength: 10
			}),
			fc.nat(30),
			(rows, step) => {
				const members = rows.map(({ place, isHere }, at) => ({
					id: asId<'Person'>(`p${at}`),
					rolePlace: place,
					isHere
				}));
				const roles = rolesAt(members, step);
				const here = members.filter(({ isHere }) => isHere);
				const able = here.length > 0 ? here : members;
				const loads = able.map(({ id }) => rolesOf(roles, id).length);

				expect(roles.size).toBe(5);
				expect(loads.reduce((sum, load) => sum + load, 0)).toBe(5);
				expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
			}
		)
	);
});
