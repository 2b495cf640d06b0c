import { RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../../app/hooks.ts';
import { store } from '../../app/store.ts';
import { change } from '../../app/studio.ts';
import { acceleratorOf, keyCaps, tidyAccelerator } from '../../commands/accelerator.ts';
import { type Key, withKey } from '../../commands/keys.ts';
import { isMac } from '../../commands/listen.ts';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { Switch } from '../../components/Switch.tsx';

const unseen = { contentVisibility: 'auto', containIntrinsicSize: 'auto 36px' } as const;

/** What the whole system may listen to without taking letters from others. */
const forAll = /^(.*\+)?(Ctrl|Alt|Super)\+|^F\d+$|^num|^Media/;

type Props = {
  command: string;
  words: string;
  hotkey: Key | undefined;
  /** Words of other commands with the same key. */
  others: readonly string[];
};

function set(command: string, key: { accelerator: string; systemWide: boolean } | null): void {
  const hotkeys = store.getState().mirror.studio?.show.hotkeys ?? [];
  void change({
    type: 'hotkeys/hotkeysSet',
    payload: { hotkeys: withKey(hotkeys, command, key) },
  });
}

/** One command and its key. */
export function HotkeyRow({ command, words, hotkey, others }: Props) {
  const { t } = useTranslation();
  const [recording, setRecording] = useState(false);
  const accelerator = hotkey?.accelerator ?? '';
  const systemWide = hotkey?.systemWide ?? false;
  const refused = useStudio(({ session }) =>
    Object.keys(session.hotkeyProblems).some(
      (it) => systemWide && tidyAccelerator(it, isMac()) === accelerator,
    ),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (!recording) return;
    event.preventDefault();
    event.stopPropagation();
    const plain = !event.ctrlKey && !event.altKey && !event.shiftKey && !event.metaKey;
    if (plain && event.key === 'Escape') return setRecording(false);
    if (plain && event.key === 'Tab') return setRecording(false);
    const cleared = plain && event.key === 'Backspace';
    const pressed = cleared ? '' : acceleratorOf(event.nativeEvent);
    if (pressed === null) return;
    setRecording(false);
    set(command, { accelerator: pressed, systemWide: systemWide && forAll.test(pressed) });
  };
  const mayBeForAll = accelerator !== '' && forAll.test(accelerator);
  const note = refused
    ? t('hotkeys.refused')
    : others.length > 0
      ? t('hotkeys.conflict', { names: others.join('、') })
      : recording
        ? t('hotkeys.recordingHint')
        : null;
  return (
    <li style={unseen} className="border-line border-t py-1">
      <div className="flex h-8 items-center gap-3">
        <span className="min-w-0 flex-1 truncate" title={words}>
          {words}
        </span>
        <button
          type="button"
          data-recording={recording || undefined}
          aria-label={`${t('hotkeys.record', { name: words })}: ${accelerator || t('hotkeys.none')}`}
          aria-pressed={recording}
          onClick={() => setRecording(!recording)}
          onBlur={() => setRecording(false)}
          onKeyDown={onKeyDown}
          className={cx(
            'flex h-7 w-40 shrink-0 items-center justify-center gap-1 rounded-md border px-2 text-sm',
            recording ? 'border-accent bg-bg text-accent' : 'border-line bg-bg hover:border-edge',
            !recording && (refused || others.length > 0) && 'border-warn',
          )}
        >
          {recording ? (
            t('hotkeys.recording')
          ) : accelerator ? (
            keyCaps(accelerator, isMac()).map((cap) => (
              <kbd key={cap} className="rounded-sm bg-control px-1.5 font-sans">
                {cap}
              </kbd>
            ))
          ) : (
            <span className="text-text-3">{t('hotkeys.none')}</span>
          )}
        </button>
        <span
          className="flex w-30 shrink-0 items-center gap-1.5 text-sm text-text-2"
          title={accelerator && !mayBeForAll ? t('hotkeys.needsModifier') : undefined}
        >
          <Switch
            label={t('hotkeys.systemWideOf', { name: words })}
            checked={systemWide}
            disabled={!mayBeForAll}
            onCheckedChange={(on) => set(command, { accelerator, systemWide: on })}
          />
          <span className="truncate">{t('hotkeys.systemWide')}</span>
        </span>
        <span className="w-6 shrink-0">
          {hotkey?.own ? (
            <IconButton
              label={t('hotkeys.reset', { name: words })}
              onClick={() => set(command, null)}
            >
              <RotateCcw aria-hidden />
            </IconButton>
          ) : null}
        </span>
      </div>
      {note ? (
        <p
          role="status"
          className={cx('pb-1 text-sm', refused || others.length > 0 ? 'text-warn' : 'text-text-2')}
        >
          {note}
        </p>
      ) : null}
    </li>
  );
}
