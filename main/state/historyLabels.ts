import type { HistoryLabel } from '../../common/live/session.ts';
import type { Edit } from '../../common/show/commands.ts';
import type { ShowState } from '../../common/show/slices.ts';

/** Ids that a command's payload may have, the most telling first. */
type Payload = Partial<
  Record<
    'stripId' | 'sourceId' | 'itemId' | 'groupId' | 'destinationId' | 'sceneId',
    string | undefined
  >
> & {
  readonly name?: string;
  readonly source?: { readonly name: string };
  readonly scene?: { readonly name: string };
  readonly group?: { readonly name: string };
  readonly destination?: { readonly name: string };
  readonly items?: readonly { readonly sourceId: string }[];
  readonly itemIds?: readonly string[];
  readonly changes?: readonly { readonly itemId: string }[];
};

/**
 * What a step of undo is called: the edit's own label or its first command, and the name of the one
 * thing it changed. `shows` are the document before and after: what went is only in the first.
 */
export function labelOf({ label, commands }: Edit, shows: readonly ShowState[]): HistoryLabel {
  const [first] = commands;
  return {
    key: label ?? first?.type.split('/')[1] ?? '',
    subject: (first && subjectOf(first.payload as Payload, shows)) ?? '',
  };
}

function subjectOf(payload: Payload, shows: readonly ShowState[]): string | undefined {
  const named =
    payload.name ?? (payload.source ?? payload.scene ?? payload.group ?? payload.destination)?.name;
  if (named !== undefined) return named;
  const itemIds = payload.itemIds ?? payload.changes?.map(({ itemId }) => itemId);
  // Several things at once have no one name.
  if ((itemIds ?? payload.items ?? []).length > 1) return undefined;
  const itemId = payload.itemId ?? itemIds?.[0];
  for (const show of shows) {
    const scene = show.scenes.find(({ id }) => id === payload.sceneId);
    const item = scene?.items.find(({ id }) => id === itemId);
    const id =
      payload.items?.[0]?.sourceId ?? item?.sourceId ?? payload.sourceId ?? payload.stripId;
    const found =
      (id === undefined ? undefined : show.sources[id]) ??
      show.mixer.groups.find((it) => it.id === payload.groupId) ??
      show.destinations.find((it) => it.id === payload.destinationId) ??
      (itemId === undefined && payload.items === undefined ? scene : undefined);
    if (found) return found.name;
  }
  return undefined;
}
