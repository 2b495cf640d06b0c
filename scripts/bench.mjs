#!/usr/bin/env node
/**
 * `npm run bench`: Anchor Studio beside ffmpeg and OBS Studio, the same scene to the same server,
 * in turn. See `--help`.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { broadcast, SETTLE_SECONDS } from '../tests/bench/broadcast.mjs';
import { calibrate } from '../tests/bench/calibrate.mjs';
import { benchChat } from '../tests/bench/chat/index.mjs';
import { benchCohost } from '../tests/bench/cohost/index.mjs';
import { makeCold } from '../tests/bench/cold.mjs';
import { anchor } from '../tests/bench/contestants/anchor.mjs';
import { ffmpeg } from '../tests/bench/contestants/ffmpeg.mjs';
import { obs } from '../tests/bench/contestants/obs.mjs';
import { benchDestinations } from '../tests/bench/destinations/index.mjs';
import { startDisplay } from '../tests/bench/display.mjs';
import { benchFloor } from '../tests/bench/floor/index.mjs';
import { LOADS } from '../tests/bench/floor/loads.mjs';
import { describeCommit, describeMachine } from '../tests/bench/machine.mjs';
import { makeMedia, makeReference } from '../tests/bench/media.mjs';
import { benchNetwork } from '../tests/bench/network/index.mjs';
import { SCENARIOS } from '../tests/bench/network/scenarios.mjs';
import { comparePictures, probe } from '../tests/bench/picture.mjs';
import { benchRooms } from '../tests/bench/rooms/index.mjs';
import { startRtmpServer } from '../tests/bench/rtmp-server.mjs';
import { SCENES } from '../tests/bench/scene.mjs';
import { ratios, summarise } from '../tests/bench/summary.mjs';
import { formatReport, formatRound } from '../tests/bench/table.mjs';
import { benchViewers } from '../tests/bench/viewers/index.mjs';

const HELP = `npm run bench -- [floor|network|destinations|rooms|viewers|chat|cohost] [options]
  --rounds N           turns of each contestant with each scene (3)
  --seconds N          of programme in each turn (20)
  --only LIST          scenes: 720p30,1080p30
  --contestants LIST   anchor,anchor-no-window,ffmpeg,obs
  --short              one round of 8 s at 720p30, written nowhere unless --out
  --warm               do not empty the file cache before each start
  --out FILE           results as JSON (bench/results.json)
  --keep               keep the working folder (recordings, logs) and print where it is

  floor: what sources cost, how fast scenes switch and how soon a large collection opens.
  --rounds N           (3)
  --seconds N          that count of each turn (8)
  --only LIST          loads: ${LOADS.map(({ id }) => id).join(',')}
  --parts LIST         sources,open,switches
  --out FILE           results as JSON (bench/results-floor.json for a whole run of two rounds
                       or more, which also writes its tables into docs/bench.md)
  --keep

  network: what faults of the network do, beside OBS Studio behind the same kind of cable. Needs root
           (network namespaces) and python3.
  --only LIST          faults: ${SCENARIOS.map(({ id }) => id).join(',')}
  --contestants LIST   ours,peer
  --short              three of the faults, written nowhere unless --out
  --out FILE           (bench/results-network.json, and its table into docs/bench.md)

  destinations: what 1, 2, 4 and 8 destinations cost, and one of eight that stalls.
  --rounds N (2)  --seconds N (10)  --short  --out FILE


  rooms: rooms that are made, published, listed and kept alive: what calls take.
  --most N             rooms (200)
  --seconds N          of heartbeats and lists (20)
  --short              20 rooms for 4 s, written nowhere unless --out
  --out FILE           (bench/results-rooms.json, and its table into docs/bench.md)

  viewers: how many viewers this machine serves before the first lags.
  --only LIST          flv,hls
  --most N             enough (3000)
  --short              30 viewers of each, written nowhere unless --out
  --out FILE           results as JSON (bench/results-viewers.json for a whole run, which also
                       writes its table into docs/bench.md)

  chat: one room with 5,000 viewers and a thousand messages a second, beside a plain socket.io server.
  --most N             viewers (5000)
  --seconds N          of talk in each turn (15)
  --short              500 viewers for 5 s, written nowhere unless --out
  --out FILE           (bench/results-chat.json, and its table into docs/bench.md)

  cohost: what 1, 2, 4 and 8 guests cost on the air and how late they are, and how soon a PK stands,
          beside a plain mesh page.
  --most N             guests (8)
  --seconds N          of each count, for the CPU and again for the delay (15)
  --rounds N           PKs that are set up (7)
  --short              up to 2 guests for 5 s and 2 PKs, written nowhere unless --out
  --out FILE           (bench/results-cohost.json, and its table into docs/bench.md)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    parts: { type: 'string' },
    most: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    contestants: { type: 'string' },
    short: { type: 'boolean', default: false },
    warm: { type: 'boolean', default: false },
    out: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const project = fileURLToPath(new URL('..', import.meta.url));
const CONTESTANTS = {
  anchor: anchor({ window: true }),
  'anchor-no-window': anchor({ window: false }),
  ffmpeg,
  obs,
};

/** The entries of `table` that a comma-separated list names; all of them where it is not given. */
function choose(table, list, what) {
  if (list === undefined) return Object.values(table);
  return list.split(',').map((name) => {
    if (!(name in table))
      throw new Error(`unknown ${what} "${name}"; there are ${Object.keys(table).join(', ')}`);
    return table[name];
  });
}

function readNumber(text, fallback, least, name) {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new Error(`--${name} wants a whole number of at least ${least}`);
  return value;
}

async function main(signal) {
  const { short } = values;
  const scenes = choose(SCENES, values.only ?? (short ? '720p30' : undefined), 'scene');
  const rounds = readNumber(values.rounds, short ? 1 : 3, 1, 'rounds');
  const seconds = readNumber(values.seconds, short ? 8 : 20, SETTLE_SECONDS + 3, 'seconds');
  const out = values.out ?? (short ? undefined : join(project, 'bench', 'results.json'));

  const contestants = [];
  const versions = {};
  for (const contestant of choose(CONTESTANTS, values.contestants, 'contestant')) {
    const version = await contestant.version();
    versions[contestant.name] = version;
    if (version) contestants.push(contestant);
    else console.log(`${contestant.name} is not installed: measuring the rest.`);
  }

  const folder = await mkdtemp(join(tmpdir(), 'anchor-bench-'));
  const opened = [];
  try {
    const server = await startRtmpServer(folder);
    opened.push(server);
    const display = await startDisplay();
    opened.push(display);
    console.log('Making the camera, the image and the reference pictures…');
    const media = await makeMedia(folder);
    const results = {
      date: new Date().toISOString(),
      commit: await describeCommit(),
      machine: await describeMachine(),
      versions,
      options: { rounds, seconds, settleSeconds: SETTLE_SECONDS, scenes },
      summary: {},
      ratios: [],
      rounds: [],
    };
    for (const scene of scenes) {
      const reference = await makeReference(scene, media, folder);
      for (let round = 1; round <= rounds && !signal.aborted; round++) {
        // Each round starts with another contestant, so that none always follows the same one.
        for (let turn = 0; turn < contestants.length && !signal.aborted; turn++) {
          const contestant = contestants[(turn + round - 1) % contestants.length];
          const one = { round, scene: scene.name, contestant: contestant.name };
          const place = { folder, media, reference, server, display };
          Object.assign(
            one,
            await takeTurn(contestant, scene, seconds, place, signal).catch((error) => ({
              error: error.message,
            })),
          );
          results.rounds.push(one);
          if (!signal.aborted) console.log(formatRound(one));
        }
      }
      await rm(reference, { force: true });
    }
    if (signal.aborted) {
      console.log('Stopped.');
      return 1;
    }
    const names = (list) => list.map((it) => it.name);
    const isOurs = (it) => it === CONTESTANTS.anchor || it === CONTESTANTS['anchor-no-window'];
    results.summary = summarise(results.rounds);
    results.ratios = ratios(
      results.rounds,
      names(contestants.filter(isOurs)),
      names(contestants.filter((it) => !isOurs(it))),
    );
    console.log(`\n${formatReport(results.summary, results.ratios)}`);
    if (out) {
      await mkdir(dirname(resolve(out)), { recursive: true });
      await writeFile(out, `${JSON.stringify(results, rounded, 2)}\n`);
      console.log(`\nWritten to ${out}`);
    }
    return results.rounds.some((it) => it.error) ? 1 : 0;
  } finally {
    for (const it of opened.reverse()) await it.stop();
    if (values.keep) console.log(`Kept ${folder}`);
    else await rm(folder, { recursive: true, force: true });
  }
}

const PARTS = { sources: 'sources', open: 'open', switches: 'switches' };

/** `npm run bench -- floor` */
function floor(signal) {
  const { keep, only } = values;
  const loads = Object.fromEntries(LOADS.map(({ id }) => [id, id]));
  const rounds = readNumber(values.rounds, 3, 1, 'rounds');
  const isWhole = rounds > 1 && only === undefined && values.parts === undefined;
  return benchFloor(
    {
      rounds,
      seconds: readNumber(values.seconds, 8, 2, 'seconds'),
      only: only && choose(loads, only, 'load'),
      parts: choose(PARTS, values.parts, 'part'),
      out: values.out ?? (isWhole ? join(project, 'bench', 'results-floor.json') : undefined),
      docs: isWhole ? join(project, 'docs', 'bench.md') : undefined,
      keep,
    },
    signal,
  );
}

/** `npm run bench -- network` */
function network(signal) {
  const { keep, only, short, contestants } = values;
  const faults = Object.fromEntries(SCENARIOS.map(({ id }) => [id, id]));
  const isWhole = !short && only === undefined && contestants === undefined;
  return benchNetwork(
    {
      ...{ short, keep },
      only: only && choose(faults, only, 'fault'),
      who: contestants && choose({ ours: 'ours', peer: 'peer' }, contestants, 'contestant'),
      out: values.out ?? (isWhole ? join(project, 'bench', 'results-network.json') : undefined),
      docs: isWhole ? join(project, 'docs', 'bench.md') : undefined,
    },
    signal,
  );
}

const KINDS = { flv: 'flv', hls: 'hls' };

/** `npm run bench -- viewers` */
function viewers(signal) {
  const { short, only } = values;
  const isWhole = !short && only === undefined && values.most === undefined;
  return benchViewers(
    {
      kinds: choose(KINDS, only, 'kind'),
      most: readNumber(values.most, short ? 30 : 3_000, 1, 'most'),
      size: '1280x720',
      kbps: 2_500,
      out: values.out ?? (isWhole ? join(project, 'bench', 'results-viewers.json') : undefined),
      docs: isWhole ? join(project, 'docs', 'bench.md') : undefined,
    },
    signal,
  );
}

/** `npm run bench -- chat` */
function chat(signal) {
  const { short } = values;
  const viewers = readNumber(values.most, short ? 500 : 5_000, 100, 'most');
  const isWhole = !short && values.most === undefined;
  return benchChat(
    {
      viewers,
      rooms: Math.ceil(viewers / 25),
      seconds: readNumber(values.seconds, short ? 5 : 15, 2, 'seconds'),
      sample: short ? 40 : 100,
      steps: short ? [25, 50] : [25, 50, 100, 200, 400, 800, 1_600, 3_200, 5_000],
      out: values.out ?? (isWhole ? join(project, 'bench', 'results-chat.json') : undefined),
      docs: isWhole ? join(project, 'docs', 'bench.md') : undefined,
    },
    signal,
  );
}

/** `npm run bench -- destinations` */
function destinations(signal) {
  const { short, keep } = values;
  return benchDestinations(
    {
      rounds: readNumber(values.rounds, short ? 1 : 2, 1, 'rounds'),
      seconds: readNumber(values.seconds, short ? 4 : 10, 2, 'seconds'),
      out: values.out ?? (short ? undefined : join(project, 'bench', 'results-destinations.json')),
      docs: short ? undefined : join(project, 'docs', 'bench.md'),
      keep,
    },
    signal,
  );
}

/** `npm run bench -- rooms` */
function rooms(signal) {
  const { short } = values;
  return benchRooms(
    {
      rooms: readNumber(values.most, short ? 20 : 200, 1, 'most'),
      seconds: readNumber(values.seconds, short ? 4 : 20, 2, 'seconds'),
      out: values.out ?? (short ? undefined : join(project, 'bench', 'results-rooms.json')),
      docs: short ? undefined : join(project, 'docs', 'bench.md'),
    },
    signal,
  );
}

/** `npm run bench -- cohost` */
function cohost(signal) {
  const { short } = values;
  const most = readNumber(values.most, short ? 2 : 8, 1, 'most');
  const isWhole = !short && values.most === undefined;
  return benchCohost(
    {
      counts: [0, 1, 2, 4, 8].filter((count) => count <= most),
      seconds: readNumber(values.seconds, short ? 5 : 15, 3, 'seconds'),
      pks: readNumber(values.rounds, short ? 2 : 7, 0, 'rounds'),
      out: values.out ?? (isWhole ? join(project, 'bench', 'results-cohost.json') : undefined),
      docs: isWhole ? join(project, 'docs', 'bench.md') : undefined,
    },
    signal,
  );
}

const BENCHES = {
  cohost,
  rooms,
  floor,
  network,
  destinations,
  viewers,
  chat,
};

/** One contestant, one scene, once: calibration, the broadcast, calibration, the pictures. */
async function takeTurn(contestant, scene, seconds, place, signal) {
  const { media, server, display } = place;
  const folder = await mkdtemp(join(place.folder, 'turn-'));
  const key = folder.slice(folder.lastIndexOf('-') + 1);
  const before = await calibrate(media.camera);
  const cold = !values.warm && (await makeCold([media.camera, media.tone, media.logo]));
  const job = { scene, media, key, seconds, folder, display: display.display };
  const live = await broadcast(contestant, job, server.port, display.cpuSeconds, signal);
  const after = await calibrate(media.camera);
  const recording = await server.recordingOf(key);
  const { times, video, audio } = await probe(recording);
  const picture = await comparePictures(recording, place.reference, scene, live.settlingFrames);
  if (!values.keep) await rm(recording);
  return {
    cold,
    calibration: {
      cpuSeconds: (before.cpuSeconds + after.cpuSeconds) / 2,
      wallSeconds: (before.wallSeconds + after.wallSeconds) / 2,
      before,
      after,
    },
    live,
    recorded: { video, audio, frames: times.length },
    picture,
  };
}

/** Five significant digits are more than the measurement has. */
const rounded = (_key, value) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;

if (values.help) {
  console.log(HELP);
} else {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => controller.abort());
  // Nobody reads any more (`| head`): clean up as after Ctrl-C.
  process.stdout.on('error', () => controller.abort());
  try {
    const [what, ...more] = positionals;
    if ((what !== undefined && !Object.hasOwn(BENCHES, what)) || more.length > 0)
      throw new Error(`unknown "${more[0] ?? what}"; see npm run bench -- --help`);
    process.exitCode = await (what === undefined ? main : BENCHES[what])(controller.signal);
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exitCode = 1;
  }
}
