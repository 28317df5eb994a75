/** One tap: how an action stands, said by its owner or somebody who helps. */
import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import { figureIn } from '#domain/figure.ts';
import { asId, type PersonId } from '#domain/ids.ts';
import { isPlanned, type Action, type ActionUpdate, type UpdateHealth } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { dayWords } from '#domain/words/en.ts';
import { readPlanNow } from '../store/action-changes.ts';
import { showEvidence, withdrawEvidence } from '../store/evidence.ts';
import { addUpdate } from '../store/updates.ts';
import { asWhom, choices, form, line, none, press, type Html } from './signed-page.ts';
import { mayUndo, type Fields, type SignedPurposeWork, type Visited } from './signed-purpose.ts';

const WORDS: Readonly<Record<UpdateHealth, string>> = {
	'on-course': 'On course',
	help: 'I need help',
	done: 'Done',
	learned: 'Tried and learned',
	stopped: 'Stopped'
};
const HEALTHS: readonly UpdateHealth[] = ['on-course', 'help', 'done', 'learned', 'stopped'];
const isHealth = (text: string | undefined): text is UpdateHealth => HEALTHS.some((health) => health === text);
const isEnd = (health: UpdateHealth): boolean => health !== 'on-course' && health !== 'help';

export const reportWork: SignedPurposeWork = {
	async page(visited) {
		const action = await actionOf(visited);
		return action && { title: `How does it stand? ${action.text}`, body: pageOf(visited, action) };
	},
	value(_visited, fields) {
		const said = understood(fields);
		const more = [said.text, said.reading, said.lesson, said.evidence];
		if (more.every((part) => part === '' || part === null)) return said.health;
		// Another sentence is another word; the same one sent twice is one.
		return `${said.health}~${createHash('sha256').update(JSON.stringify(more)).digest('base64url').slice(0, 10)}`;
	},
	async write(tx, visited, fields) {
		const action = await actionOf(visited);
		if (!action) throw new Problem('not-found', 'This action is somebody else’s now. Nothing was changed.');
		const place = { workshopId: visited.word.workshopId, id: action.id };
		const { health, text, reading, lesson, evidence } = understood(fields);
		if (reading !== null && action.measure.name === '')
			throw new Problem('malformed', 'This action has no measure. Leave the number out.', { field: 'reading' });
		const writtenBy = personIn(visited);
		const words = text === '' ? (health === 'learned' ? lesson : `${WORDS[health]}.`) : text;
		const update = await addUpdate(tx, place, { writtenBy, health, text: words, reading, lesson, at: visited.at });
		if (evidence === '') return update;
		const shown = await showEvidence(tx, {
			actionId: action.id,
			text: evidence,
			figure: '',
			writtenBy,
			at: visited.at
		});
		return `${update} ${shown}`;
	},
	/** The row stays; from now on it is read nowhere, and the action stands as it did before. */
	async undo(tx, visited, use) {
		const action = await actionOf(visited);
		const shown = use.wrote.split(' ')[1];
		if (!action) throw new Problem('not-found', 'Nothing is here to be taken back.');
		if (shown !== undefined) await withdrawEvidence(tx, action.id, shown, visited.at);
	},
	words: (value) => {
		const health = value.split('~')[0];
		return isHealth(health) ? WORDS[health] : value;
	}
};

const personIn = ({ word }: Pick<Visited, 'word'>): PersonId => asId<'Person'>(word.recipient.slice('person:'.length));

const lastReading = (updates: readonly ActionUpdate[]): number | null =>
	updates.findLast(({ reading }) => reading !== null)?.reading ?? null;

/** Null for an action whose reader has nothing to say of it now. */
async function actionOf({ word, reading, now }: Visited): Promise<Action | null> {
	const plan = await readPlanNow(reading, word.workshopId);
	const action = plan.actions.find(({ id }) => id === asId<'Action'>(word.subjectId));
	if (!action || plan.signedAt === null || !isPlanned(action) || !word.recipient.startsWith('person:')) return null;
	const person = personIn({ word });
	const follows = now.rows.appointments.some((each) => each.personId === person && each.state === 'accepted');
	return action.ownerId === person || action.helpers.includes(person) || follows ? action : null;
}

interface Said {
	readonly health: UpdateHealth;
	readonly text: string;
	readonly reading: number | null;
	readonly lesson: string;
	readonly evidence: string;
}

/** @throws Problem `malformed`, `too-long`, `empty`, `reason-missing` */
function understood(fields: Fields): Said {
	const chosen = fields['health'] === 'done' ? (fields['end'] ?? 'done') : fields['health'];
	if (!isHealth(chosen)) throw new Problem('malformed', 'Choose how it stands.', { field: 'health' });
	const text = short(fields, 'text');
	const lesson = chosen === 'learned' ? short(fields, 'lesson') : '';
	const reading = figureIn(fields['reading'] ?? '');
	if (Number.isNaN(reading)) throw new Problem('malformed', 'Write a number.', { field: 'reading' });
	if (chosen === 'learned' && lesson === '')
		throw new Problem('empty', 'What would you tell the next one who tries?', { field: 'lesson' });
	if (chosen === 'stopped' && text === '')
		throw new Problem('reason-missing', 'Say why it is right to stop. One sentence is enough.', { field: 'text' });
	return { health: chosen, text, lesson, reading, evidence: isEnd(chosen) ? short(fields, 'evidence') : '' };
}

const MOST = 280;

function short(fields: Fields, field: string): string {
	const text = (fields[field] ?? '').replaceAll(/\s+/g, ' ').trim();
	if (text.length > MOST)
		throw new Problem('too-long', `${text.length} of ${MOST} characters. Nothing is lost; shorten it.`, { field });
	return text;
}

function pageOf(visited: Visited, action: Action): Html {
	const { use, reader } = visited;
	const isNoted = use !== null && use.undoneAt === null;
	return html`<section class="sheet">
			<p class="small quiet">Action ${action.n}</p>
			<h1 class="people">${action.text}</h1>
			${factsOf(action)} ${isNoted ? notedOf(visited, action) : none}
			${use?.undoneAt ? html`<p class="noted" role="status" tabindex="-1">Taken back. No page and no letter shows it; the record keeps that it was there.</p>` : none}
			${
				isNoted
					? html`<details>
							<summary>Say more</summary>
							${formOf(visited, action)}
						</details>`
					: formOf(visited, action)
			}
		</section>
		${asWhom(visited.token, reader.name, 'Reporting')}`;
}

function notedOf(visited: Visited, action: Action): Html {
	const { use, token } = visited;
	const wrote = action.updates.find(({ id }) => id === use?.wrote.split(' ')[0]);
	return html`<div class="noted" role="status" tabindex="-1">
		<p><b>Noted: ${reportWork.words(use?.value ?? '')}.</b>${wrote ? html` “${wrote.text}”` : none}</p>
		${mayUndo(visited) ? form(token, 'undo', press('Undo', 'plain')) : none}
	</div>`;
}

function factsOf({ firstStep, dueOn, measure, updates }: Action): Html {
	const last = lastReading(updates) ?? measure.baseline;
	return html`<dl>
		${
			firstStep === ''
				? none
				: html`<div>
						<dt>First small step</dt>
						<dd>${firstStep}</dd>
					</div>`
		}
		${
			dueOn === null
				? none
				: html`<div>
						<dt>Due</dt>
						<dd>${dayWords(dueOn)}</dd>
					</div>`
		}
		${
			measure.name === ''
				? none
				: html`<div>
						<dt>${measure.name}</dt>
						<dd>${last ?? 'no figure yet'} ${measure.unit} last time, ${measure.target ?? 'nothing'} is the target</dd>
					</div>`
		}
	</dl>`;
}

function formOf({ word, token, fields, refusal }: Visited, action: Action): Html {
	const proposed = fields['health'] ?? proposedHealth(word.value);
	const end = fields['end'] ?? (word.value === 'learned' || word.value === 'stopped' ? word.value : 'done');
	const wrong = (field: string) => (refusal?.field === field ? refusal.message : undefined);
	const isCall = word.value === 'call';
	return form(token, '', [
		choices(
			'health',
			'How does it stand?',
			[
				{ value: 'on-course', label: 'On course' },
				{ value: 'done', label: 'Done' },
				{ value: 'help', label: 'I need help' }
			],
			proposed,
			true
		),
		html`<div data-of="done">
			${choices(
				'end',
				'How did it end?',
				[
					{ value: 'done', label: 'Done' },
					{ value: 'learned', label: 'Tried and learned', hint: 'It did not work, and we know why.' },
					{ value: 'stopped', label: 'Stopped', hint: 'With the reason, in the line below.' }
				],
				end
			)}
			${line({
				name: 'lesson',
				label: 'What would you tell the next one who tries?',
				hint: 'For “tried and learned”.',
				of: 'learned',
				value: fields['lesson'] ?? '',
				kind: 'words',
				refusal: wrong('lesson')
			})}
		</div>`,
		line({
			name: 'text',
			label: 'In one sentence, if you like',
			hint: 'It goes into Monday’s digest, in your words.',
			value: fields['text'] ?? (isCall ? 'Please ring me.' : ''),
			kind: 'words',
			refusal: wrong('text')
		}),
		action.measure.name === ''
			? none
			: line({
					name: 'reading',
					label: `${action.measure.name}: this week’s number${action.measure.unit ? `, in ${action.measure.unit}` : ''}`,
					value: fields['reading'] ?? '',
					max: 20,
					kind: 'number',
					refusal: wrong('reading')
				}),
		html`<div data-of="done">
			${line({
				name: 'evidence',
				label: 'What shows it? A figure or a sentence, if you like',
				value: fields['evidence'] ?? '',
				refusal: wrong('evidence')
			})}
		</div>`,
		refusal && !refusal.field ? html`<p class="refusal" role="alert">${refusal.message}</p>` : none,
		press('Send it')
	]);
}

const proposedHealth = (value: string): string =>
	value === 'learned' || value === 'stopped'
		? 'done'
		: value === 'call'
			? 'help'
			: value === 'number'
				? 'on-course'
				: value;
