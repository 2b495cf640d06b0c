import { useTranslation } from 'react-i18next';
import { formatBitrate } from '../../../app/format.ts';
import { useStudio } from '../../../app/hooks.ts';
import { ladderLines, pictureName } from '../model/ladder.ts';

/** The ladder in words, with the figures of the picture that is chosen now. */
export function LadderTable() {
  const { t } = useTranslation();
  const canvas = useStudio(({ show }) => show.canvases[0]);
  const kbps = useStudio(({ show }) => show.encoding.videoKbps);
  if (!canvas) return null;
  const { width, height, fps } = canvas;
  return (
    <table className="w-full border-collapse text-left text-sm">
      <caption className="pb-1.5 text-left text-text-2">{t('destinations.ladder.title')}</caption>
      <thead className="text-text-2">
        <tr className="border-line border-b [&>th]:py-1 [&>th]:pr-3 [&>th]:font-medium">
          <th scope="col">{t('destinations.ladder.link')}</th>
          <th scope="col">{t('destinations.ladder.picture')}</th>
          <th scope="col">{t('destinations.ladder.change')}</th>
        </tr>
      </thead>
      <tbody>
        {ladderLines({ width, height, fps, kbps }).map(({ fromKbps, rung }, step) => (
          <tr
            key={fromKbps ?? 'last'}
            className="border-line border-b last:border-b-0 [&>td]:py-1.5 [&>td]:pr-3"
          >
            <td className="figures">
              {fromKbps === null
                ? t('destinations.ladder.less')
                : t('destinations.ladder.from', { bitrate: formatBitrate(fromKbps * 1000) })}
            </td>
            <td className="figures">
              {pictureName(rung)} · {rung.fps} fps
            </td>
            <td className="text-text-2">{t(`destinations.ladder.steps.${stepWord(step)}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const words = ['bitrate', 'fps', 'size', 'smallest'] as const;
const stepWord = (step: number) => words[Math.min(step, words.length - 1)] ?? 'smallest';
