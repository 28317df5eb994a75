/** What the console does to the room. Each deed says which one its console saw last, and is told whose it overtook. */
import type * as v from 'valibot';
import type { Pace, Shortened } from '#domain/pace.ts';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { LiveShared } from '#protocol/live.ts';
import type { Overtook } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

export type Answered = Overtook | null;

/** What a console may ask of the room of one workshop. `sawNow` is the number of the last deed it has seen. */
export class RoomApi {
	readonly #at: string;
	readonly #sawNow: () => number | undefined;

	constructor(workshop: string, sawNow: () => number | undefined) {
		this.#at = `/workshops/${workshop}`;
		this.#sawNow = sawNow;
	}

	/** Brings everyone to the step, and to the phase where one is named. */
	go = (step: string, phase?: string) => this.#post(`/steps/${step}/go`, phase === undefined ? {} : { phase });
	rest = (entry: string) => this.#post(`/breaks/${entry}/go`);
	undo = (at: number) => this.#post('/undo', { at });
	hold = (held: boolean) => this.#post('/hold', { held });
	openStep = (step: string) => this.#post(`/steps/${step}/open`);
	closeStep = (step: string) => this.#post(`/steps/${step}/close`);
	names = (step: string, names: Body<typeof bodies.Names>['names']) => this.#post(`/steps/${step}/names`, { names });
	/** At most two people, by id. */
	nameWriters = (step: string, people: string[]) => this.#post(`/steps/${step}/writers`, { people });
	closeVotes = (step: string) => this.#post(`/steps/${step}/votes/close`);
	openVotes = (step: string) => this.#post(`/steps/${step}/votes/open`);
	setClock = (deed: Body<typeof bodies.ClockDeed>) => this.#post('/clock', deed);
	show = (view: Body<typeof bodies.ShowOnScreen>) => this.#post('/screen', view);
	/** To everyone, or to one syndicate. */
	say = (text: string, syndicate?: string) =>
		this.#post('/message', syndicate === undefined ? { text } : { text, syndicate });
	messages = (): Promise<readonly NonNullable<LiveShared['message']>[]> => get(`${this.#at}/messages`);

	closeFor = (syndicate: string) => this.#post(`/syndicates/${syndicate}/close`);
	openFor = (syndicate: string) => this.#post(`/syndicates/${syndicate}/open`);
	openNotesOf = (syndicate: string) => this.#post(`/syndicates/${syndicate}/notes/open`);
	clockOf = (syndicate: string, deed: Body<typeof bodies.SyndicateClock>) =>
		this.#post(`/syndicates/${syndicate}/clock`, deed);
	goOver = (syndicate: string) => this.#post(`/syndicates/${syndicate}/hand/answer`);
	handDown = (syndicate: string) => this.#post(`/syndicates/${syndicate}/hand/down`);

	reportBack = (deed: Body<typeof bodies.ReportBackDeed>) => this.#post('/report-back', deed);
	day = (): Promise<{ readonly pace: Pace | null; readonly shorter: readonly Shortened[] }> => get(`${this.#at}/day`);
	resize = (changes: readonly Shortened[]) => this.#post('/day', { changes: [...changes] });

	#post(path: string, body?: object): Promise<Answered> {
		const saw = this.#sawNow();
		return post(`${this.#at}${path}${saw === undefined ? '' : `?saw=${saw}`}`, body);
	}
}
