import i18next, { type i18n } from 'i18next';
import en from '../resources/locales/main.en.json';
import zhCN from '../resources/locales/main.zh-CN.json';

/** Main's own texts (system dialogues, names in the ready-made show) in one language. */
export function textsOf(locale: 'zh-CN' | 'en'): i18n['t'] {
  const instance = i18next.createInstance();
  void instance.init({
    lng: locale,
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    interpolation: { escapeValue: false },
  });
  return instance.t;
}
