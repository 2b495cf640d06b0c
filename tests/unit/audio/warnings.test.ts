import { describe, expect, it } from 'vitest';
import { defaultShow } from '../../../common/show/defaults.ts';
import { type ShowState, stateOfShow } from '../../../common/show/slices.ts';
import { SoundWarnings } from '../../../renderer/stage/audio/warnings.ts';

const names = {
  ...{ show: 'Show', scene: 'Scene', camera: 'Camera', microphone: 'Microphone' },
  ...{ image: 'Image', title: 'Title', titleText: 'Hello', embedded: 'Here' },
};

function show(muted: boolean, limiterDb: number | null = -1): ShowState {
  const state = stateOfShow(defaultShow(names));
  const { microphone, master } = state.mixer.strips;
  if (!microphone || !master) throw new Error('the ready-made show has changed');
  const strips = { microphone: { ...microphone, muted }, master };
  return { ...state, mixer: { ...state.mixer, strips, limiterDb } };
}

type Stretch = readonly [seconds: number, inputDb: number, show: ShowState];

/** Ticks at 25 Hz through the stretches; tells what was said and at which second. */
function watch(...stretches: readonly Stretch[]): (readonly [second: number, what: string])[] {
  const said: (readonly [number, string])[] = [];
  let nowMs = 0;
  const warnings = new SoundWarnings((key, on) =>
    said.push([Math.round(nowMs / 100) / 10, `${key} ${on ? 'on' : 'off'}`]),
  );
  for (const [seconds, inputDb, state] of stretches)
    for (let tick = 0; tick < seconds * 25; tick++) {
      nowMs += 40;
      const silent = [-Infinity, -Infinity] as const;
      const input = [inputDb, inputDb] as const;
      const isMuted = state.mixer.strips.microphone?.muted;
      const heard = isMuted ? silent : input;
      warnings.update(
        {
          microphone: { inputDb: input, peakDb: heard },
          master: { inputDb: heard, peakDb: heard },
        },
        state,
        nowMs,
      );
    }
  return said;
}

describe('warnings of the sound', () => {
  it('says that the microphone is closed while somebody speaks, and not for a cough', () => {
    const [open, muted] = [show(false), show(true)];
    expect(watch([3, -20, open], [3, -50, muted])).toEqual([]);
    expect(watch([0.2, -20, muted], [3, -60, muted])).toEqual([]);
    expect(watch([1, -20, muted], [3, -60, muted])).toEqual([
      [0.4, 'mutedWhileSpeaking:microphone on'],
      [3, 'mutedWhileSpeaking:microphone off'],
    ]);
    expect(watch([1, -20, muted], [1, -20, open])[1]).toEqual([
      1,
      'mutedWhileSpeaking:microphone off',
    ]);
  });

  it('says that there has been no sound for 10 s, of an open microphone and of the programme', () => {
    expect(watch([9.9, -70, show(false)], [1, -20, show(false)])).toEqual([]);
    expect(watch([12, -70, show(false)], [1, -20, show(false)])).toEqual([
      [10, 'noSound:microphone on'],
      [10, 'noSound:master on'],
      [12, 'noSound:microphone off'],
      [12, 'noSound:master off'],
    ]);
    expect(watch([12, -70, show(true)])).toEqual([[10, 'noSound:master on']]);
  });

  it('says that a strip is too loud, and the programme where no limiter catches it', () => {
    expect(watch([0.1, 1, show(false)], [5, -20, show(false)])).toEqual([
      [0, 'clipping:microphone on'],
      [3.1, 'clipping:microphone off'],
    ]);
    const bare = watch([0.1, 1, show(false, null)]).map(([, what]) => what);
    expect(bare).toEqual(['clipping:microphone on', 'clipping:master on']);
  });

  it('takes back what it said of a strip that is gone', () => {
    const said: string[] = [];
    const warnings = new SoundWarnings((key, on) => said.push(`${key} ${on}`));
    const loud = { inputDb: [1, 1], peakDb: [1, 1] } as const;
    warnings.update({ microphone: loud }, show(false), 0);
    warnings.update({}, show(false), 40);
    expect(said).toEqual(['clipping:microphone true', 'clipping:microphone false']);
  });
});
