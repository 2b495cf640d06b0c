import type { ProgrammeTracks } from './peer.ts';

// In Chromium since 94; not in TypeScript's DOM library.
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(init: { kind: 'video' });
  readonly writable: WritableStream<VideoFrame>;
}

export type ProgrammeMediaSources = {
  /** Where the programme's frames are to go; null for nowhere. */
  tapPicture(frames: WritableStream<VideoFrame> | null): void;
  /** The programme's sound as a track; null where the mixer does not run. */
  openSound(): Promise<MediaStreamTrack | null>;
  closeSound(): void;
};

/** The programme as two tracks of the page, while anybody wants them. */
export class ProgrammeMedia {
  readonly #sources: ProgrammeMediaSources;
  #tracks: Promise<ProgrammeTracks> | null = null;
  #video: MediaStreamTrack | null = null;

  constructor(sources: ProgrammeMediaSources) {
    this.#sources = sources;
  }

  open(): Promise<ProgrammeTracks> {
    this.#tracks ??= this.#create();
    return this.#tracks;
  }

  close(): void {
    if (!this.#tracks) return;
    this.#tracks = null;
    this.#sources.tapPicture(null);
    this.#sources.closeSound();
    this.#video?.stop();
    this.#video = null;
  }

  async #create(): Promise<ProgrammeTracks> {
    const video = new MediaStreamTrackGenerator({ kind: 'video' });
    video.contentHint = 'motion';
    this.#video = video;
    this.#sources.tapPicture(video.writable);
    return { video, audio: await this.#sources.openSound() };
  }
}
