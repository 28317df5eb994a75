import { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { DiskRoom } from '#server/store/disk-room.ts';
import { embeddedDatabase } from '#server/store/embedded.ts';

test('[KEEP-16] while the disk has too little room nothing is written, and when there is some writing goes on', async () => {
	const client = await PGlite.create();
	await client.exec('create table words (word text)');
	let free = 10 * 1024 * 1024;
	let now = 0;
	const room = new DiskRoom(
		() => Promise.resolve(free),
		() => now
	);
	const nothing = () => Promise.resolve();
	const database = embeddedDatabase(client, nothing, () => client.close(), room);
	const write = () => database.statement(`insert into words values ('one')`, []);
	const count = async () => (await client.query('select * from words')).rows.length;

	await expect(write()).rejects.toThrow(/disk is full/);
	await expect(database.transaction(nothing)).rejects.toThrow(/disk is full/);
	const whileFull = await count();
	free = 200 * 1024 * 1024;
	await expect(write()).rejects.toThrow(/disk is full/);
	now += 1000;
	await write();

	expect(whileFull).toBe(0);
	expect(await count()).toBe(1);
	await database.close();
});
