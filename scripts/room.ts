/** `npm run room`: the server for everybody on this network. `server/room-terminal.ts` tells where it is. */
process.env.HOST ??= '0.0.0.0';
process.env.ROOM_SERVER ??= '1';
await import('./start.ts');

export {};
