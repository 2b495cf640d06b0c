import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CohostDesk } from '../../../common/cohost/desk.ts';
import { isOn } from '../../../common/cohost/desk.ts';
import type { PeerSignal } from '../../../common/cohost/signal.ts';
import type { CohostEvent, RemoteStats } from '../../../common/cohost/stage.ts';
import { defaultShow } from '../../../common/show/defaults.ts';
import { newStrip } from '../../../common/show/mixer.ts';
import { newItem, newSource } from '../../../common/show/new.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import { enter, feedSeen, launchGuest, tonesHeard } from '../../support/cohost/guestBrowser.ts';
import { GuestDoor } from '../../support/cohost/guestDoor.ts';
import { buildGuestPage } from '../../support/cohost/guestPage.ts';
import { Road } from '../../support/cohost/road.ts';
import type { CohostHarness } from '../../support/cohostPage/page.ts';
import { until } from '../../support/nginxRtmp.ts';
import { showNames } from '../../support/showNames.ts';
import { openCohostPage, type PageOf } from '../../support/stagePage.ts';

const SIZE = { width: 640, height: 360 };
const HOST_TONE = 1_500;
const RED = { name: 'Red', colour: 'red', tone: 500 };
const BLUE = { name: 'Blue', colour: 'blue', tone: 2_800 };
const TONES = [HOST_TONE, RED.tone, BLUE.tone];
const PATIENCE_MS = 90_000;
/** Only ends what hangs. */
const LONGEST_TEST_MS = 600_000;

/** A host with a tone, and two seats side by side. */
function show(): ShowState {
  const ready = defaultShow(showNames, SIZE.width, SIZE.height, 30);
  const [scene] = ready.scenes;
  if (!scene) throw new Error('the ready-made show has no scene');
  const half = { width: SIZE.width / 2, height: SIZE.height };
  scene.items = [
    newItem('left', 'first', { x: 0, y: 0, ...half }, 'cover'),
    newItem('right', 'second', { x: half.width, y: 0, ...half }, 'cover'),
  ];
  ready.sources = {
    first: { ...newSource('guest', 'first', 'First', SIZE), seat: 1 },
    second: { ...newSource('guest', 'second', 'Second', SIZE), seat: 2 },
    host: { ...newSource('tone', 'host', 'Host', SIZE), frequencyHz: HOST_TONE },
  };
  const quiet = { ...newStrip(), gainDb: -12 };
  ready.mixer.strips = { master: newStrip(), first: quiet, second: quiet, host: quiet };
  return stateOfShow(ready);
}

let folder: string;
let page: PageOf<CohostHarness>;
let door: GuestDoor;
const roads = new Map<string, Road>();
const browsers: Browser[] = [];
const events: CohostEvent[] = [];
let stats: Readonly<Record<string, RemoteStats>> = {};

const toStage = (userId: string, signal: PeerSignal) =>
  page.call('order', { type: 'cohost', order: { type: 'signal', id: `guest:${userId}`, signal } });

/** All that two ends send each other goes by a road of the test's. */
async function onRoad(userId: string, signal: PeerSignal): Promise<PeerSignal | null> {
  const road = roads.get(userId) ?? new Road();
  roads.set(userId, road);
  if (signal.type === 'offer' || signal.type === 'answer')
    return { ...signal, sdp: signal.sdp.replace(/^a=candidate:.*\r\n/gm, '') };
  if (signal.type !== 'candidate' || signal.candidate === null) return signal;
  const candidate = await road.candidate(signal.candidate);
  return candidate ? { ...signal, candidate } : null;
}

function changed({ people }: CohostDesk): void {
  const known = people.map(({ userId, name, seat, mic, camera }) => ({
    ...{ id: `guest:${userId}`, name, seat, offers: true },
    ...{ micOff: !isOn(mic), cameraOff: !isOn(camera) },
  }));
  void page.call('order', {
    type: 'cohost',
    order: { type: 'people', people: known, iceServers: [], ownArea: null },
  });
}

async function fromStage(event: CohostEvent): Promise<void> {
  if (event.type === 'stats') {
    stats = event.stats;
    return;
  }
  events.push(event);
  const userId = 'id' in event ? event.id.slice('guest:'.length) : '';
  if (event.type === 'media') door.host({ do: 'media', userId, up: event.up });
  if (event.type !== 'signal') return;
  const signal = await onRoad(userId, event.signal);
  if (signal) door.signal(userId, signal);
}

async function guest(looks: typeof RED): Promise<{ page: Page; userId: string }> {
  const browser = await launchGuest(folder, looks);
  browsers.push(browser);
  const own = await (await browser.newContext({ locale: 'en' })).newPage();
  await own.addInitScript(() => {
    const Known = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Known {
      constructor(config?: RTCConfiguration) {
        super(config);
        Object.assign(window, { connection: this });
      }
    };
  });
  await enter(own, door.url(), looks.name);
  await until(() => door.idOf(looks.name) !== '', `${looks.name} at the desk`, PATIENCE_MS);
  return { page: own, userId: door.idOf(looks.name) };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cohost-'));
  const built = join(folder, 'guest');
  [page] = await Promise.all([openCohostPage(true), buildGuestPage(built)]);
  await page.page.exposeFunction('fromStage', fromStage);
  door = await GuestDoor.open(built, {
    changed,
    async signal(userId, signal) {
      const passed = await onRoad(userId, signal);
      if (passed) await toStage(userId, passed);
    },
  });
  await page.call('start', show());
});
afterAll(async () => {
  await Promise.all(browsers.map((it) => it.close()));
  await door?.close();
  await page?.close();
  for (const road of roads.values()) road.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

it('is light: 200 kB at most, compressed', async () => {
  const files = await readdir(join(folder, 'guest'), { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const file of files)
    if (file.isFile()) bytes += gzipSync(await readFile(join(file.parentPath, file.name))).length;
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThanOrEqual(200_000);
});

it(
  'brings two guests on air who hear all but themselves, and back after a cut of 5 s',
  async () => {
    const red = await guest(RED);
    const blue = await guest(BLUE);
    for (const { userId } of [red, blue])
      await until(() => door.stageOf(userId) === 'green', 'the green room', PATIENCE_MS);
    await red.page.locator('html:not([data-on-air])').waitFor();

    // In the green room they see and hear the programme, and send no picture while nobody looks.
    await until(async () => (await feedSeen(red.page)).frames > 5, 'the programme', PATIENCE_MS);
    const isColour = (pixel: readonly number[] | null | undefined, at: 0 | 2) =>
      !!pixel && (pixel[at] ?? 0) > 150 && (pixel[2 - at] ?? 255) < 100;
    const seen = () =>
      page.call('colours', [
        [0.25, 0.5],
        [0.75, 0.5],
      ]);
    const heard = async () => (await page.call('tones', TONES)) as [number, number, number];
    const idOf = ({ userId }: { userId: string }) => `guest:${userId}`;
    const bothSend = (test: (of: RemoteStats) => boolean) =>
      [red, blue].every((it) => {
        const of = stats[idOf(it)];
        return of?.state === 'connected' && test(of);
      });
    await until(() => bothSend(({ fps }) => fps === 0), 'no pictures', PATIENCE_MS);
    expect(await page.call('waiting', idOf(red))).toEqual({ colour: null, db: null });

    // The host looks at both, hears red and speaks to red: nobody else sees or hears anything of it.
    const greenRoom = (order: { seen: boolean; listen: string | null; talk: string | null }) =>
      page.call('order', { type: 'cohost', order: { type: 'greenRoom', ...order } });
    await greenRoom({ seen: true, listen: idOf(red), talk: idOf(red) });
    await until(
      () => bothSend(({ fps, width, height }) => fps > 0 && fps <= 12 && width + height <= 640),
      'small pictures',
      PATIENCE_MS,
    );
    let looked: unknown = null;
    const looks = async (of: { userId: string }, at: 0 | 2) => {
      const { colour, db } = await page.call('waiting', idOf(of));
      const [left, right] = await seen();
      expect(isColour(left, 0) || isColour(right, 0)).toBe(false);
      expect(isColour(left, 2) || isColour(right, 2)).toBe(false);
      const [host, ...guests] = await heard();
      expect(Math.max(...guests)).toBeLessThan(-50);
      looked = { colour, db, host, guests };
      return host > -60 && isColour(colour, at) && (db ?? -200) > -60;
    };
    for (const [of, at] of [
      [red, 0],
      [blue, 2],
    ] as const)
      await until(() => looks(of, at), 'a guest in the green room', PATIENCE_MS).catch(
        (error: Error) => {
          throw new Error(`${error.message}: ${JSON.stringify(looked)}`);
        },
      );
    // Who is spoken to hears the programme under the host's voice.
    await until(
      async () => {
        const [under = 0, whole = -200] = (
          await Promise.all([red, blue].map((it) => tonesHeard(it.page, [HOST_TONE])))
        ).flat();
        return whole > -75 && under < whole - 8;
      },
      'the programme under the host',
      PATIENCE_MS,
    );
    await greenRoom({ seen: false, listen: null, talk: null });

    door.host({ do: 'air', userId: red.userId, seat: 1 });
    door.host({ do: 'air', userId: blue.userId, seat: 2 });
    await red.page.locator('html[data-on-air]').waitFor();

    await until(
      async () => {
        const [left, right] = await seen();
        return isColour(left, 0) && isColour(right, 2);
      },
      'both in the picture',
      PATIENCE_MS,
    );
    let sound: readonly number[] = [];
    await until(
      async () => {
        sound = await heard();
        return sound.every((it) => it > -60);
      },
      'all in the sound',
      PATIENCE_MS,
    ).catch((error: Error) => {
      throw new Error(`${error.message}: ${JSON.stringify([sound, stats])}`);
    });

    // Each hears the host and the other, and nothing of himself.
    const hears = async (of: Page, own: number) => {
      const levels = await tonesHeard(of, TONES);
      const others = levels.filter((_, at) => at !== own);
      return { own: levels[own] as number, others: Math.min(...others) };
    };
    for (const [of, own] of [
      [red.page, 1],
      [blue.page, 2],
    ] as const) {
      let last = { own: 0, others: -200 };
      await until(
        async () => {
          last = await hears(of, own);
          return last.others > -75 && last.own < last.others - 25;
        },
        `mix-minus of guest ${own}`,
        PATIENCE_MS,
      ).catch((error: Error) => {
        throw new Error(`${error.message}: ${JSON.stringify(last)}`);
      });
      process.stdout.write(
        `guest ${own}: others ${last.others.toFixed(0)} dB, own ${last.own.toFixed(0)} dB\n`,
      );
    }
    const feed = await feedSeen(red.page);
    expect(Math.max(feed.width, feed.height)).toBeLessThanOrEqual(640);
    const told = stats[`guest:${red.userId}`];
    expect(told).toMatchObject({ state: 'connected' });
    expect(told?.inKbps).toBeGreaterThan(10);
    expect(told?.outKbps).toBeGreaterThan(10);
    await until(() => events.some((it) => it.type === 'mixMinus'), 'the self-check', PATIENCE_MS);
    expect(events.filter((it) => it.type === 'mixMinus' && !it.clean)).toEqual([]);

    // The cable is out for five seconds: the last picture stays, and all comes back by itself.
    const road = roads.get(red.userId) as Road;
    road.isOpen = false;
    await sleep(5_000);
    expect(isColour((await seen())[0], 0)).toBe(true);
    road.isOpen = true;
    const before = (await feedSeen(red.page)).frames;
    await until(
      () => stats[`guest:${red.userId}`]?.state === 'connected',
      'the connection',
      PATIENCE_MS,
    );
    await until(
      // A connection that was made anew counts from nothing.
      async () => Math.abs((await feedSeen(red.page)).frames - before) > 5,
      'the feed',
      PATIENCE_MS,
    );
    await until(async () => (await heard())[1] > -60, 'the tone again', PATIENCE_MS);
    await until(() => (stats[`guest:${red.userId}`]?.fps ?? 0) > 0, 'pictures again', PATIENCE_MS);

    // Who leaves leaves the picture.
    await red.page.locator('#leave').click();
    await until(() => door.stageOf(red.userId) === null, 'the empty seat', PATIENCE_MS);
    await until(async () => !isColour((await seen())[0], 0), 'the slate', PATIENCE_MS);
    expect(isColour((await seen())[1], 2)).toBe(true);
    expect(await page.call('failures')).toEqual([]);
  },
  LONGEST_TEST_MS,
);

it(
  'disconnects a guest who sends far more than was asked for, and says so',
  async () => {
    const userId = door.idOf(BLUE.name);
    const own = browsers.at(-1)?.contexts()[0]?.pages()[0];
    // Data is the cheapest to send; the stage counts whatever comes.
    await own?.evaluate(() => {
      const { connection } = window as unknown as { connection: RTCPeerConnection };
      // Agreed by nobody: what is opened the usual way is closed at once.
      const flood = connection.createDataChannel('flood', {
        negotiated: true,
        id: 500,
        ordered: false,
      });
      const part = new Uint8Array(16_384);
      flood.onopen = () =>
        setInterval(() => {
          if (flood.readyState !== 'open') return;
          for (let at = 0; at < 8 && flood.bufferedAmount < 1_000_000; at++) flood.send(part);
        }, 50);
    });
    const flooded = () => events.find((it) => it.type === 'flood');
    await until(() => flooded() !== undefined, 'the flood', LONGEST_TEST_MS);
    expect(flooded()).toMatchObject({ id: `guest:${userId}`, allowedKbps: 1_264 });
    await until(
      () => {
        const ofThem = events.flatMap((it) =>
          it.type === 'media' && it.id === `guest:${userId}` ? [it.up] : [],
        );
        return ofThem.at(-1) === false;
      },
      'nothing of it taken in any more',
      PATIENCE_MS,
    );
  },
  LONGEST_TEST_MS,
);
