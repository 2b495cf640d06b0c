import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliOptions, HELP, readArgs } from '../../../main/cli/args.ts';
import { checkPlaces } from '../../../main/cli/handsFree.ts';

/** The options read, or an error. */
function read(...argv: string[]): CliOptions {
  const result = readArgs(argv);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const nothing: CliOptions = {
  help: false,
  version: false,
  goLive: false,
  to: [],
  show: null,
  size: null,
  fps: null,
  videoKbps: null,
  seconds: null,
  record: null,
  report: null,
  window: true,
  compositor: 'auto',
  locale: null,
};

describe('the command line', () => {
  it('without arguments asks for nothing', () => {
    expect(read()).toEqual(nothing);
  });

  it.each<[string[], Partial<CliOptions>]>([
    [['--help'], { help: true }],
    [['-h'], { help: true }],
    [['--version'], { version: true }],
    [['--go-live'], { goLive: true }],
    [
      ['--go-live', '--to', 'rtmp://a/b/c', '--to=rtmps://d/e/f'],
      { goLive: true, to: ['rtmp://a/b/c', 'rtmps://d/e/f'] },
    ],
    [['--show', 'a.json'], { show: 'a.json' }],
    [['--size', '1920x1080'], { size: { width: 1920, height: 1080 } }],
    [['--fps=60'], { fps: 60 }],
    [['--video-kbps', '6000'], { videoKbps: 6000 }],
    [['--go-live', '--seconds', '2.5'], { goLive: true, seconds: 2.5 }],
    [['--record', 'a.mp4'], { record: 'a.mp4' }],
    [['--report', 'a.json'], { report: 'a.json' }],
    [['--record=a.mp4', '--no-window'], { record: 'a.mp4', window: false }],
    [['--compositor', 'planar'], { compositor: 'planar' }],
    [['--lang', 'zh-CN'], { locale: 'zh-CN' }],
  ])('%j', (argv, wanted) => {
    expect(read(...argv)).toEqual({ ...nothing, ...wanted });
  });

  it('lets switches of Chromium stand among ours', () => {
    const switches = [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-file-for-fake-video-capture=/a.y4m',
      '--disable-gpu',
      '--remote-debugging-port=0',
      '--user-data-dir=/tmp/x',
      '--ozone-platform=headless',
      '--inspect=0',
      '--js-flags=--expose-gc',
    ];
    expect(read(...switches, '--go-live', '--seconds=1')).toMatchObject({
      goLive: true,
      seconds: 1,
    });
  });

  it.each([
    ['--frobnicate'],
    ['stray'],
    ['--fps', '0'],
    ['--fps', '61'],
    ['--fps', '29.97'],
    ['--size', '1280'],
    ['--size', '1280x720x3'],
    ['--video-kbps', '50'],
    ['--video-kbps', 'lots'],
    ['--go-live', '--seconds', '0'],
    ['--go-live', '--seconds', 'soon'],
    ['--compositor', 'cuda'],
    ['--lang', 'fr'],
    ['--to', 'rtmp://a/b/c'],
    ['--no-window'],
    ['--seconds', '3'],
    ['--record'],
    // Within the digits allowed, but no picture the show could have.
    ['--size', '1281x720'],
    ['--size', '10x10'],
    ['--size', '9000x720'],
  ])('refuses %s', (...argv) => {
    const given = argv.filter((arg) => arg !== undefined);
    const result = readArgs(given);
    expect(result).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
    if (!result.ok) {
      expect(result.error.message).toContain('--help');
      expect(result.error.message).not.toContain('\n');
    }
  });

  it('explains every option it knows', () => {
    for (const option of [
      ...['go-live', 'to', 'show', 'size', 'fps', 'video-kbps', 'seconds', 'record', 'report'],
      ...['no-window', 'compositor', 'lang', 'help', 'version'],
    ])
      expect(HELP).toContain(`--${option}`);
  });
});

describe('places and URLs checked before anything starts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'places-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const check = (options: Partial<CliOptions>) => checkPlaces({ ...nothing, ...options });

  it('are fine where files can be written and URLs are whole', async () => {
    await writeFile(join(folder, 'old.json'), '');
    const result = await check({
      record: join(folder, 'new.mp4'),
      report: join(folder, 'old.json'),
      to: ['rtmp://127.0.0.1/live/key', 'RTMPS://example.com:443/app/key?x=1'],
    });
    expect(result).toEqual({ ok: true, value: null });
  });

  it('a recording never overwrites a file, and a folder is no file', async () => {
    const file = join(folder, 'there.mp4');
    await writeFile(file, 'precious');
    expect(await check({ record: file })).toMatchObject({ error: { code: 'FILE_EXISTS' } });
    await mkdir(join(folder, 'sub'));
    for (const option of ['record', 'report'])
      expect(await check({ [option]: join(folder, 'sub') })).toMatchObject({
        error: { code: 'PATH_UNWRITABLE' },
      });
  });

  it('a folder that is not there', async () => {
    const result = await check({ report: join(folder, 'none', 'a.json') });
    expect(result).toMatchObject({ error: { code: 'PATH_UNWRITABLE' } });
    expect(result.ok || result.error.message).toContain('does not exist');
  });

  it.each([
    'http:/host/live/SECRET',
    'ftp://host/live/SECRET',
    'rtmp://host',
    'rtmp://host/',
    'rtmp:/host/live/SECRET',
    'SECRET',
  ])('refuses %s without showing its key', async (url) => {
    const result = await check({ goLive: true, to: ['rtmp://ok/live/key', url] });
    expect(result).toMatchObject({ error: { code: 'URL_INVALID' } });
    expect(result.ok || result.error.message).not.toContain('SECRET');
  });
});
