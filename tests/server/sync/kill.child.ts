/** A sync server on a data folder, to be killed: `node kill.child.ts FOLDER`. Says its port when it is ready. */
import { createServer } from 'node:http';
import { openDatabase } from '#server/store/database.ts';
import { createDocumentLog } from '#server/store/document-log.ts';
import { createSyncGateway } from '#server/sync/gateway.ts';
import { MemoryAccess } from './places.ts';
import { seed } from './seed.ts';

const [, , dataDir = '', how = ''] = process.argv;
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const database = await openDatabase({ dataDir, onWarning: () => {}, onLost: () => process.exit(3) });
if (how === 'new') await seed(database);
const gateway = createSyncGateway({
	access: new MemoryAccess(),
	documentLog: createDocumentLog(database),
	log: silent,
	commitGapMs: 25
});
const http = createServer();
http.on('upgrade', gateway.handle);
http.listen(0, '127.0.0.1', () => {
	const address = http.address();
	process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
