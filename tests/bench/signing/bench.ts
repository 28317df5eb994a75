/** Forty people sign: within a minute, and all at once. Each device reads the plan again as the page does. */
import { setTimeout as wait } from 'node:timers/promises';
import { buildFrontEnd } from '../../../scripts/front-end.ts';
import type { SignaturesView } from '#protocol/commitment-views.ts';
import type { PlanView } from '#protocol/views.ts';
import { judged, roomTable, shareOf, type JudgedFigure, type RoomFigure } from '../room/figures.ts';
import { openHall, present, seated, told, type Guest, type Hall } from '../room/hall.ts';
import { planToSign } from './plan.ts';

const PEOPLE = 40;
/** So many sign one after the other within the time; the rest at once, at its end. */
const STEADY = 28;
const WITHIN_MS = 40_000;
const SETTLE_MS = 10_000;
/** From a signature to the last device whose seat is filled, p95, ms. */
const SHOWN_MS = 1000;

interface Signer {
	readonly guest: Guest;
	/** When each person's seat was first filled here. */
	readonly seats: Map<string, number>;
}

/** Measures, tells the table, and resolves with every figure. */
export async function benchSigning(tell: (text: string) => void): Promise<readonly JudgedFigure[]> {
	await buildFrontEnd(tell);
	const hall = await openHall();
	const signers: Signer[] = [];
	try {
		await planToSign(hall);
		for (let n = 0; n < PEOPLE; n += 1) {
			const syndicate = hall.syndicates[n % hall.syndicates.length]?.slug ?? '';
			signers.push(await sitDown(hall, await present(hall, await seated(hall, `Person ${n + 1}`, syndicate), 'none')));
		}
		tell(`\n${PEOPLE} people sign, ${STEADY} of them within ${WITHIN_MS / 1000} s, the others at once.`);
		const signed = await allSign(hall, signers);
		const figures = (await figuresOf(hall, signers, signed)).map(judged);
		tell(`\n${roomTable(figures)}`);
		return figures;
	} finally {
		signers.forEach(({ guest }) => guest.leave());
		await hall.end();
	}
}

interface Signed {
	readonly person: string;
	readonly at: number;
	readonly isAtOnce: boolean;
}

const planAt = ({ workshopId }: Hall): string => `/api/workshops/${workshopId}/plan`;

async function sitDown(hall: Hall, guest: Guest): Promise<Signer> {
	const seats = new Map<string, number>();
	let isReading = false;
	let heard = -1;
	const read = async (): Promise<void> => {
		isReading = true;
		const { signatures }: SignaturesView = await told(guest.device, 'GET', `${planAt(hall)}/signatures`);
		for (const { personId } of signatures) if (!seats.has(personId)) seats.set(personId, performance.now());
		isReading = false;
		if (newest() !== heard) hear();
	};
	const newest = (): number => guest.live.states.at(-1)?.revisions.signatures ?? heard;
	const hear = (): void => {
		if (isReading || newest() === heard) return;
		heard = newest();
		void read();
	};
	// Never what it waits for: it goes on hearing each state.
	void guest.live.until(() => {
		hear();
		return false;
	});
	return { guest, seats };
}

async function allSign(hall: Hall, signers: readonly Signer[]): Promise<readonly Signed[]> {
	const startedAt = performance.now();
	const signed = await Promise.all(
		signers.map(async ({ guest }, n) => {
			const isAtOnce = n >= STEADY;
			const due = isAtOnce ? WITHIN_MS : (n * WITHIN_MS) / STEADY;
			await wait(Math.max(0, startedAt + due - performance.now()));
			const at = performance.now();
			await told(guest.device, 'POST', `${planAt(hall)}/sign`, {});
			return { person: guest.live.states.at(-1)?.me.personId ?? '', at, isAtOnce };
		})
	);
	const until = performance.now() + SETTLE_MS;
	while (signers.some(({ seats }) => seats.size < signers.length) && performance.now() < until) await wait(20);
	return signed;
}

/** Until the last device shows the seat; infinite where one never did. */
const wayToAll = (signers: readonly Signer[], { person, at }: Signed): number =>
	Math.max(...signers.map(({ seats }) => (seats.get(person) ?? Infinity) - at));

async function figuresOf(hall: Hall, signers: readonly Signer[], signed: readonly Signed[]) {
	const { signatures }: PlanView = await told(hall.desk, 'GET', planAt(hall));
	const ways = (isAtOnce: boolean) =>
		signed.filter((each) => each.isAtOnce === isAtOnce).map((each) => wayToAll(signers, each));
	const p95 = (what: string, times: readonly number[]): RoomFigure => ({
		what,
		figure: shareOf(times, 0.95),
		unit: 'ms',
		of: times.length,
		atMost: SHOWN_MS
	});
	const figures: readonly RoomFigure[] = [
		p95('a signature to the last of 40 devices, p95', ways(false)),
		p95(`${PEOPLE - STEADY} at once, to the last device, p95`, ways(true)),
		{
			what: 'signatures lost or doubled',
			figure: Math.abs(signatures.length - PEOPLE),
			unit: '',
			of: PEOPLE,
			atMost: 0
		},
		{
			what: 'devices with another number of seats',
			figure: signers.filter(({ seats }) => seats.size !== PEOPLE).length,
			unit: '',
			of: PEOPLE,
			atMost: 0
		}
	];
	return figures;
}
