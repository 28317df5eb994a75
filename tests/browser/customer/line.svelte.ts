/** A line that the page watches. */
export class Line {
	connection: 'open' | 'lost' = $state('lost');
}
