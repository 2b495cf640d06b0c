import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomMinute } from '../../../../../common/rooms/room.ts';
import { formatCount } from '../../../app/format.ts';
import { niceTop } from '../../health/index.ts';
import { condensed, markMinutes, minuteText, type Track, tracks } from './minutes.ts';

/** Units of the drawing; it is stretched to its place. */
const WIDTH = 620;
const LEFT = 44;
const HEIGHTS: Readonly<Record<Track, number>> = { online: 74, likes: 44, messages: 44 };
const TITLE = 16;
const GAP = 6;
const BOTTOM = 18;
/** Told apart with any eyes (Okabe and Ito), and by shape. */
const colours: Readonly<Record<Track, string>> = {
  online: '#56b4e9',
  likes: '#cc79a7',
  messages: '#e69f00',
};

/** People, likes and messages, minute by minute, over the same time. */
export function MinutesChart({ minutes }: { minutes: readonly RoomMinute[] }) {
  const { t, i18n } = useTranslation();
  const points = useMemo(() => condensed(minutes), [minutes]);
  const [looked, setLooked] = useState<number | null>(null);
  const last = points.length - 1;
  const x = (index: number) => LEFT + (index / Math.max(1, last)) * (WIDTH - LEFT - 6);
  const height = tracks.reduce((sum, name) => sum + TITLE + HEIGHTS[name] + GAP, BOTTOM);
  const onPointer = ({ currentTarget, clientX }: PointerEvent<SVGSVGElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const share = (((clientX - left) / width) * WIDTH - LEFT) / (WIDTH - LEFT - 6);
    setLooked(Math.max(0, Math.min(last, Math.round(share * last))));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const step = by * (event.shiftKey ? 10 : 1);
    setLooked((at) => Math.max(0, Math.min(last, (at ?? last) + step)));
  };
  const shown = looked === null ? null : points[looked];
  const count = (value: number) => formatCount(value, i18n.language);
  let y = 0;
  return (
    <figure className="rounded-md bg-panel p-3">
      <figcaption className="figures flex min-h-5 gap-4 text-sm" aria-live="polite">
        {shown ? (
          <>
            <span className="font-medium">
              {t('summary.audience.at', { time: minuteText(shown.minute) })}
            </span>
            {tracks.map((name) => (
              <span key={name} className="text-text-2">
                {t(`summary.audience.tracks.${name}`)}{' '}
                <span className="text-text">{count(shown[name])}</span>
              </span>
            ))}
          </>
        ) : (
          <span className="text-text-2">{t('summary.audience.perMinute')}</span>
        )}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        tabIndex={0}
        aria-label={t('summary.audience.chart')}
        className="mt-1 block w-full"
        onPointerMove={onPointer}
        onPointerLeave={() => setLooked(null)}
        onKeyDown={onKeyDown}
        onBlur={() => setLooked(null)}
      >
        {tracks.map((name) => {
          const top = niceTop(Math.max(4, ...points.map((it) => it[name])));
          const from = y + TITLE;
          y = from + HEIGHTS[name] + GAP;
          return (
            <g key={name}>
              <text x={LEFT} y={from - 5} fill="#9aa3b5" fontSize="10.5">
                {t(`summary.audience.tracks.${name}`)}
              </text>
              <Scale top={count(top)} y={from} height={HEIGHTS[name]} />
              <Drawn
                points={points}
                name={name}
                x={x}
                y={(value) => from + HEIGHTS[name] * (1 - value / top)}
                bottom={from + HEIGHTS[name]}
              />
            </g>
          );
        })}
        <Times points={points} x={x} y={height - 5} />
        {looked === null ? null : (
          <path d={`M${x(looked)} ${TITLE}V${height - BOTTOM}`} stroke="#e8ebf2" />
        )}
      </svg>
    </figure>
  );
}

function Scale({ top, y, height }: { top: string; y: number; height: number }) {
  return (
    <>
      <path d={`M${LEFT} ${y + 0.5}H${WIDTH - 6}`} stroke="#262c38" />
      <path d={`M${LEFT} ${y + height + 0.5}H${WIDTH - 6}`} stroke="#3a4252" />
      <g fill="#9aa3b5" fontSize="10.5" textAnchor="end">
        <text x={LEFT - 6} y={y + 4}>
          {top}
        </text>
        <text x={LEFT - 6} y={y + height + 3}>
          0
        </text>
      </g>
    </>
  );
}

type DrawnProps = {
  points: readonly RoomMinute[];
  name: Track;
  x: (index: number) => number;
  y: (value: number) => number;
  bottom: number;
};

/** People as an area, what they did as bars. */
function Drawn({ points, name, x, y, bottom }: DrawnProps) {
  const colour = colours[name];
  if (name === 'online') {
    const line = points.map((it, index) => `${x(index)} ${y(it.online)}`).join('L');
    return (
      <>
        <path
          d={`M${x(0)} ${bottom}L${line}L${x(points.length - 1)} ${bottom}Z`}
          fill={colour}
          opacity="0.16"
        />
        <path d={`M${line}`} fill="none" stroke={colour} strokeWidth="1.5" />
      </>
    );
  }
  const wide = Math.max(1, Math.min(10, (x(1) - x(0)) * 0.7));
  return (
    <g fill={colour}>
      {points.map((it, index) => (
        <rect
          key={it.minute}
          x={Math.min(x(index) - wide / 2, WIDTH - 6 - wide)}
          y={y(it[name])}
          width={wide}
          height={Math.max(0, bottom - y(it[name]))}
        />
      ))}
    </g>
  );
}

type TimesProps = { points: readonly RoomMinute[]; x: (index: number) => number; y: number };

function Times({ points, x, y }: TimesProps) {
  const step = markMinutes(points.at(-1)?.minute ?? 0);
  const marks = points.flatMap(({ minute }, index) =>
    minute % step === 0 ? [{ minute, index }] : [],
  );
  return (
    <g fill="#9aa3b5" fontSize="10.5" textAnchor="middle">
      {marks.map(({ minute, index }) => (
        <text key={minute} x={Math.min(x(index), WIDTH - 18)} y={y}>
          {minuteText(minute)}
        </text>
      ))}
    </g>
  );
}
