/** What people write in the first quarter of an hour. */
export const NOTES: readonly (readonly [zone: 'good' | 'bad', text: string])[] = [
	['good', 'They rang back the same day, although it was a Friday afternoon.'],
	['good', 'The fitter had the part with him, because somebody had read my description.'],
	['good', 'One person took my call and stayed with it until the boiler ran.'],
	['good', 'The bill was the price I had been told.'],
	['good', 'A message an hour before they came, with the name of who is coming.'],
	['good', 'They showed me how to read the pressure, so next time I knew.'],
	['bad', 'I told the same story to four people.'],
	['bad', 'Nobody said that the part would take three weeks. I found out by asking.'],
	['bad', 'The appointment was between eight and five.'],
	['bad', 'We promised a call back and had no list of whom to call.'],
	['bad', 'The system closed my ticket while I was waiting for an answer.'],
	['bad', 'I had to send the same photograph twice, to two departments.']
];
