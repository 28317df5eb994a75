/** Why the process does not start: one sentence for the person at the terminal, saying what, why and what to do. */
export class StartRefusal extends Error {
	constructor(sentence: string) {
		super(sentence);
		this.name = 'StartRefusal';
	}
}
