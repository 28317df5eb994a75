/**
 * The stock Hocuspocus server on a port that the system chooses. With a file in DATABASE it keeps whole documents there
 * by its database extension, as that extension's documentation shows.
 */
import { DatabaseSync } from 'node:sqlite';
import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';

const server = new Server({
	port: 0,
	address: '127.0.0.1',
	quiet: true,
	stopOnSignals: true,
	extensions: process.env.DATABASE ? [stored(process.env.DATABASE)] : []
});
await server.listen();
const url = `http://127.0.0.1:${server.address.port}`;
process.stdout.write(`${url}\n`);
process.send?.({ url });

function stored(file) {
	const database = new DatabaseSync(file);
	database.exec(
		'CREATE TABLE IF NOT EXISTS "documents" ("name" varchar(255) NOT NULL, "data" blob NOT NULL, UNIQUE(name))'
	);
	const select = database.prepare('SELECT data FROM "documents" WHERE name = ?');
	const upsert = database.prepare(
		'INSERT INTO "documents" ("name", "data") VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET data = excluded.data'
	);
	return new Database({
		fetch: async ({ documentName }) => select.get(documentName)?.data ?? null,
		store: async ({ documentName, state }) => void upsert.run(documentName, state)
	});
}
