import { expect, type Browser } from '@playwright/test';
import {
	bring,
	chooseDeed,
	editNote,
	expectAccessible,
	expectPhase,
	expectSaved,
	fillCell,
	join,
	LAPTOP,
	link,
	newDevice,
	noteWith,
	PHONE,
	place,
	press,
	PROJECTOR,
	write,
	writeInto,
	test,
	typeCode,
	writeOnPhone
} from './cast.ts';
import { install, type Installation } from './installation.ts';

// One workshop from the first start to the follow-up manager's first update, played through the interface alone: a
// facilitator, two syndicates of two people each (one on a phone), a sponsor, a customer and a projector.
// One piece, because each step stands on what the people wrote in the step before.

const databases = [
	{ name: 'the embedded database', url: undefined },
	...(process.env.TEST_DATABASE_URL === undefined ? [] : [{ name: 'Postgres', url: process.env.TEST_DATABASE_URL }])
];

for (const database of databases) {
	test(`[JOURNEY-1] a small workshop runs from its preparation to the first update, on ${database.name}`, async ({
		browser
	}) => {
		test.setTimeout(600_000);
		const installation = await install(database.url);
		try {
			await play(browser, installation);
		} finally {
			await installation.end();
		}
	});
}

async function play(browser: Browser, installation: Installation): Promise<void> {
	const { url } = installation;
	const helen = await newDevice(browser, url, LAPTOP);
	const desk = helen.page;
	let workshop = '';

	await test.step('the first visitor makes the account and a workshop', async () => {
		await desk.goto(installation.setupUrl);
		await desk.getByLabel('Your name').fill('Helen Marsh');
		await desk.getByLabel('E-mail').fill('helen@example.org');
		await desk.getByLabel('Password').fill('four plain words here');
		await expectAccessible(desk);
		await desk.getByRole('button', { name: 'Make the account' }).click();
		await desk.getByRole('button', { name: 'Sign out' }).click();
		await desk.goto('/sign-in');
		await desk.getByLabel('E-mail').fill('helen@example.org');
		await desk.getByLabel('Password').fill('four plain words here');
		await expectAccessible(desk);
		await desk.getByRole('button', { name: 'Sign in' }).click();

		await desk.getByRole('button', { name: 'Prepare a workshop' }).click();
		await desk.getByLabel('What is it called?').fill('Service we’re proud of');
		await desk.getByLabel('Company').fill('Marlowe Heating');
		await desk.getByLabel('What for?').fill('Nobody has to call twice.');
		await expectAccessible(desk);
		await desk.getByRole('button', { name: 'Make the workshop' }).click();

		await expect(desk).toHaveURL(/\/w\/[\w-]+\/prepare\/agenda$/);
		workshop = /\/w\/([\w-]+)\//.exec(desk.url())?.[1] ?? '';
	});
	await test.step('the facilitator prepares: agenda, syndicates, sponsor, customer and links', async () => {
		await expect(
			desk.getByRole('heading', { name: 'Our experiences' }).or(desk.getByText('Our experiences')).first()
		).toBeVisible();
		await expectAccessible(desk);
		await desk.getByRole('link', { name: 'Brief', exact: true }).click();
		await desk.getByLabel('What will not be decided').fill('Pay.');
		await desk.getByLabel('What will not be decided').blur();
		await expect(desk.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
		await expectAccessible(desk);
		await desk.getByRole('link', { name: 'Sponsor and customer' }).click();
		await desk.getByLabel('Name of the sponsor').fill('Tom Beckett');
		await desk.getByLabel('Name of the customer').fill('Ingrid Solheim');
		await desk.getByLabel('Who could follow up').fill('Priya Nair');
		await desk.getByLabel('Who could follow up').blur();
		await expect(desk.getByText('Ingrid Solheim reads this brief now')).toBeVisible();
		await expectAccessible(desk);
		await desk.getByRole('link', { name: 'Promise, tasks and notes' }).click();
		await desk.getByLabel('The promise', { exact: true }).fill('I answer every request in the room.');
		await desk.getByLabel('The promise', { exact: true }).blur();
		await expect(desk.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
		await expectAccessible(desk);
		await desk.getByRole('link', { name: 'Back to preparing' }).click();
	});
	const links = { screen: '', sponsor: '', customer: '' };
	await test.step('links for the screen, the sponsor and the customer are shown once', async () => {
		const names = { screen: 'the screen in the room', sponsor: 'the sponsor', customer: 'the customer' };
		for (const purpose of ['screen', 'sponsor', 'customer'] as const) {
			await desk.getByRole('button', { name: `Make a link for ${names[purpose]}` }).click();
			const region = desk.getByRole('region', { name: `Links for ${names[purpose]}` });
			await expect(region.getByLabel('Address of the link')).toBeVisible();
			links[purpose] = await region.getByLabel('Address of the link').inputValue();
		}
		await desk.getByRole('button', { name: 'Open the room' }).click();
		await expect(desk).toHaveURL(/\/run$/);
	});

	const projector = await newDevice(browser, url, PROJECTOR);
	const screen = projector.page;
	let code = '';
	await test.step('the projector shows the code and its QR picture', async () => {
		await screen.goto(links.screen);
		await desk.getByRole('button', { name: 'Code', exact: true }).click();
		const shown = screen.locator('[data-code]');
		await expect(shown).toBeVisible();
		code = ((await shown.getAttribute('data-code')) ?? '').trim();
		expect(code).toMatch(/^[A-HJKMNP-Z2-9]{6}$/);
	});

	const amira = await newDevice(browser, url, LAPTOP);
	const jonas = await newDevice(browser, url, PHONE);
	const elin = await newDevice(browser, url, LAPTOP);
	const priya = await newDevice(browser, url, LAPTOP);
	await test.step('four people take their seats in two syndicates, one on a phone', async () => {
		await amira.page.goto('/');
		await expectAccessible(amira.page);
		await join(amira.page, code, 'Amira Khan', 'Alder');
		const returnCode = await join(jonas.page, code, 'Jonas Wirth', 'Alder');
		await join(elin.page, code, 'Elin Strand', 'Birch');
		await join(priya.page, code, 'Priya Nair', 'Birch');
		await expectAccessible(jonas.page);
		await expect(screen.getByText('4', { exact: true }).first()).toBeVisible();

		const laptop = await newDevice(browser, url, LAPTOP);
		await laptop.page.goto('/j');
		await laptop.page.getByRole('button', { name: 'I have a return code' }).click();
		// The last character takes the seat.
		await laptop.page.getByLabel('Your return code').fill(returnCode);
		await expect(laptop.page.getByText('Jonas Wirth').first()).toBeVisible();
		await expect(desk.getByText('4 of 4 here')).toBeVisible();
		await laptop.context.close();
	});
	await test.step('the room begins: everyone follows, and wishes stay without names', async () => {
		await desk.getByRole('button', { name: 'Begin: Welcome' }).click();
		for (const { page } of [amira, jonas, elin, priya]) await expect(page).toHaveURL(/\/room\/welcome$/);
		await press(desk, 'Next: What each side wants');
		await write(elin.page, 'I want', 'Go home without anger in my bag.');
		await writeOnPhone(jonas.page, 'I want', 'Decide small things myself.');
		await expect(amira.page.getByText('Go home without anger in my bag.')).toHaveCount(0);
		await expectAccessible(jonas.page);
		await press(desk, 'Open the notes');
		// Neighbours talk now; what both sides want is one press away, on the laptop, the phone and the projector.
		for (const { page } of [amira, jonas]) {
			await expect(page.getByText('Meet your neighbour').first()).toBeVisible();
			await page.getByRole('button', { name: 'Read our board' }).click();
			await expect(page.getByText('Go home without anger in my bag.')).toBeVisible();
		}
		await expect(amira.page.getByText('Elin')).toHaveCount(0);
		await expectAccessible(jonas.page);
		await desk.getByRole('button', { name: 'Wall', exact: true }).click();
		await expect(screen.getByText('Go home without anger in my bag.')).toBeVisible();
		await jonas.page.getByRole('button', { name: 'Back to my neighbour' }).click();
		await expect(jonas.page.getByRole('button', { name: 'Read our board' })).toBeVisible();
		await press(desk, 'Next: Warm-up');
		await expect(jonas.page.getByText('The baker put a roll aside because I come late on Thursdays.')).toBeVisible();
		await expectAccessible(jonas.page);
		await jonas.page.getByRole('button', { name: 'Read the board' }).click();
		await expect(jonas.page.getByText('Go home without anger in my bag.')).toBeVisible();
	});

	await test.step('experiences are written alone, survive kill -9, and open together', async () => {
		await bring(desk, 'Our experiences');
		for (const { page } of [amira, jonas]) await expect(page).toHaveURL(/\/s\/alder\/experiences$/);
		for (const { page } of [elin, priya]) await expect(page).toHaveURL(/\/s\/birch\/experiences$/);
		await write(elin.page, 'Good', 'The bank let me finish my sentence.');
		await write(elin.page, 'Bad', 'A customer waited in all day. At nine we already knew nobody was coming.');
		await write(priya.page, 'Bad', 'I was the call back, and I was off shift.');
		await write(amira.page, 'Good', 'A locksmith waited with me until I was warm.');
		await writeOnPhone(jonas.page, 'Bad', 'Four transfers, four times my address.');
		await expect(priya.page.getByText('At nine we already knew')).toHaveCount(0);
		await expectAccessible(elin.page);
		await expectAccessible(jonas.page);
		for (const { page } of [amira, jonas, elin, priya]) await expectSaved(page);

		await installation.killAndRestart();

		await press(desk, 'Open the notes');
		await expect(priya.page.getByText('A customer waited in all day.')).toBeVisible();
		await expect(elin.page.getByText('I was the call back, and I was off shift.')).toBeVisible();
		await expect(elin.page.getByText('Four transfers')).toHaveCount(0);
		await expect(jonas.page.getByText('Read each note aloud.')).toBeVisible();
		await desk.getByRole('button', { name: 'Wall', exact: true }).click();
		await expect(screen.getByText('The bank let me finish my sentence.')).toBeVisible();
		await expectAccessible(screen);
		await jonas.page.getByRole('tab', { name: /Bad/ }).click();
		await expect(jonas.page.getByText('Four transfers')).toBeVisible();
	});
	const story = 'A customer waited in all day. At nine we already knew nobody was coming.';
	await test.step('the syndicate edits together, groups and votes within its budget', async () => {
		await editNote(priya.page, story, `${story} Again.`);
		await expect(elin.page.getByText(`${story} Again.`)).toBeVisible();
		await press(desk, 'Begin grouping');
		await elin.page.getByRole('button', { name: 'Group', exact: true }).click();
		await noteWith(elin.page, story).getByRole('checkbox').check();
		await noteWith(elin.page, 'off shift').getByRole('checkbox').check();
		await elin.page.getByRole('button', { name: 'Make a group' }).click();
		await expect(elin.page.locator('[data-group]').getByRole('textbox')).toBeFocused();
		await elin.page.keyboard.type('Nobody told us');
		await elin.page.keyboard.press('Enter');
		await expect(priya.page.locator('[data-group]').getByText('Nobody told us')).toBeVisible();
		await expectAccessible(priya.page);

		await press(desk, 'Begin voting');
		const vote = noteWith(elin.page, 'The bank let me').locator('[data-deed="vote"]');
		await vote.click();
		await expect(vote).toHaveAttribute('aria-pressed', 'true');
		await expect(elin.page.getByText(/2 of 3/)).toBeVisible();
		await press(desk, 'Close voting');
	});

	await test.step('what good service is comes from those stories', async () => {
		await bring(desk, 'What good service is');
		await press(desk, 'Open the notes');
		for (const { page } of [elin, amira]) await expectPhase(page, 'Share and join');
		await write(elin.page, 'Good service is when…', 'We say what happens next, and when.');
		await link(elin.page, 'We say what happens next', story);
		await write(amira.page, 'Good service is when…', 'One of us stays with it until it works.');
		await link(amira.page, 'One of us stays with it', 'A locksmith waited with me');
		await expect(priya.page.getByText('We say what happens next, and when.')).toBeVisible();
		await expectAccessible(elin.page);
	});

	await test.step('two writers make one vision of it, with the sources kept', async () => {
		await bring(desk, 'A shared vision');
		await desk.getByLabel('First writer').selectOption({ label: 'Elin Strand' });
		await desk.getByLabel('Second writer').selectOption({ label: 'Amira Khan' });
		for (const { page } of [amira, jonas, elin, priya]) await expect(page).toHaveURL(/\/room\/vision$/);
		await expect(priya.page.getByText('We say what happens next, and when.')).toBeVisible();
		await place(elin.page, 'We say what happens next', 'Our standards');
		await place(amira.page, 'One of us stays with it', 'Our standards');
		await writeInto(elin.page, 'Our compass', 'We say what happens next, and one of us stays with it.');
		await expect(jonas.page.getByText('one of us stays with it.').first()).toBeVisible();
		await expectAccessible(jonas.page);
		await expectAccessible(elin.page);
		await press(desk, 'Next: One line for all');
		await press(desk, 'Next: Do we agree?');
		await press(desk, 'Begin voting');
		await priya.page
			.getByRole('region', { name: /Our standards/ })
			.locator('article')
			.filter({ hasText: 'We say what happens next' })
			.locator('[data-deed="vote"]')
			.click();
		await expect(priya.page.getByText(/4 of 5/)).toBeVisible();
		await press(desk, 'Close voting');
	});

	await test.step('our own house is looked at, line by line', async () => {
		await bring(desk, 'Apply it to our own house');
		await expect(elin.page.getByRole('rowheader', { name: /We say what happens next/ })).toBeVisible();
		await expect(elin.page.getByText('We say what happens next, and one of us stays with it.').first()).toBeVisible();
		await press(desk, 'Next: What is in the way?');
		await fillCell(
			elin.page,
			'We say what happens next, and when.',
			'What is in the way',
			'Nobody owns the call back after six.'
		);
		await expect(priya.page.getByText('Nobody owns the call back after six.')).toBeVisible();
		await expectAccessible(elin.page);
		await expectAccessible(jonas.page);
	});

	const ingrid = await newDevice(browser, url, PHONE);
	await test.step('the customer speaks, corrects a point on her phone, and answers', async () => {
		await desk.getByRole('button', { name: 'Day 2' }).click();
		await bring(desk, '“The service I want from you”');
		await ingrid.page.goto(links.customer);
		await expect(ingrid.page).toHaveURL(/\/room\/customer$/);
		await elin.page.getByRole('button', { name: /Add a point in/ }).click();
		await elin.page.getByLabel(/A point in/).fill('Tell me before I find out.');
		await elin.page.getByRole('button', { name: 'Write it down' }).click();
		await expect(ingrid.page.getByText('Tell me before I find out.', { exact: true })).toBeVisible();
		await ingrid.page.getByRole('button', { name: 'Correct point 1' }).click();
		await ingrid.page.getByLabel('As you mean it').fill('Tell me before I find out myself.');
		await ingrid.page.getByRole('button', { name: 'Keep these words' }).click();
		await expect(elin.page.getByText('Tell me before I find out myself.')).toBeVisible();
		await expectAccessible(ingrid.page);

		await bring(desk, 'Questions to the customer');
		await desk.getByRole('button', { name: 'The step', exact: true }).click();
		await jonas.page.getByRole('button', { name: /^Ask .* something$/ }).click();
		const ask = jonas.page.getByRole('dialog', { name: /^Ask .* something$/ });
		await ask.getByLabel(/^Ask /).fill('When did you last think of leaving us?');
		await ask.getByRole('button', { name: 'Ask', exact: true }).click();
		await expect(ask).toBeHidden();
		await expect(jonas.page.getByText('A facilitator looks at it first.')).toBeVisible();
		await desk.goto(`/w/${workshop}/room/customer`);
		await desk.getByRole('button', { name: /^Show it: When did you/ }).click();
		await priya.page.getByRole('button', { name: /to ask: When did you last think/ }).click();
		await desk.getByRole('button', { name: /^Ask next: When did you/ }).click();
		await expect(screen.getByText('When did you last think of leaving us?')).toBeVisible();
		await expectAccessible(jonas.page);
		await desk.getByLabel('The answer, in a line').fill('Last March. Your engineer stayed.');
		await desk.getByRole('button', { name: 'Answered', exact: true }).click();
		await expect(priya.page.getByText('Last March. Your engineer stayed.')).toBeVisible();
		await expectAccessible(desk);
		await desk.goto(`/w/${workshop}/run`);
	});

	const action = 'Every promise to call back has a name and a time';
	await test.step('a draft goes to the plan with its links, and an owner takes it', async () => {
		await bring(desk, 'Action plan, first draft');
		await press(desk, 'Open the notes');
		await expectPhase(elin.page, 'Share and choose');
		await write(elin.page, 'Our actions', action);
		await link(elin.page, action, 'Nobody owns the call back after six.');
		await link(elin.page, action, 'Tell me before I find out myself.');
		await chooseDeed(elin.page, action, 'Send to the plan');
		await expect(elin.page.getByText('In the plan', { exact: true })).toBeVisible();
		await expectAccessible(elin.page);

		await bring(desk, 'One plan');
		const plan = elin.page;
		await expect(plan.getByRole('heading', { name: action })).toBeVisible();
		await plan.getByRole('button', { name: 'Yes, I take it' }).click();
		await expect(plan.getByRole('button', { name: 'Give it back' })).toBeVisible();
		await plan.getByRole('button', { name: 'Change it' }).click();
		await plan
			.getByLabel('Why it matters, and to whom', { exact: true })
			.fill('People who wait for a call cannot do anything else.');
		await plan.getByLabel('First small step', { exact: true }).fill('Hang the board by the window, Monday 8:00');
		await plan.getByLabel('Due', { exact: true }).fill('2099-02-26');
		await plan.getByLabel('What is counted', { exact: true }).fill('Call-backs kept');
		await plan.getByLabel('Today', { exact: true }).fill('61');
		await plan.getByLabel('Target', { exact: true }).fill('90');
		await plan.getByLabel('Unit', { exact: true }).fill('%');
		await plan.getByLabel('What it serves', { exact: true }).selectOption('The compass');
		await plan.getByRole('button', { name: 'Keep it' }).click();
		await plan.getByRole('button', { name: 'Ask for support' }).click();
		await plan.getByLabel(/What exactly/).fill('Text messages from the planning system');
		await plan.getByRole('button', { name: 'Ask for it' }).click();
		await expect(plan.getByText('Asked of Tom Beckett')).toBeVisible();
		await expectAccessible(plan);
		await expectAccessible(jonas.page);
	});

	const tom = await newDevice(browser, url, PHONE);
	await test.step('the sponsor answers with a reason, from a phone and without an account', async () => {
		await tom.page.goto(links.sponsor);
		await expect(tom.page.getByRole('heading', { name: /Text messages from the planning system/ })).toBeVisible();
		await expectAccessible(tom.page);
		await typeCode(tom.page, desk, workshop);
		await tom.page.getByRole('radio', { name: 'Yes, with a limit' }).check({ force: true });
		await tom.page.getByLabel('Up to how much, or until when?').fill('£6,000 a year');
		await tom.page.getByRole('button', { name: 'Give this answer' }).click();
		await expect(tom.page.getByRole('alert').first()).toBeVisible();
		await tom.page.getByLabel('Which limit, and why?').fill('Ordered by Friday. Ask me if it is not.');
		await tom.page.getByRole('button', { name: 'Give this answer' }).click();
		await expect(elin.page.getByText('Ordered by Friday. Ask me if it is not.').first()).toBeVisible();
		await expectAccessible(tom.page);
	});

	await test.step('somebody follows up, everyone signs, and the plan is fixed', async () => {
		await bring(desk, 'Follow-up and support');
		await desk.goto(`/w/${workshop}/room/sign`);
		await desk.getByLabel('Whom do you ask?').selectOption({ label: 'Priya Nair' });
		await desk.getByRole('button', { name: 'Ask this person' }).click();
		await priya.page.getByRole('button', { name: 'Yes, I follow up' }).click();
		await expect(jonas.page.getByText('Priya Nair said yes.')).toBeVisible();
		await desk.goto(`/w/${workshop}/run`);

		await bring(desk, 'Everyone signs');
		for (const { page } of [elin, amira, jonas, priya, tom]) {
			await page.getByRole('button', { name: 'Sign with my name' }).click();
			await expect(page.getByRole('button', { name: 'Sign with my name' })).toHaveCount(0);
		}
		await expectAccessible(elin.page);
		await desk.goto(`/w/${workshop}/room/sign`);
		await expect(desk.getByText('Nothing is missing.')).toBeVisible();
		await desk.getByRole('button', { name: 'Close the plan' }).click();
		await desk.getByRole('button', { name: 'Close it now' }).click();
		await expect(elin.page.getByText('Version 1 is fixed.')).toBeVisible();
		// Everybody is taken along to the follow-up; a server that goes before has no page to give.
		await expect(elin.page).toHaveURL(/\/follow$/);
		await expectAccessible(screen);
	});

	await installation.killAndRestart();

	await test.step('the follow-up manager writes the first update, and the action leads back to the first story', async () => {
		await priya.page.goto(`/w/${workshop}/follow`);
		await expect(
			priya.page.getByRole('heading', { level: 1, name: /^Good (morning|afternoon|evening), Priya/ })
		).toBeVisible();
		await expectAccessible(priya.page);
		await priya.page
			.getByRole('link', { name: new RegExp(action) })
			.first()
			.click();
		await priya.page.getByRole('button', { name: 'Add an update' }).click();
		await priya.page.getByRole('radio', { name: 'Done' }).check();
		await priya.page.getByLabel('In one sentence').fill('78 of 100 were kept, and the late shift writes in red.');
		await priya.page.getByLabel(/this week’s number/).fill('78');
		await priya.page.getByRole('button', { name: 'Write the update' }).click();
		await expect(elin.page.getByText('Done').first()).toBeVisible();

		await elin.page.goto(`/w/${workshop}/actions/1`);
		const chain = elin.page.getByRole('list', { name: 'Where it began' });
		await expect(chain.getByText(`${story} Again.`)).toBeVisible();
		await expect(chain.getByText('We say what happens next, and when.').first()).toBeVisible();
		await expect(chain.getByText('Nobody owns the call back after six.')).toBeVisible();
		await expect(elin.page.getByText('78 of 100 were kept').first()).toBeVisible();
		await expectAccessible(elin.page);
	});

	await test.step('the progress page opens by its secret link until it is switched off', async () => {
		await priya.page.goto(`/w/${workshop}/follow/public`);
		await priya.page.getByRole('button', { name: 'Switch it on' }).click();
		const address = await priya.page.getByRole('link', { name: /\/p\// }).textContent();
		const visitor = await newDevice(browser, url, PHONE);
		await visitor.page.goto(address ?? '');
		await expect(visitor.page.getByText(action)).toBeVisible();
		await expect(visitor.page.getByText('Elin')).toHaveCount(0);
		await expectAccessible(visitor.page);
		await priya.page.getByRole('button', { name: 'Switch it off' }).click();
		await expect(priya.page.getByRole('button', { name: 'Switch it on' })).toBeVisible();
		await visitor.page.reload();
		await expect(visitor.page.getByText(action)).toHaveCount(0);
	});
}
