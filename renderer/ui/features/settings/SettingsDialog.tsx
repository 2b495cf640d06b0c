import { useTranslation } from 'react-i18next';
import type { Canvas } from '../../../../common/show/schema.ts';
import { useAppDispatch, useStudio, useView } from '../../app/hooks.ts';
import { hotkeysToggled, paletteToggled } from '../../app/state/floor.ts';
import { settingsToggled } from '../../app/state/view.ts';
import { ask, change } from '../../app/studio.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { type Option, Select } from '../../components/Select.tsx';
import { CallHost } from './CallHost.tsx';
import { OwnServer } from './OwnServer.tsx';
import { Tencent } from './Tencent.tsx';

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
      <CallHost />
      <OwnServer />
      <Tencent />
      <Keys />
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
      <VideoBitrate canvas={canvas} disabled={busy} />
      {busy ? <p className="text-sm text-warn">{t('settings.notWhileLive')}</p> : null}
    </>
  );
}

/** Bitrates that look good, kilobits per second, for 30 frames a second; 60 take half as much again. */
const goodKbps = ({ width, height, fps }: Canvas): number => {
  const pixels = width * height;
  const at30 = pixels <= 1280 * 720 ? 3000 : pixels <= 1920 * 1080 ? 5000 : 9000;
  return fps > 30 ? at30 * 1.5 : at30;
};

function VideoBitrate({ canvas, disabled }: { canvas: Canvas; disabled: boolean }) {
  const { t } = useTranslation();
  const kbps = useStudio(({ show }) => show.encoding.videoKbps);
  const good = goodKbps(canvas);
  const set = (videoKbps: number, gesture?: string) =>
    change({ type: 'encoding/bitrateSet', payload: { videoKbps } }, gesture ? { gesture } : {});
  return (
    <>
      <NumberField
        label={t('settings.videoKbps')}
        value={kbps}
        min={100}
        max={50_000}
        step={100}
        unit="kbps"
        disabled={disabled}
        hint={t('settings.kbpsHint')}
        onEdit={set}
      />
      {disabled || (kbps >= good * 0.8 && kbps <= good * 1.6) ? null : (
        <div className="flex items-center gap-2 rounded-md border border-warn/40 bg-warn-dim px-2.5 py-1.5 text-sm">
          <p className="min-w-0 flex-1">
            {t('settings.kbpsFits', {
              size: `${canvas.width}×${canvas.height} · ${canvas.fps} fps`,
              kbps: good,
            })}
          </p>
          <Button size="sm" onClick={() => void set(good)}>
            {t('settings.kbpsUse', { kbps: good })}
          </Button>
        </div>
      )}
    </>
  );
}

function Folder() {
  const { t } = useTranslation();
  const folder = useStudio(({ session }) => session.recordingFolder);
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm text-text-2">{t('settings.recordingFolder')}</span>
      <div className="flex items-center gap-2">
        <span className="selectable min-w-0 flex-1 break-all">{folder}</span>
        <Button size="sm" onClick={() => void ask('settings:pickRecordingFolder')}>
          {t('settings.chooseFolder')}
        </Button>
      </div>
    </div>
  );
}

/** Where the keys and the list of all commands are found without knowing a key. */
function Keys() {
  const { t } = useTranslation();
  const dispatch = useAppDispatch();
  const goTo = (toggled: typeof hotkeysToggled | typeof paletteToggled) => {
    dispatch(settingsToggled(false));
    dispatch(toggled(true));
  };
  return (
    <div className="flex gap-2">
      <Button onClick={() => goTo(hotkeysToggled)}>{t('hotkeys.title')}…</Button>
      <Button onClick={() => goTo(paletteToggled)}>{t('palette.title')}…</Button>
    </div>
  );
}
