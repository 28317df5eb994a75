/** What the customer says on the second morning. */

export const SAID = [
	'Tell me before I notice it myself.',
	'One name for each site, also in August.',
	'Look round before you drive away.',
	'Say what you do not know yet.',
	'Do not make me tell it twice.',
	'A price that is the price.',
	'QUARRELSOME neighbours made us leave the last one.',
	'Ring in the morning, never at five.',
	'Write down what we agreed on the stairs.',
	'Keep the fitter who knows the cellar.',
	'Tell me when it is done, with a picture.',
	'Let somebody decide who stands in front of me.'
];
/** Its place among them. */
export const TAKEN_BACK = 6;
/** A word of it that nothing else says. */
export const SECRET = 'QUARRELSOME';
