import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorWords } from '../../../renderer/ui/app/errorWords.ts';
import en from '../../../resources/locales/en.json' with { type: 'json' };

describe('the words for an error', () => {
  beforeAll(() => i18next.init({ lng: 'en', resources: { en: { translation: en } } }));
  const page = { code: 'PAGE_FAILED', message: '' } as const;

  it('name the reason where there is one', () => {
    expect(errorWords({ ...page, detail: { what: 'HTTP 404' } })).toContain('HTTP 404');
  });
  it('never show a gap that was not filled', () => {
    expect(errorWords(page)).not.toContain('{{');
  });
});
