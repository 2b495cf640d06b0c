import { z } from 'zod';
import {
  type ChatBatch,
  type ChatItem,
  chatSendSchema,
  messageIdSchema,
  orderSchema,
  type Person,
  userIdSchema,
} from '../chat/message.ts';
import { hostCommandSchema } from '../cohost/desk.ts';
import { seatLayouts } from '../cohost/layout.ts';
import type { DeliveryEvent, HealthSample } from '../live/delivery.ts';
import type { Session } from '../live/session.ts';
import type { SystemTelemetry } from '../live/telemetry.ts';
import { pkCommandSchema } from '../pk/commands.ts';
import { categories, type RoomCard, type RoomSummary, roomInfoSchema } from '../rooms/room.ts';
import { editSchema } from '../show/commands.ts';
import { idSchema, pathSchema } from '../show/geometry.ts';
import type { ShowState } from '../show/slices.ts';
import { transitionSchema } from '../show/transitions.ts';

/** What a view mirrors: the document and the session, both written by main. */
export type StudioState = { readonly show: ShowState; readonly session: Session };

/** An Immer patch of `StudioState`. */
export type StatePatch = {
  readonly op: 'replace' | 'remove' | 'add';
  readonly path: readonly (string | number)[];
  readonly value?: unknown;
};

/** Secret: it opens the green room to the first who brings it. */
export type GuestLink = { readonly url: string; readonly expiresAtMs: number };

const id = idSchema;
/** CSS pixels; more than any screen has. */
const px = z.number().min(-32_768).max(32_768);
const place = z.object({ x: px, y: px, width: px.min(0), height: px.min(0) });
const name = z.string().trim().min(1).max(200);
const nothing = z.undefined();
const output = <T>() => ({}) as T;

/** What a file is picked for; decides the dialogue's filter. */
export const filePurposes = [
  'image',
  'media',
  'text',
  'lut',
  'mask',
  'stinger',
  'lumaWipe',
] as const;

/**
 * Requests from a view to main: channel -> input (checked at the door) and output type.
 * Every answer travels as a `Result`; a refused input is `INPUT_INVALID`.
 */
export const contract = {
  /** The whole mirrored state and the sequence number its next patch will follow. */
  'state:snapshot': { input: nothing, output: output<{ seq: number; state: StudioState }>() },
  /** Changes the show document: all of the commands, or none. */
  'show:edit': { input: editSchema, output: output<null>() },
  'show:undo': { input: nothing, output: output<null>() },
  'show:redo': { input: nothing, output: output<null>() },

  /** Opens the system's file dialogue; the paths may be used in commands from then on. Empty when cancelled. */
  'files:pick': {
    input: z.object({ purpose: z.enum(filePurposes), multiple: z.boolean() }),
    output: output<{ paths: string[] }>(),
  },
  /** Asks where a missing file is now, and looks for the other missing ones in the same folder. */
  'files:repoint': { input: z.object({ path: pathSchema }), output: output<{ found: number }>() },
  /** Looks again which files are missing. */
  'files:check': { input: nothing, output: output<null>() },

  /**
   * Scene collections. Each holds a whole show; where it is sent and how it is encoded stay those
   * of the studio when another one is opened.
   */
  'collections:create': { input: z.object({ name }), output: output<{ id: string }>() },
  'collections:duplicate': { input: z.object({ id, name }), output: output<{ id: string }>() },
  'collections:rename': { input: z.object({ id, name }), output: output<null>() },
  'collections:move': {
    input: z.object({ id, index: z.number().int().min(0).max(1000) }),
    output: output<null>(),
  },
  /** The one that is open cannot be removed. Its file is kept in the folder `removed`. */
  'collections:remove': { input: z.object({ id }), output: output<null>() },
  /** Refused while on air or recording; a broken one changes nothing. */
  'collections:open': { input: z.object({ id }), output: output<null>() },
  /** Asks for a place and writes one file with its media; null when cancelled. */
  'collections:export': { input: z.object({ id }), output: output<{ file: string } | null>() },
  /** Asks for a file; null when cancelled. */
  'collections:import': { input: nothing, output: output<{ id: string } | null>() },
  /** Last good copies, newest first. */
  'collections:copies': {
    input: z.object({ id }),
    output: output<{ copy: string; savedAtMs: number; scenes: number; bytes: number }[]>(),
  },
  /** The present state becomes a copy first. */
  'collections:restore': {
    input: z.object({ id, copy: z.string().max(200) }),
    output: output<null>(),
  },

  /** Brings a scene on air: the preview's in studio mode where none is named, by its own transition or the show's. */
  'programme:take': {
    input: z.object({ sceneId: id.optional(), transition: transitionSchema.optional() }),
    output: output<null>(),
  },
  /** Studio mode only. 1 takes the preview's scene; null lets go. */
  'programme:tbar': {
    input: z.object({ position: z.number().min(0).max(1).nullable() }),
    output: output<null>(),
  },
  'loudness:reset': { input: nothing, output: output<null>() },
  'media:act': {
    input: z.object({
      sourceId: id,
      act: z.enum(['play', 'pause', 'restart', 'next', 'previous']),
    }),
    output: output<null>(),
  },
  'media:seek': {
    input: z.object({ sourceId: id, seconds: z.number().min(0).max(86_400) }),
    output: output<null>(),
  },
  'web:reload': { input: z.object({ sourceId: id }), output: output<null>() },
  /** Screens and windows that can be shown, with a small picture as a data URL. */
  'capture:sources': {
    input: nothing,
    output:
      output<
        { captureId: string; target: 'screen' | 'window'; title: string; picture: string }[]
      >(),
  },
  'live:start': { input: nothing, output: output<null>() },
  'live:stop': { input: nothing, output: output<null>() },
  'recording:start': { input: nothing, output: output<null>() },
  'recording:stop': { input: nothing, output: output<null>() },
  /** Shows the last recording in the system's file manager. */
  'recording:reveal': { input: nothing, output: output<null>() },
  /** `key` is a stream key or WHIP token, `backup` that of the backup server, `pushKey` what push URLs are signed with. */
  'destination:setKey': {
    input: z.object({
      destinationId: id,
      key: z.string().max(2048),
      which: z.enum(['key', 'backup', 'pushKey']).default('key'),
    }),
    output: output<null>(),
  },
  /** Its log of this run of the app, oldest first. */
  'destination:log': { input: z.object({ destinationId: id }), output: output<DeliveryEvent[]>() },
  /** Where the programme can be played; empty where that is not known. */
  'destination:playUrls': {
    input: z.object({ destinationId: id }),
    output: output<{ protocol: 'rtmp' | 'flv' | 'hls' | 'webrtc'; url: string }[]>(),
  },
  /** Puts the push address into the clipboard, as OBS asks for it. The secret never reaches the page. */
  'destination:copy': {
    input: z.object({ destinationId: id, what: z.enum(['server', 'key', 'url']) }),
    output: output<null>(),
  },
  /** Asks first, then shows the push address as a QR code for a minute, in a window of main's own. Not for WHIP. */
  'destination:pushQr': { input: z.object({ destinationId: id }), output: output<null>() },
  /** Signs the push URL anew; the running connection stays. */
  'destination:renew': { input: z.object({ destinationId: id }), output: output<null>() },
  /** Cuts its cable for so long. What became of the others stands in `session.drill`. */
  'destination:drill': {
    input: z.object({ destinationId: id, seconds: z.number().int().min(1).max(60) }),
    output: output<null>(),
  },
  /**
   * Looks at everything that going live needs; the findings come in `session.preflight`. With
   * `upload`, each destination is sent a few seconds of test data.
   */
  'preflight:run': { input: z.object({ upload: z.boolean() }), output: output<null>() },
  'preflight:cancel': { input: nothing, output: output<null>() },
  /** Cuts the stretch of the recording that fills the gap out of it, without encoding anew. */
  'outage:cut': { input: z.object({ outageId: id }), output: output<{ file: string }>() },
  /** Shows the cut file in the system's file manager. */
  'outage:reveal': { input: z.object({ outageId: id }), output: output<null>() },
  /**
   * The last or running broadcast from `sinceEpochMs` on, oldest first. Where that is more than
   * `atMost` seconds, neighbours are put together, so that the worst of them is seen.
   */
  'health:samples': {
    input: z.object({
      sinceEpochMs: z.number().min(0).max(1e15).default(0),
      atMost: z.number().int().min(1).max(7200),
    }),
    output: output<HealthSample[]>(),
  },
  /** Asks for a place and writes the whole broadcast's samples and events; null when cancelled. */
  'health:export': {
    input: z.object({ format: z.enum(['json', 'csv']) }),
    output: output<{ file: string } | null>(),
  },
  'destination:retryNow': { input: z.object({ destinationId: id }), output: output<null>() },
  /** Takes one destination off air; the show and the others go on. */
  'destination:leave': { input: z.object({ destinationId: id }), output: output<null>() },
  /** Lets the server listen beyond 127.0.0.1, or takes that back. */
  'server:share': { input: z.object({ shared: z.boolean() }), output: output<null>() },
  /** The embedded server sends the show on to one more RTMP server. Server and key are kept with the secrets, and never come back. */
  'relay:add': {
    input: z.object({ server: z.string().max(2048), key: z.string().max(2048) }),
    output: output<{ id: string }>(),
  },
  'relay:remove': { input: z.object({ id }), output: output<null>() },
  /** Changes what the room is called and who may find it; what is left out stays. An open room changes at once. */
  'room:setInfo': {
    input: roomInfoSchema.omit({ cover: true }).partial(),
    output: output<null>(),
  },
  /** What the host is called, in the room and its chat; cut to a name's length, empty for the usual word. */
  'room:setHostName': { input: z.object({ name: z.string().max(256) }), output: output<null>() },
  /** Asks for a picture (PNG, JPEG or WebP of 512 KiB at most after scaling) and makes it the cover; null when cancelled. */
  'room:pickCover': { input: nothing, output: output<{ cover: string } | null>() },
  'room:removeCover': { input: nothing, output: output<null>() },
  /** Rooms that are live on the room service, most people first. */
  'room:list': {
    input: z.object({
      category: z.enum(categories).nullable().default(null),
      page: z.number().int().min(0).max(10_000).default(0),
    }),
    output: output<{ rooms: RoomCard[]; total: number }>(),
  },
  /** Shows a listed room's page in the system's browser. `ROOM_MISSING`, `INPUT_INVALID` for one that is not on the room service's own server. */
  'room:open': { input: z.object({ roomId: z.string().min(1).max(64) }), output: output<null>() },
  /** Of the running show so far, or of the last one. */
  'room:summary': { input: nothing, output: output<RoomSummary | null>() },
  /** Asks for a place and writes the summary, its minutes and the chat of the show; null when cancelled. */
  'room:export': {
    input: z.object({ format: z.enum(['json', 'csv']) }),
    output: output<{ file: string } | null>(),
  },
  /** The last items of the chat, oldest first, for a view that opens. */
  'chat:history': {
    input: z.object({ atMost: z.number().int().min(1).max(2_000) }),
    output: output<ChatItem[]>(),
  },
  'chat:send': { input: chatSendSchema, output: output<null>() },
  'chat:order': { input: orderSchema, output: output<null>() },
  /** People in the room, newest first; at most 200. */
  'chat:audience': { input: nothing, output: output<Person[]>() },
  /** A question goes on air (one at a time), back to the queue, or is done with. */
  'chat:question': {
    input: z.object({ id: messageIdSchema, state: z.enum(['waiting', 'onAir', 'done']) }),
    output: output<null>(),
  },
  /** The chat's own window, transparent and above all others, which captures leave out where the system can. */
  'chat:window': { input: z.object({ open: z.boolean() }), output: output<null>() },
  /** Rooms and chat on a server of one's own; an empty `secret` keeps the one of before, while the server is the same. Null goes back to this computer's. */
  'settings:setOwnServer': {
    input: z
      .object({
        url: z.url({ protocol: /^https?$/ }).max(500),
        userId: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/),
        secret: z.string().max(256),
      })
      .nullable(),
    output: output<null>(),
  },
  /** What the host asks of the desk. Whose picture is there the studio tells by itself. `COHOST_REFUSED` with a reason. */
  'cohost:host': {
    input: hostCommandSchema.refine((it): boolean => it.do !== 'media'),
    output: output<null>(),
  },
  /** What the anchor asks of the PK's arbiter; readiness and what it sees the studio tells by itself. */
  'cohost:pk': {
    input: pkCommandSchema.refine((it): boolean => it.do !== 'readiness' && it.do !== 'sees'),
    output: output<null>(),
  },
  /** A new link that leads one guest to the green room. */
  'cohost:guestLink': { input: nothing, output: output<GuestLink>() },
  /** Whether a guest link still waits for its guest; true also where that cannot be found out. */
  'cohost:guestLinkGood': {
    input: z.object({ url: z.url({ protocol: /^https?$/ }).max(2048) }),
    output: output<boolean>(),
  },
  /** Takes back every guest link of the room; who is in stays. */
  'cohost:revokeGuestLinks': { input: nothing, output: output<null>() },
  /** Whether the green room is seen; to be said again every `SEEN_EVERY_MS` while it is. */
  'cohost:see': { input: z.object({ seen: z.boolean() }), output: output<null>() },
  /** Whom in the green room the host hears, in the monitor alone; null for nobody. `COHOST_REFUSED` where there is no such guest, or where the programme has the system's sound. */
  'cohost:listen': { input: z.object({ userId: userIdSchema.nullable() }), output: output<null>() },
  /** Whom in the green room the host's microphones speak to, instead of the programme; null for the programme. As `cohost:listen`. */
  'cohost:talk': { input: z.object({ userId: userIdSchema.nullable() }), output: output<null>() },
  /** Tries to reach the desk at once. */
  'cohost:retry': { input: nothing, output: output<null>() },
  /** Whether guests get their places by themselves, and by which layout; null for the best. */
  'cohost:arrange': {
    input: z.object({ arranges: z.boolean(), layout: z.enum(seatLayouts).nullable() }),
    output: output<null>(),
  },
  /** Whether a raised hand and an invitation to a PK are heard in the monitor, and flash the window. */
  'cohost:callHost': { input: z.object({ on: z.boolean() }), output: output<null>() },
  /** Puts guests and PK peers into the picture now, as `session.cohost.layout` says. */
  'cohost:arrangeNow': { input: nothing, output: output<null>() },
  /** `usersig` secrets stay at the endpoint; null turns Tencent's services off. */
  'settings:setTencent': {
    input: z
      .object({
        sdkAppId: z
          .number()
          .int()
          .min(1)
          .max(2 ** 32),
        userSigUrl: z.url({ protocol: /^https?$/ }).max(500),
        roomServiceUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]),
        pushDomain: z.string().max(253),
        userId: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/),
      })
      .nullable(),
    output: output<null>(),
  },
  'devices:refresh': { input: nothing, output: output<null>() },
  'settings:setLocale': {
    input: z.object({ locale: z.enum(['zh-CN', 'en']) }),
    output: output<null>(),
  },
  /** Asks for the folder that recordings go to from now on; null when cancelled. */
  'settings:pickRecordingFolder': { input: nothing, output: output<{ folder: string } | null>() },
  'notice:dismiss': { input: z.object({ id }), output: output<null>() },
  /** Where the pictures stand in the window, CSS pixels; the stage's view is laid there. `preview` is studio mode's. */
  'view:picturesPlaced': {
    input: z.object({ programme: place.nullable(), preview: place.nullable() }),
    output: output<null>(),
  },
} as const;

export type Channel = keyof typeof contract;
export type ChannelInput<C extends Channel> = z.infer<(typeof contract)[C]['input']>;
export type ChannelOutput<C extends Channel> = (typeof contract)[C]['output'];

/** Events from main to views. */
export type ViewEvents = {
  /** A system-wide hotkey was pressed: the view runs the command. */
  'hotkey:pressed': { readonly command: string };
  /** Patches in order; a view that misses a `seq` asks for a snapshot. */
  'state:patches': { readonly seq: number; readonly patches: readonly StatePatch[] };
  'system:telemetry': SystemTelemetry;
  /** 1 Hz while on air. */
  'health:sample': HealthSample;
  /** At most ten times a second; nothing is left out. */
  'chat:batch': ChatBatch;
};
export type ViewEvent = keyof ViewEvents;
