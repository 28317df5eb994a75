/** Questions to the customer: where each can be. */

/**
 * `held`: waits for a moderator before the room sees it. `waiting`: in the queue. `handed-back`: its asker is asked for
 * another wording. `joined`: another question asks the same. The last four are places an open question can be given:
 * `dealt` to syndicates as an issue, `sent` to the customer, `parked` with somebody; `hidden` is out of the room's sight.
 */
export type QuestionState =
	| 'held'
	| 'waiting'
	| 'being-answered'
	| 'answered'
	| 'handed-back'
	| 'joined'
	| 'dealt'
	| 'sent'
	| 'parked'
	| 'hidden';
