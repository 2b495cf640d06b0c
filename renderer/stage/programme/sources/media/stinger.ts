import { ok, type Result, type StudioError } from '../../../../../common/result.ts';
import type { Layer } from '../../../compositor/backend.ts';
import { nextRevision, type Size, whole } from '../picture.ts';
import { type Playlist, Run, type TimedFrame } from './run.ts';

/** A video, most often with alpha, that plays over a scene switch. */
export type Stinger = {
  /** Settles when its first picture is there, or says why it cannot be played. */
  readonly ready: Promise<Result<null>>;
  /** Its length; 0 until it is ready, and where it cannot be played. */
  readonly durationMs: number;
  /**
   * What it shows so long after its beginning, over the whole canvas. Ask with growing times only;
   * a decoder that is late leaves the picture before.
   */
  layersAt(msIntoIt: number, canvas: Size): readonly Layer[];
  /** Closes its frames and decoders; after it there is nothing to show. */
  dispose(): void;
};

/** Opens a stinger and decodes its beginning, so that it can start with any frame. */
export function prepareStinger(path: string, hardwareDecoding = true): Stinger {
  const source: Playlist = {
    ...{ paths: [path], loop: 'off', inSeconds: 0, outSeconds: null, speed: 1 },
    hardwareDecoding,
  };
  let problem: StudioError | null = null;
  const onProblem = (error: StudioError | null) => {
    problem ??= error;
  };
  const run = new Run(source, { index: 0, seconds: 0 }, { onProblem, silent: true });
  let current: TimedFrame | null = null;
  let revision = 0;
  return {
    ready: run.ready.then(() => {
      if (run.frames.first || current) return ok(null);
      const error = problem ?? { code: 'MEDIA_UNSUPPORTED', message: `${path} has no picture` };
      return { ok: false, error };
    }),
    get durationMs() {
      return run.spotAt(0).durationSeconds * 1000;
    },
    layersAt(msIntoIt, canvas) {
      run.nowUs = msIntoIt * 1000;
      let next = run.frames.first;
      while (next && next.dueUs <= run.nowUs) {
        run.frames.shift();
        current?.frame.close();
        current = next;
        revision = nextRevision();
        next = run.frames.first;
      }
      if (!current || (run.endUs !== null && run.nowUs >= run.endUs)) return [];
      const content: Layer['content'] = { kind: 'video', frame: current.frame, revision };
      return [{ id: 'stinger', content, rect: whole(canvas), opacity: 1 }];
    },
    dispose() {
      run.stop();
      current?.frame.close();
      current = null;
    },
  };
}
