import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import { findings } from '../support/axe.ts';
import { LONGEST_MS } from '../support/pace.ts';
import { Panels } from '../support/panels.ts';
import { SMALL_AND_FEW } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';
import { launchViewer, openPage } from '../support/viewer.ts';

/** A viewer's page, used as a person uses it. */
class ViewerPage {
  readonly page: Page;
  readonly problems: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.problems.push(String(error)));
  }

  static async open(browser: Browser, url: string, options = {}): Promise<ViewerPage> {
    const viewer = new ViewerPage(await openPage(browser, { locale: 'en-GB', ...options }));
    await viewer.page.goto(url);
    return viewer;
  }

  get lines(): Locator {
    return this.page.locator('#lines > li');
  }

  /** In the room, with a picture that runs. */
  async watches(): Promise<void> {
    await expect(this.page.locator('html')).toHaveAttribute('data-state', 'playing', {
      timeout: LONGEST_MS,
    });
    const time = () => this.page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
    const from = await time();
    await expect.poll(time, { timeout: LONGEST_MS }).toBeGreaterThan(from + 1);
    await expect(this.page.locator('#say')).toBeEnabled();
  }

  async says(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Say something…' }).fill(text);
    await this.page.getByRole('button', { name: 'Send', exact: true }).click();
  }

  /** Who has no name yet is asked for one, and then it is said. */
  async saysFirst(text: string, name: string): Promise<void> {
    await this.says(text);
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(name);
    await this.page.getByRole('button', { name: 'OK', exact: true }).click();
    await expect(this.lines.filter({ hasText: text }).filter({ hasText: name })).toHaveCount(1);
  }
}

test('an anchor and two viewers: they watch, talk, like and give; one is muted, one put out', async () => {
  const app = await StudioApp.launch({ args: SMALL_AND_FEW });
  const browser = await launchViewer();
  try {
    const studio = await app.settle();
    const panels = new Panels(studio);
    await studio.getByRole('button', { name: en.topbar.goLive, exact: true }).click();
    const end = studio.getByRole('button', { name: en.topbar.end, exact: true });
    await expect(end).toBeVisible();
    await panels.tab('room');
    const link = studio.getByRole('region', { name: en.room.invite }).locator('[title*="/room/"]');
    await expect(link).toBeVisible();
    const invite = (await link.getAttribute('title')) ?? '';
    await panels.tab('chat');
    const chat = studio.getByTestId('chat-list').getByRole('article');

    // One finds the room in the list on a phone; the other was given the link.
    const ben = await ViewerPage.open(browser, new URL('/', invite).href, {
      ...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    });
    const card = ben.page.locator('.room-card');
    await expect(card).toHaveCount(1, { timeout: LONGEST_MS });
    expect(await findings(ben.page)).toEqual([]);
    await card.tap();
    const ana = await ViewerPage.open(browser, invite, { viewport: { width: 1280, height: 720 } });
    await Promise.all([ana.watches(), ben.watches()]);
    for (const { page } of [ana, ben]) {
      // What lies over the picture fades when nobody moves; half faded nobody is to read it.
      await page.mouse.move(100, 100);
      await page.mouse.move(120, 120);
      expect(await findings(page)).toEqual([]);
    }
    const wide = await ben.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    await ben.page.screenshot({ path: 'test-results/screenshots/room-phone.png' });

    await ana.saysFirst('Hello from the desk', 'Ana');
    await ben.saysFirst('Hello from the phone', 'Ben');
    await expect(ana.lines.filter({ hasText: 'Hello from the phone' })).toContainText('Ben');
    await expect(ben.lines.filter({ hasText: 'Hello from the desk' })).toContainText('Ana');
    const ofAna = chat.filter({ hasText: 'Hello from the desk' });
    const ofBen = chat.filter({ hasText: 'Hello from the phone' });
    await expect(ofAna).toContainText('Ana');
    await expect(ofBen).toContainText('Ben');

    for (let hearts = 0; hearts < 3; hearts++)
      await ben.page.getByRole('button', { name: 'Send a heart' }).tap();
    await expect(studio.getByTitle(en.chat.likes, { exact: true })).toContainText('3');
    await expect(ana.page.locator('#likes')).toHaveText('3');

    await ana.page.getByRole('button', { name: 'Gifts' }).click();
    const rose = ana.page.getByRole('button', { name: 'Rose' });
    await rose.click();
    await rose.click();
    await expect(chat.filter({ hasText: '×2' })).toContainText('Ana');
    await expect(ben.lines.filter({ hasText: '×2' })).toContainText('Ana');
    await ana.page.screenshot({ path: 'test-results/screenshots/room-desk.png' });

    // A question goes on air; the ready-made scene has no place for it yet, and gets one.
    await ana.page.getByRole('checkbox', { name: 'Ask as a question' }).check();
    await ana.says('Which microphone?');
    await studio.getByRole('radio', { name: en.chat.parts.questions }).click();
    await studio.getByRole('button', { name: en.chat.questions.air, exact: true }).click();
    await studio.getByRole('button', { name: en.chat.questions.place, exact: true }).click();
    await expect(studio.getByText(en.chat.questions.unseen)).toHaveCount(0);
    await expect(
      studio.getByRole('button', { name: en.sources.chat.parts.question }).first(),
    ).toBeVisible();
    await studio.getByRole('radio', { name: en.chat.parts.talk, exact: true }).click();

    await ofBen.click({ button: 'right' });
    const mute = studio.getByRole('menuitem', { name: en.chat.acts.mute, exact: true });
    await mute.focus();
    await mute.press('ArrowRight');
    const first = studio.getByRole('menuitem', { name: '1 minute', exact: true });
    await expect(first).toBeFocused();
    await first.press('ArrowDown');
    const second = studio.getByRole('menuitem', { name: '10 minutes', exact: true });
    await expect(second).toBeFocused();
    await second.press('Enter');
    await expect(ben.lines.filter({ hasText: 'You are muted for 10 min' })).toHaveCount(1);
    await expect(ana.lines.filter({ hasText: 'Ben was muted' })).toHaveCount(1);
    await ben.says('This is not said');
    await expect(ben.page.locator('#lines .failed')).toContainText(
      'You are muted here for another',
    );

    await ofAna.click({ button: 'right' });
    await studio.getByRole('menuitem', { name: en.chat.acts.kick }).click();
    const sure = studio.getByRole('alertdialog');
    await sure.getByRole('button', { name: en.chat.acts.kick, exact: true }).click();
    await expect(ana.page.locator('#chat-state')).toHaveText('You were put out of this room.');
    await expect(ana.page.locator('#say')).toBeDisabled();
    // The picture ends, too.
    await expect(ana.page.locator('html')).toHaveAttribute('data-state', 'kicked');
    await expect(ana.page.locator('#card')).toBeVisible();
    await ana.page.screenshot({ path: 'test-results/screenshots/room-kicked.png' });
    for (const { lines } of [ana, { lines: chat }])
      await expect(lines.filter({ hasText: 'This is not said' })).toHaveCount(0);

    await end.click();
    await sure.getByRole('button', { name: en.topbar.end, exact: true }).click();
    const summary = studio.getByRole('dialog', { name: en.summary.title });
    await expect(summary).toBeVisible();
    const audience = summary.getByRole('region', { name: en.summary.audience.title });
    for (const [name, value] of [
      [en.room.stats.peak, '2'],
      [en.room.stats.joins, '2'],
      [en.room.stats.likes, '3'],
      [en.room.stats.messages, '3'],
      [en.room.stats.gifts, '2'],
    ] as const)
      await expect(audience).toContainText(`${name}${value}`);
    await expect(ben.page.locator('#chat-state')).toContainText('The room is closed.');
    await expect(ben.page.locator('#card-title')).toHaveText('The show has ended', {
      timeout: LONGEST_MS,
    });
    await ana.page.goto(new URL('/', invite).href);
    await expect(ana.page.getByText('Nobody is live')).toBeVisible();
    expect([...ana.problems, ...ben.problems]).toEqual([]);
  } finally {
    await browser.close();
    await app.close();
  }
});
