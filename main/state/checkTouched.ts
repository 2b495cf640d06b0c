import { isDeepStrictEqual } from 'node:util';
import type { Patch } from 'immer';
import type { z } from 'zod';
import { err, ok, type Result } from '../../common/result.ts';
import { hasCycle } from '../../common/show/graph.ts';
import { mixerSchema, stripSchema } from '../../common/show/mixer.ts';
import { MAX_SCENES, sceneSchema } from '../../common/show/scenes.ts';
import { MAX_DESTINATIONS, MAX_SOURCES } from '../../common/show/schema.ts';
import type { ShowState } from '../../common/show/slices.ts';
import { sourceSchema } from '../../common/show/sources.ts';

/** As `showSchema` has it. */
const MAX_SILENCED = 1000;

/**
 * Whether what `patches` touched is still a show. A command says what it changes; whether the whole
 * is allowed is only known afterwards. Parts that were not touched are not looked at. `structural`
 * says whether parts came, went or were tied to others.
 */
export function checkTouched(
  show: ShowState,
  patches: readonly Patch[],
  structural: boolean,
): Result<null> {
  const counts: [number, number, string][] = [
    [show.scenes.length, MAX_SCENES, 'scenes'],
    [Object.keys(show.sources).length, MAX_SOURCES, 'sources'],
    [show.destinations.length, MAX_DESTINATIONS, 'destinations'],
    [show.silencedWarnings.length, MAX_SILENCED, 'silenced warnings'],
  ];
  for (const [count, most, what] of counts)
    if (count > most) return err('INPUT_INVALID', `a show has at most ${most} ${what}`);
  if (show.scenes.length === 0) return err('INPUT_INVALID', 'a show has at least one scene');
  const looked = new Set<unknown>();
  for (const { path } of patches) {
    const [, slice, ...rest] = path;
    for (const [part, schema, name] of partsOf(show, slice, rest)) {
      if (part === undefined || looked.has(part)) continue;
      looked.add(part);
      const fault = faultIn(part, schema);
      if (fault) return err('INPUT_INVALID', `${name}: ${fault}`);
    }
  }
  // Looking for scenes within scenes goes through the whole document: not at every move of a drag.
  if (structural && hasCycle(show)) return err('INPUT_INVALID', 'a scene would show itself');
  return ok(null);
}

type Part = readonly [part: unknown, schema: z.ZodType, name: string];

function partsOf(show: ShowState, slice: unknown, [first, second]: readonly unknown[]): Part[] {
  if (slice === 'sources') {
    const ids = first === undefined ? Object.keys(show.sources) : [String(first)];
    return ids.map((id) => [show.sources[id], sourceSchema, `source ${id}`]);
  }
  if (slice === 'scenes') {
    const scenes = typeof first === 'number' ? [show.scenes[first]] : show.scenes;
    return scenes.map((scene) => [scene, sceneSchema, `scene ${scene?.id}`]);
  }
  if (slice === 'mixer' && first === 'strips' && second !== undefined)
    return [[show.mixer.strips[String(second)], stripSchema, `strip ${second}`]];
  if (slice === 'mixer') return [[show.mixer, mixerSchema, 'the mixer']];
  return [];
}

/** What is wrong with a part; null when nothing is. A field that its schema does not know is wrong too. */
function faultIn(part: unknown, schema: z.ZodType): string | null {
  const parsed = schema.safeParse(part);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `${issue?.path.join('.')} ${issue?.message}`;
  }
  return isDeepStrictEqual(parsed.data, part) ? null : 'a field that it does not have';
}
