import i18next from 'i18next';
import { type Command, type Subject, type Where, whereNow } from './command.ts';
import { airCommands } from './lists/air.ts';
import { appCommands, mediaCommands, soundCommands, sourceCommands } from './lists/app.ts';
import { chatCommands } from './lists/chat.ts';
import { cohostCommands } from './lists/cohost.ts';
import {
  arrangingCommands,
  editingCommands,
  itemCommands,
  layoutCommands,
} from './lists/editing.ts';
import { sceneCommands, transitionCommands } from './lists/scenes.ts';

const lists = [
  airCommands,
  sceneCommands,
  transitionCommands,
  soundCommands,
  itemCommands,
  editingCommands,
  arrangingCommands,
  layoutCommands,
  sourceCommands,
  mediaCommands,
  chatCommands,
  cohostCommands,
  appCommands,
] as const;

export type CommandId = (typeof lists)[number][number]['id'];
type AnyCommand = Command<CommandId>;

/** Everything a person does often: the one list that menus, hints, palette and keys draw from. */
export const registry: readonly AnyCommand[] = lists.flat() as AnyCommand[];

const byId = new Map<string, AnyCommand>(registry.map((command) => [command.id, command]));

/** A command together with what it is about. */
export type Entry = {
  /** As hotkeys call it: `take`, `scene.take:scene-2`. */
  readonly name: string;
  readonly command: AnyCommand;
  readonly subject: Subject | undefined;
  /** Place among the command's subjects, from 0. */
  readonly index: number;
};

export const entriesOf = (command: AnyCommand, where: Where): Entry[] =>
  command.subjects
    ? command.subjects(where).map((subject, index) => ({
        name: `${command.id}:${subject.id}`,
        command,
        subject,
        index,
      }))
    : [{ name: command.id, command, subject: undefined, index: 0 }];

/** Every command there is now. */
export const allEntries = (where: Where): Entry[] =>
  registry.flatMap((command) => entriesOf(command, where));

/** The command of a name; undefined when it, or what it is about, is not there. */
export function findEntry(where: Where, name: string): Entry | undefined {
  const colon = name.indexOf(':');
  const command = byId.get(colon < 0 ? name : name.slice(0, colon));
  return command && entriesOf(command, where).find((entry) => entry.name === name);
}

/** What it is called; with what it is about. */
export const wordsOf = ({ command, subject }: Pick<Entry, 'command' | 'subject'>): string =>
  i18next.t(`commands.names.${command.id}`, { name: subject?.name ?? '' });

export const isEnabled = (where: Where, { command, subject }: Entry): boolean =>
  command.enabled?.(where, subject) ?? true;

/** Does it, if it can be done now. Answers whether it did. */
export function runCommand(name: string): boolean {
  const where = whereNow();
  const entry = where && findEntry(where, name);
  if (!where || !entry || !isEnabled(where, entry)) return false;
  entry.command.run(where, entry.subject);
  return true;
}

/** The icon of a command, by its name. */
export const commandIcon = (name: string): AnyCommand['icon'] | undefined =>
  byId.get(name.split(':')[0] ?? '')?.icon;
