import { expect, test } from 'vitest';
import { asId, newId, type PersonId } from '#domain/ids.ts';
import { EMPTY_BRIEF, SYNDICATES } from '#domain/workshop.ts';
import { peopleHere } from '#protocol/live.ts';
import { packShared, readLive, withPersonal } from '#protocol/live-wire.ts';
import { sharedPart } from '#server/live/snapshot.ts';
import { WorkshopNow } from '#server/live/workshop-now.ts';
import { loadTemplate } from '#server/template.ts';

async function fullWorkshop(): Promise<WorkshopNow> {
	const { activities } = await loadTemplate();
	const syndicates = SYNDICATES.map(({ letter, slug, name }) => ({
		id: newId<'Syndicate'>(),
		letter,
		slug,
		name,
		seats: 12
	}));
	const people = Array.from({ length: 120 }, (_, n) => ({
		id: newId<'Person'>(),
		name: `Person ${n}`,
		role: 'participant' as const,
		syndicateId: syndicates[n % 8]!.id,
		accountId: null,
		department: '',
		email: null,
		reportsTo: null,
		rolePlace: null,
		sitsWith: null,
		arrivedAt: new Date(0),
		joinedAt: new Date(0),
		lastHere: null,
		mergedIds: null
	}));
	return new WorkshopNow({
		workshop: {
			id: newId<'Workshop'>(),
			title: 'A service workshop with a rather long title, as they have',
			purpose: '',
			company: '',
			brief: EMPTY_BRIEF,
			state: 'room',
			code: 'AAAAAA',
			timezone: 'UTC',
			currentStep: asId('vision'),
			screen: { kind: 'spotlight', syndicateId: syndicates[0]!.id },
			compass: 'We ring back before they have to ask, and we say what happens next, every time.',
			quietAfterDays: 14,
			quietAfterMinutes: 3,
			joinToken: null,
			isHeld: false,
			lastMove: {
				by: people[0]!.id,
				atMs: 1_795_298_459_000,
				from: { step: asId('experiences'), phase: asId('write'), clock: null },
				to: { step: asId('vision'), phase: asId('write') }
			},
			questionRules: {},
			sponsorTasks: {},
			archivedAt: null,
			createdBy: newId<'Account'>(),
			createdAt: new Date(0)
		},
		agenda: {
			days: [],
			entries: activities.map((activity) => ({
				id: newId<'Entry'>(),
				day: 1,
				order: 'a0',
				step: activity.id,
				title: activity.title,
				minutes: activity.minutes,
				pinnedAt: null,
				activity,
				isQuiet: false,
				isSponsorHere: false,
				isBreakLeftOut: false,
				startedAt: new Date(1_795_298_459_000),
				endedAt: null
			}))
		},
		steps: activities.map(({ id }) => ({
			step: id,
			state: 'closed',
			phase: null,
			clock: { kind: 'running', endsAtMs: 1_795_298_459_000, lengthMs: 900_000 },
			votesClosed: true,
			syndicateClocks: Object.fromEntries(
				syndicates.map(({ id }) => [id, { kind: 'running', endsAtMs: 1_795_298_459_000, lengthMs: 900_000 }])
			),
			closedFor: syndicates.map((syndicate) => syndicate.id),
			revealedFor: syndicates.map((syndicate) => syndicate.id),
			reportBack: {
				queue: syndicates.map((syndicate) => syndicate.id),
				at: 7,
				minutesEach: 5,
				clock: { kind: 'running', endsAtMs: 1_795_298_459_000, lengthMs: 300_000 },
				tookMs: syndicates.map(() => 312_345)
			},
			writers: people.slice(0, 2).map((person) => person.id)
		})),
		syndicates,
		people,
		appointments: [],
		documents: [],
		signals: syndicates.flatMap(({ id }, n) =>
			(['ready', 'hand'] as const).map((kind) => ({
				step: asId<'Step'>('vision'),
				syndicateId: id,
				kind,
				personId: people[n]!.id,
				raisedAt: new Date(1_795_298_459_000),
				answeredBy: people[n + 8]!.id
			}))
		)
	});
}

const syndicateOf = (now: WorkshopNow) => now.syndicates[0]!.id;

test('[LIVE-6] the part for all is at most 4 kB with eight syndicates and 120 people', async () => {
	const now = await fullWorkshop();
	const revisions = {
		agenda: 0,
		people: 0,
		documents: 0,
		votes: 0,
		questions: 0,
		points: 0,
		plan: 0,
		signatures: 0,
		gallery: 0,
		proposals: 0,
		standards: 0,
		feedback: 0,
		issues: 0,
		reply: 0
	};
	const bigRevisions = Object.fromEntries(
		Object.keys(revisions).map((key) => [key, 1_795_298_459])
	) as typeof revisions;

	const shared = sharedPart({
		now,
		version: 1_795_298_459_000,
		nowMs: 1_795_298_459_000,
		here: new Set<PersonId>(now.people.keys()),
		countOf: () => 100,
		given: { votes: new Map([...now.people.keys()].map((id) => [id, 5])), ratings: new Map() },
		message: { text: 'x'.repeat(280), from: newId<'Person'>(), at: 1_795_298_459_000, to: syndicateOf(now) },
		notices: [],
		origin: 'http://192.168.178.123:3000',
		revisions: bigRevisions
	});

	const wire = packShared(shared);
	expect(Buffer.byteLength(wire)).toBeLessThanOrEqual(4096);
	expect(shared.syndicates.map(({ here }) => here)).toEqual([15, 15, 15, 15, 15, 15, 15, 15]);
	const { me: _me, ...read } = readLive(withPersonal(wire, { personId: null } as never));
	expect(read).toEqual(shared);
	const isHere = peopleHere(read);
	expect([...now.people.keys()].every(isHere)).toBe(true);
	expect(isHere(newId())).toBe(false);
});
