import { join } from 'node:path';
import { app } from 'electron';
import { noCohost } from '../../common/cohost/session.ts';
import type { Session } from '../../common/live/session.ts';
import { keysStored } from '../live/targets.ts';
import type { Settings } from '../settings/settings.ts';

/** The session of a studio that has just been opened. */
export const firstSession = (settings: Settings, locale: 'zh-CN' | 'en'): Session => ({
  live: { state: 'idle' },
  recording: { state: 'idle' },
  recordingStartedAtMs: null,
  destinations: {},
  delivery: {},
  urlExpiry: {},
  outages: [],
  drill: null,
  preflight: null,
  keysStored: keysStored(settings),
  server: { state: 'starting' },
  relays: [],
  stage: { state: 'starting' },
  cameras: [],
  microphones: [],
  speakers: [],
  sourceProblems: {},
  sourceSizes: {},
  warnings: {},
  programme: { transition: null, lastTake: null },
  history: { undo: null, redo: null },
  collections: [],
  missingFiles: [],
  hotkeyProblems: {},
  secretsPersist: settings.secretsPersist,
  locale,
  recordingFolder: settings.get('recordingFolder') ?? join(app.getPath('videos'), 'Anchor Studio'),
  roomInfo: settings.get('roomInfo'),
  hostName: settings.get('hostName'),
  room: null,
  chat: { state: 'idle' },
  pinned: null,
  questions: [],
  chatWindow: false,
  cohost: { ...noCohost, ...settings.get('seating'), callsHost: settings.get('callsHost') },
  tencent: settings.get('tencent'),
  ownServer: settings.get('ownServer'),
  notices: [],
});
