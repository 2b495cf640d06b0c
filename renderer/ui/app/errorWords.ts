import i18next from 'i18next';
import type { StudioError } from '../../../common/result.ts';

/** What went wrong, in a sentence; with the reason that the error names, where the sentence has a place for it. */
export function errorWords({ code, detail }: StudioError): string {
  const what = typeof detail?.what === 'string' && detail.what !== '' ? detail.what : '?';
  return i18next.t(`errors.${code}`, { ...detail, what: reasonWords(what) });
}

/** The reasons of the system and of the engine in the person's language; one that nobody has words for as it is. */
function reasonWords(what: string): string {
  const [, status] = /^HTTP (\d{3})$/.exec(what) ?? [];
  if (status) return i18next.t('reasons.http', { status });
  const key = `reasons.${what}`;
  // Whoever failed says why: its words cannot be known here.
  return i18next.exists(key) ? i18next.t(key as 'reasons.timeout') : what;
}
