/** How a code and an address are shown to a room. */
import { CODE_LENGTH } from '#domain/workshop.ts';
import type { LiveState } from '#protocol/live.ts';

/** `HRV 7KM`: two halves are easier to type. */
export const spacedCode = (code: string): string => `${code.slice(0, CODE_LENGTH / 2)} ${code.slice(CODE_LENGTH / 2)}`;

/** What the QR code opens: the secret made for it, or the code; in the fragment, which no server log sees. */
export const joinLink = (origin: string, secret: string): string => `${origin}/j#${secret}`;

/** What people type: the address without the scheme. */
export const shownAddress = (origin: string): string => origin.replace(/^https?:\/\//, '');

/** True for an address that means this machine itself: a phone that opens it finds nothing. */
export const isOnlyHere = (origin: string): boolean => /^https?:\/\/(localhost|127\.|\[::1\])/.test(origin);

/**
 * Where people in the room come in: what the server tells, since a facilitator's own page is often open at an address that
 * means this machine alone; else the address of this page.
 */
export const originFor = (live: Pick<LiveState, 'origin'> | null, own: string = location.origin): string =>
	live?.origin ?? own;
