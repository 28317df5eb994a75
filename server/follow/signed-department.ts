/** Another department answers a request: it takes it on, with a name and a day, or says why not. */
import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import { calendarDay } from '#domain/calendar.ts';
import { isCalendarDay } from '#domain/draft-form.ts';
import type { DepartmentAnswer } from '#domain/follow-up.ts';
import { toPerson } from '#domain/letters.ts';
import { Problem } from '#domain/problem.ts';
import { departmentAnswerPart } from '#domain/support-letters.ts';
import { dayWords } from '#domain/words/en.ts';
import { readPlanNow } from '../store/action-changes.ts';
import { answerDepartmentAsk, departmentAsksOf, type DepartmentAskRow } from '../store/department-asks.ts';
import { notify } from '../store/notifications.ts';
import { asWhom, choices, form, line, none, press, type Html } from './signed-page.ts';
import type { Fields, SignedPurposeWork, Visited } from './signed-purpose.ts';

export const departmentWork: SignedPurposeWork = {
	async page(visited) {
		const ask = await askOf(visited);
		if (!ask) return null;
		return { title: `May we ask you for one thing? ${ask.ask}`, body: pageOf(visited, ask) };
	},
	value(visited, fields) {
		const { answer, ...rest } = understood(visited, fields);
		return `${answer}~${createHash('sha256').update(JSON.stringify(rest)).digest('base64url').slice(0, 10)}`;
	},
	async write(tx, visited, fields) {
		const { word, at } = visited;
		const ask = await askOf(visited);
		if (!ask) throw new Problem('not-found', 'This is not asked any more. Nothing was changed.');
		const given = understood(visited, fields);
		const n = await answerDepartmentAsk(tx, ask.id, { ...given, answeredAt: at });
		const { actions } = await readPlanNow(tx, word.workshopId);
		const action = actions.find(({ id }) => id === ask.actionId);
		const part = departmentAnswerPart({
			...{ workshopId: word.workshopId, requestId: ask.requestId, ask: ask.ask },
			...{ n: action?.n ?? 0, action: action?.text ?? '', from: fromWhom(ask), ...given }
		});
		const told = new Set([ask.askedBy, ...(action?.ownerId ? [action.ownerId] : [])]);
		for (const person of told) {
			const about = { kind: 'support-answer', subjectId: ask.id, period: String(n) } as const;
			await notify(tx, {
				...{ workshopId: word.workshopId, recipient: toPerson(person), ...about },
				...{ part, notBefore: at, at }
			});
		}
		return `${ask.id} ${n}`;
	},
	words: (value) => (value.startsWith('accepted') ? 'You take it on' : 'No, with the reason')
};

const fromWhom = ({ contact }: Pick<DepartmentAskRow, 'contact'>): string =>
	contact.department === '' ? contact.name : `${contact.name}, ${contact.department}`;

async function askOf({ reading, word }: Visited): Promise<DepartmentAskRow | null> {
	const [ask] = await departmentAsksOf(reading, word.workshopId, word.subjectId);
	return ask && word.recipient === `contact:${ask.contact.id}` ? ask : null;
}

const today = ({ at, now }: Pick<Visited, 'at' | 'now'>): string => calendarDay(at, now.workshop.timezone);

interface Given {
	readonly answer: DepartmentAnswer;
	readonly ownerName: string;
	readonly dueOn: string | null;
	readonly words: string;
}

/** @throws Problem `malformed`, `empty`, `date-missing`, `day-past`, `reason-missing`, `too-long` */
function understood(visited: Visited, fields: Fields): Given {
	const words = tidy(fields, 'words', 400);
	if (fields['answer'] === 'declined') {
		if (words === '')
			throw new Problem('reason-missing', 'Say why not. One sentence is enough, and it is read as you write it.', {
				field: 'words'
			});
		return { answer: 'declined', ownerName: '', dueOn: null, words };
	}
	if (fields['answer'] !== 'accepted') throw new Problem('malformed', 'Choose an answer.', { field: 'answer' });
	const ownerName = tidy(fields, 'ownerName', 80);
	const dueOn = (fields['dueOn'] ?? '').trim();
	if (ownerName === '') throw new Problem('empty', 'Whose name may stand beside it?', { field: 'ownerName' });
	if (!isCalendarDay(dueOn)) throw new Problem('date-missing', 'Choose a day by which it is done.', { field: 'dueOn' });
	if (dueOn < today(visited))
		throw new Problem('day-past', 'This day is over. Choose one that comes.', { field: 'dueOn' });
	return { answer: 'accepted', ownerName, dueOn, words };
}

function tidy(fields: Fields, field: string, most: number): string {
	const text = (fields[field] ?? '').replaceAll(/\s+/g, ' ').trim();
	if (text.length <= most) return text;
	throw new Problem('too-long', `${text.length} of ${most} characters. Nothing is lost; shorten it.`, { field });
}

function pageOf(visited: Visited, ask: DepartmentAskRow): Html {
	const { token, reader, now, fields, refusal, word, use } = visited;
	const last = ask.answers.at(-1);
	const wrong = (field: string) => (refusal?.field === field ? refusal.message : undefined);
	const asker = now.people.get(ask.askedBy)?.name ?? now.workshop.title;
	const answerForm = form(token, '', [
		choices(
			'answer',
			'Your answer',
			[
				{ value: 'accepted', label: 'Yes, we take it on', hint: 'With a name and a day.' },
				{ value: 'declined', label: 'No', hint: 'With the reason, in the line below.' }
			],
			fields['answer'] ?? word.value
		),
		html`<div data-of="accepted">
			${line({
				name: 'ownerName',
				label: 'Who takes care of it',
				value: fields['ownerName'] ?? reader.name,
				max: 80,
				refusal: wrong('ownerName')
			})}
			${line({
				name: 'dueOn',
				label: 'Done by',
				value: fields['dueOn'] ?? '',
				kind: 'day',
				min: today(visited),
				refusal: wrong('dueOn')
			})}
		</div>`,
		line({
			name: 'words',
			label: 'In your words',
			hint: 'With a no, the reason. It is shown as you write it to those who signed the plan.',
			value: fields['words'] ?? '',
			max: 400,
			kind: 'words',
			refusal: wrong('words')
		}),
		refusal && !refusal.field ? html`<p class="refusal" role="alert">${refusal.message}</p>` : none,
		press('Send it')
	]);
	return html`<section class="sheet">
			<p class="small quiet">${asker}, ${now.workshop.company || now.workshop.title}</p>
			<h1 class="people">${ask.ask}</h1>
			${
				last
					? html`<div class="noted" ${use ? html`role="status" tabindex="-1"` : none}>
								<p>
									<b
										>Noted:
										${last.answer === 'accepted' ? `${last.ownerName}, by ${dayWords(last.dueOn ?? '')}.` : 'No.'}</b
									>
									${last.words === '' ? none : html`“${last.words}”`}
								</p>
								<p class="small">${asker} hears of it. You can answer anew below as long as this link holds.</p>
							</div>
							<details>
								<summary>Answer anew</summary>
								${answerForm}
							</details>`
					: answerForm
			}
		</section>
		${asWhom(token, reader.name, 'Answering')}`;
}
