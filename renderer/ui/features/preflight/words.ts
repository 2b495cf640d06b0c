import i18next from 'i18next';
import type { PreflightCheck } from '../../../../common/live/delivery.ts';
import { errorWords } from '../../app/errorWords.ts';

/** A text that main names; null where there is none of that name. */
function textOf(path: string, values: PreflightCheck['values']): string | null {
  // Main says which: its names cannot be known here.
  return i18next.exists(path) ? i18next.t(path as 'common.done', { ...values }) : null;
}

/** From so many minutes on, the room on a disk is said in hours. */
const IN_HOURS_FROM_MINUTES = 120;

/** What was found, in a sentence. */
export function foundWords({ found, values, error }: PreflightCheck): string {
  const minutes = Number(values.minutes);
  const words =
    found === 'diskMeasured' && minutes >= IN_HOURS_FROM_MINUTES
      ? i18next.t('preflight.diskHours', { ...values, hours: Math.floor(minutes / 60) })
      : textOf(`preflight.found.${found}`, values);
  return words ?? (error ? errorWords(error) : '');
}

/** What to do about it; null where there is nothing to do. */
export function cureWords({ cure, values, error }: PreflightCheck): string | null {
  const words = cure === null ? null : textOf(`preflight.cure.${cure}`, values);
  return words ?? (error ? i18next.t(`cures.${error.code}`) : null);
}
