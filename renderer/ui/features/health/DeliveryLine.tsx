import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DeliveryEventKind } from '../../../../common/live/delivery.ts';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';
import { useChosen } from './useHealth.ts';
import { deliveryAdvice, deliverySentence } from './words.ts';

type Tone = 'good' | 'warn' | 'bad' | 'plain';

const tones: Readonly<Record<DeliveryEventKind, Tone>> = {
  onAir: 'good',
  lost: 'bad',
  back: 'good',
  lowered: 'warn',
  raised: 'good',
  full: 'good',
  backup: 'warn',
  primary: 'good',
  reconnectAsked: 'plain',
  cut: 'warn',
  drillBegan: 'plain',
  drillEnded: 'plain',
  renewed: 'plain',
  failed: 'bad',
  stopped: 'plain',
};

/** The sign beside a line of the log; its shape says as much as its colour. */
export function EventIcon({ kind }: { kind: DeliveryEventKind }) {
  const tone = tones[kind];
  const Icon = tone === 'good' ? CircleCheck : tone === 'plain' ? Info : TriangleAlert;
  return (
    <Icon
      aria-hidden
      className={cx(
        'mt-0.5 size-3.5 shrink-0',
        { good: 'text-preview', warn: 'text-warn', bad: 'text-air-text', plain: 'text-text-2' }[
          tone
        ],
      )}
    />
  );
}

type Props = {
  /** Of the destination. */
  id: string;
  /** With what the person can do about it. */
  withAdvice?: boolean;
};

/**
 * The last thing that happened to a destination, in one sentence; nothing where it simply went on
 * air or off.
 */
export function DeliveryLine({ id, withAdvice }: Props) {
  useTranslation();
  const chosen = useChosen();
  const last = useStudio(({ session }) => session.delivery[id]?.last ?? null);
  if (!last || last.kind === 'onAir' || last.kind === 'stopped') return null;
  const advice = withAdvice ? deliveryAdvice(last) : null;
  return (
    <div aria-live="polite" className="flex gap-1.5 text-sm">
      <EventIcon kind={last.kind} />
      <div className="min-w-0">
        <p>{deliverySentence(last, chosen)}</p>
        {advice ? <p className="text-text-2">{advice}</p> : null}
      </div>
    </div>
  );
}
