import { byId, make } from '../watch/dom.ts';
import { faultOf, listDevices, openDevices, type Wanted } from './devices.ts';
import { showLevel } from './meter.ts';
import { setWords, showOver, showStep } from './show.ts';
import { t } from './words.ts';

export type Checked = { readonly stream: MediaStream; readonly wanted: Wanted };

/** Opens camera and microphone and lets the guest see and hear that they work; settles when they go on. */
export function checkDevices(enterText: string): Promise<Checked> {
  const [camera, microphone] = [
    byId<HTMLSelectElement>('camera'),
    byId<HTMLSelectElement>('microphone'),
  ];
  const enter = byId<HTMLButtonElement>('enter');
  const level = byId('level');
  let wanted: Wanted = { cameraId: '', microphoneId: '', facing: 'user' };
  let stream: MediaStream | null = null;
  let stopLevel: (() => void) | null = null;
  let tries = 0;

  setWords({
    'check-title': t('check.title'),
    'camera-label': t('camera'),
    'microphone-label': t('microphone'),
    enter: enterText,
  });
  level.setAttribute('aria-label', t('level'));

  const stop = () => {
    stopLevel?.();
    stopLevel = null;
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
  };

  const fill = (select: HTMLSelectElement, devices: MediaDeviceInfo[], chosen?: string) => {
    const options = devices.map(({ deviceId, label }, index) => {
      const option = make('option', '', label || String(index + 1));
      option.value = deviceId;
      option.selected = deviceId === chosen;
      return option;
    });
    select.replaceChildren(...options);
  };

  const open = async (): Promise<void> => {
    const mine = ++tries;
    stop();
    enter.disabled = true;
    byId('check-text').textContent = t('check.opening');
    showStep('check');
    try {
      const opened = await openDevices(wanted);
      if (mine !== tries) return opened.getTracks().forEach((track) => track.stop());
      stream = opened;
    } catch (error) {
      if (mine === tries) showOver(`fault.${faultOf(error)}`, () => void open());
      return;
    }
    const [picture] = stream.getVideoTracks();
    const [sound] = stream.getAudioTracks();
    byId<HTMLVideoElement>('preview').srcObject = new MediaStream(picture ? [picture] : []);
    const facing = picture?.getSettings().facingMode ?? 'user';
    document.documentElement.dataset.facing = facing;
    const { cameras, microphones } = await listDevices();
    fill(camera, cameras, picture?.getSettings().deviceId);
    fill(microphone, microphones, sound?.getSettings().deviceId);
    byId('camera-field').hidden = cameras.length === 0;
    stopLevel = showLevel(stream, (share, heard) => {
      level.style.setProperty('--level', String(share));
      level.setAttribute('aria-valuenow', String(Math.round(share * 100)));
      const text = picture ? (heard ? 'heard' : 'quiet') : 'noCamera';
      byId('check-text').textContent = t(`check.${text}`);
    });
    enter.disabled = false;
  };

  return new Promise((resolve) => {
    camera.onchange = () => {
      wanted = { ...wanted, cameraId: camera.value };
      void open();
    };
    microphone.onchange = () => {
      wanted = { ...wanted, microphoneId: microphone.value };
      void open();
    };
    byId<HTMLFormElement>('check-step').onsubmit = (event) => {
      event.preventDefault();
      if (!stream) return;
      stopLevel?.();
      byId<HTMLVideoElement>('preview').srcObject = null;
      resolve({ stream, wanted });
    };
    void open();
  });
}
