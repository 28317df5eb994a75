/** The brief, the sponsor's promise, what is attached, customers' words, and the questions before day 1. */
import type * as v from 'valibot';
import { get, patch, post, refusalOf, Unreachable } from '#lib/http/request.ts';
import type { AnswerBaseline, BaselineAskView, BaselineView } from '#protocol/baseline.ts';
import type * as bodies from '#protocol/brief.ts';
import type { AttachmentView, FeedbackView, PreparationView } from '#protocol/brief.ts';
import type { WorkshopView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string): string => `/workshops/${workshop}`;

export const readPreparation = (workshop: string): Promise<PreparationView> => get(`${at(workshop)}/preparation`);

export const addTried = (workshop: string, body: Body<typeof bodies.NewTried>): Promise<WorkshopView> =>
	post(`${at(workshop)}/tried`, body);
export const changeTried = (
	workshop: string,
	row: string,
	body: Body<typeof bodies.TriedChange>
): Promise<WorkshopView> => patch(`${at(workshop)}/tried/${row}`, body);
export const moveTried = (workshop: string, row: string, before: string | null): Promise<WorkshopView> =>
	post(`${at(workshop)}/tried/${row}/move`, { before });
export const removeTried = (workshop: string, row: string): Promise<WorkshopView> =>
	post(`${at(workshop)}/tried/${row}/remove`);

export const changePromise = (workshop: string, body: Body<typeof bodies.PromiseChange>): Promise<WorkshopView> =>
	patch(`${at(workshop)}/promise`, body);
export const tickTask = (workshop: string, task: string, done: boolean): Promise<WorkshopView> =>
	post(`${at(workshop)}/sponsor-tasks/${task}`, { done });

export const listAttachments = (workshop: string): Promise<readonly AttachmentView[]> =>
	get(`${at(workshop)}/attachments`);
export const removeAttachment = (workshop: string, attachment: string): Promise<void> =>
	post(`${at(workshop)}/attachments/${attachment}/remove`);
/** Where the browser fetches it from, as a download. */
export const attachmentAddress = (workshop: string, attachment: string): string =>
	`/api${at(workshop)}/attachments/${attachment}`;

/**
 * Sends a file as it is. Only this old way of asking tells how much of it has gone out.
 * @param onsent told from 0 to 1
 * @throws Problem, Unreachable
 */
export const addAttachment = (workshop: string, file: File, onsent: (part: number) => void): Promise<AttachmentView> =>
	new Promise((resolve, reject) => {
		const asking = new XMLHttpRequest();
		asking.open('POST', `/api${at(workshop)}/attachments?name=${encodeURIComponent(file.name)}`);
		asking.setRequestHeader('content-type', 'application/octet-stream');
		asking.upload.addEventListener('progress', ({ loaded, total }) => onsent(total > 0 ? loaded / total : 0));
		asking.addEventListener('load', () => {
			if (asking.status === 201) resolve(JSON.parse(asking.responseText));
			else reject(refusalOf(asking.responseText));
		});
		for (const end of ['error', 'abort', 'timeout']) asking.addEventListener(end, () => reject(new Unreachable()));
		asking.send(file);
	});

export const listFeedback = (workshop: string): Promise<readonly FeedbackView[]> => get(`${at(workshop)}/feedback`);
/** All lines or none; gives back the ids of those that were added. */
export const addFeedback = (
	workshop: string,
	lines: readonly string[]
): Promise<{ readonly added: readonly string[] }> => post(`${at(workshop)}/feedback`, { lines });
export const removeFeedback = (workshop: string, lines: readonly string[]): Promise<void> =>
	post(`${at(workshop)}/feedback/remove`, { lines });
export const markFeedback = (workshop: string, line: string, read: boolean): Promise<void> =>
	post(`${at(workshop)}/feedback/${line}/read`, { read });

export const readBaseline = (workshop: string): Promise<BaselineView> => get(`${at(workshop)}/baseline`);
/** What the link to the questions shows. */
export const askBaseline = (token: string): Promise<BaselineAskView> => get(`/baseline/${token}`);
export const answerBaseline = (token: string, body: Body<typeof AnswerBaseline>): Promise<void> =>
	post(`/baseline/${token}`, body);
