/** Above this only the number stands. */
export const MOST_STROKES = 15;

/** The strokes of a tally in a picture 20 high: four uprights and one across, then the next five. */
export function tallyStrokes(votes: number): { readonly path: string; readonly width: number } {
	let path = '';
	for (let vote = 0; vote < votes; vote += 1) {
		const left = Math.floor(vote / 5) * 28;
		path += vote % 5 === 4 ? `M${left} 15 ${left + 23} 5` : `M${left + 2 + (vote % 5) * 6} 2v16`;
	}
	const rest = votes % 5;
	return { path, width: Math.floor(votes / 5) * 28 + rest * 6 + 4 };
}
