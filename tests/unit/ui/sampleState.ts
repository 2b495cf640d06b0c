import type { StudioState } from '../../../common/ipc/contract.ts';
import { defaultShow } from '../../../common/show/defaults.ts';
import { stateOfShow } from '../../../common/show/slices.ts';
import { freshState } from '../../support/session.ts';

/** The ready-made show in a studio where all is well and nothing is on air. */
export function sampleState(): StudioState {
  const names = {
    show: 'Show',
    scene: 'Scene',
    camera: 'Camera',
    microphone: 'Microphone',
    image: 'Logo',
    title: 'Title',
    titleText: 'Hello',
    embedded: 'This computer',
  };
  return {
    show: stateOfShow(defaultShow(names)),
    session: freshState().session,
  };
}
