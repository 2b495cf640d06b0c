import { expect, test } from '@playwright/test';
import en from '../../resources/locales/en.json' with { type: 'json' };
import zh from '../../resources/locales/zh-CN.json' with { type: 'json' };
import { findings } from '../support/axe.ts';
import { SMALL_AND_FEW } from '../support/small.ts';
import { StudioApp } from '../support/studioApp.ts';

for (const [lang, texts] of [
  ['en', en],
  ['zh-CN', zh],
] as const) {
  test(`what a guest's phone has to trust is shown while shared: ${lang}`, async () => {
    const app = await StudioApp.launch({ lang, args: SMALL_AND_FEW });
    try {
      const ui = await app.ui();
      const { destinations } = texts;
      const open = ui.getByRole('button', { name: destinations.phones.open });
      await expect(ui.getByRole('switch', { name: destinations.share }).first()).toBeVisible();
      await expect(open).toHaveCount(0);
      await ui.getByRole('switch', { name: destinations.share }).first().click();
      await open.first().click();
      const box = ui.getByRole('dialog', { name: destinations.phones.title });
      const page = (await box.getByText(/^http:.*\/ca$/).textContent()) ?? '';
      const fingerprint = (await box.locator('code').textContent()) ?? '';
      expect(fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
      const shown = await (await fetch(page.replace(/\/\/[^:]+/, '//127.0.0.1'))).text();
      expect(shown).toContain(fingerprint);
      expect(await findings(ui)).toEqual([]);
      if (process.env.ANCHOR_SHOTS)
        await ui.screenshot({ path: `${process.env.ANCHOR_SHOTS}/phones-${lang}.png` });
      expect(app.printed).not.toContain('PRIVATE KEY');
    } finally {
      await app.close();
    }
  });
}
