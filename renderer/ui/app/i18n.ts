import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from '../../../resources/locales/en.json';
import zhCN from '../../../resources/locales/zh-CN.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** Prepares the texts. Until main has told its language, the browser's is taken. */
export async function initTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: navigator.language.startsWith('zh') ? 'zh-CN' : 'en',
    fallbackLng: 'en',
    resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = i18next.language;
}

export function setLanguage(locale: 'zh-CN' | 'en'): void {
  if (i18next.language === locale) return;
  document.documentElement.lang = locale;
  void i18next.changeLanguage(locale);
}
