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

/** Who takes the programme's tracks. */
export type ProgrammeUser = 'whip' | 'cohost';

/** The programme as two tracks of the page, the same for all, while anybody wants them. */
export class ProgrammeMedia {
  readonly #sources: ProgrammeMediaSources;
  readonly #users = new Set<ProgrammeUser>();
  #tracks: Promise<ProgrammeTracks> | null = null;
  #video: MediaStreamTrack | null = null;

  constructor(sources: ProgrammeMediaSources) {
    this.#sources = sources;
  }

  open(user: ProgrammeUser): Promise<ProgrammeTracks> {
    this.#users.add(user);
    this.#tracks ??= this.#create();
    return this.#tracks;
  }

  close(user: ProgrammeUser): void {
    this.#users.delete(user);
    if (!this.#tracks || this.#users.size > 0) return;
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
