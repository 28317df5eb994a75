/** Twelve weeks on a clock that is moved by hand, with a mail server that keeps what it took; and what is read in letters. */
import type { Email } from 'postal-mime';
import { expect } from '@playwright/test';
import { asId } from '#domain/ids.ts';
import type { PersonView, PlanView } from '#protocol/views.ts';
import type { AfterView } from '#protocol/action-views.ts';
import type { BeforeAfterView } from '#protocol/pulse.ts';
import type { ReplyDeskView } from '#protocol/reply-views.ts';
import type { StandardsView } from '#protocol/vision-views.ts';
import { deviceAt, type Answer, type Device } from '../support/server.ts';
import type { MailServer } from '../support/mail-server.ts';
import { told } from './morning-stage.ts';

/** Somebody of the workshop: a seat on a device, and an address. */
export interface Member {
	readonly id: string;
	readonly name: string;
	readonly device: Device;
	readonly address: string;
}

export interface Letter {
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	readonly html: string;
	/** As its own `Date` says, by the server's clock. */
	readonly takenAt: Date;
	readonly mail: Email;
}

/** Who is there, and what a signed workshop needs to be played from. */
export interface Signed {
	readonly url: string;
	readonly api: string;
	readonly facilitator: Device;
	readonly facilitatorAddress: string;
	readonly sponsor: Device;
	readonly sponsorAddress: string;
	readonly customer: Device;
	readonly customerAddress: string;
	readonly people: readonly Member[];
	readonly manager: Member;
	readonly deputy: Member;
}

export interface Weeks extends Signed {
	/** Goes on to this instant (`2027-01-18T10:30Z`), by the hours at which something may be due. */
	readonly until: (instant: string) => Promise<void>;
	/** Everything the mail server took so far, oldest first. */
	readonly letters: () => readonly Letter[];
	readonly plan: () => Promise<PlanView>;
	/** The actions of the plan are counted from 1 to 12; `real` is the number they have in it. */
	readonly numbers: readonly number[];
	readonly real: (n: number) => number;
	readonly actionId: (n: number) => Promise<string>;
	readonly ownerOf: (n: number) => Promise<Member>;
	readonly syndicateOf: (person: Member) => Promise<readonly Member[]>;
	/** Its owner says how it ended. */
	readonly finish: (n: number, said: object) => Promise<void>;
	readonly askDepartment: (contact: {
		readonly name: string;
		readonly department: string;
		readonly email: string;
	}) => Promise<void>;
	readonly pulse: (week: number, among: readonly Member[]) => Promise<void>;
	/** How many answers the figures of a week are made of; null where none are shown. */
	readonly pulseAnswers: (week: number) => Promise<number | null>;
	readonly baselineAgain: (among: readonly Member[]) => Promise<void>;
	readonly approveReply: () => Promise<void>;
	readonly growStandards: () => Promise<void>;
	/** From now on nothing is to reach this person. */
	readonly leaves: (person: Member) => void;
	/** The digest of a week has reached everybody on that day. */
	readonly expectDigest: (week: number, day: string) => void;
	/** At most one letter a person and day, on workdays, within the day's hours, none twice. */
	readonly expectOneADay: () => void;
}

interface Clocked {
	readonly now: () => Date;
	/** Moves the clock on and does what fell due. */
	readonly advance: (minutes: number) => Promise<void>;
}

/** Hours of the day, in UTC, at which letters of London may go, in winter and in summer. */
const HOURS = ['07:05', '08:05', '09:05', '10:05', '13:05', '14:05', '17:05'];
export const DEPARTMENT = { name: 'Irma Holt', department: 'IT', email: 'irma.it@marlowe.example' };
const dayMs = 24 * 60 * 60 * 1000;

export async function weeksOf(signed: Signed, clock: Clocked, mails: MailServer): Promise<Weeks> {
	const { api, people, manager } = signed;
	const letters: Letter[] = [];
	const gone = new Map<string, Date>();
	const gather = (): void => {
		for (const mail of mails.taken.slice(letters.length)) {
			const [to] = mail.to ?? [];
			letters.push({
				to: to?.address ?? '',
				subject: mail.subject ?? '',
				text: mail.text ?? '',
				html: mail.html ?? '',
				takenAt: new Date(mail.date ?? clock.now()),
				mail
			});
		}
	};
	const to = async (instant: Date): Promise<void> => {
		const minutes = (instant.getTime() - clock.now().getTime()) / 60_000;
		if (minutes <= 0) return;
		// What is under way ends at its own time: no clock outside a test jumps by hours in the middle of it.
		await clock.advance(0);
		await clock.advance((instant.getTime() - clock.now().getTime()) / 60_000);
		gather();
	};
	const plan = (): Promise<PlanView> => told(manager.device, 'GET', `${api}/plan`);
	const reals = (await plan()).actions.filter(({ notNowReason }) => notNowReason === null).map(({ n }) => n);
	const real = (n: number): number => reals[n - 1] ?? 0;
	const action = async (n: number) => {
		const found = (await plan()).actions.find((each) => each.n === real(n));
		if (!found) throw new Error(`There is no action ${n}.`);
		return found;
	};
	const ownerOf = async (n: number): Promise<Member> => {
		const { ownerId } = await action(n);
		const owner = people.find(({ id }) => id === ownerId);
		if (!owner) throw new Error(`Nobody owns action ${n}.`);
		return owner;
	};
	return {
		...signed,
		plan,
		real,
		ownerOf,
		numbers: reals.map((_, at) => at + 1),
		until: async (instant) => {
			const end = new Date(instant);
			for (let day = startOf(clock.now()); day <= end.getTime(); day += dayMs)
				for (const hour of HOURS) {
					const at = new Date(`${new Date(day).toISOString().slice(0, 10)}T${hour}:00Z`);
					if (at > clock.now() && at <= end) await to(at);
				}
			await to(end);
		},
		letters: () => {
			gather();
			return letters;
		},
		actionId: async (n) => (await action(n)).id,
		syndicateOf: async ({ id }) => {
			const everybody: readonly PersonView[] = await told(signed.facilitator, 'GET', `${api}/people`);
			const own = everybody.find((person) => person.id === id)?.syndicateId;
			const mates = new Set(everybody.filter(({ syndicateId }) => syndicateId === own).map((person) => person.id));
			return people.filter((person) => mates.has(asId(person.id)));
		},
		finish: async (n, said) => {
			const owner = await ownerOf(n);
			await told(owner.device, 'POST', `${api}/actions/${(await action(n)).id}/updates`, said);
		},
		askDepartment: async (contact) => {
			const { actions } = await plan();
			const request = actions
				.filter(({ notNowReason }) => notNowReason === null)
				.flatMap(({ support }) => support)
				.findLast(({ kind }) => kind === 'other-department');
			if (!request) throw new Error('Nothing is asked of another department.');
			await told(manager.device, 'POST', `${api}/support/${request.id}/department`, contact);
		},
		pulse: async (_, among) => {
			for (const [at, { device }] of among.entries())
				await told(device, 'POST', `${api}/pulse`, { marks: { 'pulse-1': 1 + (at % 5), 'pulse-2': 4, 'pulse-3': 3 } });
		},
		pulseAnswers: async (week) => {
			const { pulses }: BeforeAfterView = await told(manager.device, 'GET', `${api}/before-after`);
			return pulses.find((each) => each.week === week)?.figures[0]?.figure?.answers ?? null;
		},
		baselineAgain: async (among) => {
			for (const { device } of among)
				await told(device, 'POST', `${api}/baseline-again`, { marks: { 'base-1': 4, 'base-2': 4 } });
		},
		approveReply: async () => {
			const { facilitator } = signed;
			await told(facilitator, 'POST', `${api}/reply/draft`);
			const { lines }: ReplyDeskView = await told(facilitator, 'GET', `${api}/reply/desk`);
			for (const { issueId, text, isLeftOut } of lines)
				if (text === '' && !isLeftOut)
					await told(facilitator, 'POST', `${api}/reply/lines/${issueId}`, {
						...{ text: 'We will ring back.', isLeftOut: false },
						saw: { text, isLeftOut }
					});
			const { stamp }: ReplyDeskView = await told(facilitator, 'GET', `${api}/reply/desk`);
			await told(facilitator, 'POST', `${api}/reply/approve`, { stamp });
		},
		growStandards: async () => {
			const owner = await ownerOf(9);
			const id = (await action(9)).id;
			await told(owner.device, 'POST', `${api}/actions/${id}/standard`, {
				...{ line: '', part: 'fixed', text: 'We ask first who is at home, and listen to the end.' }
			});
			const before: readonly StandardsView[] = await told(manager.device, 'GET', `${api}/standards`);
			const { wishes }: AfterView = await told(manager.device, 'GET', `${api}/after`);
			await told(manager.device, 'POST', `${api}/standards/grow`, { wishes: wishes.map((wish) => wish.id) });
			const after: readonly StandardsView[] = await told(manager.device, 'GET', `${api}/standards`);
			expect(after.length).toBe(before.length + 1);
			expect(JSON.stringify(after[0])).toContain('We ask first who is at home');
			expect(JSON.stringify(after[1])).not.toContain('We ask first who is at home');
		},
		leaves: ({ address }) => void gone.set(address, clock.now()),
		expectDigest: (week, day) => {
			const readers = [
				...people.map(({ address }) => address),
				signed.sponsorAddress,
				signed.customerAddress,
				signed.facilitatorAddress,
				DEPARTMENT.email
			].filter((address) => !gone.has(address));
			const reached = letters.filter(
				({ takenAt, subject, text }) =>
					takenAt.toISOString().startsWith(day) && `${subject}\n${text}`.includes(`Week ${week}:`)
			);
			expect(reached.map((letter) => letter.to).toSorted(), `digest of week ${week}`).toEqual(readers.toSorted());
		},
		expectOneADay: () => {
			gather();
			const days = letters.map((letter) => `${letter.to} ${letter.takenAt.toISOString().slice(0, 10)}`);
			expect(days.filter((day, at) => days.indexOf(day) !== at)).toEqual([]);
			const names = letters.map(({ mail }) => mail.messageId);
			expect(new Set(names).size).toBe(names.length);
			for (const { takenAt, subject, to: reader } of letters) {
				const weekday = takenAt.getUTCDay();
				expect([0, 6], `${reader}: ${subject}`).not.toContain(weekday);
				expect(takenAt.getUTCHours(), `${reader}: ${subject}`).toBeGreaterThanOrEqual(7);
				expect(takenAt.getUTCHours(), `${reader}: ${subject}`).toBeLessThan(18);
			}
			for (const [address, since] of gone)
				expect(letters.filter((letter) => letter.to === address && letter.takenAt > since)).toEqual([]);
		}
	};
}

const startOf = (at: Date): number => Date.parse(`${at.toISOString().slice(0, 10)}T00:00:00Z`);

/**
 * The address behind the words of a link, in a letter's text: `On course: https://…`. In a letter about several actions
 * `n` says which one is meant.
 */
export function linkIn({ text, subject }: Letter, label: string, n?: number): string {
	const lines = text.split('\n').map((line) => line.trim());
	const begins =
		n === undefined
			? 0
			: Math.max(
					0,
					lines.findIndex((line) => new RegExp(`^${n}\\s`).test(line))
				);
	const found = lines
		.slice(begins)
		.map((line) => /^(.*?):?\s+(https?:\/\/\S+)$/.exec(line))
		.find((match) => match?.[1]?.trim() === label);
	if (!found?.[2]) throw new Error(`“${subject}” has no link “${label}”:\n${text}`);
	return found[2];
}

/** Every address in a letter, its HTML's and its headers' included. */
export const linksIn = ({ text, html, mail }: Letter): readonly string[] => [
	...new Set(
		[text, html.replaceAll('&amp;', '&'), ...mail.headers.map(({ value }) => value)].flatMap(
			(part) => part.match(/https?:\/\/[^\s"'<>]+/g) ?? []
		)
	)
];

/** Opens a link as a phone without a seat does; gives the page's text. */
export async function opened(url: string): Promise<Answer> {
	const at = new URL(url);
	return deviceAt(at.origin).get(at.pathname + at.search);
}

/** Presses the button of the page behind a link: a plain form, as without scripts. */
export async function pressed(url: string, form: Readonly<Record<string, string>>): Promise<Response> {
	return fetch(url, {
		method: 'POST',
		redirect: 'manual',
		headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin },
		body: new URLSearchParams(form)
	});
}

/** A scanner of mails: looks at every link, in both ways, and follows where it leads. */
export async function scan(letters: readonly Letter[]): Promise<number> {
	const links = [...new Set(letters.flatMap(linksIn))];
	for (const link of links) {
		await fetch(link, { method: 'HEAD' });
		await fetch(link);
	}
	return links.length;
}
