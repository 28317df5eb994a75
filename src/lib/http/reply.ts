/** The reply to the customer, her words beside the plan, and points for another department. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/reply-bodies.ts';
import type { DepartmentView, HerWordsView, ReplyDeskView, ReplyView, SharesView } from '#protocol/reply-views.ts';
import type { NewLinkView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string, deed = ''): string => `/workshops/${workshop}/reply${deed}`;
const shares = (workshop: string, deed = ''): string => `/workshops/${workshop}/shares${deed}`;

/** What was approved, with the words written back. */
export const readReply = (workshop: string): Promise<ReplyView> => get(at(workshop));
/** What facilitators write it from. */
export const readReplyDesk = (workshop: string): Promise<ReplyDeskView> => get(at(workshop, '/desk'));
export const draftReply = (workshop: string): Promise<ReplyDeskView> => post(at(workshop, '/draft'));
export const writeOpening = (workshop: string, body: Body<typeof bodies.ReplyOpening>): Promise<ReplyDeskView> =>
	post(at(workshop, '/opening'), body);
export const orderReply = (workshop: string, issues: readonly string[]): Promise<ReplyDeskView> =>
	post(at(workshop, '/order'), { issues });
export const writeReplyLine = (
	workshop: string,
	issue: string,
	body: Body<typeof bodies.ReplyLine>
): Promise<ReplyDeskView> => post(at(workshop, `/lines/${issue}`), body);
export const approveReply = (workshop: string, stamp: string): Promise<ReplyDeskView> =>
	post(at(workshop, '/approve'), { stamp });
export const withdrawReply = (workshop: string): Promise<ReplyDeskView> => post(at(workshop, '/withdraw'));

export const sendWords = (workshop: string, body: Body<typeof bodies.NewWords>): Promise<ReplyView> =>
	post(at(workshop, '/words'), body);
export const changeWords = (workshop: string, word: string, text: string): Promise<ReplyView> =>
	post(at(workshop, `/words/${word}/change`), { text });
export const removeWords = (workshop: string, word: string): Promise<ReplyView> =>
	post(at(workshop, `/words/${word}/remove`));

/** Which of the customer's points stand behind each action and standard. */
export const readHerWords = (workshop: string): Promise<HerWordsView> => get(`/workshops/${workshop}/her-words`);

export const readShares = (workshop: string): Promise<SharesView> => get(shares(workshop));
export const askShares = (workshop: string, body: Body<typeof bodies.AskShare>): Promise<SharesView> =>
	post(shares(workshop, '/ask'), body);
export const answerShare = (workshop: string, body: Body<typeof bodies.AnswerShare>): Promise<SharesView> =>
	post(shares(workshop, '/answer'), body);
export const takeShareBack = (workshop: string, body: Body<typeof bodies.TakeShareBack>): Promise<SharesView> =>
	post(shares(workshop, '/take-back'), body);
/** A new secret address for a department; the one before ends. */
export const linkDepartment = (workshop: string, department: string): Promise<NewLinkView> =>
	post(shares(workshop, '/link'), { department });
export const endDepartmentLink = (workshop: string, link: string): Promise<void> =>
	post(`/workshops/${workshop}/links/${link}/revoke`);
/** The page behind a department's link; anyone who has it may read. */
export const readDepartment = (token: string): Promise<DepartmentView> => get(`/departments/${token}`);
