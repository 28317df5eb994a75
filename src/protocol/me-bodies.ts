/** What somebody keeps for themselves. */
import * as v from 'valibot';
import { day, id, line, someLine } from './bodies.ts';

export const NewSkill = v.object({ text: someLine(280), action: v.optional(v.nullable(id), null) });
/** Without words the line is taken away. */
export const ChangeSkill = v.object({ text: line(280) });
export const Consent = v.object({ about: v.picklist(['public-name', 'open-page']), given: v.boolean() });
function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		// Not a name that this machine knows.
		return false;
	}
}
/** What is left out stays as it is. `snoozedUntil`: nothing comes before that day. `isMine`: letters
 * reach the right address, whatever somebody said who got one. */
export const MyLetters = v.object({
	timezone: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone)))),
	isMonthly: v.optional(v.boolean()),
	isStopped: v.optional(v.boolean()),
	snoozedUntil: v.optional(v.nullable(day)),
	isMine: v.optional(v.literal(true))
});
