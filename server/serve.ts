/** Opens everything in the order in which it depends on each other, and closes it the other way round. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { createAccess, tokenOfCookie } from './access.ts';
import { createApp, type Route } from './app.ts';
import type { Config } from './config.ts';
import type { Deps, Ground } from './deps.ts';
import { Door } from './door.ts';
import { loadCadence } from './follow/cadence.ts';
import { openFollowUp } from './follow/open.ts';
import { openWorkshops } from './live/workshops.ts';
import type { Log } from './log.ts';
import { Outbox } from './mail/outbox.ts';
import { senderOf } from './mail/sender.ts';
import type { Interfaces } from './network.ts';
import { addressOf, headersOf, isOwnOrigin } from './origin.ts';
import { RoomPlace } from './room-place.ts';
import { SetupLink } from './setup-link.ts';
import { StartRefusal } from './start-refusal.ts';
import { openSite } from './static.ts';
import { hasAccounts } from './store/accounts.ts';
import { openDatabase, type Database } from './store/database.ts';
import { MailStore } from './store/mails.ts';
import { sweepSessions } from './store/sessions.ts';
import { loadTemplate } from './template.ts';

export interface Running {
	/** `http://127.0.0.1:3000`, with the port that was taken. */
	readonly url: string;
	/** Where the first account is made; null once there is one. */
	setupUrl(): string | null;
	readonly routes: readonly Route[];
	readonly deps: Deps;
	/** Sockets are told to come back (1012), documents are written, the database is closed. */
	close(): Promise<void>;
}

export interface ServeOptions {
	readonly log: Log;
	readonly now?: () => Date;
	/** The folder with the built interface. */
	readonly site: string;
	/** Already open, and closed by whoever opened it; left out, the one of the config is opened. */
	readonly database?: Database;
	/** The machine's network cards; left out, those it has. */
	readonly interfaces?: () => Interfaces;
	/** Called when the process cannot go on. */
	readonly onLost: (sentence: string) => void;
}

/** Who connects and then says nothing, or spells it out letter by letter, is cut off. */
const patience = { headersTimeout: 5_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 };

/** Answers that still run when the process is asked to stop have this long. */
const lastAnswersMs = 1_000;

/** @throws StartRefusal with the sentence for the terminal */
export async function serve(config: Config, options: ServeOptions): Promise<Running> {
	const { log, now = () => new Date(), onLost } = options;
	// Before anything is made: a start that fails for a taken port or a wrong host leaves nothing behind.
	await tryPort(config);
	const database =
		options.database ??
		(await openDatabase({
			databaseUrl: config.databaseUrl,
			dataDir: config.dataDir,
			onWarning: (sentence) => log.warn(sentence),
			onLost: (sentence, cause) => {
				log.fatal({ err: cause }, sentence);
				onLost(sentence);
			}
		}));
	const closeDatabase = async () => (options.database ? undefined : database.close());
	try {
		const place = new RoomPlace({
			config,
			onFault: (error) => log.error({ err: error }, 'the choice of the address was not kept'),
			...(options.interfaces ? { interfaces: options.interfaces } : {})
		});
		const ground: Ground = { database, access: createAccess(database, now), config, log, now, place };
		const [site, isOld, template, cadence] = await Promise.all([
			openSite(options.site),
			hasAccounts(database.db),
			loadTemplate(),
			loadCadence()
		]);
		const workshops = await openWorkshops(ground, template);
		const stopSweeping = sweepDaily(ground);
		const { sync, live } = workshops;
		const outbox = new Outbox({ mails: new MailStore(database), sender: senderOf(config), log, now });
		// Links in letters lead to the address that was configured; without one, to this machine.
		let origin = '';
		const { desk, rooms } = workshops;
		const hasMailServer = config.smtpUrl !== undefined;
		const letters = { cadence, hasMailServer, origin: () => place.origin ?? origin };
		const followUp = openFollowUp({ ...ground, ...letters, desk, rooms, outbox });
		const deps: Deps = { ...ground, workshops, sync, live, outbox, followUp, letters, setup: new SetupLink(!isOld) };
		const app = createApp(deps, site);
		const server = createServer(patience, getRequestListener(app.fetch));
		server.on('upgrade', upgrades(deps));
		const address = await listen(server, config);
		await place.start(address.port);
		const url = config.publicUrl ?? `http://${hostOf(address)}:${address.port}`;
		origin = url;
		outbox.start();
		followUp.start();
		return {
			url,
			setupUrl: () => (deps.setup.token === null ? null : `${url}/setup#${deps.setup.token}`),
			routes: app.routes,
			deps,
			close: async () => {
				stopSweeping();
				place.stop();
				// A mail server that hangs holds up nothing but its own mail.
				const isPosted = followUp.close().then(() => outbox.close());
				const isQuiet = new Promise<void>((resolve) => server.close(() => resolve()));
				await Promise.all([deps.sync.close(), deps.live.close()]);
				server.closeIdleConnections();
				await Promise.race([Promise.all([isQuiet, isPosted]), wait(lastAnswersMs, undefined, { ref: false })]);
				server.closeAllConnections();
				await closeDatabase();
			}
		};
	} catch (error) {
		await closeDatabase();
		throw error;
	}
}

const dayMs = 24 * 60 * 60 * 1000;

/** Sessions that have run out go at the start and every day. Returns how to stop. */
function sweepDaily({ database, log, now }: Ground): () => void {
	const sweep = () => {
		database
			.transaction((tx) => sweepSessions(tx, now()))
			.catch((error: unknown) => log.error({ err: error }, 'old sessions were not swept'));
	};
	sweep();
	const timer = setInterval(sweep, dayMs);
	timer.unref();
	return () => clearInterval(timer);
}

/** Sockets come from our own page, on two paths. */
function upgrades({ config, sync, live, log }: Deps) {
	const door = new Door();
	return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
		// A peer that goes away in the middle of the greeting.
		socket.on('error', () => socket.destroy());
		const path = request.url ?? '';
		const header = headersOf(request.headers);
		if (!isOwnOrigin(config, header)) return refuseUpgrade(socket, '403 Forbidden');
		const gateway = path.startsWith('/sync/') ? sync : path.startsWith('/live/') ? live : null;
		if (!gateway) return refuseUpgrade(socket, '404 Not Found');
		const address = addressOf(config, header, request.socket.remoteAddress);
		// From this machine itself comes also everybody behind a proxy that nobody told us of.
		const left = door.enter(isLoopback(address) ? null : address, tokenOfCookie(request.headers.cookie));
		if (!left) return refuseUpgrade(socket, '429 Too Many Requests');
		socket.once('close', left);
		Promise.resolve(gateway.handle(request, socket, head)).catch((error: unknown) => {
			log.error({ err: error }, 'a socket could not be opened');
			socket.destroy();
		});
	};
}

const isLoopback = (address: string): boolean => /^(::1$|(::ffff:)?127\.)/.test(address);

function refuseUpgrade(socket: Duplex, status: string): void {
	socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

async function tryPort(config: Config): Promise<void> {
	const probe = createServer();
	await listen(probe, config);
	await new Promise<void>((resolve) => probe.close(() => resolve()));
}

function listen(server: Server, { port, host }: Config): Promise<AddressInfo> {
	return new Promise((resolve, reject) => {
		server.once('error', (error) => reject(new StartRefusal(whyNotListening(error, port, host))));
		server.listen(port, host, () => {
			const address = server.address();
			if (address === null || typeof address === 'string') reject(new Error('listening on no port'));
			else resolve(address);
		});
	});
}

function whyNotListening(error: Error, port: number, host: string): string {
	const code = 'code' in error ? error.code : undefined;
	if (code === 'EADDRINUSE')
		return `PORT: ${port} is in use by another program. Stop it, or take another port, for example PORT=${port === 65535 ? 3000 : port + 1}`;
	if (code === 'EACCES')
		return `PORT: ${port} may not be used by this user. Take one above 1023, for example PORT=3000`;
	if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
		return `HOST: ${host} is no address of this machine. For example HOST=127.0.0.1`;
	return `HOST and PORT: cannot listen on ${host}:${port} (${error.message}). For example HOST=127.0.0.1 PORT=3000`;
}

const hostOf = ({ address, family }: AddressInfo): string => {
	const isEverywhere = address === '0.0.0.0' || address === '::';
	return isEverywhere ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
};
