import { ArrowLeftRight, Circle, ClipboardCheck, Columns2, Radio, Zap } from 'lucide-react';
import { endAsked } from '../../app/state/floor.ts';
import { dialogOpened, errorsForgotten } from '../../app/state/view.ts';
import { store } from '../../app/store.ts';
import { ask, change } from '../../app/studio.ts';
import { commands } from '../command.ts';
import { take } from '../edits/scenes.ts';

/** What is sent, and when. */
export const airCommands = commands([
  {
    id: 'take',
    group: 'air',
    icon: ArrowLeftRight,
    key: () => 'CmdOrCtrl+Return',
    enabled: ({ canvas }) => canvas.studioMode,
    run: () => take(),
  },
  {
    id: 'cut',
    group: 'air',
    icon: Zap,
    key: () => 'CmdOrCtrl+Shift+Return',
    enabled: ({ canvas }) => canvas.studioMode,
    run: () => void ask('programme:take', { transition: { kind: 'cut' } }),
  },
  {
    id: 'studioMode',
    group: 'air',
    icon: Columns2,
    key: () => 'CmdOrCtrl+Shift+S',
    on: ({ canvas }) => canvas.studioMode,
    run: ({ canvas: { id, studioMode } }) =>
      void change({
        type: 'canvases/studioModeSet',
        payload: { canvasId: id, on: !studioMode },
      }),
  },
  {
    id: 'preflight',
    group: 'air',
    icon: ClipboardCheck,
    enabled: ({ session: { live } }) => live.state === 'idle' || live.state === 'failed',
    run: () => store.dispatch(dialogOpened('preflight')),
  },
  {
    id: 'live.start',
    group: 'air',
    icon: Radio,
    enabled: ({ session: { live } }) => live.state === 'idle' || live.state === 'failed',
    run: () => {
      store.dispatch(errorsForgotten());
      void ask('live:start');
    },
  },
  {
    id: 'live.stop',
    group: 'air',
    icon: Radio,
    enabled: ({ session: { live } }) => live.state === 'live',
    run: () => store.dispatch(endAsked(true)),
  },
  {
    id: 'recording',
    group: 'air',
    icon: Circle,
    key: () => 'CmdOrCtrl+Shift+R',
    enabled: ({ session: { recording } }) => recording.state !== 'finishing',
    on: ({ session: { recording } }) => recording.state === 'recording',
    run: ({ session: { recording } }) =>
      void ask(recording.state === 'recording' ? 'recording:stop' : 'recording:start'),
  },
]);
