import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useStudio, useView } from '../../app/hooks.ts';
import { settingsToggled } from '../../app/state/view.ts';
import { ask, change } from '../../app/studio.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { type Option, Select } from '../../components/Select.tsx';

/** Every choice holds at once; there is nothing to save. */
export function SettingsDialog() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const open = useView((view) => view.settingsOpen);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => dispatch(settingsToggled(next))}
      title={t('settings.title')}
    >
      <Language />
      <Picture />
      <Folder />
    </Dialog>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  options: readonly Option[];
  disabled?: boolean;
  onChoose: (value: string) => void;
};

function Choice({ label, onChoose, ...rest }: ChoiceProps) {
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <span className="text-sm text-text-2">{label}</span>
      <Select label={label} onValueChange={onChoose} {...rest} />
    </div>
  );
}

function Language() {
  const { t } = useTranslation();
  const locale = useStudio(({ session }) => session.locale);
  return (
    <Choice
      label={t('settings.language')}
      value={locale}
      options={[
        { value: 'zh-CN', label: '简体中文' },
        { value: 'en', label: 'English' },
      ]}
      onChoose={(value) =>
        void ask('settings:setLocale', { locale: value === 'en' ? 'en' : 'zh-CN' })
      }
    />
  );
}

const sizes = ['1280x720', '1920x1080'];
const rates = ['30', '60'];
const withCurrent = (presets: readonly string[], current: string) =>
  presets.includes(current) ? presets : [current, ...presets];

function Picture() {
  const { t } = useTranslation();
  const canvas = useStudio(({ show }) => show.canvases[0]);
  const busy = useStudio(
    ({ session: { live, recording } }) =>
      (live.state !== 'idle' && live.state !== 'failed') ||
      recording.state === 'recording' ||
      recording.state === 'finishing',
  );
  if (!canvas) return null;
  const size = `${canvas.width}x${canvas.height}`;
  const set = async (width: number, height: number, fps: number) => {
    await change({
      type: 'canvases/canvasResized',
      payload: { canvasId: canvas.id, width, height, fps },
    });
  };
  return (
    <>
      <div className="flex gap-3">
        <Choice
          label={t('settings.size')}
          value={size}
          disabled={busy}
          options={withCurrent(sizes, size).map((value) => ({
            value,
            label: value.replace('x', '×'),
          }))}
          onChoose={(value) => {
            const [width = canvas.width, height = canvas.height] = value.split('x').map(Number);
            void set(width, height, canvas.fps);
          }}
        />
        <Choice
          label={t('settings.fps')}
          value={String(canvas.fps)}
          disabled={busy}
          options={withCurrent(rates, String(canvas.fps)).map((value) => ({
            value,
            label: `${value} fps`,
          }))}
          onChoose={(value) => void set(canvas.width, canvas.height, Number(value))}
        />
      </div>
      <VideoBitrate disabled={busy} />
      {busy ? <p className="text-sm text-warn">{t('settings.notWhileLive')}</p> : null}
    </>
  );
}

function VideoBitrate({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation();
  const kbps = useStudio(({ show }) => show.encoding.videoKbps);
  const [draft, setDraft] = useState<string | null>(null);
  const wanted = Number(draft ?? kbps);
  const valid = Number.isInteger(wanted) && wanted >= 100 && wanted <= 50_000;
  const settle = () => {
    if (draft === null) return;
    setDraft(null);
    if (valid && wanted !== kbps) {
      void change({ type: 'encoding/bitrateSet', payload: { videoKbps: wanted } });
    }
  };
  return (
    <TextField
      label={t('settings.videoKbps')}
      inputMode="numeric"
      disabled={disabled}
      value={draft ?? String(kbps)}
      error={valid ? null : t('settings.kbpsRange')}
      hint={t('settings.kbpsHint')}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={settle}
      onKeyDown={({ key }) => key === 'Enter' && settle()}
    />
  );
}

function Folder() {
  const { t } = useTranslation();
  const folder = useStudio(({ session }) => session.recordingFolder);
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm text-text-2">{t('settings.recordingFolder')}</span>
      <span className="selectable break-all">{folder}</span>
    </div>
  );
}
