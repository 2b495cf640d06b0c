import type { StudioError } from '../result.ts';
import type { Rung } from './ladder.ts';

/** Why the picture of a destination was lowered, or what else happened to it. */
export type DeliveryEventKind =
  /** On air for the first time. */
  | 'onAir'
  /** The connection was lost, or could not be made (`error` says why). */
  | 'lost'
  /** On air again. */
  | 'back'
  /** The link carries less than is sent: the picture is lower from now on. */
  | 'lowered'
  | 'raised'
  /** The link carries the chosen bitrate again. */
  | 'full'
  /** The backup URL took over, or the first one again. */
  | 'backup'
  | 'primary'
  /** The server asked us to connect anew (E-RTMP v2). */
  | 'reconnectAsked'
  /** Frames were cut from a full queue. */
  | 'cut'
  /** The person cut the cable on purpose, and it was mended. */
  | 'drillBegan'
  | 'drillEnded'
  /** The push URL was made anew before it expired. */
  | 'renewed'
  | 'failed'
  | 'stopped';

/** One line of a destination's log. */
export type DeliveryEvent = {
  readonly atEpochMs: number;
  readonly kind: DeliveryEventKind;
  /** What the link was found to carry, kilobits per second; for `lowered` and `raised`. */
  readonly linkKbps?: number;
  /** What is sent from now on; for `lowered`, `raised` and `full`. */
  readonly rung?: Rung;
  /** Packets that will never be sent; for `lost`, `back` and `cut`. */
  readonly dropped?: number;
  /** For `back`: how long it was off air, ms. */
  readonly offAirMs?: number;
  readonly error?: StudioError;
};

/** How one destination is doing beside its state. Absent from the session while it was never started. */
export type Delivery = {
  /** What it is sent now where that is less than was chosen. */
  readonly lowered: Rung | null;
  /** What the link was found to carry when it was lowered last, kilobits per second. */
  readonly linkKbps: number | null;
  readonly onBackup: boolean;
  /** The last event, for one line on its card. */
  readonly last: DeliveryEvent | null;
};

/** What viewers of a destination saw meanwhile. */
export type ViewersSaw =
  /** The last picture stood still, then went on where the show was. */
  | 'frozen'
  /** The player ended or showed its waiting picture: it was longer than players wait (10 s). */
  | 'ended'
  /** Everything, at a lower quality. */
  | 'lowered';

/** The receipt of one interruption of one destination. */
export type Outage = {
  readonly id: string;
  readonly destinationId: string;
  readonly destinationName: string;
  readonly fromEpochMs: number;
  /** Null while it lasts. */
  readonly toEpochMs: number | null;
  /** Exact time off air, ms; until now while it lasts. */
  readonly offAirMs: number;
  readonly cause: StudioError;
  readonly viewersSaw: ViewersSaw;
  readonly framesLost: number;
  readonly byDrill: boolean;
  /** The stretch of the local recording that fills the gap; null where nothing was recorded. */
  readonly recorded: {
    readonly file: string;
    readonly fromSeconds: number;
    readonly toSeconds: number;
  } | null;
  /** How far the cutting is, 0..1; null while none is under way. */
  readonly cutProgress: number | null;
  /** Where the stretch was cut out to. */
  readonly cutFile: string | null;
};

/** A cable cut on purpose, and what became of everything else meanwhile. */
export type Drill = {
  readonly destinationId: string;
  readonly startedAtMs: number;
  readonly seconds: number;
  /** Null while it runs. */
  readonly result: {
    readonly offAirMs: number;
    /** Frames encoded from the cut until it was back on air. */
    readonly encoded: number;
    /** What each other output got of them; the recording's id is `recorder`. */
    readonly others: readonly {
      readonly id: string;
      readonly name: string;
      readonly frames: number;
      readonly missed: number;
    }[];
  } | null;
};

/** One thing that was looked at before going live. */
export type PreflightCheck = {
  /** E.g. `dns:<destination id>`, `encoder`, `disk`. */
  readonly id: string;
  readonly area:
    | 'dns'
    | 'connect'
    | 'handshake'
    | 'auth'
    | 'upload'
    | 'encoder'
    | 'disk'
    | 'devices'
    | 'clock'
    | 'room';
  /** The destination it is about; null for this machine. */
  readonly destinationId: string | null;
  readonly state: 'running' | 'green' | 'amber' | 'red' | 'skipped';
  /** Text key under `preflight.found.`; what was found. */
  readonly found: string;
  /** Text key under `preflight.cure.`; what to do. Null where there is nothing to do. */
  readonly cure: string | null;
  /** Values for both texts, with their units in the names. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly error: StudioError | null;
};

export type Preflight = {
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly checks: readonly PreflightCheck[];
};

/** One second of the broadcast, for the chart and the exports. */
export type HealthSample = {
  readonly atEpochMs: number;
  readonly fps: number;
  /** Frames skipped in this second. */
  readonly skipped: number;
  readonly composeMs: number;
  readonly encodeMs: number;
  /** All processes of the app, per cent of one core. */
  readonly cpuPercent: number;
  readonly memoryMb: number;
  readonly destinations: Readonly<
    Record<
      string,
      {
        readonly state: string;
        /** Kilobits per second. */
        readonly sendKbps: number;
        /** By what the server acknowledges; -1 where it does not. */
        readonly ackedKbps: number;
        /** What the picture is encoded at. */
        readonly targetKbps: number;
        readonly queueMs: number;
        /** -1 where it is not known. */
        readonly rttMs: number;
        /** Packets dropped in this second. */
        readonly dropped: number;
      }
    >
  >;
};
