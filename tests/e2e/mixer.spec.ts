import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Locator, type Page, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { stateOf } from '../support/panels.ts';
import { SMALL_AND_FEW } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';

const fakeDevices = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const { mixer, warnings } = en;
const named = (text: string, name: string): string => text.replace('{{name}}', name);

const strip = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: mixer.title }).getByRole('region', { name, exact: true });

const stripState = async (page: Page, id: string) => (await stateOf(page)).show.mixer.strips[id];

const loudnessOf = async (page: Page, row: string): Promise<number> => {
  const text = await page.locator(`[data-row="${row}"]`).textContent();
  return Number((text ?? '').replace('−', '-'));
};

/** Somebody who does not stop speaking. */
async function makeVoice(folder: string): Promise<string> {
  const file = join(folder, 'voice.wav');
  const voice = 'sine=frequency=220:sample_rate=48000:duration=20,tremolo=f=4:d=0.6,volume=6dB';
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', voice, file]);
  return file;
}

// One studio: what is muted in the first test is told to have no sound in the second.
test.describe.configure({ mode: 'serial' });

let folder: string;
let app: StudioApp;
let page: Page;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voice-'));
  const voice = await makeVoice(folder);
  app = await StudioApp.launch({
    args: [...fakeDevices, ...SMALL_AND_FEW, `--use-file-for-fake-audio-capture=${voice}`],
  });
  page = await app.settle();
});
test.afterAll(async () => {
  await app?.close();
  await rm(folder, { recursive: true, force: true });
});

test('what is heard is measured; who speaks while muted is told, and can silence the warning and bring it back', async () => {
  await expect.poll(() => loudnessOf(page, 'momentary')).toBeGreaterThan(-60);
  await expect.poll(() => loudnessOf(page, 'truePeakDb')).toBeGreaterThan(-40);

  const microphone = strip(page, 'Microphone');
  await microphone.getByRole('button', { name: named(mixer.mute, 'Microphone') }).click();
  const list = page.getByRole('list', { name: warnings.title });
  const told = list.getByText(named(warnings.source.mutedWhileSpeaking, 'Microphone'));
  await expect(told).toBeVisible();
  await list.getByRole('button', { name: warnings.unmute }).click();
  await expect.poll(async () => (await stripState(page, 'microphone'))?.muted).toBe(false);
  await expect(told).toHaveCount(0);

  await microphone.getByRole('button', { name: named(mixer.mute, 'Microphone') }).click();
  await expect(told).toBeVisible();
  await list
    .getByRole('listitem')
    .filter({ hasText: named(warnings.source.mutedWhileSpeaking, 'Microphone') })
    .getByRole('button', { name: named(warnings.silence, 'Microphone') })
    .click();
  await expect(told).toHaveCount(0);
  await page.getByText(warnings.silenced_one.replace('{{count}}', '1')).click();
  await page.getByRole('button', { name: warnings.again }).click();
  await expect(told).toBeVisible();
});

test('a strip is mixed as a person mixes: fader, solo, monitor, routing, effects', async () => {
  const voice = strip(page, 'Microphone');

  await voice.getByRole('slider', { name: named(mixer.gain, 'Microphone') }).focus();
  for (let press = 0; press < 6; press++) await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await stripState(page, 'microphone'))?.gainDb).toBe(-6);

  await voice.getByRole('button', { name: named(mixer.solo, 'Microphone') }).click();
  await expect.poll(async () => (await stripState(page, 'microphone'))?.solo).toBe(true);
  await voice.getByRole('button', { name: named(mixer.monitor.off, 'Microphone') }).click();
  await voice.getByRole('button', { name: named(mixer.monitor.only, 'Microphone') }).click();
  await expect.poll(async () => (await stripState(page, 'microphone'))?.monitor).toBe('both');

  await voice.getByRole('button', { name: named(mixer.routing, 'Microphone') }).click();
  const routing = page.getByRole('dialog', { name: named(mixer.routing, 'Microphone') });
  await routing.getByRole('spinbutton', { name: mixer.pan }).fill('-0.5');
  await routing.getByRole('spinbutton', { name: mixer.delay }).fill('120');
  await routing.getByRole('switch', { name: mixer.mono }).click();
  await routing.getByRole('button', { name: mixer.track.replace('{{track}}', '2') }).click();
  await routing.getByRole('switch', { name: mixer.recordTracks }).click();
  await expect
    .poll(() => stripState(page, 'microphone'))
    .toMatchObject({ pan: -0.5, delayMs: 120, mono: true, tracks: [1, 2] });
  await routing.getByRole('combobox', { name: mixer.group.title }).click();
  await page.getByRole('option', { name: mixer.group.add }).click();
  const group = strip(page, mixer.group.new.replace('{{number}}', '1'));
  await expect(group).toBeVisible();
  await page.keyboard.press('Escape');
  await group.getByRole('button', { name: named(mixer.mute, 'Group 1') }).click();
  await expect.poll(async () => (await stateOf(page)).show.mixer.groups[0]?.muted).toBe(true);
  await group.getByRole('button', { name: named(mixer.group.remove, 'Group 1') }).click();
  await expect(group).toHaveCount(0);

  await voice.getByRole('button', { name: named(mixer.chain, 'Microphone') }).click();
  const chain = page.getByRole('dialog', { name: named(mixer.chain, 'Microphone') });
  for (const kind of ['noiseSuppression', 'compressor', 'equaliser'] as const) {
    await chain.getByRole('button', { name: mixer.effectAdd }).click();
    await page.getByRole('menuitem', { name: mixer.effects[kind].name }).click();
    await expect(chain.getByRole('heading', { name: mixer.effects[kind].name })).toBeVisible();
  }
  await chain.getByRole('spinbutton', { name: mixer.effects.fields.thresholdDb }).fill('-30');
  await chain
    .getByRole('button', {
      name: mixer.effectUp.replace('{{effect}}', mixer.effects.compressor.name),
    })
    .click();
  await expect
    .poll(async () => (await stripState(page, 'microphone'))?.chain)
    .toMatchObject([
      { kind: 'compressor', thresholdDb: -30 },
      { kind: 'noiseSuppression' },
      { kind: 'equaliser' },
    ]);
  await page.keyboard.press('Escape');

  // Undo takes the last step back, and only that.
  await page.keyboard.press('Control+z');
  await expect
    .poll(async () => (await stripState(page, 'microphone'))?.chain.map(({ kind }) => kind))
    .toEqual(['noiseSuppression', 'compressor', 'equaliser']);

  // Nothing is heard any more: after ten seconds that is said too.
  await expect(page.getByText(warnings.master.noSound)).toBeVisible();

  // What is routed to track 2 is recorded apart.
  const { recordingFolder } = (await stateOf(page)).session;
  expect(recordingFolder).toContain(app.folder);
  await page.getByRole('button', { name: en.topbar.record }).click();
  await expect.poll(async () => (await stateOf(page)).session.recording.state).toBe('recording');
  await page.waitForTimeout(1_000);
  await page.getByRole('button', { name: en.topbar.stopRecording }).click();
  await expect.poll(async () => (await stateOf(page)).session.recording.state).toBe('finished');
  const { recording } = (await stateOf(page)).session;
  const file = 'file' in recording ? recording.file : '';
  const { stdout } = await promisify(execFile)('ffprobe', [
    ...['-v', 'error', '-of', 'csv=p=0', '-show_entries', 'stream=codec_type', file],
  ]);
  expect(stdout.trim().split(/\s+/)).toEqual(['video', 'audio', 'audio']);
});
