import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { isMonotonic, probe } from '../../support/ffprobe.ts';
import {
  cleanUp,
  hourFromNow,
  publish,
  startTestServer,
  streamInfo,
  type TestServer,
  tempFolder,
  until,
  untilLive,
} from './support.ts';

const execute = promisify(execFile);
afterAll(cleanUp);

const masterOf = (server: TestServer, name = 'live') => `${server.httpUrl}/live/${name}.m3u8`;

async function textOf(url: string): Promise<string> {
  // Sharing closes connections that wait for a next request.
  const response = await fetch(url, { headers: { connection: 'close' } });
  if (!response.ok) throw new Error(`${response.status} for ${url}`);
  return response.text();
}

/** Addresses of a playlist's lines, made whole. */
const addresses = (text: string, base: string) =>
  text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => new URL(line, base).href);

async function mediaUrlOf(server: TestServer, master = masterOf(server)): Promise<string> {
  const [url] = addresses(await textOf(master), master);
  if (!url) throw new Error('no media playlist');
  return url;
}

const numberOf = (text: string, tag: string) =>
  Number(new RegExp(`#EXT-X-${tag}:(\\d+)`).exec(text)?.[1]);
const durations = (text: string) =>
  [...text.matchAll(/#EXTINF:([\d.]+),/g)].map(([, seconds]) => Number(seconds));
const datesMs = (text: string) =>
  [...text.matchAll(/PROGRAM-DATE-TIME:(\S+)/g)].map(([, date]) => Date.parse(date as string));

test.concurrent('a player gets segments cut at keyframes that decode without an error, and is counted', async () => {
  const server = await startTestServer();
  expect((await fetch(masterOf(server))).status).toBe(404);
  const pusher = publish(server.publishUrl('live', hourFromNow()), { speed: 5, seconds: 90 });
  await untilLive(server);
  expect(server.lines.join()).not.toContain('hls:');

  const master = await textOf(masterOf(server));
  expect(master).toMatch(/CODECS="avc1\.[0-9a-f]{6},mp4a\.40\.2",RESOLUTION=320x180/);
  const mediaUrl = addresses(master, masterOf(server))[0] as string;
  const response = await fetch(mediaUrl);
  expect(response.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
  expect(durations(await response.text())[0]).toBeCloseTo(2, 1);
  await until('the player is counted', async () => {
    await textOf(mediaUrl);
    return (await streamInfo(server)).viewers === 1;
  });

  const text = await until(
    'five segments',
    async () => {
      const now = await textOf(mediaUrl);
      if (durations(now).length < 5) return null;
      // What is read next stays in the playlist for as long as that takes.
      pusher.child.kill('SIGSTOP');
      return textOf(mediaUrl);
    },
    60_000,
  );
  expect(numberOf(text, 'TARGETDURATION')).toBe(2);
  expect(text).toContain('#EXT-X-INDEPENDENT-SEGMENTS');
  for (const seconds of durations(text)) expect(seconds).toBeCloseTo(2, 1);
  const dates = datesMs(text);
  for (const [at, date] of dates.slice(1).entries())
    expect(Math.abs(date - (dates[at] as number) - 2000)).toBeLessThan(80);

  // What was served, one after another, as a player puts it together.
  const init = new URL(/MAP:URI="([^"]+)"/.exec(text)?.[1] as string, mediaUrl).href;
  const parts: Buffer[] = [];
  for (const url of [init, ...addresses(text, mediaUrl)]) {
    const part = await fetch(url);
    expect(part.headers.get('cache-control')).toBe('private, max-age=30, immutable');
    expect(part.headers.get('content-type')).toBe('video/mp4');
    parts.push(Buffer.from(await part.arrayBuffer()));
  }
  pusher.child.kill('SIGCONT');
  const file = join(await tempFolder(), 'all.mp4');
  await writeFile(file, Buffer.concat(parts));
  const { video, audio } = await probe(file);
  if (!video || !audio) throw new Error('a track is missing');
  expect(isMonotonic(video) && isMonotonic(audio)).toBe(true);
  expect(video).toMatchObject({ codec: 'h264', width: 320, height: 180 });
  expect(video.packets.length).toBe(durations(text).length * 60);
  expect(video.packets.filter(({ key }) => key).length).toBeGreaterThanOrEqual(5);

  const { stderr } = await execute('ffmpeg', [
    ...['-v', 'error', '-xerror', '-live_start_index', '0', '-i', masterOf(server)],
    ...['-t', '7', '-f', 'null', '-'],
  ]);
  expect(stderr).toBe('');
  await pusher.stop();
  await server.close();
});

test.concurrent('a publisher that comes back goes on in the same playlist, after a discontinuity', async () => {
  const server = await startTestServer();
  const url = server.publishUrl('live', hourFromNow());
  const first = publish(url, { speed: 2 });
  await untilLive(server);
  const mediaUrl = await mediaUrlOf(server);
  const shownAtMs = datesMs(await textOf(mediaUrl)).at(-1) ?? 0;
  // It is the time of day.
  expect(Math.abs(Date.now() - shownAtMs)).toBeLessThan(60_000);
  await first.stop();
  // Another picture size: other formats, another init segment.
  const second = publish(url, { size: '640x360', speed: 3 });
  const text = await until('a discontinuity', async () => {
    const now = await textOf(mediaUrl);
    return now.includes('#EXT-X-DISCONTINUITY\n') && now;
  });
  expect(text.match(/#EXT-X-MAP/g)).toHaveLength(2);
  const dates = datesMs(text);
  expect([...dates].sort((a, b) => a - b)).toEqual(dates);
  const last = await fetch(addresses(text, mediaUrl).at(-1) as string);
  expect(last.status).toBe(200);
  await last.arrayBuffer();
  await second.stop();
  await server.close();
});

test.concurrent('streams of sound or picture alone, and with B-frames', async () => {
  const server = await startTestServer();
  const silent = publish(server.publishUrl('silent', hourFromNow()), { audio: false, speed: 3 });
  const reordered = publish(server.publishUrl('reordered', hourFromNow()), {
    bFrames: true,
    speed: 3,
  });
  for (const name of ['silent', 'reordered']) {
    await untilLive(server, name);
    const { stderr } = await execute('ffmpeg', [
      ...['-v', 'error', '-xerror', '-i', masterOf(server, name), '-t', '3', '-f', 'null', '-'],
    ]);
    expect(stderr, name).toBe('');
  }
  await Promise.all([silent.stop(), reordered.stop()]);
  await server.close();
});

/** `fetch` would tidy the path. */
const statusOf = (server: TestServer, path: string, headers = {}) =>
  new Promise<number>((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: server.httpPort, path, headers, agent: false },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    asked.on('error', reject);
    asked.end();
  });

test.concurrent('hostile paths find nothing, and a shared stream wants its token for every file', async () => {
  const server = await startTestServer();
  const pusher = publish(server.publishUrl('live', hourFromNow()), { speed: 3 });
  await untilLive(server);
  const mediaUrl = new URL(await mediaUrlOf(server));
  const text = await textOf(mediaUrl.href);
  const [segment = ''] = addresses(text, mediaUrl.href);
  const { pathname, search } = new URL(segment);
  for (const path of [
    '/live/..%2f..%2fx.m3u8',
    '/live/../live.m3u8',
    '/live/none.m3u8',
    '/live/.m3u8',
    '/live//index.m3u8',
    '/live/live/../../../etc/passwd',
    '/live/live/..%2findex.m3u8',
    `/live/live/${search}`,
    `/live/live/index.m3u8`,
    `/live/live/index.m3u8?viewer=../../x`,
    `/live/live/index.m3u8?viewer=${'x'.repeat(500)}`,
    `/live/live/index.m3u8/x${search}`,
    `${pathname}`,
    `${pathname.replace(/-\d+/, '-999999999999')}${search}`,
    `${pathname.replace(/-\d+/, '--1')}${search}`,
    `${pathname.replace(/-\d+/, '-1e3')}${search}`,
    `/live/live/0-init0.mp4${search}`,
    `/live/other${pathname.slice('/live/live'.length)}${search}`,
    `/live/__proto__/index.m3u8${search}`,
    `/live/constructor/0-0.m4s${search}`,
  ]) {
    expect(await statusOf(server, path), path).toBe(404);
  }
  // The newest one: the first may have left the playlist meanwhile.
  const now = new URL(addresses(await textOf(mediaUrl.href), mediaUrl.href).at(-1) ?? '');
  expect(await statusOf(server, now.pathname + now.search)).toBe(200);
  expect(await statusOf(server, pathname + search, { 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await statusOf(server, '/live/live.m3u8', { origin: 'http://evil.example' })).toBe(403);

  expect((await server.share(true)).ok).toBe(true);
  const token = new URL(server.watchUrl('live')).searchParams.get('token') ?? '';
  const shared = await mediaUrlOf(server, `${masterOf(server)}?token=${token}`);
  pusher.child.kill('SIGSTOP');
  const all = [shared, ...addresses(await textOf(shared), shared), masterOf(server)];
  for (const url of all) {
    const bare = new URL(url);
    bare.searchParams.delete('token');
    expect(await statusOf(server, bare.pathname + bare.search), url).toBe(401);
    bare.searchParams.set('token', `${token.slice(0, -1)}!`);
    expect(await statusOf(server, bare.pathname + bare.search), url).toBe(401);
    bare.searchParams.set('token', token);
    expect(await statusOf(server, bare.pathname + bare.search), url).toBe(200);
  }
  expect(server.lines.join()).not.toContain(token);
  await pusher.stop();
  await server.close();
});
