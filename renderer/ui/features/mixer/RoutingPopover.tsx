import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { type Strip, type StripChange, TRACKS } from '../../../../common/show/mixer.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { cx } from '../../components/cx.ts';
import { PopoverPanel } from '../../components/PopoverPanel.tsx';
import { Select } from '../../components/Select.tsx';
import { SliderField } from '../../components/SliderField.tsx';
import { SwitchRow } from '../../components/SwitchRow.tsx';
import { Ducking } from './Ducking.tsx';

type Props = {
  stripId: string;
  name: string;
  strip: Strip;
  set: (changed: StripChange) => void;
  children: ReactElement;
};

/** Pan, delay, mono, tracks, group and ducking of one strip. */
export function RoutingPopover({ stripId, name, strip, set, children }: Props) {
  const { t } = useTranslation();
  const slide = (field: 'pan' | 'delayMs') => (value: number, gesture: string) =>
    change(
      { type: 'mixer/stripChanged', payload: { stripId, change: { [field]: value } } },
      { gesture },
    );
  return (
    <PopoverPanel title={t('mixer.routing', { name })} trigger={children}>
      <SliderField
        label={t('mixer.pan')}
        min={-1}
        max={1}
        decimals={2}
        step={0.05}
        initial={0}
        value={strip.pan}
        onEdit={slide('pan')}
      />
      <SliderField
        label={t('mixer.delay')}
        min={-500}
        max={5000}
        middle={500}
        unit="ms"
        initial={0}
        value={strip.delayMs}
        onEdit={slide('delayMs')}
      />
      <p className="-mt-2 text-sm text-text-2">{t('mixer.delayHint')}</p>
      <SwitchRow
        label={t('mixer.mono')}
        hint={t('mixer.monoHint')}
        checked={strip.mono}
        onCheckedChange={(mono) => set({ mono })}
      />
      <Tracks tracks={strip.tracks} onTracks={(tracks) => set({ tracks })} />
      <GroupChoice groupId={strip.groupId} onGroup={(groupId) => set({ groupId })} />
      <Ducking stripId={stripId} ducking={strip.ducking} set={set} />
    </PopoverPanel>
  );
}

type TracksProps = { tracks: readonly number[]; onTracks: (tracks: number[]) => void };

/** Which of the six tracks; the first is the programme. */
function Tracks({ tracks, onTracks }: TracksProps) {
  const { t } = useTranslation();
  const recorded = useStudio(({ show }) => show.encoding.recordedTracks);
  const toggle = (track: number) =>
    onTracks(
      tracks.includes(track)
        ? tracks.filter((it) => it !== track)
        : [...tracks, track].sort((a, b) => a - b),
    );
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="pb-1 text-sm text-text-2">{t('mixer.tracks')}</legend>
      <div className="flex gap-1">
        {Array.from({ length: TRACKS }, (_, index) => index + 1).map((track) => {
          const on = tracks.includes(track);
          return (
            <button
              key={track}
              type="button"
              aria-pressed={on}
              aria-label={t('mixer.track', { track })}
              onClick={() => toggle(track)}
              className={cx(
                'figures h-7 flex-1 rounded-sm text-sm font-medium',
                on ? 'bg-accent text-bg' : 'bg-control text-text-2 hover:text-text',
              )}
            >
              {track}
            </button>
          );
        })}
      </div>
      <p className="text-sm text-text-2">{t('mixer.tracksHint')}</p>
      {tracks.some((track) => track > 1) ? (
        <SwitchRow
          label={t('mixer.recordTracks')}
          checked={tracks.every((track) => track === 1 || recorded.includes(track))}
          onCheckedChange={(on) => {
            const others = recorded.filter((track) => track === 1 || !tracks.includes(track));
            const wanted = on ? [...new Set([1, ...recorded, ...tracks])] : others;
            void change({
              type: 'encoding/recordedTracksSet',
              payload: { tracks: wanted.sort((a, b) => a - b) },
            });
          }}
        />
      ) : null}
    </fieldset>
  );
}

/** Option values must not be empty. */
const NONE = 'none';
const NEW = 'new';

type GroupProps = { groupId: string | null; onGroup: (groupId: string | null) => void };

function GroupChoice({ groupId, onGroup }: GroupProps) {
  const { t } = useTranslation();
  const groups = useStudio(({ show }) => show.mixer.groups);
  const choose = async (value: string) => {
    if (value !== NEW) return onGroup(value === NONE ? null : value);
    const id = `group-${crypto.randomUUID().slice(0, 8)}`;
    const name = t('mixer.group.new', { number: groups.length + 1 });
    const added = await change({
      type: 'mixer/groupAdded',
      payload: { group: { id, name, gainDb: 0, muted: false } },
    });
    if (added.ok) onGroup(id);
  };
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm text-text-2">{t('mixer.group.title')}</span>
      <Select
        label={t('mixer.group.title')}
        value={groupId ?? NONE}
        options={[
          { value: NONE, label: t('mixer.group.none') },
          ...groups.map(({ id, name }) => ({ value: id, label: name })),
          { value: NEW, label: t('mixer.group.add') },
        ]}
        onValueChange={(value) => void choose(value)}
      />
    </div>
  );
}
