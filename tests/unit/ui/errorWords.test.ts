import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorWords } from '../../../renderer/ui/app/errorWords.ts';
import en from '../../../resources/locales/en.json' with { type: 'json' };
import zhCN from '../../../resources/locales/zh-CN.json' with { type: 'json' };

describe('the words for an error', () => {
  beforeAll(() =>
    i18next.init({
      lng: 'en',
      resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    }),
  );
  const page = { code: 'PAGE_FAILED', message: '' } as const;

  it('name the reason where there is one', () => {
    expect(errorWords({ ...page, detail: { what: 'HTTP 404' } })).toContain('404');
    expect(errorWords({ ...page, detail: { what: 'a new one' } })).toContain('(a new one)');
  });
  it('never show a gap that was not filled', () => {
    expect(errorWords(page)).not.toContain('{{');
  });
  it('say the reason of the system in the language of the person', async () => {
    await i18next.changeLanguage('zh-CN');
    const reasons = ['HTTP 503', 'ERR_NAME_NOT_RESOLVED', 'it is damaged', 'timeout', 'crashed'];
    for (const what of reasons)
      expect(errorWords({ ...page, detail: { what } }), what).not.toMatch(/[a-z]/i);
    const cut = { code: 'MEDIA_CUT_SHORT', message: '' } as const;
    expect(errorWords({ ...cut, detail: { path: 'a', seconds: 2.1, ofSeconds: 4 } })).toContain(
      '应有 4 秒，放到 2.1 秒',
    );
    await i18next.changeLanguage('en');
  });
});
