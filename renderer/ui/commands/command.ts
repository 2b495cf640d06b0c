import type { LucideIcon } from 'lucide-react';
import type { StudioState } from '../../../common/ipc/contract.ts';
import type { Scene } from '../../../common/show/scenes.ts';
import type { Canvas } from '../../../common/show/schema.ts';
import { editedScene, findItem, type Standing } from '../app/selection.ts';
import type { Floor } from '../app/state/floor.ts';
import type { View } from '../app/state/view.ts';
import { store } from '../app/store.ts';

/** All that a command looks at. */
export type Where = StudioState & {
  readonly view: View;
  readonly floor: Floor;
  readonly canvas: Canvas;
  /** The scene that is edited. */
  readonly scene: Scene | undefined;
  /** The chosen items, in it or in a group in it. */
  readonly chosen: readonly Standing[];
};

/** What a command is about, where there are several: a scene, a strip, an item, a layout. */
export type Subject = { readonly id: string; readonly name: string };

export const groups = [
  'air',
  'scenes',
  'transitions',
  'sound',
  'items',
  'editing',
  'arranging',
  'layouts',
  'sources',
  'media',
  'chat',
  'cohost',
  'app',
] as const;
export type CommandGroup = (typeof groups)[number];

/**
 * One thing a person can do, from wherever: a menu, a button, the palette, a key. Its words are
 * `commands.names.<id>` of the texts; it is called by its id, and `:<subject>` where it has some.
 */
export type Command<Id extends string = string> = {
  readonly id: Id;
  readonly group: CommandGroup;
  readonly icon: LucideIcon;
  /** Absent where there is but one of it. */
  readonly subjects?: (where: Where) => readonly Subject[];
  /** Its key unless the show has another. `CmdOrCtrl` is the system's own. */
  readonly key?: (subject: Subject | undefined, index: number) => string | undefined;
  /** Held down, the key does it again and again. */
  readonly repeats?: boolean;
  /** Whether it makes sense now; always, where it is absent. */
  readonly enabled?: (where: Where, subject: Subject | undefined) => boolean;
  /** Whether what it switches is on. */
  readonly on?: (where: Where, subject: Subject | undefined) => boolean;
  readonly run: (where: Where, subject: Subject | undefined) => void;
};

/** Keeps the ids as they are written, so that every one must have its words. */
export const commands = <const Id extends string>(list: readonly Command<Id>[]) => list;

/** The state of this moment; null before the first snapshot. */
export function whereNow(): Where | null {
  const { mirror, view, floor } = store.getState();
  return mirror.studio && whereOf(mirror.studio, view, floor);
}

export function whereOf(studio: StudioState, view: View, floor: Floor): Where | null {
  const { show } = studio;
  const canvas = show.canvases[0];
  if (!canvas) return null;
  const scene = editedScene(show);
  const chosen = view.selectedItemIds.flatMap((id) => findItem(show, scene, id) ?? []);
  return { ...studio, view, floor, canvas, scene, chosen };
}

/** The size that items of a scene stand on. */
export const sizeOf = ({ canvas }: Pick<Where, 'canvas'>, scene: Scene) => scene.size ?? canvas;
