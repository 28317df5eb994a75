/** A plan that can be signed, made as a room makes it: a story, a draft that comes from it, the sponsor's promise. */
import { asId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import { openBoard } from '../../support/workshop.ts';
import { present, seated, told, type Guest, type Hall } from '../room/hall.ts';

export async function planToSign(hall: Hall): Promise<void> {
	const at = `/api/workshops/${hall.workshopId}`;
	await told(hall.desk, 'PATCH', at, { brief: { promise: 'I answer every request in the room.' } });
	const scribe = await present(hall, await seated(hall, 'Scribe', hall.syndicates[0]?.slug ?? ''), 'none');
	try {
		const story = await written(hall, scribe, 'experiences', { zone: asId('bad'), text: 'Nobody rang back' });
		await hall.post('/steps/draft/go', { phase: 'form' });
		const draft = await written(hall, scribe, 'draft', {
			zone: asId('drafts'),
			text: 'Every promise has a name',
			from: [noteRef(story.document, story.note)]
		});
		await told(scribe.device, 'POST', `${at}/plan/send`, {
			documentId: draft.document,
			noteId: draft.note,
			stateVector: 'AA=='
		});
		await hall.post('/steps/sign/go', { phase: 'sign' });
	} finally {
		scribe.leave();
	}
}

async function written(
	hall: Hall,
	scribe: Guest,
	step: string,
	note: Parameters<Awaited<ReturnType<typeof openBoard>>['board']['addNote']>[0]
) {
	const { me } = await scribe.live.until((state) => state.step?.id === step);
	const place = (await scribe.places()).find((one) => one.step === step && one.syndicateId === me.syndicateId);
	if (!place) throw new Error(`There is no board of ${step}.`);
	const open = await openBoard(hall, scribe.device, place);
	const id = open.board.addNote(note);
	await open.saved();
	open.close();
	open.doc.destroy();
	return { document: place.id, note: id };
}
