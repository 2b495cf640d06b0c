import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Locator, type Page } from '@playwright/test';
import type { StudioBridge } from '../../common/ipc/bridge.ts';
import type { StudioState } from '../../common/ipc/contract.ts';
import en from '../../resources/locales/en.json' with { type: 'json' };
import type { StudioApp } from './studioApp.ts';

const run = promisify(execFile);

type WithBridge = { readonly studio: StudioBridge };

/** Asks main for something without a control, as what is tested is another one. */
export const tell = (page: Page, channel: 'show:undo' | 'files:check'): Promise<unknown> =>
  page.evaluate(
    (name) => (window as unknown as WithBridge).studio.invoke(name, undefined),
    channel,
  );

/** What main says now, as the page is told it. */
export async function stateOf(page: Page): Promise<StudioState> {
  const answer = await page.evaluate(() =>
    (window as unknown as WithBridge).studio.invoke('state:snapshot', undefined),
  );
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value.state;
}

/** The next file dialogues answer with these, as if the person had picked them. */
export const answerDialogs = (
  app: StudioApp,
  answers: { readonly open?: readonly string[]; readonly save?: string },
): Promise<void> =>
  app.electron.evaluate(({ dialog }, { open, save }) => {
    dialog.showOpenDialog = async () => ({ canceled: !open, filePaths: [...(open ?? [])] });
    dialog.showSaveDialog = async () => ({ canceled: !save, filePath: save ?? '' });
  }, answers);

/** A one-coloured picture of 320×180 in `folder`. */
export async function makeImage(folder: string, name: string, colour: string): Promise<string> {
  const file = join(folder, name);
  const lavfi = ['-f', 'lavfi', '-i', `color=${colour}:size=320x180`];
  await run('ffmpeg', ['-v', 'error', ...lavfi, '-frames:v', '1', '-update', '1', file]);
  return file;
}

/** A second of test picture and tone in `folder`. */
export async function makeClip(folder: string, name: string): Promise<string> {
  const file = join(folder, name);
  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=30:duration=1'];
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=1'];
  const codecs = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest'];
  await run('ffmpeg', ['-v', 'error', ...picture, ...sound, ...codecs, file]);
  return file;
}

/** The panels as a person finds them, in English. */
export class Panels {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The row of a source, by its whole name. */
  row(name: string): Locator {
    return this.page
      .locator('[data-source-row]')
      .filter({ has: this.page.getByText(name, { exact: true }) });
  }

  get rows(): Promise<string[]> {
    return this.page
      .locator('[data-source-row]')
      .evaluateAll((rows) => rows.map((it) => (it as HTMLElement).title));
  }

  async tab(name: keyof typeof en.shell.tabs): Promise<void> {
    await this.page.getByRole('tab', { name: en.shell.tabs[name] }).click();
  }

  /** Opens the choice of kinds and takes one. */
  async add(kind: keyof typeof en.sources.kinds): Promise<void> {
    await this.page.getByRole('button', { name: en.sources.add, exact: true }).first().click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: en.sources.isFor[kind] }).click();
  }

  /** Waits until the dialogue is over and the new source is chosen. */
  async added(name: string): Promise<void> {
    await expect(this.page.getByRole('dialog')).toHaveCount(0);
    await expect(this.row(name)).toHaveAttribute('aria-pressed', 'true');
  }

  /** A field of the right side, by its label. */
  field(label: string, role: 'spinbutton' | 'textbox' = 'spinbutton'): Locator {
    return this.page.getByRole('tabpanel').getByRole(role, { name: label, exact: true });
  }
}
