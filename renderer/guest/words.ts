import i18next from 'i18next';
import { en } from './locales/en.ts';
import { zhCN } from './locales/zh-CN.ts';

const language = navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
await i18next.init({
  lng: language,
  fallbackLng: 'en',
  resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
  // Words are only ever set as text.
  interpolation: { escapeValue: false },
});

/** Words of the page in the guest's language. */
export const t = i18next.t;
document.documentElement.lang = language;

/** Why somebody cannot take part: under `fault.`. */
export type Fault =
  | 'insecure'
  | 'unsupported'
  | 'denied'
  | 'missing'
  | 'busy'
  | 'address'
  | 'used'
  | 'missingRoom'
  | 'full'
  | 'closed'
  | 'auth'
  | 'other';
