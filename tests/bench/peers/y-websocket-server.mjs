/** The stock server of y-websocket, as its `bin` starts it, on a port that the system chooses. */
import http from 'node:http';
import { createRequire } from 'node:module';
import { setupWSConnection } from '@y/websocket-server/utils';

// The ws it brings itself, as its own start does.
const WebSocket = createRequire(import.meta.resolve('@y/websocket-server/utils'))('ws');
const wss = new WebSocket.Server({ noServer: true });
const server = http.createServer((_request, response) => {
	response.writeHead(200, { 'Content-Type': 'text/plain' });
	response.end('okay');
});
wss.on('connection', setupWSConnection);
server.on('upgrade', (request, socket, head) => {
	wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));
});
server.listen(0, '127.0.0.1', () => {
	const url = `http://127.0.0.1:${server.address().port}`;
	process.stdout.write(`${url}\n`);
	process.send?.({ url });
});
