import { shell } from 'electron';
import { ok } from '../../../common/result.ts';
import { newRecordingFile } from '../../settings/recordings.ts';
import type { HandlersFor } from '../door.ts';
import type { Context } from './context.ts';

type LiveChannel =
  | 'live:start'
  | 'live:stop'
  | 'recording:start'
  | 'recording:stop'
  | 'recording:reveal';

/** The broadcast and the recording as a whole. */
export const liveHandlers = ({ studio }: Context): HandlersFor<LiveChannel> => ({
  'live:start': async () => {
    // Its test data must not hold a URL that the show is about to use.
    await studio.preflight.cancel();
    const enabled = await studio.targets.enabled();
    if (!enabled.ok) return studio.liveFailed(enabled.error);
    return studio.goLive(enabled.value.targets, null, enabled.value.refused);
  },
  // A recording ends with the show, as the question before it says.
  'live:stop': async () => {
    await studio.broadcast.stopAll();
    return ok(null);
  },
  'recording:start': async () => {
    const file = await newRecordingFile(studio.store.state.session.recordingFolder);
    return file.ok ? studio.broadcast.startRecording(file.value) : file;
  },
  'recording:stop': () => studio.broadcast.stopRecording(),
  'recording:reveal': () => {
    const { recording } = studio.store.state.session;
    if ('file' in recording) shell.showItemInFolder(recording.file);
    return ok(null);
  },
});
