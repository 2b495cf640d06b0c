import { Trash2, Volume2, VolumeX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../../common/show/sources.ts';
import { useStudio } from '../../app/hooks.ts';
import { change } from '../../app/studio.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { SourceRow } from './SourceRow.tsx';

type Props = {
  source: Source;
  selected: boolean;
  onSelect: () => void;
  onDeselect: () => void;
  onRemove: () => void;
};

/** A source that is only heard. */
export function AudioRow({ source, selected, onSelect, onDeselect, onRemove }: Props) {
  const { t } = useTranslation();
  const muted = useStudio(({ show }) => show.mixer.strips[source.id]?.muted ?? false);
  const [renaming, setRenaming] = useState(false);
  const { id, name } = source;
  return (
    <SourceRow
      source={source}
      selected={selected}
      dimmed={muted}
      onSelect={onSelect}
      onDeselect={onDeselect}
      onRemove={onRemove}
      renaming={renaming}
      onRenaming={setRenaming}
    >
      <span className={selected ? 'flex' : 'hidden group-focus-within:flex group-hover:flex'}>
        <IconButton label={t('sources.removeNamed', { name })} onClick={onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </span>
      <IconButton
        label={t(muted ? 'mixer.unmute' : 'mixer.mute', { name })}
        aria-pressed={muted}
        onClick={() =>
          void change({
            type: 'mixer/stripChanged',
            payload: { stripId: id, change: { muted: !muted } },
          })
        }
      >
        {muted ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
      </IconButton>
    </SourceRow>
  );
}
