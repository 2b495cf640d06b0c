import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import zhCN from '../../resources/locales/zh-CN.json' with { type: 'json' };
import { decodeErrors, isMonotonic, probe } from '../support/ffprobe.ts';
import { until } from '../support/nginxRtmp.ts';
import { LONGEST_MS, STRICT } from '../support/pace.ts';
import { boxesOf } from '../support/probe.ts';
import { keepScreenshot } from '../support/screen.ts';
import { SMALL_PICTURE } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';
import { decoded, frameShown, launchViewer, openPage } from '../support/viewer.ts';

/** Different frames that the viewer is seen to show, and over how much of the programme, frames. */
const SEEN = { frames: 8, over: 60 };

for (const [lang, texts] of [
  ['zh-CN', zhCN],
  ['en', en],
] as const)
  test(`the person goes live with clicks, a viewer watches, and the show ends (${lang})`, async () => {
    const app = await StudioApp.launch({ lang, args: SMALL_PICTURE });
    const viewer = await launchViewer();
    try {
      const ui = await app.settle();
      const goLive = ui.getByRole('button', { name: texts.topbar.goLive, exact: true });
      const record = ui.getByRole('button', { name: texts.topbar.record, exact: true });
      await expect(ui.getByText('/watch/')).toBeVisible();
      await expect(ui.getByText(texts.preview.starting)).toHaveCount(0);
      await keepScreenshot(`idle-${lang}`);

      let clicks = 0;
      const click = async (button: ReturnType<Page['getByRole']>) => {
        await button.click();
        clicks++;
      };
      await click(record);
      await click(goLive);
      const end = ui.getByRole('button', { name: texts.topbar.end, exact: true });
      await expect(end).toBeVisible();
      expect(clicks).toBeLessThanOrEqual(4);

      const watchUrl = (await ui.getByText('/watch/').textContent()) ?? '';
      const page = await openPage(viewer, { locale: lang });
      await page.goto(watchUrl);
      // The programme runs at the viewer: its frames come in their order, none comes again.
      const shown: number[] = [];
      let firstAtMs = 0;
      const over = () => (shown.at(-1) ?? 0) - (shown[0] ?? 0);
      const look = async () => {
        const frame = await frameShown(page);
        if (frame === null || frame === shown.at(-1)) return false;
        if (shown.push(frame) === 1) firstAtMs = performance.now();
        return shown.length >= SEEN.frames && over() >= SEEN.over;
      };
      await until(look, 'frames at the viewer', LONGEST_MS);
      expect(shown).toEqual([...shown].sort((a, b) => a - b));
      const perSecond = over() / ((performance.now() - firstAtMs) / 1000);
      if (STRICT) expect(perSecond, `frames shown: ${shown}`).toBeGreaterThan(20);
      await until(async () => (await decoded(page)).audioBytes > 0, 'sound at the viewer');
      expect((await decoded(page)).videoFrames).toBeGreaterThanOrEqual(SEEN.frames);
      await page.screenshot({ path: `test-results/screenshots/watch-${lang}.png` });
      await keepScreenshot(`live-${lang}`);

      await end.click();
      const sure = ui.getByRole('alertdialog');
      await keepScreenshot(`ending-${lang}`);
      await sure.getByRole('button', { name: texts.topbar.end, exact: true }).click();
      await expect(ui.getByRole('dialog', { name: texts.summary.title })).toBeVisible();
      await keepScreenshot(`summary-${lang}`);
      await ui
        .getByRole('dialog')
        .getByRole('button', { name: texts.common.done, exact: true })
        .click();
      // The recording has ended with the show.
      await expect(record).toBeEnabled();
      await expect(ui.getByText(texts.topbar.recording.finishing)).toHaveCount(0);

      await expectPlayable(await onlyRecording(app.folder));
    } finally {
      await viewer.close();
      await app.close();
    }
  });

async function onlyRecording(home: string): Promise<string> {
  const names = (await readdir(home, { recursive: true })).filter((name) => name.endsWith('.mp4'));
  expect(names).toHaveLength(1);
  return join(home, names[0] ?? '');
}

/** An ordinary MP4: both tracks, index first, no fragments, decodes strictly, can be sought in. */
async function expectPlayable(file: string): Promise<void> {
  expect(await decodeErrors(file)).toBe('');
  const { video, audio } = await probe(file);
  expect(video?.codec).toBe('h264');
  expect(audio?.codec).toBe('aac');
  expect(video && isMonotonic(video) && audio && isMonotonic(audio)).toBe(true);
  const boxes = await boxesOf(file);
  expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
  expect(boxes).not.toContain('moof');
  const middle = (video?.packets.at(-1)?.ptsMs ?? 0) / 2_000;
  expect(middle).toBeGreaterThan(1);
  expect(await decodeErrors(file, '-ss', middle.toFixed(3))).toBe('');
}
