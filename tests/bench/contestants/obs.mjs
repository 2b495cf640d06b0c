import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run.mjs';
import { cleanEnv } from './contestant.mjs';
import { sceneCollection } from './obs-scene.mjs';

/**
 * OBS Studio with a prepared profile and scene collection, drawing with software GL where there is
 * no GPU. @type {import('./contestant.mjs').Contestant}
 */
export const obs = {
  name: 'OBS Studio',
  endsByItself: false,

  version: () =>
    run('obs', ['--version']).then(
      ({ stdout }) => stdout.toString().trim(),
      () => null,
    ),

  async prepare(job) {
    await writeHome(job);
    return {
      command: 'obs',
      args: [
        ...['--startstreaming', '--collection', 'Bench', '--profile', 'Bench', '--scene', 'Scene'],
        ...['--minimize-to-tray', '--multi', '--disable-updater', '--verbose'],
      ],
      env: { ...cleanEnv(job), LIBGL_ALWAYS_SOFTWARE: '1', QT_QPA_PLATFORM: 'xcb' },
    };
  },

  async report(_job, output) {
    const first = (/** @type {RegExp} */ pattern) => {
      const found = pattern.exec(output)?.[1];
      return found === undefined ? null : Number(found);
    };
    return {
      composed: first(/Total drawn frames: (\d+)/),
      skipped:
        (first(/skipped frames due to encoding lag: (\d+)/) ?? 0) +
        (first(/dropped frames due to insufficient bandwidth[^:]*: (\d+)/) ?? 0),
      lagged: first(/lagged frames due to rendering lag\/stalls: (\d+)/) ?? 0,
    };
  },
};

/** Writes the settings OBS reads at its start. */
async function writeHome(/** @type {import('./contestant.mjs').Job} */ job) {
  const { scene } = job;
  const home = join(job.folder, '.config', 'obs-studio');
  const profile = join(home, 'basic', 'profiles', 'Bench');
  const scenes = join(home, 'basic', 'scenes');
  await mkdir(profile, { recursive: true });
  await mkdir(scenes, { recursive: true });
  await writeFile(
    join(home, 'global.ini'),
    ini({
      General: {
        FirstRun: true,
        LicenseAccepted: true,
        EnableAutoUpdates: false,
        ConfirmOnExit: false,
        Pre19Defaults: false,
        Pre21Defaults: false,
        Pre23Defaults: false,
        'Pre24.1Defaults': false,
      },
      Basic: {
        Profile: 'Bench',
        ProfileDir: 'Bench',
        SceneCollection: 'Bench',
        SceneCollectionFile: 'Bench',
      },
      BasicWindow: {
        PreviewEnabled: false,
        WarnBeforeStoppingStream: false,
        WarnBeforeStartingStream: false,
      },
    }),
  );
  await writeFile(
    join(profile, 'basic.ini'),
    ini({
      General: { Name: 'Bench' },
      Output: { Mode: 'Advanced', Reconnect: true, DynamicBitrate: job.dynamicBitrate ?? false },
      AdvOut: {
        Encoder: 'obs_x264',
        TrackIndex: 1,
        ApplyServiceSettings: false,
        Track1Bitrate: scene.audioKbps,
      },
      Video: {
        BaseCX: scene.width,
        BaseCY: scene.height,
        OutputCX: scene.width,
        OutputCY: scene.height,
        FPSType: 0,
        FPSCommon: scene.fps,
        ColorFormat: 'NV12',
        ColorSpace: '709',
        ColorRange: 'Partial',
      },
      Audio: { SampleRate: 48000, ChannelSetup: 'Stereo' },
    }),
  );
  await writeJson(join(profile, 'service.json'), {
    type: 'rtmp_custom',
    settings: { server: job.server, key: job.key, use_auth: false, bwtest: false },
  });
  await writeJson(join(profile, 'streamEncoder.json'), {
    rate_control: 'CBR',
    bitrate: scene.videoKbps,
    keyint_sec: scene.gopSeconds,
    preset: 'veryfast',
    profile: 'high',
    tune: 'zerolatency',
  });
  await writeJson(join(scenes, 'Bench.json'), sceneCollection(job));
}

const writeJson = (/** @type {string} */ file, /** @type {unknown} */ value) =>
  writeFile(file, JSON.stringify(value, null, 2));

const ini = (/** @type {Record<string, Record<string, unknown>>} */ sections) =>
  Object.entries(sections)
    .map(([name, values]) => {
      const lines = Object.entries(values).map(([key, value]) => `${key}=${value}`);
      return `[${name}]\n${lines.join('\n')}\n`;
    })
    .join('\n');
