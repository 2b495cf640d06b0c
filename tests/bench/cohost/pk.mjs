import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../rtmp-server.mjs';
import { run } from '../run.mjs';
import { spread } from './markdown.mjs';
import { openMesh } from './mesh.mjs';
import { openStudio } from './studio.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const SECRET = 'secret-of-the-bench-0123456789';
const SIZE = ['--size', '640x360', '--video-kbps', '1000'];
/** So that no invitation is refused as one of too many, ms. */
const PAUSE_MS = 2_500;

/**
 * Two studios ask each other for a PK again and again: from the invitation, and from the yes that
 * follows at once, until each has the other's picture in the programme; beside two pages of a mesh.
 * @param {number} times
 * @param {{ binary: string, folder: string, display: string }} place
 * @param {import('./owned.mjs').Owned} owned
 */
export async function benchPk(times, place, owned) {
  const url = await startServer(place.folder, owned);
  const red = await onAir('red', url, place, owned);
  const blue = await onAir('blue', url, place, owned);
  const fromInvitation = [];
  const fromYes = [];
  for (let turn = 0; turn < times; turn++) {
    const { invitedMs, yesMs, seenMs } = await meet(red, blue, owned);
    fromInvitation.push(seenMs - invitedMs);
    fromYes.push(seenMs - yesMs);
    await owned.pause(PAUSE_MS);
  }
  for (const { close } of [blue, red]) await close();
  const mesh = [];
  for (let turn = 0; turn < times; turn++) {
    const pages = await openMesh(place.folder, 1, owned);
    mesh.push(pages.setUpMs);
    await pages.close();
  }
  return {
    fromInvitation: summed(fromInvitation),
    fromYes: summed(fromYes),
    mesh: summed(mesh),
  };
}

const summed = (/** @type {readonly number[]} */ values) => ({
  ...spread(values),
  most: Math.max(...values),
});

/** One PK, from the invitation to its end. */
async function meet(inviter, invited, owned) {
  for (const [studio, colour] of [
    [inviter, 'blue'],
    [invited, 'red'],
  ])
    await studio.stage.evaluate((it) => window.watchForColour(it), colour);
  const pkOf = async ({ state }) => (await state()).session.cohost.pk?.pk ?? null;
  const rooms = [(await invited.state()).session.room.roomId];
  const asked = (pk) => pk?.phase === 'inviting';
  const invitedMs = Date.now();
  const rules = { roundSeconds: 60, penaltySeconds: 0, likePoints: 1 };
  done(await inviter.ask('cohost:pk', { do: 'invite', rooms, rules }));
  let pk = null;
  await owned.until(
    async () => asked((pk = await pkOf(invited))),
    'no invitation came',
    10_000,
    20,
  );
  const yesMs = Date.now();
  done(await invited.ask('cohost:pk', { do: 'accept', pkId: pk.id }));
  const seen = async ({ stage }) => stage.evaluate(() => window.colourSeenMs);
  await owned.until(
    async () => (await seen(inviter)) > 0 && (await seen(invited)) > 0,
    'the anchors do not see each other',
  );
  const seenMs = Math.max(await seen(inviter), await seen(invited));
  done(await inviter.ask('cohost:pk', { do: 'leave', pkId: pk.id }));
  for (const studio of [inviter, invited])
    await owned.until(async () => (await pkOf(studio))?.phase === 'ended', 'the PK does not end');
  return { invitedMs, yesMs, seenMs };
}

function done(/** @type {{ ok: boolean, error?: { message: string } }} */ result) {
  if (!result.ok) throw new Error(result.error?.message);
}

/** A studio whose camera has one colour, in a room that is open to PK. */
async function onAir(colour, url, place, owned) {
  const camera = join(place.folder, `${colour}.y4m`);
  const picture = `color=c=${colour}:size=320x240:rate=30:duration=1`;
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', picture, '-pix_fmt', 'yuv420p', camera],
  ]);
  const switches = [
    ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    ...[`--use-file-for-fake-video-capture=${camera}`, '--allow-loopback-in-peer-connection'],
  ];
  const studio = await openStudio({ ...place, args: [...SIZE, ...switches] }, owned);
  done(await studio.ask('settings:setOwnServer', { url, userId: colour, secret: SECRET }));
  done(await studio.ask('room:setHostName', { name: colour }));
  const info = { title: colour, category: 'talk', notice: '', visibility: 'public' };
  done(await studio.ask('room:setInfo', { ...info, openToPk: true }));
  await studio.goLive();
  await owned.until(
    async () => (await studio.state()).session.room?.state === 'active',
    'the room is not on air',
  );
  return studio;
}

/** The server on its own, for both. */
async function startServer(folder, owned) {
  const [http, rtmp] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [join(root, 'dist/main/server.mjs')], {
    env: {
      ...process.env,
      ...{ HOST: '127.0.0.1', PORT: String(http), RTMP_PORT: String(rtmp) },
      ...{ DATA_DIR: join(folder, 'server'), STUDIO_SECRET: SECRET },
    },
    stdio: 'ignore',
  });
  owned.child(child);
  const url = `http://127.0.0.1:${http}`;
  const answers = () =>
    fetch(`${url}/healthz`).then(
      () => true,
      () => false,
    );
  await owned.until(answers, 'the server does not start', 20_000);
  return url;
}
