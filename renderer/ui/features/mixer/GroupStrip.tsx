import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MixerGroup } from '../../../../common/show/mixer.ts';
import { formatDb } from '../../app/format.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Fader } from './Fader.tsx';
import { Scale } from './Scale.tsx';
import { Toggle } from './Strip.tsx';
import { StripFrame } from './StripFrame.tsx';

/** A VCA: one fader and one mute over its members. It passes no sound, so it has no meter. */
export function GroupStrip({ group }: { group: MixerGroup }) {
  const { t } = useTranslation();
  const { id, name, gainDb, muted } = group;
  const members = useStudio(
    ({ show }) => Object.values(show.mixer.strips).filter((it) => it.groupId === id).length,
  );
  const set = (changed: Partial<Omit<MixerGroup, 'id'>>, gesture?: string) =>
    change(
      { type: 'mixer/groupChanged', payload: { groupId: id, change: changed } },
      gesture ? { gesture } : {},
    );
  return (
    <StripFrame label={name} note={t('mixer.group.members', { count: members })} tone="group">
      <div className="flex min-h-0 flex-1 justify-center gap-1.5 py-1">
        <Scale />
        <Fader
          label={t('mixer.gain', { name })}
          gainDb={gainDb}
          onGain={(gain, gesture) => set({ gainDb: gain }, gesture)}
        />
      </div>
      <span className="figures text-sm text-text-2">{formatDb(gainDb)}</span>
      <div className="grid grid-cols-5 gap-0.5">
        <Toggle
          label={t(muted ? 'mixer.unmute' : 'mixer.mute', { name })}
          on={muted}
          tone="air"
          onClick={() => void set({ muted: !muted })}
        >
          M
        </Toggle>
        <GroupName name={name} onName={(text) => void set({ name: text }, `name:${id}`)} />
        <IconButton
          label={t('mixer.group.remove', { name })}
          onClick={() => void change({ type: 'mixer/groupRemoved', payload: { groupId: id } })}
        >
          <X aria-hidden />
        </IconButton>
      </div>
    </StripFrame>
  );
}

function GroupName({ name, onName }: { name: string; onName: (name: string) => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <input
      aria-label={t('mixer.group.name')}
      value={draft ?? name}
      maxLength={200}
      onChange={({ target }) => {
        setDraft(target.value);
        if (target.value.trim()) onName(target.value.trim());
      }}
      onBlur={() => setDraft(null)}
      className="col-span-3 h-6 min-w-0 rounded-sm border border-edge bg-bg px-1.5 text-sm"
    />
  );
}
