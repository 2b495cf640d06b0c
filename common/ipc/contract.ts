import { z } from 'zod';
import type { Session } from '../live/session.ts';
import type { SystemTelemetry } from '../live/telemetry.ts';
import { commandSchema } from '../show/commands.ts';
import { idSchema } from '../show/schema.ts';
import type { ShowState } from '../show/slices.ts';

/** What a view mirrors: the document and the session, both written by main. */
export type StudioState = { readonly show: ShowState; readonly session: Session };

/** An Immer patch of `StudioState`. */
export type StatePatch = {
  readonly op: 'replace' | 'remove' | 'add';
  readonly path: readonly (string | number)[];
  readonly value?: unknown;
};

const id = idSchema;
/** CSS pixels; more than any screen has. */
const px = z.number().min(-32_768).max(32_768);
const nothing = z.undefined();
const output = <T>() => ({}) as T;

/**
 * Requests from a view to main: channel -> input (checked at the door) and output type.
 * Every answer travels as a `Result`; a refused input is `INPUT_INVALID`.
 */
export const contract = {
  /** The whole mirrored state and the sequence number its next patch will follow. */
  'state:snapshot': { input: nothing, output: output<{ seq: number; state: StudioState }>() },
  /** Changes the show document. */
  'show:command': { input: commandSchema, output: output<null>() },
  /** Opens the system's file dialogue for an image; null when cancelled. */
  'show:pickImage': {
    input: z.object({ sourceId: id }),
    output: output<{ path: string } | null>(),
  },
  'live:start': { input: nothing, output: output<null>() },
  'live:stop': { input: nothing, output: output<null>() },
  'recording:start': { input: nothing, output: output<null>() },
  'recording:stop': { input: nothing, output: output<null>() },
  /** Shows the last recording in the system's file manager. */
  'recording:reveal': { input: nothing, output: output<null>() },
  'destination:setKey': {
    input: z.object({ destinationId: id, key: z.string().max(2048) }),
    output: output<null>(),
  },
  'destination:retryNow': { input: z.object({ destinationId: id }), output: output<null>() },
  /** Takes one destination off air; the show and the others go on. */
  'destination:leave': { input: z.object({ destinationId: id }), output: output<null>() },
  /** Lets the server listen beyond 127.0.0.1, or takes that back. */
  'server:share': { input: z.object({ shared: z.boolean() }), output: output<null>() },
  'devices:refresh': { input: nothing, output: output<null>() },
  'settings:setLocale': {
    input: z.object({ locale: z.enum(['zh-CN', 'en']) }),
    output: output<null>(),
  },
  'notice:dismiss': { input: z.object({ id }), output: output<null>() },
  /** Where the preview stands in the window, CSS pixels; the stage's view is laid there. */
  'view:previewPlaced': {
    input: z.object({
      x: px,
      y: px,
      width: px.min(0),
      height: px.min(0),
    }),
    output: output<null>(),
  },
} as const;

export type Channel = keyof typeof contract;
export type ChannelInput<C extends Channel> = z.infer<(typeof contract)[C]['input']>;
export type ChannelOutput<C extends Channel> = (typeof contract)[C]['output'];

/** Events from main to views. */
export type ViewEvents = {
  /** Patches in order; a view that misses a `seq` asks for a snapshot. */
  'state:patches': { readonly seq: number; readonly patches: readonly StatePatch[] };
  'system:telemetry': SystemTelemetry;
};
export type ViewEvent = keyof ViewEvents;
