import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openChatPlace } from './chatPlace.ts';

/**
 * The chat in a process of its own, for tests that kill it and benches that measure it. Takes
 * `{ file, limits, rooms }` as JSON in its first argument; tells `{ port }`, and twice a second its figures and how late its loop
 * is since it was last sent anything.
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
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('message', () => delay.reset());
setInterval(() => {
  const loop = { loopLateMs: delay.percentile(99) / 1e6, loopWorstMs: delay.max / 1e6 };
  process.send?.({ figures: place.chat.figures(), ...loop });
}, 500);
