import { expect, type Page, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import zhCN from '../../resources/locales/zh-CN.json' with { type: 'json' };
import { findings } from '../support/axe.ts';
import { SMALL_AND_FEW } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';

/** Every control that a pointer could reach, by its accessible label. */
const controls = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, input, [role=slider], [role=switch]')]
      .filter((it) => it.offsetParent !== null && !it.matches(':disabled, [aria-disabled=true]'))
      // Among tabs and choices the arrow keys go from one to the next.
      .filter((it) => !it.matches('[role=tab][aria-selected=false], [role=radio][tabindex="-1"]'))
      .map((it) => it.getAttribute('aria-label') ?? it.innerText),
  );

type Focused = { readonly label: string; readonly visible: boolean };

/** What the keyboard stands on, and whether one sees it: an outline or a ring that was not there before. */
const focused = (page: Page): Promise<Focused | null> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return null;
    const marks = ({ outlineStyle, outlineWidth, boxShadow, borderColor }: CSSStyleDeclaration) =>
      JSON.stringify([outlineStyle === 'none' ? '' : outlineWidth, boxShadow, borderColor]);
    const now = marks(getComputedStyle(element));
    element.blur();
    const before = marks(getComputedStyle(element));
    element.focus({ preventScroll: true });
    const label = element.getAttribute('aria-label') ?? element.innerText;
    return { label, visible: now !== before };
  });

/** Every control comes in its turn, and one sees where the keyboard stands. */
async function expectReached(ui: Page): Promise<void> {
  const wanted = await controls(ui);
  const reached: Focused[] = [];
  for (let step = 0; step < 250; step++) {
    await ui.keyboard.press('Tab');
    const now = await focused(ui);
    if (now) reached.push(now);
    if (reached.length > wanted.length + 10) break;
  }
  expect(reached.filter(({ visible }) => !visible)).toEqual([]);
  for (const label of wanted) expect(reached.map((it) => it.label)).toContain(label);
}

for (const [lang, texts] of [
  ['zh-CN', zhCN],
  ['en', en],
] as const)
  test(`the studio can be used by everyone, off air and on air (${lang})`, async () => {
    const app = await StudioApp.launch({ lang, args: SMALL_AND_FEW });
    try {
      const ui = await app.settle();
      await expect(ui.getByText('/watch/')).toBeVisible();
      expect(await ui.evaluate(() => document.documentElement.lang)).toBe(lang);
      expect(await findings(ui)).toEqual([]);

      // A ring is for the keys, and nothing scrolls the window itself.
      const room = ui.getByRole('tab', { name: texts.shell.tabs.room });
      await room.click();
      await expect(room).toBeFocused();
      expect(await room.evaluate((it) => getComputedStyle(it).outlineStyle)).toBe('none');
      const scrolled = await ui.evaluate(() => {
        document.documentElement.scrollTop = 100;
        document.body.scrollTop = 100;
        return document.documentElement.scrollTop + document.body.scrollTop;
      });
      expect(scrolled).toBe(0);
      await ui.getByRole('tab', { name: texts.shell.tabs.outputs }).click();

      // The way of the keyboard is the same in every language.
      if (lang === 'zh-CN') await expectReached(ui);

      // On air and off again by keyboard alone.
      const goLive = ui.getByRole('button', { name: texts.topbar.goLive, exact: true });
      await goLive.focus();
      await ui.keyboard.press('Enter');
      const end = ui.getByRole('button', { name: texts.topbar.end, exact: true });
      await expect(end).toBeVisible();
      await expect(ui.getByText(texts.destinations.bitrate)).toBeVisible();
      expect(await findings(ui)).toEqual([]);
      await end.focus();
      await ui.keyboard.press('Enter');
      await expect(ui.getByRole('alertdialog')).toBeVisible();
      expect(await findings(ui)).toEqual([]);
      await ui.keyboard.press('Tab');
      await ui.keyboard.press('Enter');
      await expect(ui.getByRole('dialog', { name: texts.summary.title })).toBeVisible();
      expect(await findings(ui)).toEqual([]);
      await ui.keyboard.press('Escape');
      await expect(goLive).toBeVisible();
    } finally {
      await app.close();
    }
  });
