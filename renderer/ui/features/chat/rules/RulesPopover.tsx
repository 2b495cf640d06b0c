import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RoomRules } from '../../../../../common/chat/message.ts';
import { useStudio } from '../../../app/hooks.ts';
import { ask } from '../../../app/studio.ts';
import { cx } from '../../../components/cx.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { LabelledSelect } from '../../../components/LabelledSelect.tsx';
import { PopoverPanel } from '../../../components/PopoverPanel.tsx';
import { SwitchRow } from '../../../components/SwitchRow.tsx';
import { BannedWords } from './BannedWords.tsx';

/** Seconds between two messages of one person. */
const slowModes = [0, 3, 5, 10, 30, 60, 300];

/** What holds in the room for everybody. */
export function RulesPopover() {
  const { t } = useTranslation();
  const rules = useStudio(({ session }) => session.room?.rules ?? null);
  const strict =
    rules !== null && (rules.slowModeSeconds > 0 || rules.followersOnly || rules.muteAll);
  return (
    <PopoverPanel
      title={t('chat.rules.title')}
      side="bottom"
      align="end"
      trigger={
        <IconButton
          label={t('chat.rules.title')}
          className={cx('size-7', strict && 'bg-control text-accent')}
        >
          <ShieldCheck aria-hidden />
        </IconButton>
      }
    >
      {rules ? <Rules rules={rules} /> : <p className="text-text-2">{t('chat.rules.noRoom')}</p>}
    </PopoverPanel>
  );
}

function Rules({ rules }: { rules: RoomRules }) {
  const { t } = useTranslation();
  const { slowModeSeconds, followersOnly, muteAll, bannedWords } = rules;
  const seconds = slowModes.includes(slowModeSeconds)
    ? slowModes
    : [...slowModes, slowModeSeconds].sort((a, b) => a - b);
  return (
    <>
      <div className="flex flex-col gap-1">
        <LabelledSelect
          label={t('chat.rules.slow')}
          value={String(slowModeSeconds)}
          options={seconds.map((one) => ({
            value: String(one),
            label:
              one === 0
                ? t('chat.rules.slowOff')
                : one < 60
                  ? t('chat.rules.slowSeconds', { count: one })
                  : t('chat.rules.slowMinutes', { count: Math.round(one / 60) }),
          }))}
          onChoose={(value) =>
            void ask('chat:order', { order: 'slowMode', seconds: Number(value) })
          }
        />
        <p className="text-sm text-text-2">{t('chat.rules.slowHint')}</p>
      </div>
      <SwitchRow
        label={t('chat.rules.followers')}
        hint={t('chat.rules.followersHint')}
        checked={followersOnly}
        onCheckedChange={(on) => void ask('chat:order', { order: 'followersOnly', on })}
      />
      <SwitchRow
        label={t('chat.rules.muteAll')}
        hint={t('chat.rules.muteAllHint')}
        checked={muteAll}
        onCheckedChange={(on) => void ask('chat:order', { order: 'muteAll', on })}
      />
      <BannedWords words={bannedWords} />
    </>
  );
}
