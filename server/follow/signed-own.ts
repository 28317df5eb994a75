/** "Is this yours?" Yes, another day, or not mine: then its syndicate is asked. Who is asked for an offer takes it here too. */
import { html } from 'hono/html';
import { calendarDay } from '#domain/calendar.ts';
import { isCalendarDay } from '#domain/draft-form.ts';
import { asId, type PersonId } from '#domain/ids.ts';
import { isPlanned, type Action } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { valueOf, type SignedValue } from '#domain/signed-links.ts';
import { isEnd } from '#domain/updates.ts';
import { dayWords } from '#domain/words/en.ts';
import { addChange, readPlanNow } from '../store/action-changes.ts';
import { offerAction } from '../store/offers.ts';
import { endOffer, offersOf, type OfferRow } from '../store/open-offers.ts';
import { asWhom, choices, form, line, none, press, type Html } from './signed-page.ts';
import { mayUndo, type Fields, type SignedPurposeWork, type Visited } from './signed-purpose.ts';

const WORDS: Readonly<Record<SignedValue<'own'>, string>> = {
	yes: 'It is yours',
	'another-date': 'Another day',
	no: 'Not yours: it goes back to its syndicate',
	'hand-on': 'Handed on: its syndicate is asked'
};

/** How the reader stands to the action. */
interface Stand {
	readonly action: Action;
	readonly person: PersonId;
	readonly isOwner: boolean;
	/** It looks for an owner, and this reader is asked. */
	readonly offer: OfferRow | null;
}

export const ownWork: SignedPurposeWork = {
	async page(visited) {
		const stand = await standOf(visited);
		return stand && { title: `Is this yours? ${stand.action.text}`, body: pageOf(visited, stand) };
	},
	value(visited, fields) {
		const said = understood(visited, fields);
		return said.value === 'another-date' ? `another-date~${said.dueOn}` : said.value;
	},
	async write(tx, visited, fields) {
		const stand = await standOf(visited);
		if (!stand?.isOwner && !stand?.offer) throw somebodyElses();
		const { action, person, isOwner } = stand;
		const { value, dueOn, reason } = understood(visited, fields);
		const place = { workshopId: visited.word.workshopId, id: action.id };
		const change = { changedBy: person, at: visited.at, today: today(visited) };
		if (value === 'yes') {
			if (isOwner) {
				await endOffer(tx, action.id, visited.at, person);
				return 'kept';
			}
			await addChange(tx, place, {
				...change,
				part: 'owner',
				value: person,
				reason: reason || 'Taken on from the letter.'
			});
			return 'took';
		}
		if (!isOwner) throw somebodyElses();
		if (value === 'another-date') {
			const because = reason || 'The owner named another day.';
			await addChange(tx, place, { ...change, part: 'dueOn', value: dueOn, reason: because });
			return `dueOn ${action.dueOn ?? ''}`;
		}
		const because = reason || (value === 'no' ? 'Not taken on.' : 'Handed on by its owner.');
		const offer = {
			workshopId: place.workshopId,
			actionId: action.id,
			reason: because,
			offeredBy: person,
			at: visited.at
		};
		await offerAction(tx, offer);
		return 'offered';
	},
	async undo(tx, visited, use) {
		const stand = await standOf(visited);
		if (!stand) throw somebodyElses();
		const { action, person } = stand;
		const place = { workshopId: visited.word.workshopId, id: action.id };
		const change = { changedBy: person, at: visited.at, today: today(visited), reason: 'Taken back.' };
		const [wrote, day = ''] = use.wrote.split(' ');
		if (wrote === 'dueOn') {
			if (use.value !== `another-date~${action.dueOn ?? ''}`) throw somebodyElses();
			await addChange(tx, place, { ...change, part: 'dueOn', value: day, isTakenBack: true });
		} else if (wrote === 'offered') {
			if (!(await endOffer(tx, action.id, visited.at, null))) throw somebodyElses();
			await addChange(tx, place, { ...change, part: 'owner', value: person });
		} else if (wrote === 'took') {
			const offer = { workshopId: place.workshopId, actionId: action.id, reason: 'Given back.', offeredBy: person };
			await offerAction(tx, { ...offer, at: visited.at });
		}
	},
	words: (value) => WORDS[valueOf('own', value.split('~')[0] ?? '') ?? 'yes']
};

const somebodyElses = (): Problem =>
	new Problem('already-answered', 'Somebody else has answered meanwhile. The action stands as they left it.');

const today = ({ at, now }: Pick<Visited, 'at' | 'now'>): string => calendarDay(at, now.workshop.timezone);

/** Null for whoever is neither asked nor has answered here. */
async function standOf({ word, reading, now, use }: Visited): Promise<Stand | null> {
	if (!word.recipient.startsWith('person:')) return null;
	const person = asId<'Person'>(word.recipient.slice('person:'.length));
	const plan = await readPlanNow(reading, word.workshopId);
	const action = plan.actions.find(({ id }) => id === asId<'Action'>(word.subjectId));
	if (!action || plan.signedAt === null || !isPlanned(action)) return null;
	const isOwner = action.ownerId === person;
	const open = (await offersOf(reading, word.workshopId)).find(({ actionId }) => actionId === action.id);
	const mine = now.people.get(person)?.syndicateId ?? null;
	const offer = open && (open.syndicateId === null || open.syndicateId === mine) ? open : null;
	const hasAnswered = use !== null && use.undoneAt === null;
	return isOwner || offer || hasAnswered ? { action, person, isOwner, offer } : null;
}

interface Said {
	readonly value: SignedValue<'own'>;
	readonly dueOn: string;
	readonly reason: string;
}

/** @throws Problem `malformed`, `date-missing`, `day-past`, `too-long` */
function understood(visited: Visited, fields: Fields): Said {
	const value = valueOf('own', fields['own'] ?? '');
	if (!value) throw new Problem('malformed', 'Choose an answer.', { field: 'own' });
	const reason = (fields['reason'] ?? '').replaceAll(/\s+/g, ' ').trim();
	if (reason.length > 200)
		throw new Problem('too-long', `${reason.length} of 200 characters. Nothing is lost; shorten it.`, {
			field: 'reason'
		});
	const dueOn = value === 'another-date' ? (fields['dueOn'] ?? '').trim() : '';
	if (value === 'another-date' && !isCalendarDay(dueOn))
		throw new Problem('date-missing', 'Choose the day by which it is done.', { field: 'dueOn' });
	if (dueOn !== '' && dueOn < today(visited))
		throw new Problem('day-past', 'This day is over. Choose one that comes.', { field: 'dueOn' });
	return { value, dueOn, reason };
}

function pageOf(visited: Visited, stand: Stand): Html {
	const { token, use, reader, now, refusal } = visited;
	const { action, isOwner, offer } = stand;
	const isNoted = use !== null && use.undoneAt === null;
	const names = action.helpers.flatMap((id) => now.people.get(id)?.name ?? []);
	const ask = isOwner ? 'It is yours only if you say so.' : 'It looks for an owner, and you are asked.';
	return html`<section class="sheet">
			<p class="small quiet">${isNoted ? `Action ${action.n}` : `Action ${action.n}. ${ask}`}</p>
			<h1 class="people">${action.text}</h1>
			<dl>
				${
					action.firstStep === ''
						? none
						: html`<div>
								<dt>First small step</dt>
								<dd class="people">${action.firstStep}</dd>
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
					names.length === 0
						? none
						: html`<div>
								<dt>With</dt>
								<dd>${names.join(', ')}</dd>
							</div>`
				}
				${
					offer && !isOwner
						? html`<div>
								<dt>Why</dt>
								<dd class="people">${offer.reason}</dd>
							</div>`
						: none
				}
			</dl>
			${
				isNoted
					? html`<div class="noted" role="status" tabindex="-1">
							<p><b>Noted: ${ownWork.words(use.value)}.</b></p>
							${mayUndo(visited) && use.wrote !== 'kept' ? form(token, 'undo', press('Undo', 'plain')) : none}
						</div>`
					: none
			}
			${use?.undoneAt ? html`<p class="noted" role="status" tabindex="-1">Taken back.</p>` : none}
			${refusal && !refusal.field ? html`<p class="refusal" role="alert">${refusal.message}</p>` : none}
			${
				isOwner || offer
					? isNoted
						? html`<details>
								<summary>Answer otherwise</summary>
								${formOf(visited, stand)}
							</details>`
						: formOf(visited, stand)
					: none
			}
		</section>
		${asWhom(token, reader.name, 'Answering')}`;
}

function formOf(visited: Visited, { action, isOwner }: Stand): Html {
	const { token, word, fields, refusal } = visited;
	const wrong = (field: string) => (refusal?.field === field ? refusal.message : undefined);
	const isHandedOn = word.value === 'hand-on';
	const hasEnded = isEnd(action.updates.at(-1)?.health ?? 'on-course');
	const no = isHandedOn
		? { value: 'hand-on', label: 'I would like to hand it on', hint: 'Its syndicate is asked first.' }
		: { value: 'no', label: 'Not me', hint: 'It goes back to its syndicate, and nobody minds.' };
	const yes = { value: 'yes', label: isHandedOn ? 'It stays mine' : 'Yes, I take it' };
	const other = { value: 'another-date', label: 'Yes, by another day' };
	return form(token, '', [
		choices(
			'own',
			'Your answer',
			isOwner ? (hasEnded ? [yes, other] : [yes, other, no]) : [yes],
			fields['own'] ?? word.value
		),
		isOwner
			? html`<div data-of="another-date">
					${line({
						...{ name: 'dueOn', label: 'Done by', value: fields['dueOn'] ?? '', kind: 'day', min: today(visited) },
						refusal: wrong('dueOn')
					})}
				</div>`
			: none,
		line({
			...{
				name: 'reason',
				label: 'In one sentence, if you like',
				value: fields['reason'] ?? '',
				max: 200,
				kind: 'words'
			},
			hint: 'It stands beside the action.',
			refusal: wrong('reason')
		}),
		press('Send it')
	]);
}
