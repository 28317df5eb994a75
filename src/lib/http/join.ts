/** Getting in: codes, seats, links, accounts. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { CodeView, JoinedView, MeView, OpenedLinkView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

export const setUp = (body: Body<typeof bodies.SetUp>): Promise<void> => post('/setup', body);
export const signIn = (body: Body<typeof bodies.SignIn>): Promise<void> => post('/sign-in', body);
export const signOut = (): Promise<void> => post('/sign-out');
export const readMe = (): Promise<MeView> => get('/me');

export const checkCode = (code: string): Promise<CodeView> => post('/join/code', { code });
export const join = (body: Body<typeof bodies.Join>): Promise<JoinedView> => post('/join', body);
/** The same person on another device. */
export const takeSeatBack = (returnCode: string): Promise<JoinedView> => post('/join/return', { returnCode });
export const openLink = (token: string): Promise<OpenedLinkView> => post('/links/open', { token });
