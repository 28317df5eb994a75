/**
 * Keys and presses of a whole board, caught in one place: a note has no listeners of its own, so five hundred of them
 * cost nothing. Buttons say what they do in `data-deed`.
 */
import { tick } from 'svelte';
import { asId, type GroupId, type NoteId, type ZoneId } from '#domain/ids.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import { removeNote } from './deeds.ts';
import { takesText } from './focus.ts';
import { hasStory, mayAdd, mayEdit, whyNotInto, type BoardScene } from './scene.ts';

/** What was pressed or is in focus: a note, a group, or neither. */
type Thing =
	| { readonly kind: 'note'; readonly id: NoteId; readonly zone: ZoneId; readonly element: HTMLElement }
	| { readonly kind: 'group'; readonly id: GroupId; readonly zone: ZoneId; readonly element: HTMLElement };

function thingAt(target: EventTarget | null): Thing | null {
	const element = target instanceof Element ? target.closest<HTMLElement>('[data-note], [data-group]') : null;
	if (!element) return null;
	const zone = asId<'Zone'>(element.dataset.zone ?? '');
	const { note, group } = element.dataset;
	if (note !== undefined) return { kind: 'note', id: asId<'Note'>(note), zone, element };
	return { kind: 'group', id: asId<'Group'>(group ?? ''), zone, element };
}

/** Arrows that were pressed and have not led on yet, one after the other. */
let walking: Promise<unknown> | null = null;

/** Attaches the board's hands to its element. */
export const hands =
	(scene: BoardScene) =>
	(element: HTMLElement): (() => void) => {
		const press = (event: MouseEvent) => pressed(scene, event);
		const key = (event: KeyboardEvent) => {
			if (keyed(scene, element, event)) event.preventDefault();
		};
		element.addEventListener('click', press);
		// The window: with the focus on nothing, the board still has it.
		window.addEventListener('keydown', key);
		return () => {
			element.removeEventListener('click', press);
			window.removeEventListener('keydown', key);
		};
	};

function pressed(scene: BoardScene, event: MouseEvent): void {
	const { desk } = scene;
	const deed = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-deed]')?.dataset.deed : '';
	const thing = thingAt(event.target);
	if (!thing || !deed) return;
	switch (deed) {
		case 'edit':
			// Words that were marked with the mouse are being copied, not edited.
			if (getSelection()?.isCollapsed === false) return;
			if (desk.ticked !== null && thing.kind === 'note') desk.tick(thing.id);
			else if (thing.kind === 'note') desk.editing = thing.id;
			return;
		case 'name':
			if (thing.kind === 'group') desk.naming = thing.id;
			return;
		case 'more':
			desk.sheet =
				thing.kind === 'note' ? { kind: 'note', note: thing.id, part: 'all' } : { kind: 'group', group: thing.id };
			return;
		case 'links':
		case 'story':
			if (thing.kind === 'note') desk.sheet = { kind: deed, note: thing.id };
			return;
		case 'tick':
			if (thing.kind === 'note') desk.tick(thing.id);
			return;
		case 'send':
			if (thing.kind === 'note') void scene.sendToPlan?.(thing.id);
			return;
		case 'vote':
			vote(scene, thing);
			return;
	}
}

/** True when the key did something here. */
function keyed(scene: BoardScene, board: HTMLElement, event: KeyboardEvent): boolean {
	const { desk } = scene;
	const { target } = event;
	// Words that are typed before their editor is here are no deeds.
	const isComing = desk.editing !== null && desk.Editor === null;
	if (desk.sheet !== null || isComing || takesText(target) || event.altKey || event.isComposing) return false;
	const isHere = target === document.body || (target instanceof Node && board.contains(target));
	if (!isHere) return false;
	if (event.ctrlKey || event.metaKey) return undone(scene, event);
	const thing = thingAt(target);
	// A button in a note keeps Enter and Space for itself, and marks from 1 to 5 their arrows.
	if (thing && target !== thing.element && (event.key === 'Enter' || event.key === ' ')) return false;
	const isArrow = event.key.startsWith('Arrow');
	if (isArrow && target instanceof HTMLInputElement && target.type === 'radio') return false;
	if (thing && isArrow) {
		// It comes with the sheets, before anybody has read the first note. Each press goes on from where the last one led.
		walking = (walking ?? Promise.resolve())
			.then(() => import('./nearest.ts'))
			.then(
				({ step }) => step(thingAt(document.activeElement)?.element ?? thing.element, event.key),
				() => undefined
			);
		return true;
	}
	if (thing && acted(scene, thing, event.key)) return true;
	return event.key.length === 1 && desk.hasLetterKeys && lettered(scene, thing, event.key);
}

function undone({ board, mayWrite }: BoardScene, { key, shiftKey }: KeyboardEvent): boolean {
	const letter = key.toLowerCase();
	if (!mayWrite || (letter !== 'z' && letter !== 'y')) return false;
	if (letter === 'y' || shiftKey) board.redo();
	else board.undo();
	return true;
}

function acted(scene: BoardScene, thing: Thing, key: string): boolean {
	const { desk } = scene;
	if (key === 'Enter' && thing.kind === 'note' && !mayEdit(scene, thing.id) && hasStory(scene, thing.id)) {
		desk.sheet = { kind: 'story', note: thing.id };
		return true;
	}
	if (!scene.mayWrite) return false;
	switch (key) {
		case 'Enter':
			if (thing.kind === 'group') desk.naming = thing.id;
			else if (mayEdit(scene, thing.id)) desk.editing = thing.id;
			return true;
		case ' ':
			if (thing.kind === 'note') desk.tick(thing.id);
			return thing.kind === 'note';
		case 'Delete':
		case 'Backspace':
			if (thing.kind === 'note') removeNote(scene, thing.id);
			return thing.kind === 'note';
		case 'Escape':
			desk.ticked = null;
			return true;
		default:
			return false;
	}
}

function lettered(scene: BoardScene, thing: Thing | null, key: string): boolean {
	const { desk } = scene;
	const letter = key.toUpperCase();
	if (thing && letter === 'V' && scene.mayVote) return vote(scene, thing);
	if (thing && scene.mayWrite) {
		if (letter === 'M') {
			desk.sheet =
				thing.kind === 'note' ? { kind: 'note', note: thing.id, part: 'move' } : { kind: 'group', group: thing.id };
			return true;
		}
		if (letter === 'J' && thing.kind === 'note') {
			desk.sheet = { kind: 'note', note: thing.id, part: 'join' };
			return true;
		}
		if (letter === 'E' && thing.kind === 'note' && scene.drafts && thing.zone === scene.activity.board.id) {
			desk.sheet = { kind: 'draft', note: thing.id };
			return true;
		}
		if (letter === 'L' && thing.kind === 'note') {
			desk.sheet = { kind: 'links', note: thing.id };
			return true;
		}
	}
	if (thing && letter === 'H') {
		desk.sheet = { kind: 'chain', of: thing.kind === 'note' ? { note: thing.id } : { group: thing.id } };
		return true;
	}
	if (letter === 'P') {
		desk.isDrawerOpen = !desk.isDrawerOpen;
		return true;
	}
	if (key === '?') {
		desk.sheet = { kind: 'keys' };
		return true;
	}
	const zone = scene.activity.board.zones.find((one) => one.key === letter);
	if (!zone || !mayAdd(scene) || whyNotInto(scene, zone) !== '') return false;
	if (desk.tab !== null) desk.tab = zone.id;
	void tick().then(() => (desk.writingIn = zone.id));
	return true;
}

function vote({ votes, mayVote, documentId, board }: BoardScene, thing: Thing): boolean {
	if (!votes || !mayVote) return false;
	const group = thing.kind === 'group' ? thing.id : board.note(thing.id).group;
	const ref = group !== null ? groupRef(documentId, group) : noteRef(documentId, thing.id);
	void votes.toggle(ref);
	return true;
}
