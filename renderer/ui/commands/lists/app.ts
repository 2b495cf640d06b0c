import i18next from 'i18next';
import {
  Activity,
  Command as CommandSign,
  FolderOpen,
  Gauge,
  Grid3x3,
  Headphones,
  Keyboard,
  Languages,
  Pause,
  Play,
  Plus,
  RectangleHorizontal,
  RotateCcw,
  Scissors,
  Settings,
  SkipBack,
  SkipForward,
  Unplug,
  VolumeX,
} from 'lucide-react';
import { isAudioKind } from '../../../../common/show/kinds.ts';
import { MASTER } from '../../../../common/show/mixer.ts';
import type { SourceKind } from '../../../../common/show/sources.ts';
import {
  drillAsked,
  healthShown,
  hotkeysToggled,
  overlayToggled,
  paletteToggled,
  sourceWanted,
} from '../../app/state/floor.ts';
import { settingsToggled } from '../../app/state/view.ts';
import { store } from '../../app/store.ts';
import { ask, change } from '../../app/studio.ts';
import { commands, type Subject, type Where } from '../command.ts';

const heard = ({ show }: Where): Subject[] =>
  Object.values(show.sources).filter(({ kind }) => isAudioKind(kind));
const strips = (where: Where): Subject[] => [
  ...heard(where),
  { id: MASTER, name: i18next.t('mixer.master') },
];

function toggleStrip({ show }: Where, subject: Subject | undefined, what: 'muted' | 'solo') {
  const strip = subject && show.mixer.strips[subject.id];
  if (!strip) return;
  const on = !strip[what];
  void change(
    { type: 'mixer/stripChanged', payload: { stripId: subject.id, change: { [what]: on } } },
    { label: what === 'solo' ? 'solo' : on ? 'mute' : 'unmute' },
  );
}

export const soundCommands = commands([
  {
    id: 'strip.mute',
    group: 'sound',
    icon: VolumeX,
    subjects: strips,
    key: (_strip, index) => (index === 0 ? 'CmdOrCtrl+M' : undefined),
    on: ({ show }, subject) => show.mixer.strips[subject?.id ?? '']?.muted === true,
    run: (where, subject) => toggleStrip(where, subject, 'muted'),
  },
  {
    id: 'strip.solo',
    group: 'sound',
    icon: Headphones,
    subjects: heard,
    on: ({ show }, subject) => show.mixer.strips[subject?.id ?? '']?.solo === true,
    run: (where, subject) => toggleStrip(where, subject, 'solo'),
  },
  {
    id: 'loudness.reset',
    group: 'sound',
    icon: Gauge,
    run: () => void ask('loudness:reset'),
  },
]);

const players = ({ show }: Where): Subject[] =>
  Object.values(show.sources).filter(({ kind }) => kind === 'media');
const act = (name: 'play' | 'pause' | 'restart' | 'next' | 'previous') => {
  return (_where: Where, subject: Subject | undefined) =>
    void (subject && ask('media:act', { sourceId: subject.id, act: name }));
};

export const mediaCommands = commands([
  { id: 'media.play', group: 'media', icon: Play, subjects: players, run: act('play') },
  { id: 'media.pause', group: 'media', icon: Pause, subjects: players, run: act('pause') },
  { id: 'media.restart', group: 'media', icon: RotateCcw, subjects: players, run: act('restart') },
  { id: 'media.next', group: 'media', icon: SkipForward, subjects: players, run: act('next') },
  {
    id: 'media.previous',
    group: 'media',
    icon: SkipBack,
    subjects: players,
    run: act('previous'),
  },
]);

const addable: readonly SourceKind[] = [
  'camera',
  'screen',
  'image',
  'slideshow',
  'media',
  'text',
  'colour',
  'web',
  'chat',
  'guest',
  'scene',
  'testPicture',
  'microphone',
  'tone',
];

export const sourceCommands = commands([
  {
    id: 'source.add',
    group: 'sources',
    icon: Plus,
    subjects: () => addable.map((id) => ({ id, name: i18next.t(`sources.kinds.${id}`) })),
    run: (_where, subject) => subject && store.dispatch(sourceWanted(subject.id as SourceKind)),
  },
]);

export const appCommands = commands([
  {
    id: 'health',
    group: 'app',
    icon: Activity,
    key: () => 'CmdOrCtrl+Shift+H',
    run: () => store.dispatch(healthShown({ tab: 'network', destinationId: null })),
  },
  {
    id: 'outages',
    group: 'app',
    icon: Unplug,
    run: () => store.dispatch(healthShown({ tab: 'outages', destinationId: null })),
  },
  {
    id: 'drill',
    group: 'app',
    icon: Scissors,
    subjects: ({ show, session }) =>
      show.destinations.filter(({ id }) => session.destinations[id]?.state === 'live'),
    enabled: ({ session: { drill } }) => drill === null || drill.result !== null,
    run: (_where, subject) => store.dispatch(drillAsked(subject?.id ?? null)),
  },
  {
    id: 'palette',
    group: 'app',
    icon: CommandSign,
    key: () => 'CmdOrCtrl+K',
    run: ({ floor }) => store.dispatch(paletteToggled(!floor.paletteOpen)),
  },
  {
    id: 'hotkeys',
    group: 'app',
    icon: Keyboard,
    key: () => 'CmdOrCtrl+/',
    run: () => store.dispatch(hotkeysToggled(true)),
  },
  {
    id: 'settings',
    group: 'app',
    icon: Settings,
    key: () => 'CmdOrCtrl+,',
    run: () => store.dispatch(settingsToggled(true)),
  },
  {
    id: 'overlay.safeArea',
    group: 'app',
    icon: RectangleHorizontal,
    on: ({ floor }) => floor.overlays.safeArea,
    run: () => store.dispatch(overlayToggled('safeArea')),
  },
  {
    id: 'overlay.grid',
    group: 'app',
    icon: Grid3x3,
    on: ({ floor }) => floor.overlays.grid,
    run: () => store.dispatch(overlayToggled('grid')),
  },
  {
    id: 'collection.open',
    group: 'app',
    icon: FolderOpen,
    subjects: ({ session }) => session.collections.filter(({ open, problem }) => !open && !problem),
    enabled: ({ session: { live, recording } }) =>
      (live.state === 'idle' || live.state === 'failed') && recording.state !== 'recording',
    run: (_where, subject) => void (subject && ask('collections:open', { id: subject.id })),
  },
  {
    id: 'language',
    group: 'app',
    icon: Languages,
    subjects: () => [
      { id: 'zh-CN', name: '中文' },
      { id: 'en', name: 'English' },
    ],
    on: ({ session }, subject) => session.locale === subject?.id,
    run: (_where, subject) =>
      void (subject && ask('settings:setLocale', { locale: subject.id as 'zh-CN' | 'en' })),
  },
]);
