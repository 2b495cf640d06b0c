import type { ShowCommand } from '../../common/show/commands.ts';

/**
 * The same outcome by fewer commands: of changes to one thing that come again and again only the sum
 * is kept, at the place of the last. For commands of the studio's own, which never remove anything.
 */
export function compacted(commands: readonly ShowCommand[]): ShowCommand[] {
  const kept: ShowCommand[] = [];
  const places = new Map<string, number>();
  for (const command of commands.flatMap(single)) {
    const key = keyOf(command);
    const before = key === null ? undefined : places.get(key);
    if (key !== null) places.set(key, kept.length);
    if (before === undefined) kept.push(command);
    else {
      kept.push(summed(kept[before] as ShowCommand, command));
      // An empty place keeps the others where they are.
      kept[before] = NOTHING;
    }
  }
  return kept.filter((it) => it !== NOTHING);
}

const NOTHING: ShowCommand = {
  type: 'sources/sourceChanged',
  payload: { sourceId: '', change: {} },
};

/** Changes of several items, one by one. */
function single(command: ShowCommand): ShowCommand[] {
  if (command.type !== 'scenes/itemsChanged') return [command];
  const { sceneId, changes } = command.payload;
  return changes.map((one) => ({ ...command, payload: { sceneId, changes: [one] } }));
}

function keyOf(command: ShowCommand): string | null {
  switch (command.type) {
    case 'scenes/itemsChanged':
      return `item ${command.payload.sceneId} ${command.payload.changes[0]?.itemId}`;
    case 'sources/sourceChanged':
      return `source ${command.payload.sourceId}`;
    case 'mixer/stripChanged':
      return `strip ${command.payload.stripId}`;
    default:
      return null;
  }
}

function summed(first: ShowCommand, next: ShowCommand): ShowCommand {
  if (first.type === 'scenes/itemsChanged' && next.type === first.type) {
    const [a, b] = [first.payload.changes[0], next.payload.changes[0]];
    if (!a || !b) return next;
    const change = { ...a.change, ...b.change };
    return { ...next, payload: { ...next.payload, changes: [{ ...b, change }] } };
  }
  if (
    (first.type === 'sources/sourceChanged' && next.type === first.type) ||
    (first.type === 'mixer/stripChanged' && next.type === first.type)
  ) {
    const change = { ...first.payload.change, ...next.payload.change };
    return { ...next, payload: { ...next.payload, change } } as ShowCommand;
  }
  return next;
}
