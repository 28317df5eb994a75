/** Links that only open something: a request of management, three questions without a name, the yes to the weekly letter. */
import { html } from 'hono/html';
import { asId } from '#domain/ids.ts';
import { toPerson } from '#domain/letters.ts';
import { valueOf } from '#domain/signed-links.ts';
import { Problem } from '#domain/problem.ts';
import { ANSWER_WORDS, dayWords } from '#domain/words/en.ts';
import { calendarDay } from '#domain/calendar.ts';
import { readPlanNow } from '../store/action-changes.ts';
import { confirmContact, unconfirmContact } from '../store/contacts.ts';
import { asWhom, form, none, press } from './signed-page.ts';
import { mayUndo, type SignedPurposeWork } from './signed-purpose.ts';

/** What only opens is answered on its own page: nothing is written here. */
const opensOnly = {
	value: (): string => {
		throw new Problem('not-allowed', 'This link opens a page. The answer is given there.');
	},
	write: (): Promise<string> => {
		throw new Problem('not-allowed', 'This link opens a page. The answer is given there.');
	},
	words: (value: string) => value
};

export const supportWork: SignedPurposeWork = {
	...opensOnly,
	async page({ word, reading, now, reader, token }) {
		// Whoever was asked then may have handed the role on since.
		const asked = now.rows.people.find(({ id }) => toPerson(id) === word.recipient);
		if (asked?.role !== 'sponsor') return null;
		const { actions } = await readPlanNow(reading, word.workshopId);
		const action = actions.find(({ support }) => support.some(({ id }) => id === asId(word.subjectId)));
		const request = action?.support.find(({ id }) => id === asId(word.subjectId));
		if (!action || !request) return null;
		const asker = now.people.get(request.askedBy)?.name ?? 'Somebody of the plan';
		const last = request.answers.at(-1);
		const proposed = valueOf('support', word.value);
		const askedOn = dayWords(calendarDay(new Date(request.askedAt), now.workshop.timezone), false);
		const query = proposed ? `?answer=${proposed}` : '';
		return {
			title: `${asker} asks: ${request.ask}`,
			body: html`<section class="sheet">
					<p class="small quiet">${asker} asked on ${askedOn}, for action ${action.n}</p>
					<h1 class="people">${request.ask}</h1>
					<dl>
						<div>
							<dt>For</dt>
							<dd class="people">${action.text}</dd>
						</div>
						${
							action.why === ''
								? none
								: html`<div>
										<dt>Why it matters</dt>
										<dd class="people">${action.why}</dd>
									</div>`
						}
						${
							action.dueOn
								? html`<div>
										<dt>Due</dt>
										<dd>${dayWords(action.dueOn)}</dd>
									</div>`
								: none
						}
						${
							last
								? html`<div>
										<dt>Answered</dt>
										<dd>${ANSWER_WORDS[last.answer]}: “${last.words}”</dd>
									</div>`
								: none
						}
					</dl>
					<p>
						Each answer needs a sentence from you. It is shown as you write it, to everyone who signed. So it is given
						on your own page, after a code that only you get.
					</p>
					<a class="go" href="/w/${word.workshopId}/support${query}#${request.id}"
						>${proposed ? `Answer “${ANSWER_WORDS[proposed]}”` : 'Answer it'}</a
					>
					<p class="small quiet">
						Another device than the one you used? Open the link you were sent for “${now.workshop.title}” on this one
						first.
					</p>
				</section>
				${asWhom(token, reader.name, 'Answering')}`
		};
	}
};

export const pulseWork: SignedPurposeWork = {
	...opensOnly,
	page({ word, now }) {
		const title = word.subjectId === 'again' ? 'The five questions of the beginning' : 'Three questions, one minute';
		const also = word.subjectId === 'again' ? 'And three short ones. ' : '';
		return Promise.resolve({
			title,
			body: html`<section class="sheet">
				<p class="small quiet">${now.workshop.title}</p>
				<h1>${title}</h1>
				<p>${also}Without your name. Fewer than five answers, and no figure is shown to anybody.</p>
				<a class="go" href="/w/${word.workshopId}/before-after">Answer them</a>
				<p class="small quiet">Open it on the device you used in the room: your seat is there.</p>
			</section>`
		});
	}
};

export const subscribeWork: SignedPurposeWork = {
	page: (visited) => {
		const { use, token, now } = visited;
		const isNoted = use !== null && use.undoneAt === null;
		return Promise.resolve({
			title: 'The weekly letter',
			body: html`<section class="sheet">
				<p class="small quiet">${now.workshop.title}</p>
				<h1>The weekly letter</h1>
				${
					isNoted
						? html`<div class="noted" role="status" tabindex="-1">
								<p><b>Noted: the letter comes to you every week.</b> Each one has a line that stops it.</p>
								${mayUndo(visited) ? form(token, 'undo', press('Undo', 'plain')) : none}
							</div>`
						: html`<p>
									Do you want to read once a week what came of this workshop? It comes when you say so here, and only
									then.
								</p>
								${form(token, '', press('Yes, send it to me'))}
								<p class="small quiet">If it was not you who asked, close this page. Nothing else follows.</p>`
				}
			</section>`
		});
	},
	value: () => 'yes',
	async write(tx, { word, at }) {
		await confirmContact(tx, { workshopId: word.workshopId, id: contactIn(word.recipient) }, at);
		return '';
	},
	undo: (tx, { word }) => unconfirmContact(tx, { workshopId: word.workshopId, id: contactIn(word.recipient) }),
	words: () => 'Yes, the weekly letter'
};

function contactIn(recipient: string) {
	const [kind, id = ''] = recipient.split(':');
	if (kind !== 'contact') throw new Problem('not-allowed', 'This letter comes to you anyway.');
	return asId<'Contact'>(id);
}
