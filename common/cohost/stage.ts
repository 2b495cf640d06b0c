import type { OwnArea, PeerSignal } from './signal.ts';
import type { IceServer } from './wire.ts';

/** A person whose media comes by `RTCPeerConnection`: a guest, or another studio's programme in a PK. */
export type RemotePerson = {
  /** `guest:<userId>` or `room:<roomId>`. */
  readonly id: string;
  readonly name: string;
  /** Fills the source of kind `guest` with that seat; null for the green room. A PK's peers sit from 9 on. */
  readonly seat: number | null;
  /** The host's own word; then nothing of it is taken in. */
  readonly micOff: boolean;
  readonly cameraOff: boolean;
  /** Whether this end makes the offer. */
  readonly offers: boolean;
  /** There is no connection: main pulls their stream from the server, where it is, and hands it on as `media`. */
  readonly pulled?: 'waiting' | 'live';
};

/** From main to the stage, as `StageOrder` of type `cohost`. */
export type CohostOrder =
  /** Everybody there is; who is no longer in it is disconnected. */
  | {
      readonly type: 'people';
      readonly people: readonly RemotePerson[];
      readonly iceServers: readonly IceServer[];
      /** Where the host and the own guests stand in the programme while others stand in it; null for all of it. */
      readonly ownArea: OwnArea | null;
    }
  | { readonly type: 'signal'; readonly id: string; readonly signal: PeerSignal }
  /**
   * What goes on between the host and those in the green room, by `RemotePerson.id`. Whoever is
   * named and does not wait there is as nobody.
   */
  | {
      readonly type: 'greenRoom';
      /** The host looks at them. */
      readonly seen: boolean;
      /** Heard in the monitor, and nowhere else. */
      readonly listen: string | null;
      /** Hears the host's microphone, and nobody else does. */
      readonly talk: string | null;
    }
  /** The next bytes of the FLV stream of somebody who is `pulled`; null: it begins anew. */
  | { readonly type: 'media'; readonly id: string; readonly bytes: Uint8Array | null };

/** Of one connection, once a second. */
export type RemoteStats = {
  readonly state: 'connecting' | 'connected' | 'disconnected' | 'failed';
  /** Received, and sent as the return feed, kbit/s. */
  readonly inKbps: number;
  readonly outKbps: number;
  /** Of what was received in the last seconds, 0 to 1. */
  readonly loss: number;
  readonly rttMs: number | null;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** The picture stood still for so long in all, ms. */
  readonly freezeMs: number;
  /** From the guest's capture to the frame in the programme; null while it is not known. */
  readonly delayMs: number | null;
  /** Speaks now, as its sound says. */
  readonly speaking: boolean;
};

/** From the stage to main, as `StageEvent` of type `cohost`. */
export type CohostEvent =
  | { readonly type: 'signal'; readonly id: string; readonly signal: PeerSignal }
  /** Picture and sound are there, or not any more. */
  | { readonly type: 'media'; readonly id: string; readonly up: boolean }
  | { readonly type: 'stats'; readonly stats: Readonly<Record<string, RemoteStats>> }
  /** They sent far more than was asked for, for long, and were disconnected; all that came, kbit/s. */
  | {
      readonly type: 'flood';
      readonly id: string;
      readonly kbps: number;
      readonly allowedKbps: number;
    }
  /** The self-check: whether a marker in somebody's own sound came back to them. */
  | { readonly type: 'mixMinus'; readonly id: string; readonly clean: boolean };
