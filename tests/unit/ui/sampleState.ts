import type { StudioState } from '../../../common/ipc/contract.ts';
import { defaultShow } from '../../../common/show/defaults.ts';
import { stateOfShow } from '../../../common/show/slices.ts';

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
    session: {
      live: { state: 'idle' },
      recording: { state: 'idle' },
      recordingStartedAtMs: null,
      destinations: {},
      delivery: {},
      urlExpiry: {},
      outages: [],
      drill: null,
      preflight: null,
      keysStored: [],
      server: { state: 'starting' },
      relays: [],
      stage: { state: 'starting' },
      cameras: [],
      microphones: [],
      speakers: [],
      sourceSizes: {},
      warnings: {},
      programme: { transition: null, lastTake: null },
      history: { undo: null, redo: null },
      collections: [],
      missingFiles: [],
      hotkeyProblems: {},
      sourceProblems: {},
      secretsPersist: true,
      locale: 'en',
      recordingFolder: '/recordings',
      roomInfo: {
        title: 'Show',
        category: 'talk',
        notice: '',
        cover: '',
        visibility: 'public',
        openToPk: false,
      },
      room: null,
      chat: { state: 'idle' },
      pinned: null,
      questions: [],
      chatWindow: false,
      tencent: null,
      notices: [],
    },
  };
}
