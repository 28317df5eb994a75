import {
	agreeToName,
	readProgressHouse,
	readProgressPage,
	switchProgressOff,
	switchProgressOn
} from '#lib/http/follow.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { LiveState } from '#protocol/live.ts';
import type { ProgressHouseView, ProgressPageView } from '#protocol/progress.ts';
import { keepAddress, keptAddress } from './kept-address.ts';

/** The page behind the secret link, as the house sees it and as those who follow up switch it. */
export class PublicPage {
	/** Null until it was read once. */
	house: ProgressHouseView | null = $state.raw(null);
	/** Of those who follow up; null for everybody else. */
	managed: ProgressPageView | null = $state.raw(null);
	/** The path with its secret, where this device made it; nobody can read it a second time elsewhere. */
	path: string | null = $state(null);
	readonly doing = new Doing();
	readonly #workshop: string;
	#heard = '';

	constructor(workshop: string) {
		this.#workshop = workshop;
		this.path = keptAddress(workshop);
	}

	/** Called with every live state. */
	async hear({ revisions, me }: LiveState, manages: boolean): Promise<void> {
		const heard = `${revisions.plan} ${revisions.people} ${manages} ${me.role}`;
		if (heard === this.#heard) return;
		this.#heard = heard;
		try {
			await this.#read(manages);
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			this.#heard = '';
		}
	}

	async #read(manages: boolean): Promise<void> {
		const [house, managed] = await Promise.all([
			readProgressHouse(this.#workshop),
			manages ? readProgressPage(this.#workshop) : null
		]);
		this.house = house;
		this.managed = managed;
		if (!house.isOn) this.#keep(null);
	}

	/** A new address; the one before ends. */
	switchOn(): Promise<boolean> {
		return this.doing.do(async () => {
			this.#keep((await switchProgressOn(this.#workshop)).path);
			await this.#read(true);
		});
	}

	switchOff(): Promise<boolean> {
		return this.doing.do(async () => {
			await switchProgressOff(this.#workshop);
			await this.#read(true);
		});
	}

	agree(on: boolean, manages: boolean): Promise<boolean> {
		return this.doing.do(async () => {
			await agreeToName(this.#workshop, on);
			await this.#read(manages);
		});
	}

	#keep(path: string | null): void {
		this.path = path;
		keepAddress(this.#workshop, path);
	}
}
