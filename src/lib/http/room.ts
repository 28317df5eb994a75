/** What the console does to the room. */
import type * as v from 'valibot';
import { post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string, step: string): string => `/workshops/${workshop}/steps/${step}`;

/** Brings everyone to the step, and to the phase where one is named. */
export const goToStep = (workshop: string, step: string, phase?: string): Promise<void> =>
	post(`${at(workshop, step)}/go`, phase === undefined ? {} : { phase });
export const openStep = (workshop: string, step: string): Promise<void> => post(`${at(workshop, step)}/open`);
export const closeStep = (workshop: string, step: string): Promise<void> => post(`${at(workshop, step)}/close`);
/** At most two people, by id. */
export const nameWriters = (workshop: string, step: string, people: string[]): Promise<void> =>
	post(`${at(workshop, step)}/writers`, { people });
export const closeVotes = (workshop: string, step: string): Promise<void> => post(`${at(workshop, step)}/votes/close`);
export const openVotes = (workshop: string, step: string): Promise<void> => post(`${at(workshop, step)}/votes/open`);

export const setClock = (workshop: string, deed: Body<typeof bodies.ClockDeed>): Promise<void> =>
	post(`/workshops/${workshop}/clock`, deed);
export const showOnScreen = (workshop: string, view: Body<typeof bodies.ShowOnScreen>): Promise<void> =>
	post(`/workshops/${workshop}/screen`, view);
export const sendMessage = (workshop: string, text: string): Promise<void> =>
	post(`/workshops/${workshop}/message`, { text });
