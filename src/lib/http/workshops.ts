/** Preparing a workshop, its people, its links and its documents. */
import type * as v from 'valibot';
import { get, patch, post, put } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { DocumentPlace, LiveState } from '#protocol/live.ts';
import { unpackLive, type PackedLive } from '#protocol/live-wire.ts';
import type {
	HistoryView,
	LinkView,
	NewLinkView,
	PersonView,
	SourceView,
	WorkshopRow,
	WorkshopView
} from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string): string => `/workshops/${workshop}`;

export const listWorkshops = (): Promise<readonly WorkshopRow[]> => get('/workshops');
export const newWorkshop = (body: Body<typeof bodies.NewWorkshop>): Promise<{ readonly id: string }> =>
	post('/workshops', body);
export const readWorkshop = (workshop: string): Promise<WorkshopView> => get(at(workshop));
/** What the live socket says first. @throws OtherProtocol */
export const readNow = async (workshop: string): Promise<LiveState> =>
	unpackLive(await get<PackedLive>(`${at(workshop)}/live`));
export const changeWorkshop = (workshop: string, body: Body<typeof bodies.WorkshopChange>): Promise<WorkshopView> =>
	patch(at(workshop), body);
export const nameSyndicates = (workshop: string, names: string[]): Promise<WorkshopView> =>
	put(`${at(workshop)}/syndicates`, { names });
/** Opens the room: the code counts from now on, and every board is there. */
export const openRoom = (workshop: string): Promise<WorkshopView> => post(`${at(workshop)}/open`);

export const listPeople = (workshop: string): Promise<readonly PersonView[]> => get(`${at(workshop)}/people`);
export const removePerson = (workshop: string, person: string): Promise<void> =>
	post(`${at(workshop)}/people/${person}/remove`);

export const listLinks = (workshop: string): Promise<readonly LinkView[]> => get(`${at(workshop)}/links`);
/** @param person whose, where there are several of that part */
export const newLink = (
	workshop: string,
	purpose: Body<typeof bodies.NewLink>['purpose'],
	person?: string
): Promise<NewLinkView> => post(`${at(workshop)}/links`, { purpose, ...(person === undefined ? {} : { person }) });
export const revokeLink = (workshop: string, link: string): Promise<void> =>
	post(`${at(workshop)}/links/${link}/revoke`);

/** All that I may read. */
export const listDocuments = (workshop: string): Promise<readonly DocumentPlace[]> => get(`${at(workshop)}/documents`);
/** My own document of a step in which people write alone; made if it is not there yet. */
export const openPrivate = (workshop: string, step: string): Promise<DocumentPlace> =>
	post(`${at(workshop)}/steps/${step}/private`);
/** Who did what with a note or group of a board. */
export const readHistory = (workshop: string, document: string, of: string): Promise<HistoryView> =>
	get(`${at(workshop)}/documents/${document}/history?of=${encodeURIComponent(of)}`);
/** All that a note of this step may be linked to. */
export const listSources = (workshop: string, step: string): Promise<readonly SourceView[]> =>
	get(`${at(workshop)}/steps/${step}/sources`);
