import { noCohost } from '../../common/cohost/session.ts';
import type { StudioState } from '../../common/ipc/contract.ts';
import { defaultShow } from '../../common/show/defaults.ts';
import { stateOfShow } from '../../common/show/slices.ts';
import { showNames } from './showNames.ts';

/** The ready-made show in test words. */
export const testShow = () => defaultShow(showNames);

/** A studio that has just been opened. */
export const freshState = (): StudioState => ({
  show: stateOfShow(testShow()),
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
    cohost: noCohost,
    hostName: '',
    tencent: null,
    ownServer: null,
    notices: [],
  },
});
