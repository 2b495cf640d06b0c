import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Grade, gradeOf, lostShares } from '../../../../common/live/health.ts';
import { formatShare } from '../../app/format.ts';
import { cx } from '../../components/cx.ts';
import type { History, Range } from './history.ts';

type Props = { history: History; range: Range; destinationId: string | null };

/** Above one in a hundred amber, above one in twenty red; said in a word too. */
export function LostShares({ history, range, destinationId }: Props) {
  const { t } = useTranslation();
  const read = () => {
    const { skipped, dropped } = lostShares(history.of(range), destinationId);
    return `${formatShare(skipped, 1)} ${formatShare(dropped, 1)} ${gradeOf(skipped)} ${gradeOf(dropped)}`;
  };
  const [text, setText] = useState(read);
  useEffect(() => {
    setText(read());
    return history.onChange(() => setText(read()));
  }, [history, range, destinationId]);
  const [skipped = '', dropped = '', ofSkipped = 'good', ofDropped = 'good'] = text.split(' ');
  return (
    <p className="ml-auto flex gap-4 text-sm" title={t('health.lost')}>
      <Share grade={ofSkipped as Grade} words={t('health.lostSkipped', { share: skipped })} />
      <Share grade={ofDropped as Grade} words={t('health.lostDropped', { share: dropped })} />
    </p>
  );
}

function Share({ grade, words }: { grade: Grade; words: string }) {
  const { t } = useTranslation();
  const Icon = grade === 'good' ? CircleCheck : TriangleAlert;
  const colour = { good: 'text-preview', amber: 'text-warn', red: 'text-air-text' }[grade];
  return (
    <span className="figures flex items-center gap-1.5">
      <Icon className={cx('size-3.5', colour)} aria-hidden />
      <span className={cx(grade !== 'good' && colour, 'font-medium')}>{words}</span>
      {grade === 'good' ? (
        <span className="sr-only">{t('health.grades.good')}</span>
      ) : (
        <span className={colour}>{t(`health.grades.${grade}`)}</span>
      )}
    </span>
  );
}
