import type { Draft } from 'immer';
import type { StageEvent } from '../../common/ipc/stage.ts';
import type { Session } from '../../common/live/session.ts';
import { log } from '../log.ts';
import type { StudioStore } from '../state/store.ts';

/** Writes what the stage tells to the session. */
export function writeStageEvent(store: StudioStore, event: StageEvent): void {
  if (event.type === 'failed') log(`stage: ${event.error.message}`);
  // What it says of a source that has just gone is old.
  if ('sourceId' in event && !Object.hasOwn(store.state.show.sources, event.sourceId)) return;
  store.session((session) => write(session, event));
}

function write(session: Draft<Session>, event: StageEvent): void {
  switch (event.type) {
    case 'started':
      session.stage = {
        state: 'running',
        compositor: event.compositor,
        videoCodec: '',
        audioCodec: '',
      };
      return;
    case 'encoding':
      if (session.stage.state !== 'running') return;
      session.stage.videoCodec = event.videoCodec;
      session.stage.audioCodec = event.audioCodec;
      return;
    case 'devices':
      session.cameras = [...event.cameras];
      session.microphones = [...event.microphones];
      session.speakers = [...event.speakers];
      return;
    case 'sourceProblem':
      if (event.error) session.sourceProblems[event.sourceId] = { error: event.error };
      else delete session.sourceProblems[event.sourceId];
      return;
    case 'sourceSize':
      session.sourceSizes[event.sourceId] = { width: event.width, height: event.height };
      return;
    case 'transition':
      session.programme.transition = { toSceneId: event.toSceneId, byHand: event.byHand };
      return;
    case 'taken':
      session.programme = {
        transition: null,
        lastTake: { sceneId: event.sceneId, frame: event.frame },
      };
      return;
    case 'notTaken':
      session.programme.transition = null;
      return;
    case 'warning':
      if (event.on) session.warnings[event.key] ??= { sinceMs: Date.now() };
      else delete session.warnings[event.key];
      return;
    case 'failed':
      if (event.error.code === 'ENCODER_MISSING')
        session.stage = { state: 'failed', error: event.error };
      return;
  }
}

/** Forgets what was said of sources that the document does not have any more. */
export function forgetGone(store: StudioStore): void {
  const { show, session } = store.state;
  const gone = (id: string) => id !== 'master' && !Object.hasOwn(show.sources, id);
  const about = [
    ...Object.keys(session.sourceProblems),
    ...Object.keys(session.sourceSizes),
    ...Object.keys(session.warnings).map(subjectOf),
  ];
  if (!about.some(gone)) return;
  store.session((draft) => {
    for (const known of [draft.sourceProblems, draft.sourceSizes])
      for (const id of Object.keys(known)) if (gone(id)) delete known[id];
    for (const key of Object.keys(draft.warnings))
      if (gone(subjectOf(key))) delete draft.warnings[key];
  });
}

/** The source or strip of a warning's key. */
const subjectOf = (warning: string): string => warning.slice(warning.indexOf(':') + 1);
