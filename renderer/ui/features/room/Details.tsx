import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chatLimits } from '../../../../common/chat/limits.ts';
import { categories, type RoomInfo } from '../../../../common/rooms/room.ts';
import { useStudio } from '../../app/hooks.ts';
import { ask } from '../../app/studio.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { TextArea } from '../../components/Field.tsx';
import { LabelledSelect } from '../../components/LabelledSelect.tsx';
import { SegmentedControl } from '../../components/SegmentedControl.tsx';
import { SettledText } from '../../components/SettledText.tsx';
import { SwitchRow } from '../../components/SwitchRow.tsx';

const TITLE_CHARS = 60;
const NOTICE_CHARS = 300;

/** What the room is called and who may find it. Each choice holds at once, also in an open room. */
export function Details() {
  const { t } = useTranslation();
  const info = useStudio(({ session }) => session.roomInfo);
  const hostName = useStudio(({ session }) => session.hostName);
  const isOpen = useStudio(({ session }) => session.room !== null);
  const [asksPrivate, setAsksPrivate] = useState(false);
  const showName = useStudio(({ show }) => show.meta.name);
  // An untitled room is called as the show is.
  const title = info.title || [...showName.trim()].slice(0, TITLE_CHARS).join('');
  // What is changed alone: leaving a text for a switch makes two changes at once, and each counts.
  const set = (changed: Partial<Omit<RoomInfo, 'cover'>>) => void ask('room:setInfo', changed);
  return (
    <>
      <SettledText
        label={t('room.title')}
        value={title}
        maxLength={TITLE_CHARS}
        placeholder={t('room.titlePlaceholder')}
        faultOf={(text) => (text.trim() === '' ? t('room.titleFault') : null)}
        onSettle={(text) => set({ title: text.trim() })}
      />
      <SettledText
        label={t('room.hostName')}
        value={hostName}
        maxLength={chatLimits.nameChars}
        placeholder={t('room.hostNamePlaceholder')}
        hint={t('room.hostNameHint')}
        onSettle={(name) => void ask('room:setHostName', { name })}
      />
      <LabelledSelect
        label={t('room.category')}
        value={info.category}
        options={categories.map((value) => ({ value, label: t(`rooms.category.${value}`) }))}
        onChoose={(category) => set({ category })}
      />
      <Notice notice={info.notice} onSettle={(notice) => set({ notice })} />
      <div className="flex flex-col gap-1">
        <SegmentedControl
          label={t('room.visibility')}
          titled
          value={info.visibility}
          options={[
            { value: 'public', label: t('room.visible.public') },
            { value: 'private', label: t('room.visible.private') },
          ]}
          onChoose={(visibility) => {
            // Those who came by the public link lose the chat.
            if (isOpen && visibility === 'private' && info.visibility === 'public')
              setAsksPrivate(true);
            else set({ visibility });
          }}
        />
        <p className="text-sm text-text-2">{t(`room.visibleHint.${info.visibility}`)}</p>
      </div>
      <SwitchRow
        label={t('room.pk')}
        hint={t('room.pkHint')}
        checked={info.openToPk}
        onCheckedChange={(openToPk) => set({ openToPk })}
      />
      <ConfirmDialog
        open={asksPrivate}
        onOpenChange={setAsksPrivate}
        title={t('room.goPrivate')}
        description={t('room.goPrivateMeaning')}
        confirmLabel={t('room.goPrivateConfirm')}
        onConfirm={() => set({ visibility: 'private' })}
      />
    </>
  );
}

/** What everybody reads who comes. It counts when the field is left. */
function Notice({ notice, onSettle }: { notice: string; onSettle: (text: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextArea
      label={t('room.notice')}
      rows={3}
      maxLength={NOTICE_CHARS}
      placeholder={t('room.noticePlaceholder')}
      value={typed ?? notice}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={() => {
        if (typed !== null && typed.trim() !== notice) onSettle(typed.trim());
        setTyped(null);
      }}
    />
  );
}
