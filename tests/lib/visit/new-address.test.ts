import { expect, test } from 'vitest';
import { NewAddress } from '#lib/visit/new-address.svelte.ts';

/** What is said after each of these addresses, one after the other. */
function said(...origins: readonly (string | null)[]) {
	const address = new NewAddress();
	return origins.map((origin) => {
		address.hear(origin);
		return address.sentence;
	});
}

test('[NET-3] facilitators are told on their page when the room has a new address, and which', () => {
	const [first, again, moved] = said('http://192.168.8.10:3000', 'http://192.168.8.10:3000', 'http://172.20.10.2:3000');

	expect([first, again]).toEqual([null, null]);
	expect(moved).toContain('The room has a new address: 172.20.10.2:3000.');
});

test('[NET-3] they are told when the network is gone, and not when the page just comes', () => {
	const [none, found, gone] = said(null, 'http://172.20.10.2:3000', null);

	expect(none).toBeNull();
	expect(found).toContain('172.20.10.2:3000');
	expect(gone).toContain('on no network any more');
});

test('[NET-3] what was read can be put away, and the next change is told again', () => {
	const address = new NewAddress();
	address.hear('http://10.0.0.1:3000');
	address.hear('http://10.0.0.2:3000');
	address.dismiss();
	const after = address.sentence;
	address.hear('http://10.0.0.1:3000');

	expect([after, address.sentence === null]).toEqual([null, false]);
});
