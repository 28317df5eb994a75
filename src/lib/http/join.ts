/** Getting in: codes, seats, links, accounts. */
import type * as v from 'valibot';
import { forget, VISIT, WAITS } from '#lib/http/kept-here.ts';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { NameView } from '#protocol/people-views.ts';
import type { CodeView, JoinedView, MeView, OpenedLinkView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

async function change<Answer = void>(path: string, body?: object): Promise<Answer> {
	const answer = await post<Answer>(path, body);
	forget(VISIT);
	return answer;
}

export const setUp = (body: Body<typeof bodies.SetUp>): Promise<void> => post('/setup', body);
export const signIn = (body: Body<typeof bodies.SignIn>): Promise<void> => change('/sign-in', body);
export async function signOut(): Promise<void> {
	await change('/sign-out');
	forget(WAITS);
}
export const readMe = (): Promise<MeView> => get('/me');

export const checkCode = (code: string): Promise<CodeView> => post('/join/code', { code });
/** What the door knows of a name: whether it is on the list, or like one that is. */
export const checkName = (body: Body<typeof bodies.CheckName>): Promise<NameView> => post('/join/name', body);
export const join = (body: Body<typeof bodies.Join>): Promise<JoinedView> => change('/join', body);
export const joinAsLaptop = (body: Body<typeof bodies.JoinAsLaptop>): Promise<JoinedView> =>
	change('/join/laptop', body);
/** This device gives up its seat in the workshop; the person keeps theirs elsewhere. */
export async function leaveSeat(workshop: string): Promise<void> {
	await change(`/workshops/${workshop}/leave`);
	forget(WAITS + workshop);
}
/** The same person on another device. */
export const takeSeatBack = (returnCode: string): Promise<JoinedView> => change('/join/return', { returnCode });
export const openLink = (token: string): Promise<OpenedLinkView> => change('/links/open', { token });
