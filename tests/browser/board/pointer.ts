/** A real mouse and a real finger in the tests' Chromium, by its own protocol. */
import { cdp } from 'vitest/browser';

interface Protocol {
	send(method: string, params?: object): Promise<unknown>;
}
const protocol = (): Protocol => cdp() as unknown as Protocol;

/** Where a point of the test's page lies in the browser's window. */
function inWindow(x: number, y: number): { readonly x: number; readonly y: number } {
	const frame = window.frameElement?.getBoundingClientRect();
	const scale = frame ? frame.width / innerWidth : 1;
	return { x: (frame?.left ?? 0) + x * scale, y: (frame?.top ?? 0) + y * scale };
}

export type Spot = readonly [x: number, y: number];

/** The point so far right and down in the element, from 0 to 1. */
export function spotIn(element: Element, right = 0.5, down = 0.5): Spot {
	const box = element.getBoundingClientRect();
	return [box.left + box.width * right, box.top + box.height * down];
}

export const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

const mouse = (type: string, [x, y]: Spot, buttons: number): Promise<unknown> =>
	protocol().send('Input.dispatchMouseEvent', { type, ...inWindow(x, y), button: 'left', buttons, clickCount: 1 });

/** Presses here and goes there in steps, the button still down. */
export async function carry(from: Spot, to: Spot, steps = 6): Promise<void> {
	await mouse('mousePressed', from, 1);
	for (let step = 1; step <= steps; step += 1) {
		const at = step / steps;
		await mouse('mouseMoved', [from[0] + (to[0] - from[0]) * at, from[1] + (to[1] - from[1]) * at], 1);
		await frame();
	}
	await frame();
}

export const letGo = (at: Spot): Promise<unknown> => mouse('mouseReleased', at, 0);

export async function dragTo(from: Spot, to: Spot): Promise<void> {
	await carry(from, to);
	await letGo(to);
	await frame();
}

export function touch(type: 'touchStart' | 'touchMove' | 'touchEnd', spot?: Spot): Promise<unknown> {
	const touchPoints = spot ? [inWindow(...spot)] : [];
	return protocol().send('Input.dispatchTouchEvent', { type, touchPoints });
}
