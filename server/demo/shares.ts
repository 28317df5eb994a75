/** From totals back to people: the example tells how many votes and which mean, each person gives their own. */

export interface Share<Person> {
	readonly person: Person;
	readonly target: string;
}

/**
 * Gives every target its number of votes, one a person, nobody more than the budget.
 * @param budget null: as many as there are targets
 * @throws when the totals cannot be reached
 */
export function shareVotes<Person>(
	totals: readonly { readonly target: string; readonly votes: number }[],
	people: readonly Person[],
	budget: number | null
): readonly Share<Person>[] {
	const left = people.map((person, at) => ({ person, at, votes: budget ?? totals.length }));
	const shares: Share<Person>[] = [];
	// The largest first, always from those with most left: whatever can be reached is reached this way.
	for (const { target, votes } of [...totals].sort((a, b) => b.votes - a.votes)) {
		const start = shares.length;
		const turn = (at: number) => (at + people.length - (start % people.length)) % people.length;
		const voters = [...left].sort((a, b) => b.votes - a.votes || turn(a.at) - turn(b.at)).slice(0, votes);
		if (voters.length < votes || voters.some((voter) => voter.votes === 0))
			throw new Error(`the example gives ${target} more votes than people have`);
		for (const voter of voters) {
			voter.votes -= 1;
			shares.push({ person: voter.person, target });
		}
	}
	return shares;
}

/** Whole marks from 1 to 5, one a person, whose mean is as near to `mean` as it can be. */
export function shareMarks<Person>(
	mean: number,
	people: readonly Person[]
): readonly { readonly person: Person; readonly mark: number }[] {
	const sum = Math.round(mean * people.length);
	const low = Math.floor(sum / people.length);
	const higher = sum - low * people.length;
	return people.map((person, at) => ({ person, mark: Math.min(5, at < higher ? low + 1 : low) }));
}
