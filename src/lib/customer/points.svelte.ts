import { alikePairs } from '#domain/alike.ts';
import { isUnchecked, type PointKind } from '#domain/points.ts';
import { CapturedHere, newWaitingPoint, type WaitingPoint } from '#lib/customer/captured-here.ts';
import { Latest } from '#lib/customer/latest.ts';
import { sendCaptured } from '#lib/customer/send-captured.ts';
import {
	addPoint,
	changePoint,
	checkPoint,
	confirmPoints,
	joinPoint,
	listPoints,
	pinPoint,
	removePoint,
	type PointChange,
	type PointVerdict
} from '#lib/http/customer.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import { mapOf, setOf } from '#lib/state/lookup.ts';
import type { PointView } from '#protocol/point-views.ts';

/** What waits is tried again so often while this page is open. */
const AGAIN_MS = 4000;

/** What was done last, and how it is taken back. */
export interface DonePoint {
	readonly words: string;
	readonly undo: () => Promise<boolean>;
}

/** What is written down of a point beside its words. */
export interface Capture {
	readonly text: string;
	readonly kind: PointKind;
	readonly isQuote?: boolean;
	readonly saidBy?: string | null;
}

/** What is about to be done with a point, and the words that are being written for it. */
export interface PointDraft {
	readonly what: 'correct' | 'mend' | 'take-back';
	readonly words: string;
	/** As it was when the draft was begun: nothing goes elsewhere under whoever writes. */
	readonly kind: PointKind;
}

/** What the customer said, as this device last heard it, and what it wrote down itself. */
export class PointsState {
	points: readonly PointView[] = $state.raw([]);
	readonly doing = new Doing();
	isLoaded = $state(false);
	/** Points that wait on this device for the line, in their order. */
	waitingHere: readonly WaitingPoint[] = $state.raw([]);
	/** False where this device keeps nothing: a page that goes away loses what waits. */
	isKeptHere = $state(true);
	done: DonePoint | null = $state.raw(null);
	/** By the point's id. */
	drafts: Readonly<Record<string, PointDraft>> = $state.raw({});

	readonly #workshopId: string;
	readonly #captured: CapturedHere;
	/** Ids in the order in which they stood when the focus came to the list: nothing moves under it. */
	#held: readonly string[] | null = $state.raw(null);
	readonly #latest: Latest<readonly PointView[]>;
	#isSending = false;
	#again: ReturnType<typeof setTimeout> | undefined;

	constructor(workshopId: string, person: string | null) {
		this.#workshopId = workshopId;
		this.#captured = new CapturedHere(workshopId, person ?? 'nobody');
		this.waitingHere = this.#captured.waiting;
		this.#latest = new Latest({
			read: () => listPoints(workshopId),
			take: (points) => {
				this.points = points;
				this.isLoaded = true;
			}
		});
		if (this.waitingHere.length > 0) void this.#send();
	}

	/** Those that stand by themselves, as the list shows them. While it is held, each keeps its place. */
	readonly listed: readonly PointView[] = $derived.by(() => {
		const held = this.#held;
		const standing = this.points.filter(({ joinedTo }) => joinedTo === null);
		if (!held) return standing;
		const known = mapOf(this.points.map((point) => [String(point.id), point] as const));
		const before = setOf(held);
		return [...held.flatMap((id) => known.get(id) ?? []), ...standing.filter(({ id }) => !before.has(id))];
	});
	readonly wishes = $derived(this.listed.filter((point) => this.#kindOf(point) === 'wish'));
	readonly praise = $derived(this.listed.filter((point) => this.#kindOf(point) === 'praise'));
	readonly unchecked = $derived(this.points.filter(isUnchecked));
	/** Pairs of one kind that seem to say the same. */
	readonly alike = $derived(
		(['wish', 'praise'] as const).flatMap((kind) =>
			alikePairs(
				this.points.flatMap((point) =>
					point.text !== null && point.joinedTo === null && point.kind === kind ? [{ ...point, text: point.text }] : []
				)
			)
		)
	);

	joinedTo(id: string): readonly PointView[] {
		return this.points.filter(({ joinedTo }) => joinedTo === id);
	}

	hold(isHeld: boolean): void {
		this.#held = isHeld ? (this.#held ?? this.listed.map(({ id }) => id)) : null;
	}

	/** Called with every live state. */
	async hear(revision: number): Promise<void> {
		if (this.waitingHere.length > 0) void this.#send();
		try {
			await this.#latest.hear(revision);
		} catch (error) {
			// The last picture stays, and the next live state asks again.
			if (!(error instanceof Unreachable)) throw error;
		}
	}

	/** Words of a new point that are being written, kept on this device. */
	get newWords(): string {
		return this.#captured.draft;
	}

	set newWords(words: string) {
		this.#captured.draft = words;
	}

	begin({ id, text, kind }: PointView, what: PointDraft['what']): void {
		this.drafts = { ...this.drafts, [id]: { what, words: text ?? '', kind } };
	}

	reword(id: string, words: string): void {
		const draft = this.drafts[id];
		if (draft) this.drafts = { ...this.drafts, [id]: { ...draft, words } };
	}

	leave(id: string): void {
		const { [id]: _, ...others } = this.drafts;
		this.drafts = others;
	}

	/** Never waits: the words are kept on this device and sent from there, one after the other. */
	write({ text, ...more }: Capture): void {
		this.done = null;
		this.#captured.wait(newWaitingPoint({ text: text.trim(), ...more }));
		this.isKeptHere = this.#captured.isKept;
		this.waitingHere = this.#captured.waiting;
		void this.#send();
	}

	/** The words of one that was refused are not needed any more. */
	letGo(point: WaitingPoint): void {
		this.#captured.done(point);
		this.waitingHere = this.#captured.waiting;
	}

	/** Each deed gives true when it was done; a refusal is shown and changes nothing. */
	async check(point: PointView, body: PointVerdict): Promise<boolean> {
		const { text: before, id, n } = point;
		if (!(await this.#do(async () => this.#put(await checkPoint(this.#workshopId, id, body))))) return false;
		if (body.verdict === 'correct' && before !== null)
			this.done = {
				words: `Point ${n} is corrected.`,
				undo: () => this.#do(async () => this.#put(await checkPoint(this.#workshopId, id, { ...body, text: before })))
			};
		return true;
	}

	async confirmAll(): Promise<void> {
		const ids = this.unchecked.map(({ id }) => `${id}`);
		const turn = (on: boolean) => this.#do(async () => this.#take(await confirmPoints(this.#workshopId, ids, on)));
		if (ids.length > 0 && (await turn(true)))
			this.done = {
				words: ids.length === 1 ? '1 point is confirmed as said.' : `${ids.length} points are confirmed as said.`,
				undo: () => turn(false)
			};
	}

	async change(point: PointView, body: PointChange): Promise<boolean> {
		const { id, n, text, kind } = point;
		const turn = (to: PointChange) => this.#do(async () => this.#put(await changePoint(this.#workshopId, id, to)));
		if (!(await turn(body))) return false;
		if (text !== null && (body.text !== undefined || body.kind !== undefined))
			this.done = { words: `Point ${n} is changed.`, undo: () => turn({ text, kind }) };
		return true;
	}

	async remove({ id, n, text, kind, isQuote, saidBy }: PointView): Promise<void> {
		const removed = await this.#do(async () => this.#take(await removePoint(this.#workshopId, id)));
		if (!removed || text === null) return;
		const again = newWaitingPoint({ text, kind, isQuote, saidBy, n });
		this.done = {
			words: `Point ${n} is removed.`,
			undo: () => this.#do(async () => this.#put(await addPoint(this.#workshopId, again)))
		};
	}

	pin({ id }: PointView, on: boolean): Promise<boolean> {
		return this.#do(async () => this.#put(await pinPoint(this.#workshopId, id, on)));
	}

	async join({ id, n }: PointView, to: PointView): Promise<boolean> {
		const joined = await this.#do(async () => this.#take(await joinPoint(this.#workshopId, id, to.id)));
		if (joined) this.done = { words: `Point ${n} stands with point ${to.n}.`, undo: () => this.#apart(id) };
		return joined;
	}

	async apart({ id }: PointView): Promise<void> {
		await this.#apart(id);
	}

	async undo(): Promise<void> {
		const { done } = this;
		this.done = null;
		await done?.undo();
	}

	dispose(): void {
		clearTimeout(this.#again);
	}

	#apart(id: string): Promise<boolean> {
		return this.#do(async () => this.#take(await joinPoint(this.#workshopId, id, null)));
	}

	#do(deed: () => Promise<void>): Promise<boolean> {
		this.done = null;
		return this.doing.do(deed);
	}

	async #send(): Promise<void> {
		if (this.#isSending) return;
		this.#isSending = true;
		clearTimeout(this.#again);
		const show = (point: PointView | null): void => {
			if (point) this.#put(point);
			this.waitingHere = this.#captured.waiting;
		};
		try {
			if (!(await sendCaptured(this.#workshopId, this.#captured, show)))
				this.#again = setTimeout(() => void this.#send(), AGAIN_MS);
		} finally {
			// Another page of this device may have sent some.
			this.waitingHere = this.#captured.waiting;
			this.#isSending = false;
		}
	}

	#kindOf({ id, kind }: PointView): PointKind {
		return this.drafts[id]?.kind ?? kind;
	}

	#put(point: PointView): void {
		this.#take([...this.points.filter(({ id }) => id !== point.id), point].toSorted((one, other) => one.n - other.n));
	}

	/** What this device was answered; a list on its way may be older than that. */
	#take(points: readonly PointView[]): void {
		this.#latest.changed();
		this.points = points;
	}
}
