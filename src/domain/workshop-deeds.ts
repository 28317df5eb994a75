/** The deeds there are, and who may do those that are about a workshop as a whole. `access.ts` asks. */
import type { PersonRole, WorkshopState } from './workshop.ts';

export type Deed =
	| 'session.read'
	| 'account.setup'
	| 'account.sign-in'
	| 'account.sign-out'
	| 'account.redeem'
	| 'workshop.join'
	| 'workshop.create'
	| 'workshop.list'
	| 'workshop.read'
	| 'workshop.prepare'
	| 'workshop.own'
	| 'brief.read'
	| 'promise.write'
	| 'baseline.answer'
	| 'baseline.read'
	| 'missed.read'
	| 'signal.give'
	| 'syndicate.steer'
	| 'link.open'
	| 'link.manage'
	| 'link.confirm'
	| 'room.steer'
	| 'day.read'
	| 'people.manage'
	| 'private.open'
	| 'document.read'
	| 'document.write'
	| 'vote.cast'
	| 'vote.read'
	| 'rating.give'
	| 'chain.read'
	| 'gallery.mark'
	| 'story.choose'
	| 'story.share'
	| 'proposal.read'
	| 'proposal.write'
	| 'standards.read'
	| 'standards.make'
	| 'standards.agree'
	| 'deciding.read'
	| 'feedback.use'
	| 'coverage.read'
	| 'quiet.ask'
	| 'quiet.answer'
	| 'question.read'
	| 'question.ask'
	| 'question.vote'
	| 'question.moderate'
	| 'question.answer'
	| 'issue.read'
	| 'issue.deal'
	| 'point.read'
	| 'point.capture'
	| 'point.check'
	| 'statement.write'
	| 'statement.show'
	| 'room.follow'
	| 'reply.read'
	| 'reply.write'
	| 'reply.answer'
	| 'share.read'
	| 'share.ask'
	| 'share.answer'
	| 'point.mark'
	| 'point.pin'
	| 'point.join'
	| 'plan.read'
	| 'plan.send'
	| 'plan.edit'
	| 'plan.own'
	| 'plan.choose'
	| 'fix.finish'
	| 'plan.join'
	| 'wish.write'
	| 'claim.make'
	| 'address.leave'
	| 'claim.print'
	| 'support.ask'
	| 'support.change'
	| 'support.answer'
	| 'follow-up.nominate'
	| 'follow-up.answer'
	| 'follow-up.hand-over'
	| 'decision.read'
	| 'decision.write'
	| 'next-date.set'
	| 'progress.see'
	| 'name.agree'
	| 'pulse.read'
	| 'pulse.give'
	| 'heads-up.read'
	| 'heads-up.post'
	| 'heads-up.see'
	| 'suggestion.read'
	| 'suggestion.write'
	| 'suggestion.answer'
	| 'decision.vote'
	| 'decision.ballot'
	| 'prolong.read'
	| 'prolong.vote'
	| 'action.change'
	| 'action.take'
	| 'plan.sign'
	| 'plan.close'
	| 'action.report'
	| 'monday.read'
	| 'monday.act'
	| 'follow-up.set'
	| 'letter.read'
	| 'letter.write'
	| 'progress.manage'
	| 'thanks.read'
	| 'thanks.give'
	| 'action.step'
	| 'today.read'
	| 'today.write'
	| 'calendar.own'
	| 'own.keep'
	| 'open-page.read'
	| 'standards.grow';

/** What somebody decides for good: by a link alone, without its code, nobody does. */
const BEHIND_CODE: readonly Deed[] = ['support.answer', 'standards.agree', 'plan.sign'];

/**
 * Whether a link alone, without its code, is too little for this. The promise is written beforehand by the link that was
 * sent for it, and facilitators read it; from the room on everybody puts their names under it.
 */
export const isBehindCode = (deed: Deed, state: WorkshopState | null): boolean =>
	BEHIND_CODE.includes(deed) || (deed === 'promise.write' && state !== 'preparing');

const facilitators: readonly PersonRole[] = ['facilitator', 'co-facilitator'];
const staff: readonly PersonRole[] = ['participant', 'laptop', ...facilitators];
const house: readonly PersonRole[] = [...staff, 'observer', 'sponsor'];
/** With those who are here for the customers' steps alone. */
const everyone: readonly PersonRole[] = [...house, 'customer', 'listener'];

/** Deeds inside a workshop: which roles, in which states of it, and whether the screen may. */
export const WORKSHOP_DEEDS: Readonly<
	Partial<
		Record<
			Deed,
			{ readonly roles: readonly PersonRole[]; readonly states: readonly WorkshopState[]; readonly screen?: true }
		>
	>
> = {
	'workshop.read': { roles: everyone, states: ['preparing', 'room', 'signed'], screen: true },
	'workshop.prepare': { roles: facilitators, states: ['preparing', 'room'] },
	// What ends or copies a workshop, and who is let in by an account: whoever made it.
	'workshop.own': { roles: ['facilitator'], states: ['preparing', 'room', 'signed'] },
	// What was attached, and customers' words before the room works with them.
	'brief.read': { roles: [...facilitators, 'sponsor'], states: ['preparing', 'room', 'signed'] },
	'promise.write': { roles: [...facilitators, 'sponsor'], states: ['preparing', 'room'] },
	'baseline.read': { roles: house, states: ['preparing', 'room', 'signed'], screen: true },
	// Who came late is somebody; the projector was there.
	// What is on the screen, the stories of a day, the messages to the room, who did what with a note.
	'room.follow': { roles: house, states: ['preparing', 'room', 'signed'], screen: true },
	'missed.read': { roles: house, states: ['preparing', 'room', 'signed'] },
	'signal.give': { roles: ['participant', 'laptop'], states: ['room'] },
	'syndicate.steer': { roles: staff, states: ['room'] },
	'link.manage': { roles: facilitators, states: ['preparing', 'room', 'signed'] },
	// The code by mail, the second half of a sponsor’s link.
	'link.confirm': { roles: ['sponsor'], states: ['preparing', 'room', 'signed'] },
	'room.steer': { roles: facilitators, states: ['preparing', 'room'] },
	'day.read': { roles: facilitators, states: ['room', 'signed'] },
	'people.manage': { roles: facilitators, states: ['preparing', 'room', 'signed'] },
	'private.open': { roles: ['participant'], states: ['room'] },
	'vote.cast': { roles: ['participant'], states: ['room'] },
	'vote.read': { roles: staff, states: ['room', 'signed'], screen: true },
	'rating.give': { roles: ['participant'], states: ['room'] },
	// What a thing comes from and what became of it, as far as its boards may be read.
	'chain.read': { roles: staff, states: ['room', 'signed'] },
	'gallery.mark': { roles: ['participant'], states: ['room'] },
	// The stories a syndicate tells the room: its own people choose, and whoever helps them.
	'story.choose': { roles: staff, states: ['room'] },
	// A story goes into the book, and out of it again at any time, by its own author.
	'story.share': { roles: ['participant'], states: ['room', 'signed'] },
	'proposal.read': { roles: staff, states: ['room', 'signed'], screen: true },
	'proposal.write': { roles: ['participant', 'laptop'], states: ['room'] },
	'standards.read': { roles: house, states: ['room', 'signed'], screen: true },
	'standards.make': { roles: facilitators, states: ['room'] },
	'standards.agree': { roles: ['sponsor'], states: ['room', 'signed'] },
	// Both answers to why it is hard to let people decide: those who gave them, and the screen between them.
	'deciding.read': { roles: [...staff, 'sponsor'], states: ['room', 'signed'], screen: true },
	// Customers' words that were dealt to syndicates: read, linked, put away.
	'feedback.use': { roles: staff, states: ['room'] },
	// What nobody has written about yet, for facilitators only and without names.
	'coverage.read': { roles: facilitators, states: ['room', 'signed'] },
	'quiet.ask': { roles: facilitators, states: ['room'] },
	'quiet.answer': { roles: ['participant'], states: ['room'] },
	'question.read': { roles: everyone, states: ['room', 'signed'], screen: true },
	'question.ask': { roles: staff, states: ['room'] },
	'question.vote': { roles: ['participant'], states: ['room'] },
	'question.moderate': { roles: facilitators, states: ['room'] },
	// Those that were sent to them, by their own link, also after the day.
	'question.answer': { roles: ['customer'], states: ['room', 'signed'] },
	'issue.read': { roles: [...house, 'customer'], states: ['room', 'signed'], screen: true },
	'issue.deal': { roles: facilitators, states: ['room'] },
	'point.read': { roles: everyone, states: ['room', 'signed'], screen: true },
	'point.capture': { roles: staff, states: ['room'] },
	'point.check': { roles: [...facilitators, 'customer'], states: ['room', 'signed'] },
	// What a customer wants to say is nobody else's before it is shown, and theirs for good where it never is.
	'statement.write': { roles: ['customer'], states: ['preparing', 'room', 'signed'] },
	'statement.show': { roles: ['customer'], states: ['room'] },
	// What they read is what was approved. Whoever was appointed to follow up reads it too: see `access.ts`.
	'reply.read': { roles: [...facilitators, 'customer', 'listener'], states: ['room', 'signed'] },
	'reply.write': { roles: facilitators, states: ['room', 'signed'] },
	'reply.answer': { roles: ['customer'], states: ['room', 'signed'] },
	// Points for another department: no word goes there without the customer's yes.
	'share.read': { roles: [...facilitators, 'customer'], states: ['room', 'signed'] },
	'share.ask': { roles: facilitators, states: ['room', 'signed'] },
	'share.answer': { roles: ['customer'], states: ['room', 'signed'] },
	// Whether it is word for word, and who said it; its words only by whoever wrote them down.
	'point.mark': { roles: [...staff, 'customer'], states: ['room'] },
	'point.pin': { roles: ['participant', 'laptop'], states: ['room'] },
	'point.join': { roles: [...facilitators, 'customer'], states: ['room'] },
	'plan.read': { roles: [...staff, 'sponsor'], states: ['room', 'signed'], screen: true },
	'plan.send': { roles: staff, states: ['room'] },
	'plan.choose': { roles: facilitators, states: ['room'] },
	// Two that say the same: facilitators, and the syndicate whose action goes into the other. See `access.ts`.
	'plan.join': { roles: staff, states: ['room'] },
	// What somebody wants to learn is read by nobody else.
	'wish.write': { roles: ['participant'], states: ['room'] },
	// How an owner is reached after the day: an own address, or a code on paper.
	'claim.make': { roles: ['participant'], states: ['room', 'signed'] },
	// Where letters reach somebody: an own address, read by nobody else. Customers hear in weeks 6 and 12 what was done.
	'address.leave': { roles: ['participant', 'customer'], states: ['room', 'signed'] },
	'claim.print': { roles: facilitators, states: ['room', 'signed'] },
	'plan.own': { roles: ['participant'], states: ['room'] },
	// Whoever does it says when it is done, after the day too.
	'fix.finish': { roles: ['participant'], states: ['room', 'signed'] },
	'support.ask': { roles: staff, states: ['room', 'signed'] },
	'support.answer': { roles: ['sponsor'], states: ['room', 'signed'] },
	// What was decided and what is open: the house reads it. Whoever follows up writes it too: see `access.ts`.
	'decision.read': { roles: house, states: ['room', 'signed'], screen: true },
	// What people outside see of the plan, and whether the own name stands there.
	'progress.see': { roles: house, states: ['signed'] },
	'name.agree': { roles: everyone, states: ['signed'] },
	// Figures for the house and its screen; answers of those who do the work.
	'pulse.read': { roles: house, states: ['signed'], screen: true },
	'pulse.give': { roles: ['participant'], states: ['signed'] },
	// Whoever was appointed to follow up posts notices and answers suggestions too: see `access.ts`.
	'heads-up.read': { roles: house, states: ['signed'], screen: true },
	'heads-up.post': { roles: [...facilitators, 'sponsor'], states: ['signed'] },
	'heads-up.see': { roles: ['participant'], states: ['signed'] },
	'suggestion.read': { roles: house, states: ['signed'] },
	'suggestion.write': { roles: ['participant', ...facilitators], states: ['signed'] },
	'suggestion.answer': { roles: [...facilitators, 'sponsor'], states: ['signed'] },
	// Of those who signed; the store looks whether they did.
	'decision.vote': { roles: ['participant', ...facilitators, 'sponsor'], states: ['signed'] },
	'prolong.read': { roles: house, states: ['signed'] },
	'prolong.vote': { roles: ['participant', ...facilitators, 'sponsor'], states: ['signed'] },
	// A signed action, beside its owner and whoever follows up: see `access.ts`.
	'action.change': { roles: facilitators, states: ['signed'] },
	// Nobody takes over an action for somebody else.
	'action.take': { roles: ['participant'], states: ['signed'] },
	'follow-up.answer': { roles: ['participant'], states: ['room', 'signed'] },
	'plan.sign': { roles: ['participant', ...facilitators, 'sponsor'], states: ['room'] },
	'plan.close': { roles: facilitators, states: ['room'] },
	// A customer reads the thanks they gave.
	'thanks.read': { roles: [...house, 'customer'], states: ['signed'], screen: true },
	// Everybody's small part of the day: read by the house, written by each for themselves.
	'today.read': { roles: [...staff, 'sponsor'], states: ['signed'], screen: true },
	'today.write': { roles: ['participant', ...facilitators], states: ['signed'] },
	// What somebody keeps for themselves: notes of what they learned, what they agreed to, how they are written to.
	'own.keep': { roles: ['participant', ...facilitators, 'sponsor'], states: ['room', 'signed'] },
	// A calendar of one's own, by an address of one's own.
	'calendar.own': { roles: ['participant', ...facilitators, 'sponsor'], states: ['signed'] },
	// Whose page may be looked at: by the sponsor alone, and only where its owner said yes.
	'open-page.read': { roles: ['sponsor'], states: ['signed'] },
	'thanks.give': { roles: ['participant', ...facilitators, 'sponsor', 'customer'], states: ['signed'] }
};
