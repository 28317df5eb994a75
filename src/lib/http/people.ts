/** The list of people, the draw, and what is done about one of them. */
import type * as v from 'valibot';
import { get, patch, post, put } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { AttendanceView, MergeView, MissedView, ReturnCodeView, SeatLinkView } from '#protocol/people-views.ts';
import type { NewLinkView, PersonView, WorkshopView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string): string => `/workshops/${workshop}`;
const person = (workshop: string, id: string): string => `${at(workshop)}/people/${id}`;

export const addPeople = (
	workshop: string,
	body: Body<typeof bodies.AddPeople>
): Promise<{ readonly listedAt: string }> => post(`${at(workshop)}/people`, body);
export const undoPeople = (workshop: string, listedAt: string): Promise<void> =>
	post(`${at(workshop)}/people/undo`, { listedAt });
export const placePeople = (workshop: string, body: Body<typeof bodies.PlacePeople>): Promise<void> =>
	put(`${at(workshop)}/people/places`, body);
/** Draws the rings of roles of all syndicates anew. */
export const drawRoles = (workshop: string): Promise<void> => post(`${at(workshop)}/people/roles`);
export const setSeats = (workshop: string, syndicate: string, seats: number): Promise<WorkshopView> =>
	patch(`${at(workshop)}/syndicates/${syndicate}`, { seats });
export const describePerson = (
	workshop: string,
	id: string,
	body: Body<typeof bodies.DescribePerson>
): Promise<PersonView> => patch(person(workshop, id), body);
export const newReturnCode = (workshop: string, id: string): Promise<ReturnCodeView> =>
	post(`${person(workshop, id)}/return-code`);
/** New codes for everybody; the ones they have end. */
export const newReturnCodes = (workshop: string): Promise<readonly ReturnCodeView[]> =>
	post(`${at(workshop)}/people/return-codes`);
export const listRemoved = (workshop: string): Promise<readonly { readonly id: string; readonly name: string }[]> =>
	get(`${at(workshop)}/people/removed`);
export const readmitPerson = (workshop: string, id: string): Promise<PersonView> =>
	post(`${person(workshop, id)}/readmit`);
/** What a merge would do. */
export const previewMerge = (workshop: string, id: string, other: string): Promise<MergeView> =>
	get(`${person(workshop, id)}/merge/${other}`);
export const mergePeople = (workshop: string, id: string, other: string): Promise<MergeView> =>
	post(`${person(workshop, id)}/merge`, { other });

export const listSeatLinks = (workshop: string): Promise<readonly SeatLinkView[]> => get(`${at(workshop)}/seat-links`);
export const newLaptopLink = (workshop: string, syndicate: string): Promise<NewLinkView> =>
	post(`${at(workshop)}/syndicates/${syndicate}/laptop`);
export const newObserver = (workshop: string, body: Body<typeof bodies.NewObserver>): Promise<NewLinkView> =>
	post(`${at(workshop)}/observers`, body);

export const readAttendance = (workshop: string): Promise<AttendanceView> => get(`${at(workshop)}/attendance`);
export const readMissed = (workshop: string): Promise<MissedView> => get(`${at(workshop)}/missed`);
