/** Two boards of one step at a real server process: one with five hundred notes, one with twenty, and a neighbour at each. */
import type { ZoneId } from '#domain/ids.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { install } from '../../journeys/installation.ts';
import { deviceAt, type Device } from '../../support/server.ts';
import { openBoard, type OpenBoard } from '../../support/workshop.ts';
import { NOTES } from '../notes.ts';

export const CROWDED = 500;
export const SPARSE = 20;
const STEP = 'experiences';
/** Few enough for one frame, and slow enough for nobody to be cut off. */
const AT_ONCE = 25;

/** One board, and what it takes to open it in a browser. */
export interface MeasuredBoard {
	readonly url: string;
	/** The path of its page. */
	readonly path: string;
	/** `name=value` of the person whose browser is measured. */
	readonly cookie: string;
	readonly notes: number;
	/** Types letters into notes of this board until it is stopped, so many a second. */
	readonly neighbour: (editsASecond: number) => () => void;
}

export interface CrowdedStage {
	readonly crowded: MeasuredBoard;
	readonly sparse: MeasuredBoard;
	readonly end: () => Promise<void>;
}

export async function setBoards(): Promise<CrowdedStage> {
	const { url, setupUrl, end } = await install(undefined);
	const opened: OpenBoard[] = [];
	try {
		const desk = deviceAt(url);
		const account = { email: 'desk@example.org', name: 'Helen Marsh', password: 'four plain words here' };
		await told(desk, 'POST', '/api/setup', { token: new URL(setupUrl).hash.slice(1), ...account });
		const { id } = await told(desk, 'POST', '/api/workshops', { title: 'Service we are proud of' });
		const at = `/api/workshops/${id}`;
		const { code, syndicates } = await told(desk, 'POST', `${at}/open`, {});
		await told(desk, 'POST', `${at}/steps/${STEP}/go`, { phase: 'share' });
		const boards = await Promise.all(
			[CROWDED, SPARSE].map(async (notes, n): Promise<MeasuredBoard> => {
				const { slug } = syndicates[n];
				const [measured, neighbour] = [deviceAt(url), deviceAt(url)];
				await told(measured, 'POST', '/api/join', { code, name: `Amira ${slug}`, syndicate: slug });
				await told(neighbour, 'POST', '/api/join', { code, name: `Jonas ${slug}`, syndicate: slug });
				const places: readonly DocumentPlace[] = await told(neighbour, 'GET', `${at}/documents`);
				const place = places.find(({ kind, step }) => kind === 'board' && step === STEP);
				if (!place?.writable) throw new Error(`The board of ${STEP} is not open to the syndicate.`);
				const open = await openBoard({ url }, neighbour, place);
				opened.push(open);
				await fill(open, notes);
				return {
					url,
					path: `/w/${id}/s/${slug}/${STEP}`,
					cookie: measured.cookie,
					notes,
					neighbour: (editsASecond) => typing(open, editsASecond)
				};
			})
		);
		const [crowded, sparse] = boards;
		if (!crowded || !sparse) throw new Error('Two boards were wanted.');
		return {
			crowded,
			sparse,
			end: async () => {
				leave(opened);
				await end();
			}
		};
	} catch (error) {
		leave(opened);
		await end();
		throw error;
	}
}

/** Half of them good, half of them bad, in words of the usual length. */
async function fill({ board, saved }: OpenBoard, notes: number): Promise<void> {
	for (let from = 0; from < notes; from += AT_ONCE) {
		board.transact(() => {
			for (let n = from; n < Math.min(notes, from + AT_ONCE); n += 1) {
				const [, words] = NOTES[n % NOTES.length] ?? ['good', ''];
				board.addNote({ zone: (n % 2 === 0 ? 'good' : 'bad') as ZoneId, text: `${n + 1}. ${words}` });
			}
		});
		await saved();
	}
}

/** A letter at a time, in one note after the other; the words stay as long as they are. */
function typing({ board }: OpenBoard, editsASecond: number): () => void {
	const notes = board.notes();
	let edit = 0;
	const timer = setInterval(() => {
		const note = notes[(edit * 7) % notes.length];
		const text = note && board.textOf(note.id);
		if (text) {
			board.transact(() => {
				if (edit % 2 === 0 || text.length < 2) text.insert(text.length, 'e');
				else text.delete(text.length - 1, 1);
			});
		}
		edit += 1;
	}, 1000 / editsASecond);
	return () => clearInterval(timer);
}

function leave(boards: readonly OpenBoard[]): void {
	for (const open of boards) {
		open.close();
		// Its presence has a clock of its own, which would keep this process alive.
		open.doc.destroy();
	}
}

async function told(device: Device, method: string, path: string, body?: unknown) {
	const answer = await device.send(method, path, body);
	if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
	return answer.body;
}
