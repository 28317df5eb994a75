/** The weeks one to six, as the scenario's table tells them. */
import { expect, test } from '@playwright/test';
import type { MondayView } from '#protocol/monday-views.ts';
import { DEPARTMENT, linkIn, opened, pressed, scan, type Letter, type Weeks } from './weeks-stage.ts';
import { told } from './morning-stage.ts';

/** The action nobody writes about in the first weeks. */
export const SILENT = 8;
/** Its owner asks for help in the first week; and another. */
const STUCK = [3, 6];

/** What somebody got on a calendar day. */
const on = (letters: readonly Letter[], address: string, day: string): readonly Letter[] =>
	letters.filter(({ to, takenAt }) => to === address && takenAt.toISOString().startsWith(day));

/** The letter of that day to the owner of an action, which asks how it stands. */
export async function thursdayLetter(weeks: Weeks, n: number, day: string): Promise<Letter> {
	const owner = await weeks.ownerOf(n);
	const [letter] = on(weeks.letters(), owner.address, day).filter(({ text }) => text.includes('how do'));
	if (!letter) throw new Error(`${owner.name} was not asked on ${day} how action ${n} stands.`);
	return letter;
}

/** Everybody with an open action says on that Thursday that it goes on, those aside. */
export async function onCourse(weeks: Weeks, day: string, except: readonly number[]): Promise<void> {
	for (const n of weeks.numbers) {
		if (except.includes(n)) continue;
		const action = (await weeks.plan()).actions.find((each) => each.n === weeks.real(n));
		if (action && ['done', 'learned', 'stopped'].includes(action.health)) continue;
		const letter = await thursdayLetter(weeks, n, day).catch(() => null);
		if (letter) await tap(weeks, letter, n, 'On course', { health: 'on-course', text: `Goes on, said on ${day}.` });
	}
}

/** Opens the link of an action in a letter with several, and presses its one button. */
export async function tap(
	weeks: Weeks,
	letter: Letter,
	n: number,
	label: string,
	form: Readonly<Record<string, string>>
): Promise<void> {
	const url = linkIn(letter, label, weeks.real(n));
	const page = await opened(url);
	expect(page.status, url).toBe(200);
	const answer = await pressed(url, form);
	expect(answer.status, await answer.text()).toBe(303);
}

const updatesIn = async (weeks: Weeks): Promise<number> =>
	(await weeks.plan()).actions.reduce((sum, { updates }) => sum + updates.length, 0);

export async function firstWeeks(weeks: Weeks): Promise<void> {
	const { api, manager, sponsor, people } = weeks;
	const monday = (): Promise<MondayView> => told(manager.device, 'GET', `${api}/monday`);

	await test.step('at the signing: everybody has the plan in the evening, with their own part first', async () => {
		await weeks.until('2027-01-13T17:30Z');
		for (const { address, name } of people) expect(on(weeks.letters(), address, '2027-01-13').length, name).toBe(1);
		const owner = await weeks.ownerOf(1);
		const [plan] = on(weeks.letters(), owner.address, '2027-01-13');
		expect(plan?.text).toContain(manager.name);
	});

	await test.step('the day after: IT is asked by a letter', async () => {
		await weeks.until('2027-01-14T09:30Z');
		await weeks.askDepartment(DEPARTMENT);
		await weeks.until('2027-01-14T18:00Z');
		expect(on(weeks.letters(), DEPARTMENT.email, '2027-01-14').length).toBe(1);
	});

	await test.step('two workdays later owners are asked whether it is theirs', async () => {
		await weeks.until('2027-01-15T18:00Z');
		for (const n of weeks.numbers) {
			const { address } = await weeks.ownerOf(n);
			const asked = weeks.letters().filter(({ to, text }) => to === address && text.includes('It is yours only'));
			expect(asked.length, `action ${n}`).toBe(1);
		}
	});

	await test.step('week 1: the first digest reaches forty, the customer, the sponsor, the facilitator and IT', async () => {
		await weeks.until('2027-01-18T18:00Z');
		weeks.expectDigest(1, '2027-01-18');
	});

	await test.step('week 1: one tap from a letter, without a seat; scanners change nothing: ten go on, two ask for help', async () => {
		await weeks.until('2027-01-21T18:00Z');
		const before = await updatesIn(weeks);
		const owners = await Promise.all(weeks.numbers.map((n) => weeks.ownerOf(n)));
		const thursday = [...new Set(owners)].flatMap(({ address }) => on(weeks.letters(), address, '2027-01-21'));
		expect(await scan(thursday.slice(0, 4))).toBeGreaterThan(12);
		expect(await updatesIn(weeks)).toBe(before);
		await onCourse(weeks, '2027-01-21', [SILENT, ...STUCK]);
		for (const n of STUCK)
			await tap(weeks, await thursdayLetter(weeks, n, '2027-01-21'), n, 'I need help', {
				health: 'help',
				text: 'Please ring me.'
			});
		const { actions } = await weeks.plan();
		const said = (health: string) => actions.filter(({ updates }) => updates.at(-1)?.health === health).length;
		expect([said('on-course'), said('help')]).toEqual([12 - STUCK.length - 1, STUCK.length]);
		// The same answer twice is one.
		const letter = await thursdayLetter(weeks, 1, '2027-01-21');
		const url = linkIn(letter, 'On course', weeks.real(1));
		const now = await updatesIn(weeks);
		await pressed(url, { health: 'on-course', text: 'Goes on, said on 2027-01-21.' });
		expect(await updatesIn(weeks)).toBe(now);
		const forged = `${url.slice(0, -4)}AAAA`;
		expect((await opened(forged)).status).toBe(410);
		expect((await pressed(forged, { health: 'done' })).status).toBe(410);
	});

	await test.step('week 2: Irma names an owner and a day, by a link; authors hear what became of their notes', async () => {
		await weeks.until('2027-01-29T18:00Z');
		weeks.expectDigest(2, '2027-01-25');
		const [ask] = weeks
			.letters()
			.filter(({ to, text }) => to === DEPARTMENT.email && text.includes('we have promised'));
		if (!ask) throw new Error('IT was asked for nothing.');
		const url = linkIn(ask, 'Your answer, with a name and a date');
		expect((await opened(url)).status).toBe(200);
		const answer = await pressed(url, {
			answer: 'accepted',
			ownerName: 'Irma Holt',
			dueOn: '2027-02-08',
			words: 'It works from then on.'
		});
		expect(answer.status, await answer.text()).toBe(303);
		const authors = weeks.letters().filter(({ text }) => text.includes('Only you see that this note is yours'));
		expect(authors.length).toBeGreaterThan(0);
		for (const { text, to } of authors)
			for (const { name, address } of people.filter((each) => each.address !== to && each.id !== manager.id))
				expect(text, `${to} must not read of ${address}`).not.toContain(name);
	});

	await test.step('week 3: the silent action: its owner is asked in private, Uma rings and notes it; nobody else sees red', async () => {
		await weeks.until('2027-02-01T11:00Z');
		weeks.expectDigest(3, '2027-02-01');
		const owner = await weeks.ownerOf(SILENT);
		const quiet = weeks.letters().filter(({ subject }) => subject.startsWith('No hurry'));
		expect(quiet.map(({ to }) => to)).toContain(owner.address);
		const id = await weeks.actionId(SILENT);
		const { needs } = await monday();
		expect(needs.map(({ ref }) => ref)).toContain(`action:${id}`);
		await told(manager.device, 'POST', `${api}/monday/call`, { ref: `action:${id}`, words: 'Begins next week.' });
		const seen = JSON.stringify(await told(owner.device, 'GET', `${api}/plan`));
		expect(seen).not.toContain('Begins next week.');
		const refused = await owner.device.get(`${api}/monday`);
		expect(refused.status).toBe(403);
		const letter = quiet.find(({ to }) => to === owner.address)!;
		const url = linkIn(letter, 'Going on', weeks.real(SILENT));
		expect((await pressed(url, { health: 'on-course', text: 'We have begun.' })).status).toBe(303);
	});

	await test.step('week 4: a pulse of three questions, without names: nothing below five answers', async () => {
		await weeks.until('2027-02-08T11:00Z');
		weeks.expectDigest(4, '2027-02-08');
		await weeks.pulse(4, people.slice(0, 4));
		expect(await weeks.pulseAnswers(4)).toBe(null);
		await weeks.pulse(4, people.slice(4, 33));
		// While they come in, figures move by five: nobody's answer is the difference of two looks.
		expect(await weeks.pulseAnswers(4)).toBe(30);
		const twice = await people[0]!.device.post(`${api}/pulse`, { marks: { 'pulse-1': 5 } });
		expect(twice.status).toBeGreaterThanOrEqual(400);
		await weeks.until('2027-02-11T18:00Z');
		await onCourse(weeks, '2027-02-11', []);
		await weeks.finish(1, { health: 'done', text: 'Done, and it stays.', reading: 91 });
	});

	await test.step('week 5: “not now” comes due by itself, Sam is asked and says yes', async () => {
		const notNow = (await weeks.plan()).actions
			.flatMap(({ support }) => support)
			.find(({ answers }) => answers[0]?.answer === 'not-now');
		if (!notNow) throw new Error('Nothing was answered with “not now”.');
		await weeks.until('2027-02-16T11:00Z');
		weeks.expectDigest(5, '2027-02-15');
		const asked = weeks.letters().filter(({ to, text }) => to === weeks.sponsorAddress && text.includes(notNow.ask));
		expect(asked.length).toBeGreaterThan(0);
		await told(sponsor, 'POST', `${api}/support/${notNow.id}/answer`, { answer: 'yes', words: 'The board said yes.' });
		const after = (await weeks.plan()).actions.flatMap(({ support }) => support).find(({ id }) => id === notNow.id);
		expect(after?.answers.at(-1)).toMatchObject({ answer: 'yes' });
		await weeks.until('2027-02-18T18:00Z');
		await onCourse(weeks, '2027-02-18', []);
	});

	await test.step('week 6: the customer hears what was done; only what was approved', async () => {
		await weeks.approveReply();
		await weeks.until('2027-02-26T18:00Z');
		weeks.expectDigest(6, '2027-02-22');
		// Nor afterwards: three that came last would be the difference.
		expect(await weeks.pulseAnswers(4)).toBe(30);
		const told6 = weeks
			.letters()
			.filter(({ to, text }) => to === weeks.customerAddress && text.includes('What we did not do'));
		expect(told6.length).toBe(1);
		await weeks.finish(11, { health: 'stopped', text: 'The text at half past seven does the job.' });
		await weeks.finish(3, { health: 'done', text: 'In use every day.' });
	});
}
