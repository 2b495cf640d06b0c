import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DeliveryEvent } from '../../common/live/delivery.ts';
import { maskUrl } from '../../common/live/mask.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { Target } from '../live/broadcast.ts';
import { lossesOf, type Receipt } from '../live/receipt.ts';
import { plainTarget } from '../live/targets.ts';
import { writeAtomically } from '../settings/showFile.ts';
import type { Studio } from '../studio.ts';
import type { CliOptions } from './args.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Checks what can be known before anything starts: places to write to, and URLs. */
export async function checkPlaces(options: CliOptions): Promise<Result<null>> {
  for (const [flag, file] of [
    ['--record', options.record],
    ['--report', options.report],
  ] as const) {
    if (file === null) continue;
    const folder = dirname(resolve(file));
    try {
      await access(folder, constants.W_OK);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const why = code === 'ENOENT' ? 'the folder does not exist' : 'the folder is not writable';
      return err('PATH_UNWRITABLE', `${flag} ${file}: ${why}`, { path: file });
    }
    const there = await stat(file).catch(() => null);
    if (there?.isDirectory()) return err('PATH_UNWRITABLE', `${flag} ${file}: it is a folder`);
    if (there && flag === '--record')
      return err('FILE_EXISTS', `${flag} ${file}: the file exists; choose another name`);
  }
  for (const url of options.to)
    if (!/^(?:rtmps?|https?):\/\/[^/\s]+\/\S+/i.test(url))
      return err(
        'URL_INVALID',
        `--to ${maskUrl(url)}: wanted rtmp://host/app/key, rtmps://… or https://… of a WHIP server`,
      );
  return ok(null);
}

/** Runs a broadcast from the command line, from start to receipt; gives the exit status. */
export async function runHandsFree(
  studio: Studio,
  options: CliOptions,
  whenToldToStop: Promise<string>,
): Promise<number> {
  const fail = (message: string): number => {
    process.stderr.write(`error: ${message}\n`);
    return 1;
  };
  const targets = options.goLive ? await targetsOf(studio, options) : ok([]);
  if (!targets.ok) return fail(targets.error.message);
  const record = options.record === null ? null : resolve(options.record);
  tellTrouble(studio, targets.value);
  // Told to stop while it connects, it does not wait for servers that never answer.
  const started = await Promise.race([
    studio.goLive(targets.value, record),
    whenToldToStop.then(() => ok(null)),
  ]);
  const { session } = studio.store.state;
  if (!started.ok && session.live.state !== 'live') {
    await studio.broadcast.stopAll();
    if (options.report) await writeReport(options.report, await studio.receipt());
    return fail(started.error.message);
  }
  for (const { id, url } of targets.value)
    if (session.destinations[id]?.state === 'live') say(`on air: ${maskUrl(url)}`);
  const isHere = options.goLive && options.to.length === 0;
  if (isHere) say(`watch: ${studio.server.watchUrl}`);
  const forgetRoom = isHere ? tellRoom(studio) : () => {};
  if (record && started.ok) say(`recording: ${record}`);
  const sampling = setInterval(() => {
    studio.usage.sample();
    void studio.stage.sample();
  }, 1000);
  const reason = await Promise.race([
    whenToldToStop,
    ...(options.seconds === null ? [] : [wait(options.seconds)]),
  ]);
  clearInterval(sampling);
  forgetRoom();
  say(`stopping: ${reason}`);
  await studio.broadcast.stopAll();
  const receipt = await studio.receipt();
  if (options.report) {
    const written = await writeReport(options.report, receipt);
    if (!written.ok) return fail(written.error.message);
  }
  summarise(receipt);
  const losses = lossesOf(receipt);
  if (!started.ok) losses.unshift(started.error.message);
  const { recording } = studio.store.state.session;
  if (recording.state === 'failed') losses.unshift(recording.error.message);
  return losses.length === 0 ? 0 : fail(losses.join('; '));
}

/** Where `--to` says, else this machine's own server, whatever the show has switched on. */
async function targetsOf(studio: Studio, options: CliOptions): Promise<Result<Target[]>> {
  if (options.to.length > 0)
    return ok(options.to.map((url, index) => plainTarget(`to-${index + 1}`, url)));
  return studio.targets.embedded();
}

/** The link of the room, where viewers chat, too; it opens beside the picture. Gives what ends the waiting. */
function tellRoom({ store }: Studio): () => void {
  let told = '';
  const tell = () => {
    const url = store.state.session.room?.inviteUrl ?? '';
    if (url === '' || url === told) return;
    told = url;
    say(`room: ${url}`);
  };
  tell();
  return store.subscribe(tell);
}

const wait = (seconds: number): Promise<string> =>
  new Promise((resolve) => setTimeout(() => resolve(`${seconds} s are over`), seconds * 1000));

/** One line each time a destination changes for the worse or the better. */
function tellTrouble(studio: Studio, targets: readonly Target[]): void {
  const names = new Map(targets.map(({ id, url }) => [id, maskUrl(url)]));
  const told = new Map<string, string>();
  const lastOf = new Map<string, DeliveryEvent>();
  const lost = new Set<string>();
  const problems = new Set<string>();
  const tellSources = () => {
    for (const { error } of Object.values(studio.store.state.session.sourceProblems)) {
      if (problems.has(error.message)) continue;
      problems.add(error.message);
      // Names come from the show: none of them may command the terminal.
      process.stderr.write(`source: ${error.message.replace(/\p{Cc}/gu, '?')}\n`);
    }
  };
  tellSources();
  studio.store.subscribe(({ state }) => {
    tellSources();
    for (const [id, { last }] of Object.entries(state.session.delivery)) {
      if (!last || lastOf.get(id) === last) continue;
      lastOf.set(id, last);
      const words = wordsOf(last);
      if (words) process.stderr.write(`${names.get(id) ?? id}: ${words}\n`);
    }
    for (const [id, status] of Object.entries(state.session.destinations)) {
      if (told.get(id) === status.state) continue;
      told.set(id, status.state);
      if (status.state === 'failed' || status.state === 'reconnecting') {
        lost.add(id);
        process.stderr.write(`${names.get(id) ?? id}: ${status.state}: ${status.error.message}\n`);
      } else if (status.state === 'live' && lost.delete(id))
        process.stderr.write(`${names.get(id) ?? id}: back on air\n`);
    }
  });
}

/** What changed about the picture, or about the way it goes; empty for what the state says already. */
function wordsOf({ kind, rung, linkKbps }: DeliveryEvent): string {
  const picture = rung ? `${rung.width}x${rung.height} ${rung.fps} fps ${rung.kbps} kbit/s` : '';
  switch (kind) {
    case 'lowered':
    case 'raised':
      return `${kind} to ${picture}${linkKbps === undefined ? '' : `, the link carries ${Math.round(linkKbps)} kbit/s`}`;
    case 'full':
      return 'full picture again';
    case 'backup':
      return 'goes by the backup address';
    case 'primary':
      return 'goes by the first address again';
    default:
      return '';
  }
}

async function writeReport(file: string, receipt: Receipt): Promise<Result<null>> {
  try {
    await writeAtomically(resolve(file), `${JSON.stringify(receipt, null, 2)}\n`);
    return ok(null);
  } catch (error) {
    return err('PATH_UNWRITABLE', `--report ${file}: ${(error as Error).message}`);
  }
}

function summarise(receipt: Receipt): void {
  const { video, destinations, recording } = receipt;
  say(`frames: ${video.encoded} encoded, ${video.skipped} skipped`);
  for (const it of destinations)
    say(`sent: ${it.url} ${it.videoPacketsSent} frames, ${it.dropped} packets dropped`);
  if (recording) say(`recorded: ${recording.file} ${recording.videoFrames} frames`);
}
