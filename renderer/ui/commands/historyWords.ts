import i18next from 'i18next';
import type { HistoryLabel } from '../../../common/live/session.ts';

/** What a step of undo was, in a few words: what was done, and to what. */
export function historyWords({ key, subject }: HistoryLabel): string {
  const path = `undo.${key}`;
  const words = i18next.exists(path) ? i18next.t(path as 'undo.move') : i18next.t('undo.other');
  return subject ? `${words} · ${subject}` : words;
}
