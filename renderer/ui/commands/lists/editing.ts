import i18next from 'i18next';
import {
  AlignCenterHorizontal,
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  ArrowUpToLine,
  BoxSelect,
  ClipboardPaste,
  Copy,
  CopyPlus,
  Expand,
  Eye,
  EyeOff,
  FlipHorizontal2,
  FlipVertical2,
  Group,
  LayoutGrid,
  Lock,
  Maximize,
  MoveHorizontal,
  Redo2,
  RotateCcw,
  Scissors,
  Trash2,
  Undo2,
  Ungroup,
} from 'lucide-react';
import { type Layout, layouts } from '../../../../common/show/layouts.ts';
import { itemsChanged } from '../../app/edits/items.ts';
import { ask } from '../../app/studio.ts';
import { commands, type Where } from '../command.ts';
import { copy, cut, duplicate, paste } from '../edits/clipboard.ts';
import { group, groupable, groupsChosen, ungroup } from '../edits/groups.ts';
import {
  flip,
  layOut,
  movable,
  place,
  remove,
  reorder,
  selectAll,
  send,
  toggle,
} from '../edits/items.ts';

const some = ({ chosen }: Where) => chosen.length > 0;
const someMovable = (where: Where) => movable(where).length > 0;
const someInScene = ({ scene, chosen }: Where) => chosen.some((it) => it.scene.id === scene?.id);

export const editingCommands = commands([
  {
    id: 'edit.undo',
    group: 'editing',
    icon: Undo2,
    key: () => 'CmdOrCtrl+Z',
    repeats: true,
    enabled: ({ session }) => session.history.undo !== null,
    run: () => void ask('show:undo'),
  },
  {
    id: 'edit.redo',
    group: 'editing',
    icon: Redo2,
    key: () => 'CmdOrCtrl+Shift+Z',
    repeats: true,
    enabled: ({ session }) => session.history.redo !== null,
    run: () => void ask('show:redo'),
  },
  {
    id: 'edit.cut',
    group: 'editing',
    icon: Scissors,
    key: () => 'CmdOrCtrl+X',
    enabled: someMovable,
    run: cut,
  },
  {
    id: 'edit.copy',
    group: 'editing',
    icon: Copy,
    key: () => 'CmdOrCtrl+C',
    enabled: some,
    run: copy,
  },
  {
    id: 'edit.paste',
    group: 'editing',
    icon: ClipboardPaste,
    key: () => 'CmdOrCtrl+V',
    enabled: ({ floor, scene }) => floor.clipboard !== null && scene !== undefined,
    run: paste,
  },
  {
    id: 'edit.duplicate',
    group: 'editing',
    icon: CopyPlus,
    key: () => 'CmdOrCtrl+D',
    enabled: some,
    run: duplicate,
  },
  {
    id: 'edit.remove',
    group: 'editing',
    icon: Trash2,
    key: () => 'Delete',
    enabled: someMovable,
    run: remove,
  },
  {
    id: 'edit.selectAll',
    group: 'editing',
    icon: BoxSelect,
    key: () => 'CmdOrCtrl+A',
    run: selectAll,
  },
]);

export const arrangingCommands = commands([
  {
    id: 'place.fit',
    group: 'arranging',
    icon: Maximize,
    key: () => 'CmdOrCtrl+F',
    enabled: someMovable,
    run: (where) => place(where, 'fit'),
  },
  {
    id: 'place.fill',
    group: 'arranging',
    icon: Expand,
    key: () => 'CmdOrCtrl+Shift+F',
    enabled: someMovable,
    run: (where) => place(where, 'fill'),
  },
  {
    id: 'place.stretch',
    group: 'arranging',
    icon: MoveHorizontal,
    enabled: someMovable,
    run: (where) => place(where, 'stretch'),
  },
  {
    id: 'place.centre',
    group: 'arranging',
    icon: AlignCenterHorizontal,
    key: () => 'CmdOrCtrl+Shift+C',
    enabled: someMovable,
    run: (where) => place(where, 'centre'),
  },
  {
    id: 'place.reset',
    group: 'arranging',
    icon: RotateCcw,
    key: () => 'CmdOrCtrl+R',
    enabled: someMovable,
    run: (where) => place(where, 'reset'),
  },
  {
    id: 'flip.across',
    group: 'arranging',
    icon: FlipVertical2,
    enabled: someMovable,
    run: (where) => flip(where, 'flipX'),
  },
  {
    id: 'flip.down',
    group: 'arranging',
    icon: FlipHorizontal2,
    enabled: someMovable,
    run: (where) => flip(where, 'flipY'),
  },
  {
    id: 'order.front',
    group: 'arranging',
    icon: ArrowUpToLine,
    key: () => 'CmdOrCtrl+Shift+]',
    enabled: someInScene,
    run: (where) => reorder(where, 'front'),
  },
  {
    id: 'order.forward',
    group: 'arranging',
    icon: ArrowUp,
    key: () => 'CmdOrCtrl+]',
    repeats: true,
    enabled: someInScene,
    run: (where) => reorder(where, 'forward'),
  },
  {
    id: 'order.backward',
    group: 'arranging',
    icon: ArrowDown,
    key: () => 'CmdOrCtrl+[',
    repeats: true,
    enabled: someInScene,
    run: (where) => reorder(where, 'backward'),
  },
  {
    id: 'order.back',
    group: 'arranging',
    icon: ArrowDownToLine,
    key: () => 'CmdOrCtrl+Shift+[',
    enabled: someInScene,
    run: (where) => reorder(where, 'back'),
  },
  {
    id: 'item.lock',
    group: 'arranging',
    icon: Lock,
    key: () => 'CmdOrCtrl+L',
    enabled: some,
    on: ({ chosen }) => chosen[0]?.item.locked === true,
    run: (where) => toggle(where, 'locked'),
  },
  {
    id: 'item.hide',
    group: 'arranging',
    icon: EyeOff,
    key: () => 'CmdOrCtrl+H',
    enabled: some,
    on: ({ chosen }) => chosen[0]?.item.visible === false,
    run: (where) => toggle(where, 'visible'),
  },
  {
    id: 'item.group',
    group: 'arranging',
    icon: Group,
    key: () => 'CmdOrCtrl+G',
    enabled: (where) => groupable(where).length > 1,
    run: (where) => void group(where),
  },
  {
    id: 'item.ungroup',
    group: 'arranging',
    icon: Ungroup,
    key: () => 'CmdOrCtrl+Shift+G',
    enabled: (where) => groupsChosen(where).length > 0,
    run: (where) => void ungroup(where),
  },
]);

export const itemCommands = commands([
  {
    id: 'item.toggle',
    group: 'items',
    icon: Eye,
    subjects: ({ show }) =>
      show.scenes.flatMap((scene) =>
        scene.items.map(({ id, sourceId }) => ({
          id,
          name: `${show.sources[sourceId]?.name ?? ''} · ${scene.name}`,
        })),
      ),
    on: ({ show }, subject) =>
      show.scenes.some(({ items }) => items.some((it) => it.id === subject?.id && it.visible)),
    run: ({ show }, subject) => {
      for (const scene of show.scenes)
        for (const item of scene.items)
          if (item.id === subject?.id) {
            const source = show.sources[item.sourceId];
            if (!source) continue;
            const visible = !item.visible;
            send(
              itemsChanged([{ scene, item, source }], () => ({ visible })),
              visible ? 'showItems' : 'hideItems',
            );
          }
    },
  },
]);

export const layoutCommands = commands([
  {
    id: 'layout.apply',
    group: 'layouts',
    icon: LayoutGrid,
    subjects: () => layouts.map((id) => ({ id, name: i18next.t(`layouts.names.${id}`) })),
    enabled: ({ scene }) => (scene?.items.length ?? 0) > 0,
    run: (where, subject) => subject && layOut(where, subject.id as Layout),
  },
]);
