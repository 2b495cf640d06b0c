import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { LONGEST_MS } from '../pace.ts';

const run = promisify(execFile);

export type GuestLooks = {
  readonly name: string;
  /** Of the camera's picture, as ffmpeg names colours. */
  readonly colour: string;
  /** Of the microphone's beeps, hertz. */
  readonly tone: number;
};

/** A browser with a camera of one colour and a microphone of one tone. */
export async function launchGuest(
  folder: string,
  { name, colour, tone }: GuestLooks,
): Promise<Browser> {
  const [picture, sound] = [join(folder, `${name}.y4m`), join(folder, `${name}.wav`)];
  const source = `color=c=${colour}:size=320x240:rate=15:duration=1`;
  // Beeps: what sounds without an end is taken for noise and removed.
  const beeps = `aevalsrc=0.5*sin(2*PI*${tone}*t)*lt(mod(t\\,0.4)\\,0.2):s=48000:d=4`;
  await run('ffmpeg', [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-pix_fmt', 'yuv420p', picture],
  ]);
  await run('ffmpeg', [...['-v', 'error', '-y', '-f', 'lavfi', '-i', beeps, '-ac', '1', sound]]);
  return chromium.launch({
    timeout: LONGEST_MS,
    executablePath: process.env.ANCHOR_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${picture}`,
      `--use-file-for-fake-audio-capture=${sound}`,
      '--allow-loopback-in-peer-connection',
    ],
  });
}

/** From the link to the last button, as a person does it. */
async function fill(page: Page, url: string, name: string): Promise<void> {
  page.setDefaultTimeout(LONGEST_MS);
  await page.goto(url);
  await page.locator('#name').fill(name);
  await page.locator('#consent').check();
  await page.locator('#next').click();
  await page.locator('#enter:enabled').click();
}

/** From the link to the green room. */
export async function enter(page: Page, url: string, name: string): Promise<void> {
  await fill(page, url, name);
  await page.locator('#stage-step').waitFor();
}

/** How strong tones are in the sound that the guest receives, dB, as a mean of a while. */
export const tonesHeard = (page: Page, frequencies: readonly number[]): Promise<number[]> =>
  page.evaluate(async (wanted) => {
    const media = (document.getElementById('feed') as HTMLVideoElement).srcObject as MediaStream;
    const context = new AudioContext({ sampleRate: 48_000 });
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(new MediaStream(media.getAudioTracks())).connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    const sums = wanted.map(() => 0);
    const looks = 30;
    for (let look = 0; look < looks; look++) {
      await new Promise((resolve) => setTimeout(resolve, 80));
      analyser.getFloatFrequencyData(bins);
      for (const [at, frequency] of wanted.entries()) {
        const bin = Math.round((frequency * analyser.fftSize) / context.sampleRate);
        const most = Math.max(...bins.subarray(bin - 1, bin + 2));
        sums[at] = (sums[at] ?? 0) + 10 ** (Math.max(-200, most) / 10);
      }
    }
    await context.close();
    return sums.map((sum) => 10 * Math.log10(sum / looks || 1e-20));
  }, frequencies);

/** Frames of the programme that the guest has seen, and the size of the last. */
export const feedSeen = (page: Page): Promise<{ frames: number; width: number; height: number }> =>
  page.evaluate(() => {
    const video = document.getElementById('feed') as HTMLVideoElement;
    return {
      frames: video.getVideoPlaybackQuality().totalVideoFrames,
      width: video.videoWidth,
      height: video.videoHeight,
    };
  });
