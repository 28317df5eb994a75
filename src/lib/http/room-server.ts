/** The machine that serves the room, and the devices at it. */
import { get, post } from '#lib/http/request.ts';
import type { RoomServerView } from '#protocol/room-server.ts';

export const readRoomServer = (workshop: string): Promise<RoomServerView> => get(`/workshops/${workshop}/room-server`);
/** One of the machine's own addresses. */
export const chooseAddress = (workshop: string, address: string): Promise<void> =>
	post(`/workshops/${workshop}/room-server/address`, { address });
