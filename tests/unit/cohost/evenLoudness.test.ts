import { castDraft } from 'immer';
import { beforeEach, expect, it } from 'vitest';
import type { PkReadiness } from '../../../common/pk/pk.ts';
import { EvenLoudness } from '../../../main/cohost/evenLoudness.ts';
import { Seating } from '../../../main/cohost/seating.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { anchor, OWN_ROOM, pkOf, studioOnAir } from '../../support/cohostSamples.ts';

let store: StudioStore;
beforeEach(() => {
  store = new StudioStore(studioOnAir('en', {}));
  const edit = (one: Parameters<StudioStore['edit']>[0]) => store.edit(one);
  const names = () => ({ scene: 'With guests', host: 'Host', seat: String });
  new Seating({ store, edit, take: () => ({ ok: true, value: null }), names });
  new EvenLoudness({ store, edit });
});

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const at = (loudnessLufs: number | null): PkReadiness => ({
  ...{ headroomKbps: null, loudnessLufs, clockOffsetMs: 0, width: 1280, height: 720 },
});
/** Is connected, then ready. */
async function meet(own: number | null, theirs: number | null, id = 'pk1'): Promise<void> {
  const members = [
    anchor('room-b', 'B', { answer: 'accepted', readiness: at(theirs) }),
    anchor(OWN_ROOM, 'A', { answer: 'accepted', readiness: at(own) }),
  ];
  for (const phase of ['connecting', 'ready'] as const) {
    store.session((session) => {
      session.cohost.pk = castDraft({ rev: 1, pk: pkOf(members, { id, phase }) });
    });
    await settled();
  }
}
const fader = () => store.state.show.mixer.strips['cohost-seat-9']?.gainDb;

it('the quieter one is brought up, the louder one down, by no more than 12 dB', async () => {
  await meet(-16, -22);
  expect(fader()).toBe(6);
  await meet(-22, -16, 'pk2');
  expect(fader()).toBe(-6);
  await meet(-10, -40, 'pk3');
  expect(fader()).toBe(12);
});

it('where one is silent nothing is moved, and what the person does stays', async () => {
  await meet(-16, null);
  expect(fader()).toBe(0);
  store.edit({
    commands: [
      {
        type: 'mixer/stripChanged',
        payload: { stripId: 'cohost-seat-9', change: { gainDb: -3 } },
      },
    ],
  });
  await meet(-16, -22);
  expect(fader()).toBe(-3);
});
