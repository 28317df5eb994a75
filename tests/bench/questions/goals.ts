/** What questions to a customer may cost a room. */
export const GOALS = {
	/** From a vote to the last of forty devices that shows it, p95, ms. */
	shown: 1000,
	/** Any request of anybody while one device forges votes, p95, ms. */
	beside: 250,
	/** Frames a second while 200 questions are scrolled on a phone, four times slower. */
	frames: 50
} as const;
