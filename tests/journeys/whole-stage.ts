/** Forty people without browsers, a facilitator, a sponsor and a customer, over both days; and the ledger of what they gave. */
import { expect } from '@playwright/test';
import type { PlanView } from '#protocol/views.ts';
import { deviceAt, type Device } from '../support/server.ts';
import { liveSocket, type LiveSocket, type OpenBoard } from '../support/workshop.ts';
import { arrive, openPlace, type LightPerson } from './crowd.ts';
import type { ClockedInstallation } from './installation.ts';
import { told } from './morning-stage.ts';
import { roomOfSix, SYNDICATES, type RoomOfSix } from './room-of-six.ts';

export const PEOPLE = 40;

/** What was given, as those who gave it know: counted against the server at the end. */
export interface Ledger {
	/** Step -> the words of each note, in no order. */
	readonly notes: Map<string, string[]>;
	/** Step -> votes that were taken. */
	readonly votes: Map<string, number>;
}

export interface Whole extends RoomOfSix {
	readonly installation: ClockedInstallation;
	readonly people: LightPerson[];
	readonly sponsor: Device;
	readonly customer: Device;
	/** The projector's display, by its secret link. */
	readonly screen: Device;
	readonly ledger: Ledger;
	readonly go: (step: string, phase: string) => Promise<void>;
	readonly plan: () => Promise<PlanView>;
	readonly ofSyndicate: (n: number) => readonly LightPerson[];
	/** Everybody (or these) writes on the board that is theirs in the step, and what they write is kept account of. */
	readonly write: (
		step: string,
		among: readonly LightPerson[],
		deed: (open: OpenBoard, person: LightPerson, at: number, note: (words: string) => string) => void
	) => Promise<void>;
	readonly watch: () => LiveSocket;
}

export async function takeSeats(installation: ClockedInstallation): Promise<Whole> {
	const { url } = installation;
	const six = await roomOfSix(installation);
	const { room, facilitator, api } = six;
	await told(facilitator, 'PATCH', api, {
		brief: { sponsor: 'Sam Ochs', customer: 'Carla Novak', promise: 'I answer every request in this room.' }
	});
	const opened = async (purpose: string): Promise<Device> => {
		const { path } = await told(facilitator, 'POST', `${api}/links`, { purpose });
		const device = deviceAt(url);
		await told(device, 'POST', '/api/links/open', { token: String(path).split(/[#/]/).at(-1) });
		return device;
	};
	const people: LightPerson[] = [];
	for (let n = 0; n < PEOPLE - 2; n += 1)
		people.push(await arrive(room, `Person ${n + 1} Light`, SYNDICATES[n % 6]?.toLowerCase()));
	const ledger: Ledger = { notes: new Map(), votes: new Map() };
	const screen = await opened('screen');
	const customer = await opened('customer');
	return {
		...six,
		...{ installation, people, ledger, screen, customer },
		sponsor: await sponsorOf(six),
		go: async (step, phase) => void (await told(facilitator, 'POST', `${api}/steps/${step}/go`, { phase })),
		plan: () => told(facilitator, 'GET', `${api}/plan`),
		ofSyndicate: (n) => people.filter((_, at) => at % 6 === n),
		write: async (step, among, deed) => {
			const words = ledger.notes.get(step) ?? [];
			ledger.notes.set(step, words);
			await Promise.all(
				among.map(async (person, at) => {
					const open = await openPlace(room, person, step);
					deed(open, person, at, (text) => {
						words.push(text);
						return text;
					});
					await open.saved();
					open.close();
				})
			);
		},
		watch: () => liveSocket({ url }, screen, room.workshopId)
	};
}

/** Sam comes by an invitation to an account. */
async function sponsorOf({ facilitator, api, room }: RoomOfSix): Promise<Device> {
	const { path } = await told(facilitator, 'POST', `${api}/invitations`, {
		...{ name: 'Sam Ochs', email: 'sam@marlowe.example', role: 'sponsor' }
	});
	const device = deviceAt(room.url);
	const password = 'four plain words here';
	await told(device, 'POST', '/api/account-links/redeem', { token: String(path).split('/').at(-1), password });
	return device;
}

/** Each of them votes for so many of the targets; what was taken is kept account of. */
export async function voteAll(
	{ api, ledger }: Whole,
	step: string,
	voters: readonly LightPerson[],
	targetsOf: (at: number) => readonly string[]
): Promise<void> {
	const taken = await Promise.all(
		voters.map(async ({ device }, at) => {
			let count = 0;
			for (const target of targetsOf(at)) {
				const { status } = await device.post(`${api}/steps/${step}/votes`, { target });
				expect(status).toBeLessThan(300);
				count += 1;
			}
			return count;
		})
	);
	ledger.votes.set(step, (ledger.votes.get(step) ?? 0) + taken.reduce((sum, count) => sum + count, 0));
}
