import { z } from 'zod';

/** One line of SDP after another; bounded by the frame. */
const sdp = z.string().max(60_000);

/**
 * What two ends of an `RTCPeerConnection` tell each other through the server. Every connection has
 * an id; what belongs to an earlier one is dropped. The studio offers to its guests; of two studios
 * the one with the smaller room id offers.
 */
export const peerSignalSchema = z.discriminatedUnion('type', [
  /** Ready for an offer: the camera and the microphone are open. Also to ask for a new connection. */
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('offer'), connection: z.string().min(1).max(64), sdp }),
  z.object({ type: z.literal('answer'), connection: z.string().min(1).max(64), sdp }),
  z.object({
    type: z.literal('candidate'),
    connection: z.string().min(1).max(64),
    /** Null: there are no more. */
    candidate: z.string().max(1_000).nullable(),
    mid: z.string().max(32).nullable(),
  }),
  z.object({ type: z.literal('close'), connection: z.string().min(1).max(64) }),
]);
export type PeerSignal = z.infer<typeof peerSignalSchema>;

/**
 * How much of a guest's picture the studio wants now: all that its description allows, a small one
 * for the host to look at in the green room, or none while nobody looks.
 */
export type WantedPicture = 'all' | 'small' | 'none';
/** A small picture: its longest side, pixels, frames per second, and kilobits per second at most. */
export const SMALL_PICTURE = { side: 320, fps: 8, kbps: 150 } as const;

/** The names of the data channel and of what is said on it, studio to guest, JSON text. */
export const TALLY_CHANNEL = 'tally';
export type Tally = {
  readonly onAir: boolean;
  /** The programme's size, pixels, for the return feed. */
  readonly width: number;
  readonly height: number;
  /** To the other studio of a PK: where the host and the own guests stand in the programme; null for all of it. */
  readonly ownArea: OwnArea | null;
  /** What a guest is to send. A page that does not know of it sends all. */
  readonly picture: WantedPicture;
};

/** Least width and height of an `OwnArea`. */
export const LEAST_OWN_PART = 0.05;
const part = z.number().min(0).max(1);
const ownAreaSchema = z
  .object({ x: part, y: part, width: part.min(LEAST_OWN_PART), height: part.min(LEAST_OWN_PART) })
  .refine(({ x, y, width, height }) => x + width <= 1.001 && y + height <= 1.001);
/** A part of a picture, parts of 1. */
export type OwnArea = z.infer<typeof ownAreaSchema>;

/** What one studio of a PK says to the other on the same channel: of its `Tally` only this counts. */
export const peerSaysSchema = z.object({ ownArea: ownAreaSchema.nullable() });

/** What the guest says on the same channel, JSON text. */
export const guestSaysSchema = z.object({
  /** Turned off by the guest: no picture comes. */
  cameraOff: z.boolean(),
  /** From the capture of a frame to its last packet, ms; null while it is not known. */
  sendMs: z.number().min(0).max(60_000).nullable().default(null),
});
export type GuestSays = z.input<typeof guestSaysSchema>;
