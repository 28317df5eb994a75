/** The customers as people: their statements, who comes along, where they sit in, and their links. */
import type * as v from 'valibot';
import { get, patch, post, put } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { MadeCustomerView, SatView } from '#protocol/people-views.ts';
import type { SaveStatement, StatementView } from '#protocol/statements.ts';
import type { NewLinkView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string): string => `/workshops/${workshop}`;

export const listStatements = (workshop: string): Promise<readonly StatementView[]> =>
	get(`${at(workshop)}/statements`);
export const saveStatement = (workshop: string, id: string, body: Body<typeof SaveStatement>): Promise<StatementView> =>
	put(`${at(workshop)}/statements/${id}`, body);
export const removeStatement = (workshop: string, id: string): Promise<void> =>
	post(`${at(workshop)}/statements/${id}/remove`);
/** It becomes a point, once. */
export const showStatement = (workshop: string, id: string): Promise<StatementView> =>
	post(`${at(workshop)}/statements/${id}/show`);

/** Somebody who comes along with the first customer. */
export const addCustomer = (workshop: string, name: string): Promise<MadeCustomerView> =>
	post(`${at(workshop)}/customers`, { name });
export const renameCustomer = (workshop: string, person: string, name: string): Promise<void> =>
	patch(`${at(workshop)}/customers/${person}`, { name });
export const removeCustomer = (workshop: string, person: string): Promise<void> =>
	post(`${at(workshop)}/customers/${person}/remove`);
export const readmitCustomer = (workshop: string, person: string): Promise<void> =>
	post(`${at(workshop)}/customers/${person}/readmit`);

/** Sponsor or customer at a syndicate's table, by its slug; null: at nobody's. */
export const sitWith = (workshop: string, person: string, syndicate: string | null): Promise<SatView> =>
	post(`${at(workshop)}/people/${person}/sit`, { syndicate });
export const setHears = (workshop: string, person: string, hears: Body<typeof bodies.Hears>['hears']): Promise<void> =>
	post(`${at(workshop)}/people/${person}/hears`, { hears });
/** Another address in place of this one, which ends with every device it seated. */
export const renewLink = (workshop: string, link: string): Promise<NewLinkView> =>
	post(`${at(workshop)}/links/${link}/renew`);
