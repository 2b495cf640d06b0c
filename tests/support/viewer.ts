import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { cellCentres, frameOfCells } from './frameCode.ts';
import { LONGEST_MS } from './pace.ts';

/** Debian's Chromium, as a viewer has it. */
export const launchViewer = (): Promise<Browser> =>
  chromium.launch({
    timeout: LONGEST_MS,
    executablePath: process.env.ANCHOR_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** A page of a viewer's own. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(LONGEST_MS);
  return context.newPage();
}

/** The frame number in the picture that the page's video shows now; null while there is none. */
export async function frameShown(page: Page): Promise<number | null> {
  const luma = await page.evaluate((cells) => {
    const video = document.querySelector('video');
    if (!video || video.readyState < 2) return [];
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext('2d');
    if (!context) return [];
    context.drawImage(video, 0, 0);
    return cells.map(({ x, y }) => {
      const { data } = context.getImageData(
        Math.floor(x * canvas.width),
        Math.floor(y * canvas.height),
        1,
        1,
      );
      return data[1] ?? 0;
    });
  }, cellCentres);
  return frameOfCells(luma);
}

/** What the page has decoded so far. */
export const decoded = (page: Page): Promise<{ audioBytes: number; videoFrames: number }> =>
  page.evaluate(() => {
    const video = document.querySelector('video') as HTMLVideoElement & {
      webkitAudioDecodedByteCount: number;
    };
    return {
      audioBytes: video.webkitAudioDecodedByteCount,
      videoFrames: video.getVideoPlaybackQuality().totalVideoFrames,
    };
  });
