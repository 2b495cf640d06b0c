import { expect, it } from 'vitest';
import { StudioStore } from '../../../main/state/store.ts';
import { forgetGone, writeStageEvent } from '../../../main/supervision/stageSession.ts';
import { freshState } from '../../support/session.ts';

const problem = { code: 'FILE_MISSING', message: 'gone' } as const;

it('what the stage tells is written down for sources that are there, and forgotten with them', () => {
  const store = new StudioStore(freshState());
  const session = () => store.state.session;
  for (const sourceId of ['image', 'camera', 'nobody', 'constructor']) {
    writeStageEvent(store, { type: 'sourceSize', sourceId, width: 4, height: 3 });
    writeStageEvent(store, { type: 'sourceProblem', sourceId, error: problem });
  }
  writeStageEvent(store, { type: 'warning', key: 'clipping:master', on: true });
  writeStageEvent(store, { type: 'warning', key: 'noSignal:image', on: true });
  expect(Object.keys(session().sourceSizes)).toEqual(['image', 'camera']);
  expect(Object.keys(session().sourceProblems)).toEqual(['image', 'camera']);
  const since = session().warnings['clipping:master']?.sinceMs;
  writeStageEvent(store, { type: 'warning', key: 'clipping:master', on: true });
  expect(session().warnings['clipping:master']?.sinceMs).toBe(since);
  store.edit({
    commands: [
      { type: 'scenes/itemsRemoved', payload: { sceneId: 'scene-1', itemIds: ['item-image'] } },
    ],
  });
  forgetGone(store);
  expect(Object.keys(session().sourceSizes)).toEqual(['camera']);
  expect(Object.keys(session().sourceProblems)).toEqual(['camera']);
  expect(Object.keys(session().warnings)).toEqual(['clipping:master']);
  writeStageEvent(store, { type: 'sourceProblem', sourceId: 'camera', error: null });
  writeStageEvent(store, { type: 'warning', key: 'clipping:master', on: false });
  expect(session()).toMatchObject({ sourceProblems: {}, warnings: {} });
});

it('a transition begins, and ends with the scene on air or with the one before', () => {
  const store = new StudioStore(freshState());
  const programme = () => store.state.session.programme;
  writeStageEvent(store, { type: 'transition', toSceneId: 'two', byHand: true });
  expect(programme()).toEqual({ transition: { toSceneId: 'two', byHand: true }, lastTake: null });
  writeStageEvent(store, { type: 'notTaken' });
  expect(programme().transition).toBeNull();
  writeStageEvent(store, { type: 'taken', sceneId: 'two', frame: 90 });
  expect(programme()).toEqual({ transition: null, lastTake: { sceneId: 'two', frame: 90 } });
});
