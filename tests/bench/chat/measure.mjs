import { until, wait } from '../run.mjs';
import { openCrowd, openServer } from './place.mjs';

/** Processes that the viewers are in. */
const CROWDS = 2;
/** Time after the joins before the load, and after it for what is on its way, ms. */
const CALM_MS = 1_500;
const SETTLE_MS = 3_000;
const JOIN_MS = 120_000;

const sum = (list, of) => list.reduce((total, it) => total + of(it), 0);
const quantile = (sorted, share) =>
  sorted.length === 0
    ? null
    : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/**
 * One server, so many viewers in so many rooms, so many messages a second.
 * @param {'ours' | 'peer'} kindName
 * @param {{ viewers: number, rooms: number, seconds: number, sample: number, rates: { texts: number, gifts: number, likes: number, orders: number } }} load
 */
export async function measure(kindName, load, place, signal) {
  const { viewers, rooms, seconds, sample, rates } = load;
  const server = await openServer(kindName, { ...place, rooms });
  const share = (whole) => whole / CROWDS;
  const crowds = Array.from({ length: CROWDS }, (_, index) =>
    openCrowd({
      ...{ kindName, port: server.port, rooms },
      first: index * Math.ceil(viewers / CROWDS),
      count: index === 0 ? Math.ceil(viewers / CROWDS) : Math.floor(viewers / CROWDS),
      sample: share(sample),
      owns: index === 0,
      rates: {
        texts: share(rates.texts),
        gifts: share(rates.gifts),
        likes: share(rates.likes),
        orders: rates.orders,
      },
    }),
  );
  try {
    const all = (what) => crowds.every((it) => it.told()[what] !== undefined);
    if (!(await until(() => signal.aborted || all('joined'), JOIN_MS, 100)) || signal.aborted)
      return failed(load, kindName, 'not all could join');
    await wait(CALM_MS);
    const idleMb = server.memoryMb();
    server.beginDelay();
    const before = reading(server, crowds);
    for (const crowd of crowds) crowd.say({ load: { seconds } });
    await wait(seconds * 1000);
    const after = reading(server, crowds);
    const memoryMb = server.memoryMb();
    await until(() => all('loaded'), 10_000, 100);
    await wait(SETTLE_MS);
    const { figures, loopLateMs, loopWorstMs } = server.told();
    for (const crowd of crowds) crowd.say({ settle: true });
    if (!(await until(() => all('report'), 20_000, 100)) || server.isGone())
      return failed(load, kindName, server.isGone() ? 'the server ended' : 'the viewers gave up');
    const passed = (after.atMs - before.atMs) / 1000;
    return {
      ...{ kindName, load, failed: null },
      serverCores: (after.server - before.server) / passed,
      crowdCores: (after.crowds - before.crowds) / passed,
      ...{ idleMb, memoryMb, loopLateMs, loopWorstMs, figures: figures ?? null },
      ...judge(
        crowds.map((it) => it.told().report),
        load,
      ),
    };
  } finally {
    for (const it of [...crowds, server]) await it.stop();
  }
}

const failed = (load, kindName, why) => ({ kindName, load, failed: why });

const reading = (server, crowds) => ({
  atMs: performance.now(),
  server: server.cpuSeconds(),
  crowds: sum(crowds, (it) => it.cpuSeconds()),
});

/** What was said beside what was heard. */
function judge(reports, { rooms, seconds }) {
  const sent = { texts: 0, gifts: 0, likes: 0, orders: 0 };
  for (const it of reports) for (const what of Object.keys(sent)) sent[what] += it.sent[what];
  const sentIn = Array.from({ length: rooms }, (_, room) => ({
    gifts: sum(reports, (it) => it.sentByRoom[room].gifts),
    orders: sum(reports, (it) => it.sentByRoom[room].orders),
  }));
  const light = reports.flatMap((it) => it.light);
  const sampled = reports.flatMap((it) => it.sampled).filter((it) => !it.isOwner);
  const owner = reports.flatMap((it) => it.sampled).find((it) => it.isOwner);
  const lacks = (it) =>
    Math.max(0, sentIn[it.room].gifts - it.gifts) + Math.max(0, sentIn[it.room].orders - it.orders);
  const textMs = sampled.flatMap((it) => it.textMs).sort((a, b) => a - b);
  const giftMs = sampled.flatMap((it) => it.giftMs).sort((a, b) => a - b);
  const everybody = [...light, ...sampled];
  return {
    sent,
    refused: sum(light, (it) => it.errors) + sum(sampled, (it) => it.rejected),
    textP50Ms: quantile(textMs, 0.5),
    textP99Ms: quantile(textMs, 0.99),
    textMostMs: quantile(textMs, 1),
    giftP50Ms: quantile(giftMs, 0.5),
    giftP99Ms: quantile(giftMs, 0.99),
    /** Control items that somebody did not get, counted over all viewers. */
    controlLost: sum(everybody, lacks),
    controlDue: sum(everybody, (it) => sentIn[it.room].gifts + sentIn[it.room].orders),
    closed: everybody.filter((it) => it.isClosed).length,
    outOfOrder: sum(sampled, (it) => it.outOfOrder),
    sampled: sampled.length,
    /** Per viewer of the sample. */
    textsHeard: sum(sampled, (it) => it.texts) / sampled.length,
    textsShed: sum(sampled, (it) => it.shed) / sampled.length,
    likesHeard: sum(sampled, (it) => it.likes) / sampled.length,
    ownerTexts: owner?.texts ?? null,
    ownerLikes: owner?.likes ?? null,
    framesPerSecond: sum(everybody, (it) => it.frames) / seconds,
    mbps: (sum(everybody, (it) => it.bytes) * 8) / 1e6 / seconds,
  };
}
