import { expect, type Page } from '@playwright/test';
import type { StudioBridge } from '../../common/ipc/bridge.ts';
import type { StudioState } from '../../common/ipc/contract.ts';
import type { ShowCommand } from '../../common/show/commands.ts';
import type { Item } from '../../common/show/scenes.ts';
import { until } from './nginxRtmp.ts';

declare global {
  interface Window {
    readonly studio: StudioBridge;
  }
}

/** What main says of the studio now. */
export async function studioState(ui: Page): Promise<StudioState> {
  const answer = await ui.evaluate(() => window.studio.invoke('state:snapshot', undefined));
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value.state;
}

/** Sends commands past the page, to bring a show into the state that a test begins with. */
export async function prepare(ui: Page, commands: ShowCommand[]): Promise<void> {
  const answer = await ui.evaluate(
    (list) => window.studio.invoke('show:edit', { commands: list }),
    commands,
  );
  if (!answer.ok) throw new Error(answer.error.message);
}

/** An item of the ready-made show's scene, as main has it. */
export async function itemOf(ui: Page, itemId: string): Promise<Item> {
  const { show } = await studioState(ui);
  const item = show.scenes.flatMap(({ items }) => items).find(({ id }) => id === itemId);
  if (!item) throw new Error(`there is no ${itemId}`);
  return item;
}

/** Waits until main has it so. */
export async function awaitState(
  ui: Page,
  holds: (state: StudioState) => boolean,
  what: string,
): Promise<void> {
  await until(async () => holds(await studioState(ui)), what);
}

/** The picture that is edited, and where a point of the scene stands in the window. */
export class LivePicture {
  readonly #ui: Page;
  readonly #canvas: { width: number; height: number };

  private constructor(ui: Page, canvas: { width: number; height: number }) {
    this.#ui = ui;
    this.#canvas = canvas;
  }

  static async of(ui: Page): Promise<LivePicture> {
    const canvas = (await studioState(ui)).show.canvases[0];
    if (!canvas) throw new Error('no canvas');
    return new LivePicture(ui, canvas);
  }

  async at(x: number, y: number): Promise<{ x: number; y: number }> {
    const box = await this.#ui.getByTestId('preview').boundingBox();
    if (!box) throw new Error('no picture');
    const scale = box.width / this.#canvas.width;
    return { x: box.x + x * scale, y: box.y + y * scale };
  }

  async click(x: number, y: number, options: Parameters<Page['mouse']['click']>[2] = {}) {
    const point = await this.at(x, y);
    await this.#ui.mouse.click(point.x, point.y, options);
  }

  /** Pulls from one point of the scene to another, in steps as a hand does. */
  async drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const start = await this.at(...from);
    const end = await this.at(...to);
    await this.#pull(start, end);
  }

  /** Pulls a handle of the chosen items by so many pixels of the scene. */
  async pull(handle: string, dx: number, dy: number): Promise<void> {
    const box = await this.#ui.locator(`[data-handle=${handle}]`).boundingBox();
    if (!box) throw new Error(`no handle ${handle}`);
    const start = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const zero = await this.at(0, 0);
    const by = await this.at(dx, dy);
    await this.#pull(start, { x: start.x + by.x - zero.x, y: start.y + by.y - zero.y });
  }

  async #pull(start: { x: number; y: number }, end: { x: number; y: number }): Promise<void> {
    const { mouse } = this.#ui;
    await mouse.move(start.x, start.y);
    await mouse.down();
    await mouse.move(start.x + (end.x - start.x) / 2, start.y + (end.y - start.y) / 2, {
      steps: 3,
    });
    await mouse.move(end.x, end.y, { steps: 3 });
    await mouse.up();
  }

  /** The pointer goes to where it is over nothing. */
  async leave(): Promise<void> {
    await this.#ui.mouse.move(1, 1);
    await expect(this.#ui.getByTestId('preview')).toBeVisible();
  }
}
