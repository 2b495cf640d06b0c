import { useTranslation } from 'react-i18next';
import { broadcastFrames } from '../../app/broadcastLink.ts';
import { useClock } from '../../app/clock.ts';
import {
  formatBitrate,
  formatMemory,
  formatShare,
  formatTimeOfDay,
  formatWait,
} from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { type Figures, useFigures } from '../../app/telemetry.ts';
import { cx } from '../../components/cx.ts';
import { SilencedWarnings } from '../warnings/index.ts';
import { StatusLine } from './StatusLine.tsx';

const none = '–';
const noText = () => none;

/** The figures of the moment, at most twice a second; each keeps its place. */
export function Footer() {
  const { t } = useTranslation();
  // After the end the last figures are still there, but they are of the past.
  const live = useStudio(({ session }) => session.live.state === 'live');
  return (
    <footer
      aria-label={t('footer.title')}
      className="flex h-7 shrink-0 items-center gap-4 overflow-hidden border-line border-t bg-panel px-4 text-sm text-text-2"
    >
      <FrameRate />
      <Skipped />
      <Figure name={t('footer.upload')} width="min-w-17" select={live ? uploadText : noText} />
      <Figure name={t('footer.queue')} width="min-w-12" select={live ? queueText : noText} />
      <Figure name="CPU" hint={t('footer.cpuHint')} width="min-w-10" select={cpuText} />
      <Figure name={t('footer.memory')} width="min-w-13" select={memoryText} />
      <Figure
        name={t('footer.encode')}
        hint={t('footer.encodeHint')}
        width="min-w-12"
        select={encodeText}
      />
      <StatusLine />
      <SilencedWarnings />
      <Clock />
    </footer>
  );
}

const outputsOf = (figures: Figures) => Object.values(figures.output?.destinations ?? {});
const uploadText = (figures: Figures) =>
  figures.output
    ? formatBitrate(outputsOf(figures).reduce((sum, it) => sum + it.sendBps, 0))
    : none;
const queueText = (figures: Figures) =>
  figures.output ? formatWait(Math.max(0, ...outputsOf(figures).map((it) => it.queueMs))) : none;
const cpuText = ({ system }: Figures) => (system ? `${Math.round(system.cpuPercent)}%` : none);
const memoryText = ({ system }: Figures) => (system ? formatMemory(system.memoryMb) : none);
const encodeText = ({ stage }: Figures) =>
  stage && stage.encoded > 0 ? `${stage.encodeMs.toFixed(1)} ms` : none;

type FigureProps = {
  name: string;
  hint?: string;
  width: string;
  select: (figures: Figures) => string;
};

function Figure({ name, hint, width, select }: FigureProps) {
  const text = useFigures(select);
  return (
    <span className="figures flex shrink-0 gap-1.5" title={hint}>
      {name}
      <span className={cx(width, 'text-text')}>{text}</span>
    </span>
  );
}

function FrameRate() {
  const { t } = useTranslation();
  const running = useStudio(({ session }) => session.stage.state === 'running');
  // Off air only the screen is drawn, and no faster than it needs.
  const preview = useStudio(
    ({ session: { live, recording } }) =>
      live.state !== 'live' && live.state !== 'stopping' && recording.state !== 'recording',
  );
  const text = useFigures(({ stage }) => (running && stage ? stage.fps.toFixed(1) : none));
  return (
    <span className="figures shrink-0 font-semibold text-text">
      {preview && `${t('footer.preview')} `}
      <span className="inline-block w-7 text-right">{text}</span> fps
    </span>
  );
}

/** Amber above one frame in a hundred, red above one in twenty. */
function Skipped() {
  const { t } = useTranslation();
  const text = useFigures(() => {
    const { skipped, encoded } = broadcastFrames();
    return `${skipped} (${formatShare(skipped, skipped + encoded)})`;
  });
  const level = useFigures(() => {
    const { skipped, encoded } = broadcastFrames();
    const share = skipped / Math.max(1, skipped + encoded);
    return share > 0.05 ? 'text-air-text' : share > 0.01 ? 'text-warn' : 'text-text';
  });
  return (
    <span className="figures flex shrink-0 gap-1.5" title={t('footer.skippedHint')}>
      {t('footer.skipped')}
      <span className={cx('min-w-18 font-medium', level)}>{text}</span>
    </span>
  );
}

function Clock() {
  const text = useClock(formatTimeOfDay);
  return <time className="figures shrink-0">{text}</time>;
}
