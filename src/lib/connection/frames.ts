/** What leaves on a socket, as far as counting it needs to be known. */
import { MESSAGE_SYNC, SYNC_STEP_2, SYNC_UPDATE } from '#protocol/sync.ts';
import type { FrameKind } from './saved.ts';

/** Both type numbers are below 128, so each is one byte of its varuint. */
export function frameKind(frame: Uint8Array): FrameKind {
	if (frame[0] !== MESSAGE_SYNC) return 'other';
	if (frame[1] === SYNC_STEP_2) return 'step-2';
	return frame[1] === SYNC_UPDATE ? 'update' : 'other';
}

/** A WebSocket that tells of every frame before it leaves; the stock provider takes it in place of its own. */
export function toldSocket(onsend: (kind: FrameKind) => void, Socket: typeof WebSocket = WebSocket): typeof WebSocket {
	return class extends Socket {
		override send(message: string | BufferSource | Blob): void {
			if (message instanceof Uint8Array) onsend(frameKind(message));
			super.send(message);
		}
	};
}

export function base64Of(bytes: Uint8Array): string {
	let binary = '';
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return btoa(binary);
}
