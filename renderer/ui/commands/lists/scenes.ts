import {
  ArrowLeftRight,
  ChevronDown,
  ChevronUp,
  Clapperboard,
  Copy,
  MonitorUp,
  PencilLine,
  Plus,
  Sparkles,
  Trash2,
  View,
} from 'lucide-react';
import { newTransition } from '../../../../common/show/new.ts';
import type { TransitionKind } from '../../../../common/show/transitions.ts';
import { sceneRenaming } from '../../app/state/floor.ts';
import { store } from '../../app/store.ts';
import { ask, change } from '../../app/studio.ts';
import { commands, type Where } from '../command.ts';
import {
  addScene,
  choose,
  duplicateScene,
  listed,
  neighbour,
  preview,
  removeScene,
  take,
} from '../edits/scenes.ts';
import { transitionKinds, transitionName } from '../transitionWords.ts';

const scenes = (where: Where) => listed(where);
/** Scenes with a number key of their own. */
const KEYED = 9;

export const sceneCommands = commands([
  {
    id: 'scene.choose',
    group: 'scenes',
    icon: Clapperboard,
    subjects: scenes,
    key: (_scene, index) => (index < KEYED ? `CmdOrCtrl+${index + 1}` : undefined),
    run: (where, scene) => scene && choose(where, scene.id),
  },
  {
    id: 'scene.take',
    group: 'scenes',
    icon: MonitorUp,
    subjects: scenes,
    run: (_where, scene) => scene && take(scene.id),
  },
  {
    id: 'scene.preview',
    group: 'scenes',
    icon: View,
    subjects: scenes,
    enabled: ({ canvas }) => canvas.studioMode,
    run: ({ canvas }, scene) => scene && preview(canvas.id, scene.id),
  },
  {
    id: 'scene.next',
    group: 'scenes',
    icon: ChevronDown,
    key: () => 'CmdOrCtrl+Alt+Down',
    enabled: (where) => neighbour(where, 1) !== undefined,
    run: (where) => {
      const scene = neighbour(where, 1);
      if (scene) choose(where, scene.id);
    },
  },
  {
    id: 'scene.previous',
    group: 'scenes',
    icon: ChevronUp,
    key: () => 'CmdOrCtrl+Alt+Up',
    enabled: (where) => neighbour(where, -1) !== undefined,
    run: (where) => {
      const scene = neighbour(where, -1);
      if (scene) choose(where, scene.id);
    },
  },
  {
    id: 'scene.add',
    group: 'scenes',
    icon: Plus,
    key: () => 'CmdOrCtrl+Shift+N',
    run: (where) => void addScene(where),
  },
  {
    id: 'scene.duplicate',
    group: 'scenes',
    icon: Copy,
    enabled: ({ scene }) => scene !== undefined,
    run: (where) => where.scene && void duplicateScene(where, where.scene.id),
  },
  {
    id: 'scene.rename',
    group: 'scenes',
    icon: PencilLine,
    enabled: ({ scene }) => scene !== undefined,
    run: ({ scene }) => scene && store.dispatch(sceneRenaming(scene.id)),
  },
  {
    id: 'scene.remove',
    group: 'scenes',
    icon: Trash2,
    enabled: (where) => listed(where).length > 1,
    run: (where) => where.scene && removeScene(where, where.scene.id),
  },
]);

export const transitionCommands = commands([
  {
    id: 'transition.choose',
    group: 'transitions',
    icon: Sparkles,
    subjects: () => transitionKinds.map((kind) => ({ id: kind, name: transitionName(kind) })),
    // A stinger is nothing without its file, which is chosen in the bar.
    enabled: (_where, subject) => subject?.id !== 'stinger',
    on: ({ show }, subject) => show.transitions.chosen.kind === subject?.id,
    run: ({ show }, subject) => {
      if (!subject || show.transitions.chosen.kind === subject.id) return;
      const transition = newTransition(subject.id as TransitionKind);
      void change({ type: 'transitions/transitionChosen', payload: { transition } });
    },
  },
  {
    id: 'transition.take',
    group: 'transitions',
    icon: ArrowLeftRight,
    subjects: ({ show }) =>
      show.transitions.quick.map(({ id, transition }) => ({
        id,
        name: transitionName(transition),
      })),
    enabled: ({ canvas }) => canvas.studioMode,
    run: ({ show }, subject) => {
      const quick = show.transitions.quick.find(({ id }) => id === subject?.id);
      if (quick) void ask('programme:take', { transition: quick.transition });
    },
  },
]);
