import { describe, expect, it } from 'vitest';
import type { StatePatch } from '../../../common/ipc/contract.ts';
import { defaultShow } from '../../../common/show/defaults.ts';
import { newItem, newScene } from '../../../common/show/new.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import { Floor, type FloorEvent } from '../../../renderer/stage/programme/floor.ts';
import { within } from '../../support/pace.ts';
import { showNames } from '../../support/showNames.ts';

const SCENES = 200;
const ITEMS = 20;

/** Hundreds of scenes of plain colours; each scene has sources of its own. */
function largeShow(): ShowState {
  const state = stateOfShow(defaultShow(showNames, 1280, 720, 30));
  const rect = { x: 0, y: 0, width: 64, height: 36 };
  const scenes = Array.from({ length: SCENES }, (_, at) =>
    newScene(
      `s${at}`,
      `Scene ${at}`,
      Array.from({ length: ITEMS }, (_, item) =>
        newItem(`i${at}-${item}`, `c${at}-${item % 10}`, rect, 'stretch'),
      ),
    ),
  );
  const sources = Object.fromEntries(
    scenes.flatMap(({ items }) =>
      items.map(({ sourceId: id }) => [
        id,
        {
          ...{ id, name: id, kind: 'colour' as const, filters: [], colour: '#336699' },
          ...{ to: null, angleDegrees: 0 },
        },
      ]),
    ),
  );
  const canvases = state.canvases.map((canvas) => ({
    ...canvas,
    programSceneId: 's0',
    previewSceneId: 's0',
  }));
  return { ...state, scenes, sources, canvases };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

const drag = (scene: number, x: number): StatePatch[] => [
  { op: 'replace', path: ['scenes', scene, 'items', 3, 'rect', 'x'], value: x },
];

describe('the floor with hundreds of scenes', () => {
  it('takes drags and switches in less than a millisecond, and composes what is on air', () => {
    const told: FloorEvent[] = [];
    const floor = new Floor(structuredClone(largeShow()), (event) => told.push(event));
    const spent = { drag: [] as number[], take: [] as number[], frame: [] as number[] };
    const measure = (list: number[], body: () => void) => {
      const began = performance.now();
      body();
      list.push(performance.now() - began);
    };
    for (let at = 1; at <= SCENES - 1; at++) {
      const moment = { frame: at, timeUs: at * 33_333, fps: 30 };
      measure(spent.drag, () => floor.patch(drag(at - 1, at), undefined, moment.timeUs));
      measure(spent.take, () => {
        floor.take(`s${at}`, { kind: 'cut' });
        const value = `s${at}`;
        const path = ['canvases', 0, 'programSceneId'];
        floor.patch([{ op: 'replace', path, value }], undefined, moment.timeUs);
      });
      measure(spent.frame, () => {
        const picture = floor.pictureAt(moment);
        expect(picture.kind === 'scene' && picture.layers.length).toBe(ITEMS);
      });
    }
    expect(told.filter(({ type }) => type === 'taken')).toHaveLength(SCENES - 1);
    const took = Object.fromEntries(Object.entries(spent).map(([key, ms]) => [key, median(ms)]));
    for (const [what, ms] of Object.entries(took))
      expect(ms, `${what}, ms`).toBeLessThan(within(1));
  });
});
