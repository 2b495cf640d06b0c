import { useTranslation } from 'react-i18next';
import { type SeatLayout, seating } from '../../../../common/cohost/layout.ts';
import { membersIn, type Pk, type PkMember } from '../../../../common/pk/pk.ts';
import { FIRST_PK_SEAT } from '../../../../common/show/seats.ts';
import { formatBitrate } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { cx } from '../../components/cx.ts';

/** Less than this is little for a stream of one's own programme to another studio, kbit/s. */
const ENOUGH_KBPS = 1_500;
/** So far apart one is clearly louder than the other, LU. */
const APART_LU = 4;

/** What both sides should know before they begin: upload, loudness, clocks, and the picture as it will be. */
export function Readiness({ pk, roomId }: { pk: Pk; roomId: string }) {
  const { t } = useTranslation();
  const members = membersIn(pk);
  const own = members.find((it) => it.roomId === roomId);
  // Ourselves first, as in our own picture.
  const inPicture = [...members].sort(
    (a, b) => Number(b.roomId === roomId) - Number(a.roomId === roomId),
  );
  const cell = 'px-1.5 py-1 text-right figures';
  const nameOf = (it: PkMember) => (it.roomId === roomId ? t('pk.me') : it.name);
  return (
    <div className="flex flex-col gap-2">
      <SplitPicture names={inPicture.map(nameOf)} />
      <table className="w-full table-fixed text-sm">
        <caption className="sr-only">{t('pk.readiness')}</caption>
        <thead className="text-text-2">
          <tr>
            <th scope="col" className="w-[34%] py-1 text-left font-medium">
              {t('pk.readiness')}
            </th>
            <th scope="col" className={cx(cell, 'font-medium')}>
              {t('pk.headroom')}
            </th>
            <th scope="col" className={cx(cell, 'font-medium')}>
              {t('pk.loudness')}
            </th>
            <th scope="col" className={cx(cell, 'font-medium')}>
              {t('pk.clock')}
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.roomId} className="border-line border-t">
              <th scope="row" className="truncate py-1 text-left font-normal" title={member.name}>
                <bdi>{nameOf(member)}</bdi>
              </th>
              <td className={cx(cell, isLittle(member) && 'text-warn')}>
                {kbps(member.readiness?.headroomKbps, t('pk.unknown'))}
                {ageOf(member) > 0 ? (
                  <span className="block text-text-2 text-xs">
                    {t('pk.headroomAge', { minutes: ageOf(member) })}
                  </span>
                ) : null}
              </td>
              <td className={cx(cell, isApart(member, own) && 'text-warn')}>
                {loudness(member, t('pk.silent'), t('pk.unknown'))}
              </td>
              <td className={cell}>{clock(member, t('pk.unknown'))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {members.some((it) => isApart(it, own)) ? (
        <p className="text-sm text-text-2">{t('pk.loudnessMatched')}</p>
      ) : null}
      {members.some(isLittle) ? (
        <p className="text-sm text-warn">{t('pk.headroomLittle')}</p>
      ) : null}
    </div>
  );
}

const isLittle = ({ readiness }: PkMember) =>
  readiness !== null && readiness.headroomKbps !== null && readiness.headroomKbps < ENOUGH_KBPS;

const isApart = ({ readiness }: PkMember, own: PkMember | undefined) => {
  const [a, b] = [readiness?.loudnessLufs ?? null, own?.readiness?.loudnessLufs ?? null];
  return a !== null && b !== null && Math.abs(a - b) > APART_LU;
};

/** Of what is known of the line, whole minutes. */
const ageOf = ({ readiness }: PkMember) => readiness?.headroomAgeMinutes ?? 0;

const kbps = (value: number | null | undefined, unknown: string) =>
  value === null || value === undefined ? unknown : formatBitrate(value * 1000);

const loudness = ({ readiness }: PkMember, silent: string, unknown: string) =>
  readiness === null
    ? unknown
    : readiness.loudnessLufs === null
      ? silent
      : `${readiness.loudnessLufs.toFixed(1).replace('-', '−')} LUFS`;

const clock = ({ readiness }: PkMember, unknown: string) =>
  readiness?.clockOffsetMs === null || readiness?.clockOffsetMs === undefined
    ? unknown
    : `${readiness.clockOffsetMs < 0 ? '−' : '+'}${Math.abs(Math.round(readiness.clockOffsetMs))} ms`;

/** The programme as it will be, everybody at their place. */
function SplitPicture({ names }: { names: readonly string[] }) {
  const { t } = useTranslation();
  const canvas = useStudio(({ show }) => show.canvases[0]);
  const layout = useStudio(({ session }) => session.cohost.layout) as SeatLayout | null;
  const people = useStudio(({ session }) => session.cohost.desk?.people);
  if (!canvas || names.length < 2) return null;
  const { width, height } = canvas;
  const guestSeats = (people ?? []).flatMap(({ seat }) => seat ?? []);
  const peers = names.slice(1).map((_, at) => FIRST_PK_SEAT + at);
  const { host, seats } = seating({ width, height }, { guests: guestSeats, peers }, layout);
  const guests = seats.filter(({ seat }) => seat < FIRST_PK_SEAT);
  const anchors = seats.filter(({ seat }) => seat >= FIRST_PK_SEAT);
  const rects = [host, ...anchors.map(({ rect }) => rect)];
  return (
    <figure className="flex flex-col items-center gap-1">
      <svg
        aria-hidden
        viewBox={`0 0 ${width} ${height}`}
        className="h-28 max-w-full rounded-md border border-line bg-bg"
      >
        {rects.map((rect, at) => (
          <g key={`${rect.x},${rect.y}`}>
            <rect {...rect} className={at === 0 ? 'fill-accent/40' : 'fill-control-hover'} />
            <text
              x={rect.x + rect.width / 2}
              y={rect.y + rect.height / 2}
              textAnchor="middle"
              dominantBaseline="middle"
              fontSize={Math.min(width, height) / 12}
              className="fill-text"
            >
              {[...(names[at] ?? '')].slice(0, 8).join('')}
            </text>
          </g>
        ))}
        {guests.map(({ seat, rect }) => (
          <rect key={seat} {...rect} className="fill-accent/25" />
        ))}
      </svg>
      <figcaption className="text-sm text-text-2">{t('pk.splitPicture')}</figcaption>
    </figure>
  );
}
