import { Problem } from '#domain/problem.ts';

/** The server did not answer at all; whatever was asked may be asked again. */
export class Unreachable extends Error {
	constructor() {
		super(
			'Plenary cannot be reached from here. What you wrote is still on this page. Check the network, then try again.'
		);
		this.name = 'Unreachable';
	}
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';

/**
 * Asks the API. A body goes as JSON; an answer without a body is null.
 * @throws Problem the server's refusal, word for word
 * @throws Unreachable when no answer came
 */
export async function request<Answer>(method: Method, path: string, body?: object): Promise<Answer> {
	const { response, text } = await answerTo(method, `/api${path}`, body);
	if (!response.ok) throw refusalOf(text);
	return JSON.parse(text === '' ? 'null' : text);
}

/** The network may go at any moment, also between the first line of an answer and its last. */
async function answerTo(method: Method, path: string, body: object | undefined) {
	try {
		const response = await fetch(path, {
			method,
			...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) })
		});
		return { response, text: await response.text() };
	} catch {
		throw new Unreachable();
	}
}

export const get = <Answer>(path: string): Promise<Answer> => request('GET', path);
export const post = <Answer = void>(path: string, body?: object): Promise<Answer> => request('POST', path, body);
export const put = <Answer>(path: string, body: object): Promise<Answer> => request('PUT', path, body);
export const patch = <Answer>(path: string, body: object): Promise<Answer> => request('PATCH', path, body);

/** A proxy in between may answer with a page of its own: that is no refusal of ours, and its words are not shown. */
export function refusalOf(text: string): Error {
	const said = readJson(text);
	if (typeof said?.code !== 'string' || typeof said.sentence !== 'string') return new Unreachable();
	return new Problem(said.code, said.sentence, {
		...(typeof said.field === 'string' ? { field: said.field } : {}),
		...(typeof said.retryAfterSeconds === 'number' ? { retryAfterSeconds: said.retryAfterSeconds } : {})
	});
}

/** The codes of our own server are a closed set; they are not checked again here. */
type Refusal = {
	readonly code?: Problem['code'];
	readonly sentence?: string;
	readonly field?: string;
	readonly retryAfterSeconds?: number;
};

function readJson(text: string): Refusal | null {
	try {
		return JSON.parse(text);
	} catch {
		// Not JSON, so not from the API.
		return null;
	}
}

/** The sentence to show for whatever a request threw; a bug of ours is not dressed up, it is thrown on. */
export function sentenceOf(error: unknown): string {
	if (error instanceof Problem || error instanceof Unreachable) return error.message;
	throw error;
}
