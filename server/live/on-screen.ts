/**
 * What is on the projector, in words: for whoever cannot see it. It tells what the picture shows and no more, so it is
 * made here, where the boards of all syndicates are; devices may not open those. One piece, a part a picture.
 */
import { isPlanned } from '#domain/plan.ts';
import { baselineResults } from '#domain/baseline.ts';
import { BASELINE_TITLE, briefWords } from '#domain/brief-words.ts';
import type { StepId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import { lobbyOf } from '#domain/lobby.ts';
import { pictureOf, type Picture } from '#domain/picture.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import { meanOf } from '#domain/spread.ts';
import { minutesSpoken, speakersOf } from '#domain/report-times.ts';
import { fillPlaceholders, zonesInPhase, type Activity, type Template } from '#domain/template.ts';
import { columnLines, placesOf, wallNotes, type ColumnEntry } from '#domain/wall-notes.ts';
import { count } from '#domain/words/en.ts';
import type { BaselineStore } from '../store/baseline.ts';
import type { Reading } from '../store/database.ts';
import { readPlanNow } from '../store/action-changes.ts';
import type { QuestionStore } from '../store/questions.ts';
import type { SourceStore } from '../store/sources.ts';
import type { TopStoryStore } from '../store/top-stories.ts';
import type { VoteStore } from '../store/votes.ts';
import type { OnScreenView, SpreadView } from '#protocol/views.ts';
import type { Days } from './days.ts';
import type { WorkshopDesk } from './desk.ts';
import type { DocumentRooms } from './document-rooms.ts';
import type { NoteCounts } from './note-counts.ts';
import { noteWords, saysSomething, standing } from './note-words.ts';
import { breakOf } from './place.ts';
import { visibleTotals, type Totals } from './visible-totals.ts';
import type { WorkshopNow } from './workshop-now.ts';
import { isListed, placeholdersOf } from './workshop-view.ts';

export interface OnScreenDeps {
	readonly desk: WorkshopDesk;
	readonly rooms: Pick<DocumentRooms, 'read'>;
	readonly counts: NoteCounts;
	readonly days: Pick<Days, 'stories'>;
	readonly votes: Pick<VoteStore, 'given'>;
	readonly told: Pick<TopStoryStore, 'list'>;
	readonly sources: Pick<SourceStore, 'points'>;
	readonly questions: Pick<QuestionStore, 'ofWorkshop'>;
	readonly baseline: Pick<BaselineStore, 'answers'>;
	readonly template: Pick<Template, 'baseline'>;
	/** As the screen is shown it. */
	readonly spread: (now: WorkshopNow, step: StepId) => Promise<SpreadView>;
	readonly db: Reading;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

type Part = OnScreenView['parts'][number];

/** Forty devices ask at once when the picture changes: they get one answer. */
const KEPT_MS = 500;

interface Kept {
	readonly at: number;
	/** What it was made of: a room that moved on meanwhile has another picture. */
	readonly now: WorkshopNow;
	readonly view: Promise<OnScreenView>;
}

export class OnScreen {
	readonly #deps: OnScreenDeps;
	readonly #kept = new Map<WorkshopId, Kept>();

	constructor(deps: OnScreenDeps) {
		this.#deps = deps;
		// A story or a point that was taken back is told to nobody who asks from now on.
		deps.desk.onBump((id, revision) => (revision === 'gallery' || revision === 'points') && this.#kept.delete(id));
	}

	async read(workshopId: WorkshopId): Promise<OnScreenView> {
		const now = await this.#deps.desk.get(workshopId);
		const at = this.#deps.now();
		const known = this.#kept.get(workshopId);
		if (known?.now === now && at - known.at < KEPT_MS) return known.view;
		const kept = { at, now, view: this.#make(now) };
		this.#kept.set(workshopId, kept);
		kept.view.catch(() => this.#kept.delete(workshopId));
		return kept.view;
	}

	async #make(now: WorkshopNow): Promise<OnScreenView> {
		const names = placeholdersOf(now);
		const running = now.running();
		const activity = running?.activity;
		const picture = pictureNow(now);
		const { title, parts } = await this.#tell(now, picture, activity);
		const fill = (text: string) => fillPlaceholders(text, names);
		return {
			title: fill(title),
			parts: parts.map(({ heading, lines }) => ({ heading: fill(heading), lines: lines.map(fill) }))
		};
	}

	#tell(now: WorkshopNow, picture: Picture, activity: Activity | undefined): Promise<OnScreenView> | OnScreenView {
		switch (picture.kind) {
			case 'wall':
				return this.#wall(now, picture, activity);
			case 'columns':
				return this.#columns(now, picture.step, null, picture.isHidden, activity);
			case 'spotlight':
				return this.#columns(now, picture.step, picture.syndicateId, picture.isHidden, activity);
			case 'stories':
				return this.#stories(now);
			case 'spread':
				return this.#spread(now, picture.of);
			case 'brief':
				return picture.part === 'baseline' ? this.#baseline(now) : inWords(now, picture, activity);
			case 'customer':
				return this.#customer(now, activity);
			case 'plan':
			case 'signing':
			case 'signed':
				return this.#plan(now, picture.kind, activity);
			default:
				return inWords(now, picture, activity);
		}
	}

	async #wall(
		now: WorkshopNow,
		{ step, isHidden }: Extract<Picture, { kind: 'wall' }>,
		activity: Activity | undefined
	): Promise<OnScreenView> {
		const boards = now.boards(step);
		const revealed = now.step(step).revealedFor;
		const faceDown = isHidden ? await this.#faceDown(now, step) : [];
		const tones = new Map(
			(now.activities.get(step)?.board.zones ?? []).map(({ id, title, tone }) => [id, tone && title])
		);
		const { words, totals } = await this.#reading(now, step);
		const isNote = saysSomething(now.activities.get(step));
		const parts: Part[] = [];
		for (const { id, name } of now.syndicates) {
			if (isHidden && !revealed.includes(id)) {
				parts.push(...faceDown.filter(({ heading }) => heading === name));
				continue;
			}
			const board = boards.find(({ syndicateId }) => syndicateId === id);
			const notes = board ? (await this.#deps.rooms.read(board.id, standing)).filter(isNote) : [];
			const said = (await Promise.all(notes.map(async (note) => ({ note, text: await words(note) })))).filter(
				({ text }) => text !== ''
			);
			const shown = wallNotes(
				said.map(({ note, text }, at) => ({
					id: note.id,
					zone: note.zone,
					group: note.group,
					text,
					votes: board ? votesFor(totals, board.id, note.id, note.group) : 0,
					// New notes begin at the top.
					newness: said.length - at
				}))
			);
			parts.push({
				heading: `${name}, ${count(said.length, 'note', 'notes')}`,
				lines: shown.map(({ zone, text }) => (tones.get(zone) ? `${tones.get(zone)}: ${text}` : text))
			});
		}
		return { title: activity?.prompt ?? '', parts };
	}

	async #columns(
		now: WorkshopNow,
		step: StepId,
		syndicateId: SyndicateId | null,
		isHidden: boolean,
		activity: Activity | undefined
	): Promise<OnScreenView> {
		const name = now.syndicates.find(({ id }) => id === syndicateId)?.name;
		const title = name ?? activity?.prompt ?? '';
		if (isHidden && !now.step(step).revealedFor.some((id) => id === syndicateId)) {
			const parts = await this.#faceDown(now, step);
			return { title, parts: parts.filter(({ heading }) => name === undefined || heading === name) };
		}
		const board = now.boards(step).find((one) => one.syndicateId === syndicateId);
		if (!board) return { title, parts: [] };
		const { words, totals } = await this.#reading(now, step);
		const place = now.activities.get(step)?.board;
		const isNote = saysSomething(now.activities.get(step));
		const chosen = activity?.board.kind === 'spotlight' ? await this.#deps.told.list(now.workshop.id, step) : [];
		const told = new Set(chosen.filter((row) => row.syndicateId === syndicateId).map(({ target }) => target));
		const parts: Part[] = [];
		for (const zone of place ? zonesInPhase(place, now.step(step).phase) : []) {
			const found = await this.#deps.rooms.read(board.id, (open) => open.zone(zone.id).entries);
			const entries: ColumnEntry[] = [];
			for (const entry of found) {
				const notes = (entry.kind === 'note' ? [entry.note] : entry.notes).filter(isNote);
				const texts = (await Promise.all(notes.map(words))).filter((text) => text !== '');
				const [text] = texts;
				if (text === undefined) continue;
				const refs = notes.map(({ id }) => noteRef(board.id, id));
				if (entry.kind === 'group') refs.push(groupRef(board.id, entry.id));
				const votes = totals && refs.reduce((sum, ref) => sum + (totals.get(ref) ?? 0), 0);
				const heading = entry.kind === 'group' ? entry.group.title.trim() : '';
				entries.push({
					id: entry.id,
					title: heading,
					text,
					votes,
					notes: texts.length,
					isTold: refs.some((ref) => told.has(ref))
				});
			}
			const { shown, rest } = columnLines(entries);
			const places = placesOf(entries);
			parts.push({
				heading: zone.title,
				lines: [
					...shown.map(({ id, title: group, text, votes, isTold }) =>
						[
							`${isTold ? 'They tell: ' : ''}${group ? `${group}: ${text}` : text}`,
							...(votes ? [`place ${places.get(id) ?? ''}`, count(votes, 'vote', 'votes')] : [])
						].join(', ')
					),
					...(rest > 0 ? [`and ${count(rest, 'more note', 'more notes')}`] : [])
				]
			});
		}
		return { title, parts };
	}

	async #stories({ workshop, syndicates, people }: WorkshopNow): Promise<OnScreenView> {
		const stories = (await this.#deps.days.stories(workshop.id)).slice(0, 2);
		return {
			title: workshop.compass || workshop.purpose,
			parts: stories.map(({ text, syndicateId, authorId }) => {
				const syndicate = syndicates.find(({ id }) => id === syndicateId)?.name ?? '';
				const author = authorId === null ? undefined : people.get(authorId)?.name;
				return { heading: author === undefined ? syndicate : `${author}, ${syndicate}`, lines: [text] };
			})
		};
	}

	/** In words: what each syndicate's marks come to, line by line. */
	async #spread(now: WorkshopNow, step: StepId): Promise<OnScreenView> {
		const nameOf = (id: SyndicateId) => now.syndicates.find((one) => one.id === id)?.name ?? '';
		const { lines, widest } = await this.#deps.spread(now, step);
		return {
			title: now.activities.get(step)?.board.zones.find(({ rating }) => rating)?.title ?? '',
			parts: lines.map(({ ref, text, syndicates }) => ({
				heading: ref === widest ? `${text} (start with this one)` : text,
				lines: syndicates.map(({ syndicateId, marks }) => `${nameOf(syndicateId)} ${meanOf(marks).toFixed(1)} of 5`)
			}))
		};
	}

	async #baseline({ workshop }: WorkshopNow): Promise<OnScreenView> {
		const { baseline, template } = this.#deps;
		const { questions } = baselineResults(template.baseline, await baseline.answers(workshop.id, 'before'));
		const shown = questions.flatMap(({ text, figure }) =>
			figure ? [{ heading: text, lines: [`${figure.mean.toFixed(1)} of 5, ${figure.answers} answers`] }] : []
		);
		const none = [{ heading: '', lines: [template.baseline.rule.line] }];
		return { title: BASELINE_TITLE, parts: shown.length > 0 ? shown : none };
	}

	async #customer({ workshop }: WorkshopNow, activity: Activity | undefined): Promise<OnScreenView> {
		const points = (await this.#deps.sources.points(workshop.id)).filter(({ text }) => text !== null);
		const questions = await this.#deps.questions.ofWorkshop(workshop.id);
		const asked = questions.find(({ state }) => state === 'being-answered');
		const waiting = questions.filter(({ state }) => state === 'waiting').length;
		return {
			title: activity?.prompt ?? '',
			parts: [
				...(asked ? [{ heading: 'Being answered', lines: [asked.text] }] : []),
				{ heading: 'What was said', lines: points.slice(-5).map(({ text }) => text ?? '') },
				...(waiting > 0
					? [{ heading: 'Questions', lines: [`${count(waiting, 'question waits', 'questions wait')}.`] }]
					: [])
			]
		};
	}

	async #plan(
		now: WorkshopNow,
		kind: 'plan' | 'signing' | 'signed',
		activity: Activity | undefined
	): Promise<OnScreenView> {
		const plan = await readPlanNow(this.#deps.db, now.workshop.id);
		const actions = plan.actions.filter(isPlanned);
		const people = now.rows.people.filter(({ role, arrivedAt }) => role === 'participant' && arrivedAt !== null).length;
		const signed = `${plan.signatures.length} of ${people} have signed.`;
		return {
			title: kind === 'signed' ? 'Signed.' : (activity?.prompt ?? ''),
			parts: [
				...(kind === 'plan' ? [] : [{ heading: 'Signatures', lines: [signed] }]),
				{ heading: count(actions.length, 'action', 'actions'), lines: actions.map(({ n, text }) => `${n}. ${text}`) }
			]
		};
	}

	/** While people write alone the projector has counts, and so has this. */
	async #faceDown(now: WorkshopNow, step: StepId): Promise<readonly Part[]> {
		const hidden = now.privateDocuments(step);
		await this.#deps.counts.know(hidden.map(({ id }) => id));
		return now.syndicates.map(({ id, name }) => {
			const members = new Set(now.members(id).map((person) => person.id));
			const notes = hidden
				.filter(({ personId }) => personId !== null && members.has(personId))
				.reduce((sum, document) => sum + this.#deps.counts.of(document.id), 0);
			return { heading: name, lines: [`${count(notes, 'note', 'notes')}, face down`] };
		});
	}

	async #reading(now: WorkshopNow, step: StepId) {
		return {
			words: noteWords(now, this.#deps.rooms, await this.#deps.sources.points(now.workshop.id)),
			totals: await visibleTotals(now, step, this.#deps.votes)
		};
	}
}

const votesFor = (totals: Totals | null, board: string, note: string, group: string | null): number =>
	(totals?.get(noteRef(board, note)) ?? 0) + (group === null ? 0 : (totals?.get(groupRef(board, group)) ?? 0));

function pictureNow(now: WorkshopNow): Picture {
	const { state, screen } = now.workshop;
	const running = now.running();
	return pictureOf(
		{
			state,
			screen,
			step: running && { id: running.activity.id, phase: running.phase?.id ?? null },
			isOnBreak: breakOf(now) !== null,
			isReportingBack: running?.step.reportBack != null
		},
		[...now.activities.values()]
	);
}

/** Pictures that need nothing but the workshop itself. */
function inWords(now: WorkshopNow, picture: Picture, activity: Activity | undefined): OnScreenView {
	const { workshop, syndicates } = now;
	const nameOf = (id: SyndicateId) => syndicates.find((one) => one.id === id)?.name ?? '';
	const running = now.running();
	const phase = running?.phase;
	switch (picture.kind) {
		case 'brief': {
			if (picture.part === 'baseline') return { title: BASELINE_TITLE, parts: [] };
			const { title, said, lines } = briefWords(workshop, picture.part);
			return {
				title,
				parts: [
					...(said.length > 0 ? [{ heading: '', lines: said }] : []),
					...lines.map(({ what, rest }) => ({ heading: what, lines: rest === '' ? [] : [rest] }))
				]
			};
		}
		case 'pairs':
			return { title: phase?.title ?? '', parts: [{ heading: '', lines: [phase?.line ?? activity?.prompt ?? ''] }] };
		case 'break':
			return { title: breakOf(now)?.title ?? '', parts: [] };
		case 'report-back': {
			const speakers = running?.step.reportBack ? speakersOf(running.step.reportBack) : [];
			const speaks = speakers.find(({ when }) => when === 'now');
			return {
				title: speaks ? `${nameOf(speaks.syndicateId)} speaks` : 'Everybody has been heard.',
				parts: [
					{
						heading: 'In this order',
						lines: speakers.map(({ syndicateId, when, tookMs }) =>
							[nameOf(syndicateId), tookMs !== null ? minutesSpoken(tookMs) : when === 'now' ? 'speaks' : '']
								.filter(Boolean)
								.join(', ')
						)
					}
				]
			};
		}
		case 'prompt':
			return {
				title: activity?.prompt ?? '',
				parts: [
					...(activity?.instruction ? [{ heading: '', lines: [activity.instruction] }] : []),
					...(phase ? [{ heading: `Now: ${phase.title}`, lines: phase.line ? [phase.line] : [] }] : [])
				]
			};
		case 'clock':
			return {
				title: activity?.title ?? '',
				parts: phase ? [{ heading: phase.title, lines: [phase.line ?? ''] }] : []
			};
		case 'waiting':
			return { title: workshop.title, parts: [{ heading: '', lines: ['The room is not open yet.'] }] };
		default: {
			const lobby = lobbyOf(
				now.rows.people.map((person) => ({
					...person,
					hasArrived: person.arrivedAt !== null,
					isListed: isListed(person)
				})),
				syndicates
			);
			const lines = lobby.syndicates.map(({ id, arrived, seats }) => `${nameOf(id)}: ${arrived} of ${seats}`);
			const unseated = lobby.unseated.expected > 0 ? [`No syndicate yet: ${lobby.unseated.arrived}`] : [];
			return {
				title: lobby.isComplete ? 'Everyone is here.' : `${lobby.arrived} of ${lobby.expected} are here.`,
				parts: [
					...(picture.kind === 'code' ? [{ heading: 'The code to join', lines: [workshop.code] }] : []),
					{ heading: 'Who is here', lines: [...lines, ...unseated] }
				]
			};
		}
	}
}
