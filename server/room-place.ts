/**
 * Where the room is: which of this machine's addresses projector and console tell people. Looked at every few seconds,
 * since hotspots are opened anew and cables pulled; kept in the data folder, since laptops are started anew.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { object, safeParse, string } from 'valibot';
import { Problem } from '#domain/problem.ts';
import type { Config } from './config.ts';
import { addressesIn, chosenOf, type Interfaces, type NetworkAddress } from './network.ts';

export interface RoomPlaceOptions {
	readonly config: Pick<Config, 'isRoom' | 'publicUrl' | 'dataDir'>;
	/** Called when the wish could not be kept. */
	readonly onFault: (error: unknown) => void;
	/** The machine's network cards, as they are now. */
	readonly interfaces?: () => Interfaces;
}

const LOOK_EVERY_MS = 3_000;
const FILE = 'room-address.json';
const Wish = object({ address: string(), network: string() });

export class RoomPlace {
	readonly #config: RoomPlaceOptions['config'];
	readonly #interfaces: () => Interfaces;
	readonly #onFault: (error: unknown) => void;
	readonly #listeners = new Set<() => void>();
	#wish: Pick<NetworkAddress, 'address' | 'network'> | null = null;
	#addresses: readonly NetworkAddress[];
	#port = 0;
	#timer: NodeJS.Timeout | null = null;

	constructor({ config, onFault, interfaces = networkInterfaces }: RoomPlaceOptions) {
		this.#config = config;
		this.#onFault = onFault;
		this.#interfaces = interfaces;
		this.#addresses = addressesIn(interfaces());
	}

	/** From here on it knows its port, and looks. */
	async start(port: number): Promise<void> {
		this.#port = port;
		if (!this.#config.isRoom) return;
		this.#wish = await readWish(join(this.#config.dataDir, FILE));
		this.look();
		this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
		this.#timer.unref();
	}

	stop(): void {
		if (this.#timer) clearInterval(this.#timer);
		this.#listeners.clear();
	}

	/** What this machine has; empty where it is no room server. */
	get addresses(): readonly NetworkAddress[] {
		return this.#config.isRoom ? this.#addresses : [];
	}

	/** The one that is told; null on no network, or where an address was configured. */
	get chosen(): NetworkAddress | null {
		if (!this.#config.isRoom || this.#config.publicUrl !== undefined) return null;
		return chosenOf(this.#addresses, this.#wish);
	}

	/**
	 * The origin that people in the room open. Null: nothing better is known than the address of the page that asks.
	 */
	get origin(): string | null {
		if (this.#config.publicUrl !== undefined) return this.#config.publicUrl;
		const { chosen } = this;
		return chosen === null ? null : this.originOf(chosen);
	}

	originOf({ address }: Pick<NetworkAddress, 'address'>): string {
		return new URL(`http://${address}:${this.#port}`).origin;
	}

	/** @throws Problem `not-found` for an address this machine does not have (any more) */
	async choose(address: string): Promise<void> {
		this.look();
		const chosen = this.addresses.find((one) => one.address === address);
		if (!chosen)
			throw new Problem('not-found', 'This computer does not have this address any more. Choose one of the list.');
		const wish = { address, network: chosen.network };
		await keepWish(join(this.#config.dataDir, FILE), wish).catch(this.#onFault);
		this.#change(() => (this.#wish = wish));
	}

	/** Looks whether the network changed; listeners hear of it. */
	look(): void {
		const found = addressesIn(this.#interfaces());
		if (JSON.stringify(found) !== JSON.stringify(this.#addresses)) this.#change(() => (this.#addresses = found));
	}

	/** Calls back when the list or the choice changed. Returns how to stop. */
	onChange(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	#change(deed: () => void): void {
		deed();
		for (const listener of this.#listeners) listener();
	}
}

async function readWish(file: string): Promise<{ readonly address: string; readonly network: string } | null> {
	try {
		const read = safeParse(Wish, JSON.parse(await readFile(file, 'utf8')));
		return read.success ? read.output : null;
	} catch {
		// Nobody chose yet, or the file is broken: the likeliest address is told, and can be changed.
		return null;
	}
}

async function keepWish(file: string, wish: unknown): Promise<void> {
	await writeFile(`${file}.new`, JSON.stringify(wish), { mode: 0o600 });
	await rename(`${file}.new`, file);
}
