import { afterAll, beforeAll, expect, test } from 'vitest';
import { ATTACHMENT_BYTES, mediaTypeOf } from '#domain/attachment.ts';
import { linkDevice } from '../../support/rights.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
let at: string;
beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server, { open: false });
	at = `${server.url}/api/workshops/${workshop.id}/attachments`;
});
afterAll(() => server.close());

const bytes = (text: string) => new TextEncoder().encode(text);
const send = async (
	name: string,
	body: Uint8Array<ArrayBuffer>,
	{ type = 'application/octet-stream', cookie = workshop.facilitator.cookie, origin = server.url } = {}
) => {
	const response = await fetch(`${at}?name=${encodeURIComponent(name)}`, {
		method: 'POST',
		headers: { origin, cookie, 'content-type': type },
		body
	});
	return { status: response.status, body: await response.json() };
};
const download = (id: string, cookie = workshop.facilitator.cookie) => fetch(`${at}/${id}`, { headers: { cookie } });

test('[BRIEF-7] a file comes back byte for byte, as a download that no page opens', async () => {
	const csv = bytes('question;mean\nWould you come back?;2,7\n');
	const added = await send('Umfrage “Mai” 2026.csv', csv);

	const got = await download(added.body.id);
	const listed = await (await fetch(at, { headers: { cookie: workshop.facilitator.cookie } })).json();

	expect(added.status).toBe(201);
	expect(new Uint8Array(await got.arrayBuffer())).toEqual(csv);
	expect(got.headers.get('content-disposition')).toBe(
		`attachment; filename*=UTF-8''Umfrage%20%E2%80%9CMai%E2%80%9D%202026.csv`
	);
	expect(got.headers.get('x-content-type-options')).toBe('nosniff');
	expect(got.headers.get('content-type')).toContain('text/csv');
	expect(listed).toEqual([added.body]);
});

test('[BRIEF-7] a file whose contents are not what its name says is refused, and so is any other kind', async () => {
	const wrong = [
		await send('survey.pdf', bytes('<script>alert(1)</script>')),
		await send('survey.html', bytes('<p>hello</p>')),
		await send('survey.svg', bytes('<svg/>')),
		await send('picture.png', bytes('%PDF-1.7')),
		await send('table.xlsx', bytes('a,b')),
		await send('text.txt', new Uint8Array([65, 0, 66])),
		await send('empty.txt', new Uint8Array()),
		await send('', bytes('words'))
	];

	expect(wrong.map(({ status }) => status)).toEqual(wrong.map(() => 400));
	expect(mediaTypeOf('A.PDF', bytes('%PDF-1.7 …'))).toBe('application/pdf');
	expect(mediaTypeOf('wide.csv', new Uint8Array([0xff, 0xfe, 65, 0]))).toBe('text/csv');
	expect(mediaTypeOf('toString', bytes('x'))).toBeNull();
});

test('[BRIEF-7] a folder in the name stays outside', async () => {
	const { body } = await send('../../etc\\sur\u202Evey\n.txt', bytes('words'));

	expect(body.name).toBe('survey.txt');
	await fetch(`${at}/${body.id}/remove`, {
		method: 'POST',
		headers: { origin: server.url, cookie: workshop.facilitator.cookie }
	});
	expect((await download(body.id)).status).toBe(404);
});

test('[BRIEF-7] five megabytes pass and one byte more does not; ten files are the most', async () => {
	const large = new Uint8Array(ATTACHMENT_BYTES).fill(65);
	const passes = await send('large.txt', large);
	const beyond = await send('larger.txt', new Uint8Array(ATTACHMENT_BYTES + 1).fill(65));
	for (let n = 3; n <= 10; n += 1) await send(`${n}.txt`, bytes('words'));

	const eleventh = await Promise.all([send('11.txt', bytes('words')), send('12.txt', bytes('words'))]);

	expect([passes.status, passes.body.size]).toEqual([201, ATTACHMENT_BYTES]);
	expect([beyond.status, beyond.body.code]).toEqual([413, 'too-large']);
	expect(eleventh.map(({ status }) => status)).toEqual([413, 413]);
});

test('[BRIEF-7] the sponsor reads and adds nothing; others and other pages get nothing at all', async () => {
	await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}`, {
		brief: { sponsor: 'Tom', customer: 'Ingrid' }
	});
	const sponsor = await linkDevice(server, workshop, 'sponsor');
	const customer = await linkDevice(server, workshop, 'customer');
	const [file] = (await sponsor.get(`/api/workshops/${workshop.id}/attachments`)).body;

	const got = await download(file.id, sponsor.cookie);
	const added = await send('mine.txt', bytes('words'), { cookie: sponsor.cookie });
	const byCustomer = await download(file.id, customer.cookie);
	const byNobody = await download(file.id, '');
	const foreign = await send('mine.txt', bytes('words'), { origin: 'http://elsewhere.example' });
	const asForm = await send('mine.txt', bytes('words'), { type: 'text/plain' });

	expect([got.status, added.status, byCustomer.status, byNobody.status]).toEqual([200, 403, 403, 401]);
	expect([foreign.body.code, asForm.body.code]).toEqual(['wrong-origin', 'wrong-origin']);
});
