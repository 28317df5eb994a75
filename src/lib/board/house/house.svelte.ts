import { untrack } from 'svelte';
import type { NoteId, ZoneId } from '#domain/ids.ts';
import { simpleRef } from '#domain/refs.ts';
import { meanOf, type Marks } from '#domain/spread.ts';
import { zonesOf, type BoardPart, type Zone } from '#domain/template.ts';
import type { BoardScene } from '#lib/board/scene.ts';
import { matrixRows, type MatrixRow } from '#lib/board/matrix-rows.ts';
import { listDealt, needsNoAction, readSpread } from '#lib/http/house.ts';
import { atMostEvery } from '#lib/room/at-most-every.ts';
import { Newest } from '#lib/room/newest.svelte.ts';
import { InTurn } from '#lib/state/in-turn.svelte.ts';
import { setOf } from '#lib/state/lookup.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { FeedbackView } from '#protocol/brief.ts';
import type { SpreadView } from '#protocol/views.ts';

/** A whole room rates within minutes: figures follow it, they do not chase it. */
const ASK_EVERY_MS = 2500;

export interface LineSpread {
	readonly marks: Marks;
	/** One decimal. */
	readonly mean: string;
	/** The one to start with. */
	readonly isWidest: boolean;
}

/** What the sheets of our own house share: which one is shown, how the marks spread, and the customers' words. */
export class HouseState {
	/** The part that is shown; null for the board itself. */
	part: string | null = $state(null);
	/** The room went on to another sheet while something was being written here. */
	isLeftBehind = $state(false);
	isListening = $state(false);
	/** Several lines may be put away before the first is answered. */
	readonly #own = new InTurn();
	readonly asking = this.#own.asking;
	readonly #scene: BoardScene;
	readonly #workshop: WorkshopState;
	readonly #spread = new Newest<SpreadView>();
	readonly #lines = new Newest<readonly FeedbackView[]>();
	#asked = $state(0);

	constructor(scene: BoardScene, workshop: WorkshopState) {
		this.#scene = scene;
		this.#workshop = workshop;
		this.part = this.running;
		const again = atMostEvery(ASK_EVERY_MS, () => (this.#asked += 1));
		$effect(() => {
			void workshop.live.revisions.votes;
			void this.#linkedHere;
			untrack(again);
		});
		$effect(() => {
			const { live, id } = workshop;
			const { activity, phase } = scene;
			const spreadKey = `${this.#asked} ${phase?.id} ${live.states[activity.id]} ${live.step?.state}`;
			void this.#spread.ask(spreadKey, () => readSpread(id, activity.id));
			if (this.mayHear) void this.#lines.ask(`${live.revisions.feedback} ${this.#asked}`, () => listDealt(id));
		});
	}

	get parts(): readonly BoardPart[] {
		return this.#scene.activity.board.parts ?? [];
	}

	/** The sheet the room works on: the part that is called like the phase, else the board itself. */
	get running(): string | null {
		return this.parts.find(({ id }) => id === this.#scene.phase?.id)?.id ?? null;
	}

	get zones(): readonly Zone[] {
		return zonesOf(this.#scene.activity.board, this.part);
	}

	rowsOf(part: string | null): readonly MatrixRow[] {
		const { board, sources, activity } = this.#scene;
		const zones = setOf(zonesOf(activity.board, part).map(({ id }) => id));
		const origin = activity.board.from?.split('.')[0];
		return matrixRows(
			board.placed.filter(({ zone }) => zones.has(zone)),
			(ref) => sources.get(ref)?.step === origin
		);
	}

	/** Cells of a part that have words, and all of them. */
	filled(part: string | null): { readonly filled: number; readonly of: number } {
		const cells = this.rowsOf(part).flatMap((row) => [...row.cells.values()]);
		return { filled: cells.filter((id) => this.#scene.board.note(id).text.trim() !== '').length, of: cells.length };
	}

	/** Lines of a part that have nothing in this zone. */
	emptyIn(part: string | null, zone: ZoneId): number {
		return this.rowsOf(part).filter((row) => {
			const cell = row.cells.get(zone);
			return cell === undefined || this.#scene.board.note(cell).text.trim() === '';
		}).length;
	}

	get #syndicate(): string | undefined {
		return this.#workshop.workshop.syndicates.find(({ letter }) => letter === this.#scene.letter)?.id;
	}

	/** How the marks of this line spread here; null while that is not shown. */
	spread(ref: string): LineSpread | null {
		const view = this.#spread.value;
		const line = view?.lines.find((one) => one.ref === ref);
		const marks = line?.syndicates.find(({ syndicateId }) => syndicateId === this.#syndicate)?.marks;
		if (!marks) return null;
		const widest = view?.syndicates.find(({ syndicateId }) => syndicateId === this.#syndicate)?.widest;
		return { marks, mean: meanOf(marks).toFixed(1), isWidest: widest === ref };
	}

	/** While people rate: marks on the line with the fewest, and how many people are here. */
	get rated(): SpreadView['syndicates'][number] | null {
		return this.#spread.value?.syndicates.find(({ syndicateId }) => syndicateId === this.#syndicate) ?? null;
	}

	/** Customers' words are for those who sit at this board, and for whoever helps them. */
	get mayHear(): boolean {
		const { me, workshop } = this.#workshop.live;
		const isMine = me.syndicateId !== null && me.syndicateId === this.#syndicate;
		return workshop.state === 'room' && (this.#workshop.isFacilitator || (isMine && me.role !== 'observer'));
	}

	readonly #linkedHere: ReadonlySet<string> = $derived.by(() => {
		const refs = this.#scene.board.placed.flatMap(({ from }) => from);
		return setOf(refs.filter((ref) => ref.startsWith('feedback:')));
	});

	/** What was dealt to this syndicate, in its order. */
	get lines(): readonly FeedbackView[] {
		return (this.#lines.value ?? []).filter(({ syndicateId }) => syndicateId === this.#syndicate);
	}

	isLinked({ id, isLinked }: FeedbackView): boolean {
		return isLinked || this.#linkedHere.has(simpleRef('feedback', id));
	}

	/** Lines without a place. */
	get unused(): number {
		return this.lines.filter((line) => !line.isRead && !this.isLinked(line)).length;
	}

	/** The notes here that link to a line. */
	placesOf(line: string): readonly { readonly id: NoteId; readonly zone: ZoneId }[] {
		const ref = simpleRef('feedback', line);
		return this.#scene.board.placed.filter(({ from }) => from.includes(ref));
	}

	async putAway({ id }: FeedbackView, isAway: boolean): Promise<void> {
		await this.#own.ask(() => needsNoAction(this.#workshop.id, id, isAway));
	}

	link(line: string, note: NoteId): void {
		this.#scene.board.document.link(note, simpleRef('feedback', line));
		void this.#scene.sources.refresh();
	}

	unlink(line: string, note: NoteId): void {
		this.#scene.board.document.unlink(note, simpleRef('feedback', line));
	}
}
