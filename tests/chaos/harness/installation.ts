/**
 * A real server process with its own data, and a workshop in it: people who joined by code and sit at the boards of
 * `experiences`, open in phase `share`. The process can be killed at any moment and started again at the same address.
 * One piece, as the only owner of the process, its data and the laptops at it.
 */
import { SYNDICATES } from '#domain/workshop.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { installedFolder } from '../../support/database.ts';
import { deviceAt, startProcess, type Device, type ServerProcess } from '../../support/server.ts';
import { Client, type ClientOptions } from './client.ts';
import { checkEqual, checkWords, faultText, wordsOf, type Replica } from './checker.ts';
import type { History } from './history.ts';
import { until } from './patience.ts';
import { makeDatabase, type OwnDatabase } from './postgres.ts';
import type { Random } from './random.ts';
import { rebuiltFromFolder, rebuiltFromPostgres, type Rebuilt } from './rebuilt.ts';

export interface InstallationOptions {
	/** A Postgres server that makes a database for it; null for the embedded one. */
	readonly postgres: string | null;
	/** How many joined, dealt out to the syndicates in turn. */
	readonly people: number;
	readonly history: History;
	readonly random: Random;
	/** More variables of the server process. */
	readonly environment?: Readonly<Record<string, string>>;
}

export interface Seat {
	readonly personId: string;
	readonly name: string;
	readonly device: Device;
	/** The board of `experiences` this person writes on. */
	readonly place: DocumentPlace;
}

export interface OpenOptions extends Partial<Pick<ClientOptions, 'url' | 'doc' | 'patienceMs'>> {
	readonly name?: string;
	/** Left out, it connects at once. */
	readonly connect?: boolean;
}

export const STEP = 'experiences';
const PATIENCE_MS = 20_000;
/** There are twelve seats. */
const PEOPLE_A_SYNDICATE = 10;

export class Installation {
	readonly url: string;
	readonly port: number;
	readonly dataDir: string;
	/** Of its own Postgres database; null when embedded. */
	readonly databaseUrl: string | null;
	workshopId = '';
	/** The facilitator, signed in. */
	desk!: Device;
	seats: readonly Seat[] = [];
	/** How long each start took until it answered, in ms. */
	readonly starts: number[] = [];
	readonly #environment: Readonly<Record<string, string>>;
	readonly #history: History;
	readonly #random: Random;
	readonly #database: OwnDatabase | null;
	readonly #removeFolder: () => Promise<void>;
	readonly #clients = new Set<Client>();
	#running: ServerProcess | null;
	#opened = 0;
	#hasEnded = false;

	private constructor(
		running: ServerProcess,
		folder: Awaited<ReturnType<typeof installedFolder>>,
		database: OwnDatabase | null,
		environment: Readonly<Record<string, string>>,
		{ history, random }: InstallationOptions
	) {
		this.#running = running;
		this.url = running.url;
		this.port = Number(new URL(running.url).port);
		this.dataDir = folder.path;
		this.databaseUrl = database?.url ?? null;
		this.#database = database;
		this.#removeFolder = folder.remove;
		this.#environment = { ...environment, PORT: String(this.port) };
		this.#history = history;
		this.#random = random;
	}

	/** Starts it and lets everybody in. */
	static async start(options: InstallationOptions): Promise<Installation> {
		const folder = await installedFolder();
		const database = options.postgres === null ? null : await makeDatabase(options.postgres);
		const environment = {
			LOG_LEVEL: 'warn',
			...options.environment,
			DATA_DIR: folder.path,
			...(database ? { DATABASE_URL: database.url } : {})
		};
		try {
			const running = await startProcess(environment);
			const installation = new Installation(running, folder, database, environment, options);
			try {
				await installation.#open(running.setupUrl ?? '', options.people);
			} catch (error) {
				await running.end('SIGKILL');
				throw error;
			}
			return installation;
		} catch (error) {
			await database?.drop();
			await folder.remove();
			throw error;
		}
	}

	get isRunning(): boolean {
		return this.#running !== null;
	}

	/** Of the running process. */
	get pid(): number {
		return this.#running?.child.pid ?? 0;
	}

	/** Everything the running process has written out. */
	get output(): string {
		return this.#running?.output() ?? '';
	}

	/** The boards people sit at. */
	get documents(): readonly string[] {
		return [...new Set(this.seats.map(({ place }) => place.id))];
	}

	get clients(): readonly Client[] {
		return [...this.#clients];
	}

	/** `kill -9`. Resolves when the process is gone. */
	async kill(): Promise<void> {
		await this.#end('SIGKILL');
	}

	/** Asks it to stop, as an operator does. Resolves with the exit code. */
	async stop(): Promise<number | null> {
		return this.#end('SIGTERM');
	}

	/** On the same port and data. Resolves when it answers. */
	async start(): Promise<void> {
		if (this.#running) throw new Error('It is running.');
		const startedAt = performance.now();
		this.#running = await startProcess(this.#environment);
		this.starts.push(performance.now() - startedAt);
		this.#history.note('started', { ms: Math.round(performance.now() - startedAt) });
	}

	/** A laptop of this person at their board. It leaves with the installation. */
	open(seat: Seat, { name, connect = true, url = this.url, ...rest }: OpenOptions = {}): Client {
		this.#opened += 1;
		const client = new Client({
			name: name ?? `p${this.#opened}`,
			url,
			cookie: seat.device.cookie,
			place: seat.place,
			history: this.#history,
			random: this.#random.fork(`client ${this.#opened}`),
			...rest
		});
		this.#clients.add(client);
		if (connect) client.connect();
		return client;
	}

	/** Takes a laptop away for good. */
	close(client: Client): void {
		client.destroy();
		this.#clients.delete(client);
	}

	/** The boards as somebody sees them who comes now and has nothing. */
	async fresh(ids: readonly string[] = this.documents): Promise<ReadonlyMap<string, Replica>> {
		const replicas = new Map<string, Replica>();
		await Promise.all(
			ids.map(async (id) => {
				const seat = this.seats.find(({ place }) => place.id === id);
				if (!seat) throw new Error(`Nobody sits at ${id}.`);
				const client = this.open(seat, { name: `fresh-${this.#opened}` });
				await client.synced(PATIENCE_MS);
				client.leave();
				this.#clients.delete(client);
				replicas.set(id, { name: 'a fresh laptop', doc: client.doc });
			})
		);
		return replicas;
	}

	/** The boards from the log alone. The embedded database has to be let go first: `kill` or `stop`. */
	rebuilt(ids: readonly string[] = this.documents): Promise<ReadonlyMap<string, Rebuilt>> {
		if (this.databaseUrl !== null) return rebuiltFromPostgres(this.databaseUrl, ids);
		if (this.#running) throw new Error('The embedded database belongs to the running process: kill or stop it first.');
		return rebuiltFromFolder(this.dataDir, ids);
	}

	/** A command of the facilitator; `path` follows the workshop. */
	async post(path: string, body: unknown = {}): Promise<void> {
		await told(this.desk, 'POST', `/api/workshops/${this.workshopId}${path}`, body);
	}

	/**
	 * I1, I2 and I3 for every board, at rest: every laptop is stopped, connected and told that all is saved; then each
	 * of them, a fresh one, and the board rebuilt from the log hold the same words, all that were written and no others.
	 * The process is killed for it where the database is embedded, and not started again. Returns sentences.
	 */
	async faultsAtRest(ms = PATIENCE_MS): Promise<readonly string[]> {
		const clients = this.clients.filter(({ ended }) => ended === null);
		for (const client of clients) client.stopTyping();
		for (const client of clients) if (!client.isOpen) client.hurry();
		await Promise.all(clients.map((client) => client.allSaved(ms)));
		await until('every laptop shows the same', ms, () => this.#isLevel(clients)).catch(() => {});
		const fresh = await this.fresh();
		if (this.databaseUrl === null) await this.kill();
		const rebuilt = await this.rebuilt();
		return this.documents.flatMap((id) => {
			const replicas: Replica[] = clients.filter(({ documentId }) => documentId === id);
			const first = fresh.get(id);
			const last = rebuilt.get(id);
			if (first) replicas.push(first);
			if (last) replicas.push({ name: 'the log', doc: last.doc });
			const words = replicas.flatMap((replica) => checkWords(this.#history, id, replica));
			return [...words, ...checkEqual(id, replicas)].map(faultText);
		});
	}

	/**
	 * I1 and I3 right after a crash, before any of these laptops is back and brings again what it has: everything that
	 * was said to be saved, or was shown to somebody else, is there. Returns sentences.
	 */
	async faultsAfterCrash(clients: readonly Client[]): Promise<readonly string[]> {
		return [...(await this.fresh())].flatMap(([id, replica]) => {
			const shown = clients.filter(({ documentId }) => documentId === id).flatMap(wordsOfOthers);
			return checkWords(this.#history, id, replica, new Set([...this.#history.acknowledged(id), ...shown])).map(
				faultText
			);
		});
	}

	/** Kills it and removes its data; a second time nothing happens. */
	async end(): Promise<void> {
		if (this.#hasEnded) return;
		this.#hasEnded = true;
		for (const client of this.clients) this.close(client);
		await this.#end('SIGKILL');
		await this.#database?.drop();
		await this.#removeFolder();
	}

	#isLevel(clients: readonly Client[]): boolean {
		return this.documents.every(
			(id) =>
				checkEqual(
					id,
					clients.filter(({ documentId }) => documentId === id)
				).length === 0
		);
	}

	async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
		const running = this.#running;
		this.#running = null;
		if (!running) return null;
		this.#history.note(signal);
		return running.end(signal);
	}

	async #open(setupUrl: string, people: number): Promise<void> {
		this.desk = deviceAt(this.url);
		const account = { email: 'desk@example.org', name: 'Helen Marsh', password: 'four plain words here' };
		await told(this.desk, 'POST', '/api/setup', { token: new URL(setupUrl).hash.slice(1), ...account });
		const made = await told(this.desk, 'POST', '/api/workshops', { title: 'Service we are proud of' });
		this.workshopId = made.id;
		const at = `/api/workshops/${made.id}`;
		const names = SYNDICATES.slice(0, Math.max(2, Math.ceil(people / PEOPLE_A_SYNDICATE))).map(({ name }) => name);
		await told(this.desk, 'PUT', `${at}/syndicates`, { names });
		const { code, syndicates } = await told(this.desk, 'POST', `${at}/open`, {});
		await told(this.desk, 'POST', `${at}/steps/${STEP}/go`, { phase: 'share' });
		this.seats = await Promise.all(
			Array.from({ length: people }, async (_, index): Promise<Seat> => {
				const name = `Person ${index + 1}`;
				const device = deviceAt(this.url);
				const syndicate = syndicates[index % syndicates.length].slug;
				const joined = await told(device, 'POST', '/api/join', { code, name, syndicate });
				const places: readonly DocumentPlace[] = await told(device, 'GET', `${at}/documents`);
				const place = places.find(({ kind, step, writable }) => kind === 'board' && step === STEP && writable);
				if (!place) throw new Error(`${name} has no board of ${STEP} to write on.`);
				return { personId: joined.person.id, name, device, place };
			})
		);
	}
}

const wordsOfOthers = ({ name, doc }: Client): readonly string[] =>
	[...wordsOf(doc).markers.keys()].filter((marker) => !marker.startsWith(`[${name}.`));

/** @throws Error with the answer when it is a refusal */
export async function told(device: Device, method: string, path: string, body?: unknown) {
	const answer = await device.send(method, path, body);
	if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
	return answer.body;
}
