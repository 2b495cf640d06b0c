import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The serious and critical findings of axe, one line each. */
export async function findings(page: Page): Promise<string[]> {
  // What is just fading in has not got its colours yet.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((it) => it.playState === 'running')
        .filter((it) => Number.isFinite(it.effect?.getComputedTiming().endTime))
        .map((it) => it.finished.catch(() => {})),
    ).then(() => undefined),
  );
  // Electron's pages cannot be opened anew, which is what axe otherwise does for frames.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
