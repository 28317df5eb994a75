/** Who is in the room on the second afternoon, and what the syndicates write on their boards before the plan is made. */
import { expect, type Browser, type Page } from '@playwright/test';
import type { PlanView, WorkshopView } from '#protocol/views.ts';
import type { NewField } from '#document/board-shape.ts';
import { DRAFT, helperField, supportField } from '#domain/draft-form.ts';
import { asId, type FieldId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import { deviceAt, password } from '../support/server.ts';
import { join, LAPTOP, newDevice, PHONE, PROJECTOR, type Device } from './cast.ts';
import { arrive, openPlace, type LightPerson } from './crowd.ts';
import type { ClockedInstallation } from './installation.ts';
import { told } from './morning-stage.ts';
import { cookieFor, roomOfSix, SYNDICATES, type RoomOfSix } from './room-of-six.ts';

export interface Afternoon extends RoomOfSix {
	readonly desk: Page;
	/** Of Birch. */
	readonly laptop: Device;
	/** Of Alder. */
	readonly phone: Device;
	readonly screen: Device;
	readonly sam: Device;
	/** Without a browser: thirty-eight, the first of Alder, of Birch and so on. */
	readonly people: readonly LightPerson[];
	readonly go: (step: string, phase: string) => Promise<void>;
	readonly plan: () => Promise<PlanView>;
	readonly view: () => Promise<WorkshopView>;
}

export async function takeSeats(browser: Browser, installation: ClockedInstallation): Promise<Afternoon> {
	const { url } = installation;
	const six = await roomOfSix(installation);
	const { room, facilitator, api } = six;
	await told(facilitator, 'PATCH', api, {
		brief: { sponsor: 'Sam Ochs', promise: 'I answer every request in the room.' }
	});
	const [desk, laptop, phone, screen, sam] = await Promise.all(
		[LAPTOP, LAPTOP, PHONE, PROJECTOR, PHONE].map((viewport) => newDevice(browser, url, viewport))
	);
	if (!desk || !laptop || !phone || !screen || !sam) throw new Error('Five devices were wanted.');
	await desk.context.addCookies([cookieFor(url, facilitator.cookie)]);
	const { path: screenPath } = await told(facilitator, 'POST', `${api}/links`, { purpose: 'screen' });
	await screen.page.goto(screenPath);
	const people: LightPerson[] = [];
	for (let n = 0; n < 38; n += 1)
		people.push(await arrive(room, `Person ${n + 1} Light`, SYNDICATES[n % 6]?.toLowerCase()));
	await join(laptop.page, room.code, 'Elin Strand', 'Birch');
	await join(phone.page, room.code, 'Nadia Phone', 'Alder');
	return {
		...six,
		...{ desk: desk.page, laptop, phone, screen, sam, people },
		go: async (step, phase) => void (await told(facilitator, 'POST', `${api}/steps/${step}/go`, { phase })),
		plan: () => told(facilitator, 'GET', `${api}/plan`),
		view: () => told(facilitator, 'GET', api)
	};
}

/** Each syndicate tells three stories and writes a draft of each, whole, which one of its people takes. Gives the drafts' refs. */
export async function draftThreeEach(stage: Afternoon): Promise<readonly DraftOfAfternoon[]> {
	const { room, api, people, go, placeOf } = stage;
	await go('experiences', 'share');
	const stories = await Promise.all(
		people.slice(0, 6).map(async (person, n) => {
			const { board, saved, close } = await openPlace(room, person, 'experiences');
			const { id } = await placeOf('experiences', SYNDICATES[n]!.toLowerCase());
			const notes = [1, 2, 3].map((at) =>
				board.addNote({ zone: asId('bad'), text: `${SYNDICATES[n]} waited for call back ${at}.` })
			);
			await saved();
			close();
			return notes.map((note) => noteRef(id, note));
		})
	);
	await go('draft', 'form');
	const drafts = await Promise.all(
		people.slice(0, 6).map(async (person, n) => {
			const { board, saved, close } = await openPlace(room, person, 'draft');
			const { id: documentId } = await placeOf('draft', SYNDICATES[n]!.toLowerCase());
			const written = stories[n]!.map((story, at) => {
				const owner = people[at * 6 + n]!;
				const text = draftOf(n, at);
				const noteId = board.addNote({
					zone: asId('drafts'),
					text,
					from: [story],
					fields: fieldsOf(owner.id, n, at)
				});
				return { text, owner, documentId, noteId, ref: noteRef(documentId, noteId) };
			});
			await saved();
			close();
			return written;
		})
	);
	for (const { owner, ref } of drafts.flat()) await told(owner.device, 'POST', `${api}/drafts/own`, { ref, yes: true });
	return drafts.flat();
}

export interface DraftOfAfternoon {
	readonly text: string;
	readonly owner: LightPerson;
	readonly documentId: string;
	readonly noteId: string;
	readonly ref: string;
}

/** What a syndicate asks of management: the first two drafts of the first five syndicates ask, each for another thing. */
const SUPPORT = ['money', 'time', 'people', 'rule-change', 'hearing'];

function fieldsOf(helper: string, n: number, at: number): readonly NewField[] {
	const values: readonly (readonly [FieldId, string])[] = [
		[DRAFT.dueOn, '2027-02-26'],
		[DRAFT.kind, 'action'],
		[DRAFT.horizon, at === 2 ? 'long' : 'quarter'],
		[DRAFT.measureGroup, 'customer'],
		[DRAFT.measureName, `Call-backs kept in ${SYNDICATES[n]}, part ${at + 1}`],
		[DRAFT.measureUnit, '%'],
		[DRAFT.baseline, '61'],
		[DRAFT.target, '90'],
		[DRAFT.countedBy, 'Contact centre'],
		[DRAFT.every, 'week'],
		[helperField(helper), 'yes'],
		...(at < 2 && n < 5 ? [[supportField(SUPPORT[n]!), `${SYNDICATES[n]} asks for ${at + 1} of these`] as const] : [])
	];
	return [
		{ id: DRAFT.why, kind: 'text', value: 'Whoever waits for a call cannot do anything else.' },
		{ id: DRAFT.firstStep, kind: 'text', value: 'Hang the board by the window, Monday 8:00' },
		...values.map(([id, value]) => ({ id, kind: 'choice' as const, value }))
	];
}

export const draftOf = (syndicate: number, at: number): string =>
	`${SYNDICATES[syndicate]} rings back by name, ${['today', 'this week', 'for good'][at]}`;

export async function expectVisible(page: Page, words: string | RegExp): Promise<void> {
	await expect(page.getByText(words).first()).toBeVisible();
}

/** Sam comes by the invitation to an account of his own. */
export async function invite({ facilitator, api, sam, room }: Afternoon): Promise<void> {
	const { path } = await told(facilitator, 'POST', `${api}/invitations`, {
		...{ name: 'Sam Ochs', email: 'sam@marlowe.example', role: 'sponsor' }
	});
	const device = deviceAt(room.url);
	await told(device, 'POST', '/api/account-links/redeem', { token: path.split('/').at(-1), password });
	await sam.context.addCookies([cookieFor(room.url, device.cookie)]);
}
