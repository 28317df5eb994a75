/** What a facilitator can do for one syndicate from its tile. */
import type { Console } from '#lib/room/console.svelte.ts';
import type { LiveSyndicate } from '#protocol/live.ts';

export interface TileStanding {
	readonly syndicate: Pick<LiveSyndicate, 'name' | 'clock' | 'isClosed' | 'isRevealed'>;
	readonly isQuiet: boolean;
	/** Its people write alone. */
	readonly isAlone: boolean;
	readonly hasBoard: boolean;
	readonly hasClock: boolean;
	/** Who does what in it in the running step; empty where nobody has a role. */
	readonly roles: string;
}

type SyndicateDeed =
	'nudge' | 'open-notes' | 'close' | 'open' | 'minute' | 'five' | 'room-clock' | 'spotlight' | 'roles';

export interface SyndicateChoice {
	readonly id: SyndicateDeed;
	readonly label: string;
	readonly hint?: string;
	/** To be read only. */
	readonly disabled?: boolean;
}

export function syndicateChoices({
	syndicate: { name, clock, isClosed },
	isQuiet,
	isAlone,
	hasBoard,
	hasClock,
	roles
}: TileStanding): readonly SyndicateChoice[] {
	const choices: SyndicateChoice[] = [];
	if (isQuiet) choices.push({ id: 'nudge', label: `Nudge ${name}`, hint: 'A line on its own devices' });
	if (isAlone && hasBoard) {
		choices.push({ id: 'open-notes', label: 'Open its notes', hint: 'The others go on writing alone' });
	}
	if (hasBoard) {
		choices.push(isClosed ? { id: 'open', label: 'Open its board again' } : { id: 'close', label: 'Close its board' });
	}
	if (hasClock) {
		choices.push({ id: 'minute', label: 'One minute more for it' }, { id: 'five', label: 'Five minutes more for it' });
		if (clock) choices.push({ id: 'room-clock', label: 'Back to the room’s clock' });
	}
	choices.push({ id: 'spotlight', label: 'Put it in the spotlight' });
	if (roles !== '') choices.push({ id: 'roles', label: 'Roles in this step', hint: roles, disabled: true });
	return choices;
}

export async function syndicateDeed(desk: Console, { id, name }: LiveSyndicate, deed: string): Promise<void> {
	const { room } = desk;
	if (deed === 'open-notes') {
		desk.question = {
			title: `Open the notes of ${name}?`,
			sentence: `Everyone in ${name} sees them at once, and they cannot be hidden again. The others go on writing alone.`,
			yes: 'Open the notes',
			no: 'Let them write',
			deed: () => desk.ask(() => room.openNotesOf(id))
		};
	} else if (deed === 'nudge') {
		await desk.ask(() => room.say(`${name}, how is it going? Write down what you have. Rough is fine.`, id));
	} else if (deed === 'close') await desk.ask(() => room.closeFor(id));
	else if (deed === 'open') await desk.ask(() => room.openFor(id));
	else if (deed === 'minute') await desk.ask(() => room.clockOf(id, { deed: 'add', minutes: 1 }));
	else if (deed === 'five') await desk.ask(() => room.clockOf(id, { deed: 'add', minutes: 5 }));
	else if (deed === 'room-clock') await desk.ask(() => room.clockOf(id, { deed: 'room' }));
	else if (deed === 'spotlight') await desk.show({ kind: 'spotlight', syndicateId: id });
}
