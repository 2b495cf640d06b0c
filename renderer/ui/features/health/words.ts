import i18next from 'i18next';
import type { DeliveryEvent } from '../../../../common/live/delivery.ts';
import type { Rung } from '../../../../common/live/ladder.ts';
import { errorWords } from '../../app/errorWords.ts';
import { formatBitrate, formatTimeOfDay } from '../../app/format.ts';

/** A time off air: `12.4 s`, `2 min 5.0 s`. */
export function exactTime(ms: number): string {
  const tenths = Math.round(Math.max(0, ms) / 100);
  const minutes = Math.floor(tenths / 600);
  const seconds = ((tenths - minutes * 600) / 10).toFixed(1);
  return minutes > 0
    ? i18next.t('outages.minutes', { minutes, seconds })
    : i18next.t('outages.seconds', { seconds });
}

/** What the picture became; size says more than frame rate, and that more than bitrate. */
function effectOf(rung: Rung | undefined, chosen: Rung, isRaised: boolean): string {
  if (!rung) return '';
  const height = Math.min(rung.width, rung.height);
  const fps = Math.round(rung.fps);
  const values = { height, fps, kbps: formatBitrate(rung.kbps * 1000) };
  if (isRaised) return i18next.t('deliveryLog.effect.raised', values);
  const what = rung.width < chosen.width ? 'size' : rung.fps < chosen.fps ? 'fps' : 'bitrate';
  return i18next.t(`deliveryLog.effect.${what}`, values);
}

/**
 * What happened to a destination, in one sentence: `Upload fell to 1.2 Mbps at 14:03; picture
 * lowered to 540p`.
 *
 * @param timed false where the time stands beside it
 */
export function deliverySentence(event: DeliveryEvent, chosen: Rung, timed = true): string {
  const { kind, rung, linkKbps, offAirMs, error, dropped } = event;
  const time = formatTimeOfDay(event.atEpochMs).slice(0, 5);
  const at = timed ? i18next.t('deliveryLog.at', { time }) : '';
  if (kind === 'raised' && error)
    return i18next.t('deliveryLog.events.refused', { at, why: errorWords(error) });
  if (kind === 'lowered' || kind === 'raised') {
    const effect = effectOf(rung, chosen, kind === 'raised');
    if (linkKbps === undefined)
      return i18next.t(`deliveryLog.events.${kind}Unknown`, { at, effect });
    const link = formatBitrate(linkKbps * 1000);
    return i18next.t(`deliveryLog.events.${kind}`, { at, effect, link });
  }
  return i18next
    .t(`deliveryLog.events.${kind}`, {
      at,
      why: error ? errorWords(error) : '',
      off: exactTime(offAirMs ?? 0),
      count: dropped ?? 0,
    })
    .trim();
}

const advised = ['lowered', 'cut', 'backup', 'reconnectAsked', 'back'] as const;

/** What the person can do about it; null where there is nothing to do. */
export function deliveryAdvice({ kind, error }: DeliveryEvent): string | null {
  if ((kind === 'lost' || kind === 'failed') && error) return i18next.t(`cures.${error.code}`);
  const known = advised.find((it) => it === kind);
  return known ? i18next.t(`deliveryLog.advice.${known}`) : null;
}
