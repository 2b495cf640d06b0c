import { openChatPlace } from './chatPlace.ts';

/**
 * The chat in a process of its own, for tests that kill it and benches that measure it. Takes
 * `{ file, limits, rooms }` as JSON in its first argument; tells `{ port }`, and its figures twice a second.
 */
const { file, limits, rooms, port } = JSON.parse(process.argv[2] ?? '{}') as {
  file?: string;
  limits?: Record<string, number>;
  /** Room and owner. */
  port?: number;
  rooms?: readonly (readonly [roomId: string, ownerId: string])[];
};

const place = await openChatPlace({
  file,
  port,
  limits,
  log: (line) => console.error(line),
});
for (const [roomId, ownerId] of rooms ?? []) place.rooms.open(roomId, ownerId);
process.on('disconnect', () => process.exit(0));
process.send?.({ port: place.port });
setInterval(() => process.send?.({ figures: place.chat.figures() }), 500);
