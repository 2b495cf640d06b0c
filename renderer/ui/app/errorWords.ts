import i18next from 'i18next';
import type { StudioError } from '../../../common/result.ts';

/** What went wrong, in a sentence; with the reason that the error names, where the sentence has a place for it. */
export function errorWords({ code, detail }: StudioError): string {
  const what = typeof detail?.what === 'string' && detail.what !== '' ? detail.what : '?';
  return i18next.t(`errors.${code}`, { what });
}
