import { DEALING, thinlyDealt } from '#domain/issues.ts';
import { dealIssue, gatherIssues, joinIssue, listIssues, nameIssue, takeOutOfIssue } from '#lib/http/issues.ts';
import { Unreachable } from '#lib/http/request.ts';
import { Doing } from '#lib/state/doing.svelte.ts';
import type { IssuesView, IssueView } from '#protocol/issue-views.ts';

const NONE: IssuesView = { dealing: DEALING, issues: [], loose: [] };

/** The issues and who discusses them, as this device last heard it. */
export class IssuesState {
	readonly doing = new Doing();
	isLoaded = $state(false);

	readonly #workshopId: string;
	#view: IssuesView = $state.raw(NONE);
	#heard = '';
	/** One after the other: each deal names all syndicates of its issue. */
	#underWay: Promise<unknown> = Promise.resolve();

	constructor(workshopId: string) {
		this.#workshopId = workshopId;
	}

	get view(): IssuesView {
		return this.#view;
	}

	/** Issues that too few syndicates discuss. */
	thin(syndicates: number): number {
		return thinlyDealt(this.#view.issues, syndicates, this.#view.dealing).length;
	}

	/** Called with every live state; points, questions and issues all change what stands here. */
	async hear(revisions: string): Promise<void> {
		if (this.#heard === revisions) return;
		this.#heard = revisions;
		try {
			this.#view = await listIssues(this.#workshopId);
			this.isLoaded = true;
		} catch (error) {
			if (!(error instanceof Unreachable)) throw error;
			// The last picture stays, and the next live state asks again.
			this.#heard = '';
		}
	}

	gather = (): Promise<boolean> => this.#do(() => gatherIssues(this.#workshopId));
	name = ({ id }: IssueView, title: string): Promise<boolean> =>
		this.#do(() => nameIssue(this.#workshopId, id, title.trim()));
	join = ({ id }: IssueView, to: string): Promise<boolean> => this.#do(() => joinIssue(this.#workshopId, id, to));
	takeOut = ({ id }: IssueView, ref: string): Promise<boolean> =>
		this.#do(() => takeOutOfIssue(this.#workshopId, id, ref));

	/** Gives it to a syndicate, or takes it from one. */
	turn({ id }: IssueView, syndicate: string): Promise<boolean> {
		return this.#do(() => {
			const has: readonly string[] = this.#view.issues.find((issue) => issue.id === id)?.syndicates ?? [];
			const now = has.includes(syndicate) ? has.filter((other) => other !== syndicate) : [...has, syndicate];
			return dealIssue(this.#workshopId, id, now);
		});
	}

	#do(deed: () => Promise<IssuesView>): Promise<boolean> {
		const done = this.#underWay.then(() =>
			this.doing.do(async () => {
				this.#view = await deed();
			})
		);
		this.#underWay = done;
		return done;
	}
}
