import { byId } from '../watch/dom.ts';
import { openCamera, openDevices, type Wanted } from './devices.ts';

export type OwnEvents = {
  /** What is to be sent from now on. */
  track(kind: 'audio' | 'video', track: MediaStreamTrack | null): void;
  /** Turned off or on by the guest. */
  turned(track: 'mic' | 'camera', off: boolean): void;
};

/** The guest's own camera and microphone: turned off and on, flipped, opened again when they end. */
export class Own {
  readonly #on: OwnEvents;
  #wanted: Wanted;
  #audio: MediaStreamTrack | null;
  #video: MediaStreamTrack | null;
  micOff = false;
  cameraOff: boolean;
  #hostMic = false;
  #isBusy = false;
  #isClosed = false;

  constructor(stream: MediaStream, wanted: Wanted, on: OwnEvents) {
    this.#on = on;
    this.#wanted = wanted;
    this.#audio = stream.getAudioTracks()[0] ?? null;
    this.#video = stream.getVideoTracks()[0] ?? null;
    this.cameraOff = this.#video === null;
    this.#watch();
    this.#show();
  }

  get tracks(): { audio: MediaStreamTrack | null; video: MediaStreamTrack | null } {
    return { audio: this.#audio, video: this.#video };
  }

  /** What the host has turned off is not even sent. */
  setHost(mic: boolean, _camera: boolean): void {
    this.#hostMic = mic;
    this.#setEnabled();
  }

  #setEnabled(): void {
    if (this.#audio) this.#audio.enabled = !this.micOff && !this.#hostMic;
  }

  turnMic(off: boolean): void {
    this.micOff = off;
    this.#setEnabled();
    this.#on.turned('mic', off);
  }

  /** Off, the camera's light is off too. */
  async turnCamera(off: boolean): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    if (off) this.#setVideo(null);
    else this.#setVideo(await openCamera(this.#wanted).catch(() => null));
    this.#isBusy = false;
    this.cameraOff = this.#video === null;
    this.#on.turned('camera', this.cameraOff);
  }

  /** The other lens of a phone; many can open only one at a time. */
  async flip(): Promise<void> {
    if (this.#isBusy || this.cameraOff) return;
    const facing = this.#wanted.facing === 'user' ? 'environment' : 'user';
    this.#wanted = { ...this.#wanted, cameraId: '', facing };
    await this.turnCamera(true);
    await this.turnCamera(false);
  }

  /** Says what is off, to a desk that does not know of it. */
  tellAll(): void {
    if (this.micOff) this.#on.turned('mic', true);
    if (this.cameraOff) this.#on.turned('camera', true);
  }

  close(): void {
    this.#isClosed = true;
    this.#audio?.stop();
    this.#video?.stop();
    byId<HTMLVideoElement>('self-video').srcObject = null;
  }

  #setVideo(track: MediaStreamTrack | null): void {
    if (this.#isClosed) return track?.stop();
    this.#video?.stop();
    this.#video = track;
    this.#on.track('video', track);
    this.#watch();
    this.#show();
  }

  #show(): void {
    const media = this.#video ? new MediaStream([this.#video]) : null;
    byId<HTMLVideoElement>('self-video').srcObject = media;
    const facing = this.#video?.getSettings().facingMode ?? this.#wanted.facing;
    document.documentElement.dataset.facing = facing;
  }

  /** A device that was unplugged, or taken by a call, is opened again. */
  #watch(): void {
    const [audio, video] = [this.#audio, this.#video];
    if (video) video.onended = () => video === this.#video && void this.turnCamera(false);
    if (audio)
      audio.onended = async () => {
        const stream = await openDevices({ ...this.#wanted, microphoneId: '' }).catch(() => null);
        for (const track of stream?.getVideoTracks() ?? []) track.stop();
        const next = stream?.getAudioTracks()[0];
        if (!next || this.#isClosed) return next?.stop();
        this.#audio = next;
        this.#setEnabled();
        this.#on.track('audio', next);
        this.#watch();
      };
  }
}
