import i18next from 'i18next';
import { en } from './locales/en.ts';
import { zhCN } from './locales/zh-CN.ts';

export const language = navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
await i18next.init({
  lng: language,
  fallbackLng: 'en',
  resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
  // Words are only ever set as text.
  interpolation: { escapeValue: false },
});

/** Words of the page in the viewer's language. */
export const t = i18next.t;
document.documentElement.lang = language;

/** 12,345 or 1.2万. */
export const shortNumber = (value: number): string =>
  new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(value);

/** How many watch, as everywhere on the page. */
export const viewersWords = (count: number): string =>
  t('viewers', { count, text: shortNumber(count) });

/** So long, in one unit, rounded up: "40 seconds", "10 minutes", "2 hours". */
export function durationWords(seconds: number): string {
  const [unit, size] =
    seconds <= 90
      ? (['second', 1] as const)
      : seconds <= 90 * 60
        ? (['minute', 60] as const)
        : seconds <= 36 * 3_600
          ? (['hour', 3_600] as const)
          : (['day', 86_400] as const);
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
  const words = new Intl.NumberFormat(language, style).format(Math.ceil(seconds / size));
  // Chinese has no space of its own there; all other words of the page have one.
  return words.replace(/(\d)(?=[^\d\s.,])/, '$1 ');
}
