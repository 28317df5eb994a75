import { keyDeed } from '#lib/room/console-keys.ts';
import type { Console } from '#lib/room/console.svelte.ts';
import { boardsShown } from '#domain/picture.ts';

/** Where keys belong to what is written or chosen there. */
const WRITING = 'input, textarea, select, [contenteditable], dialog';
/** Where Space presses what has the focus. */
const PRESSING = 'button, a, summary, [role="switch"]';

/** How long S waits for its digit. */
const PATIENCE_MS = 2_000;

/** The console's single keys: they act while the focus is on the page, not in a text, a list or a dialog. */
export class ConsoleKeyboard {
	readonly #desk: Console;
	readonly #open: (path: string) => void;
	#saidSAt = -Infinity;

	constructor(desk: Console, open: (path: string) => void) {
		this.#desk = desk;
		this.#open = open;
	}

	press(event: KeyboardEvent): void {
		const { key, target, timeStamp } = event;
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element))
			return;
		if (target.closest(WRITING) || (key === ' ' && target.closest(PRESSING))) return;
		const deed = keyDeed(key, timeStamp - this.#saidSAt < PATIENCE_MS);
		if (!deed || (event.repeat && deed.kind !== 'step')) return;
		if (deed.kind === 'step' && !stepInList(target, deed.by)) return;
		event.preventDefault();
		this.#saidSAt = deed.kind === 'await-spotlight' ? timeStamp : -Infinity;
		if (deed.kind === 'pause-or-run') void this.#desk.pauseOrRun();
		else if (deed.kind === 'undo') void this.#desk.undo();
		else if (deed.kind === 'show-keys') this.#desk.isShowingKeys = true;
		else if (deed.kind === 'add-minute') void this.#addMinute();
		else if (deed.kind === 'spotlight') this.#desk.spotlight(deed.at);
		else if (deed.kind === 'open-board') this.#openBoard(deed.at);
	}

	async #addMinute(): Promise<void> {
		if (this.#desk.clock.clock) await this.#desk.addMinutes(1);
	}

	#openBoard(at: number): void {
		const syndicate = this.#desk.workshop.live.syndicates[at];
		const { running, steps } = this.#desk;
		const boards = running ? boardsShown(running.activity, steps) : null;
		const page = syndicate && boards ? this.#desk.pageOf(syndicate, boards.id) : null;
		if (page !== null) this.#open(page);
	}
}

/** Moves the focus within the agenda or the syndicates. False where the focus is in no list. */
function stepInList(target: Element, by: -1 | 1): boolean {
	const list = target.closest('[data-arrows]');
	if (!list) return false;
	const places = [...list.querySelectorAll<HTMLElement>('[data-arrow]')].filter((place) => !place.matches(':disabled'));
	const at = places.findIndex((place) => place === target || place.parentElement?.contains(target));
	const next = places[Math.min(places.length - 1, Math.max(0, at + by))];
	next?.focus();
	return next !== undefined;
}
