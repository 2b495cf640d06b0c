import type { VideoCodec } from '../media/packet.ts';

/** Where anchors send their programme, with what each service takes. Sources stand beside each figure in docs/services.md. */
export const serviceIds = [
  'custom',
  'tencent',
  'bilibili',
  'douyin',
  'kuaishou',
  'huya',
  'youtube',
  'twitch',
] as const;
export type ServiceId = (typeof serviceIds)[number];

/** A server that a service publishes for everybody. */
export type ServiceServer = {
  /** Text key under `services.servers.`. */
  readonly name: 'standard' | 'secure' | 'northAmerica' | 'automatic' | 'whip';
  readonly kind: 'rtmp' | 'whip';
  readonly server: string;
  /** Takes over when the first cannot be reached; empty where the service has none. */
  readonly backupServer: string;
};

/** What is known of one service. Null where no source was found: then nothing is recommended. */
export type Service = {
  /** Text keys of its name and of where its address and key are found. */
  readonly name: `destinations.services.${ServiceId}`;
  readonly help: `services.help.${ServiceId}`;
  readonly protocols: readonly ('rtmp' | 'rtmps' | 'whip')[];
  /** Ready to choose, the best first. Empty where the person brings the address. */
  readonly servers: readonly ServiceServer[];
  /** The service issues another address or key for each broadcast: yesterday's does not work. */
  readonly perBroadcast: boolean;
  /** The push URL is made of a push domain, a stream name and a push key (`Destination.pgc`). */
  readonly pgc: boolean;
  /** Most that the service takes or advises, kilobits per second. */
  readonly maxVideoKbps: number | null;
  readonly maxAudioKbps: number | null;
  readonly keyframeSeconds: number | null;
  /** What can be sent; H.264 always. */
  readonly codecs: readonly VideoCodec[];
  /** What its keys look like; null where that is not known. A key of another shape may still be right. */
  readonly keyShape: RegExp | null;
};

const texts = <Id extends ServiceId>(id: Id) =>
  ({ name: `destinations.services.${id}`, help: `services.help.${id}` }) as const;

const rtmpServer = (
  name: ServiceServer['name'],
  server: string,
  backupServer = '',
): ServiceServer => ({ name, kind: 'rtmp', server, backupServer });

/** Tencent Live's WHIP endpoints, the same for every account (Tencent docs 267/97825). */
export const TENCENT_WHIP = {
  server: 'https://webrtcpush.tlivewebrtcpush.com/webrtc/v2/whip',
  backupServer: 'https://webrtcpush.tlivewebrtcpush2.com/webrtc/v2/whip',
} as const;

const nothingKnown = {
  maxVideoKbps: null,
  maxAudioKbps: null,
  keyframeSeconds: null,
  codecs: ['h264'],
  keyShape: null,
} as const;

export const services: Readonly<Record<ServiceId, Service>> = {
  custom: {
    ...texts('custom'),
    ...nothingKnown,
    protocols: ['rtmp', 'rtmps', 'whip'],
    servers: [],
    perBroadcast: false,
    pgc: false,
    codecs: ['h264', 'hevc', 'av1'],
  },
  tencent: {
    ...texts('tencent'),
    ...nothingKnown,
    protocols: ['rtmp', 'whip'],
    servers: [{ name: 'whip', kind: 'whip', ...TENCENT_WHIP }],
    perBroadcast: false,
    pgc: true,
    codecs: ['h264', 'hevc', 'av1'],
    // As the console shows it: StreamName?txSecret=…&txTime=…
    keyShape: /^[\w.-]+\?(?=.*\btxSecret=[0-9a-f]{32})(?=.*\btxTime=[0-9A-F]{1,12}).*$/i,
  },
  bilibili: {
    ...texts('bilibili'),
    ...nothingKnown,
    protocols: ['rtmp'],
    servers: [rtmpServer('standard', 'rtmp://live-push.bilivideo.com/live-bvc/')],
    perBroadcast: true,
    pgc: false,
    keyShape: /^\?(?=.*\bstreamname=)(?=.*\bkey=).*$/,
  },
  douyin: {
    ...texts('douyin'),
    ...nothingKnown,
    protocols: ['rtmp'],
    servers: [],
    perBroadcast: true,
    pgc: false,
  },
  kuaishou: {
    ...texts('kuaishou'),
    ...nothingKnown,
    protocols: ['rtmp'],
    servers: [
      rtmpServer('standard', 'rtmp://open-push.voip.yximgs.com/gifshow/'),
      rtmpServer('northAmerica', 'rtmp://tx.push.yximgs.com/live/'),
    ],
    perBroadcast: true,
    pgc: false,
  },
  huya: {
    ...texts('huya'),
    ...nothingKnown,
    protocols: ['rtmp'],
    servers: [],
    perBroadcast: true,
    pgc: false,
  },
  youtube: {
    ...texts('youtube'),
    protocols: ['rtmps', 'rtmp'],
    servers: [
      rtmpServer(
        'secure',
        'rtmps://a.rtmps.youtube.com:443/live2',
        'rtmps://b.rtmps.youtube.com:443/live2?backup=1',
      ),
      rtmpServer(
        'standard',
        'rtmp://a.rtmp.youtube.com/live2',
        'rtmp://b.rtmp.youtube.com/live2?backup=1',
      ),
    ],
    perBroadcast: false,
    pgc: false,
    maxVideoKbps: 51_000,
    maxAudioKbps: 160,
    keyframeSeconds: 2,
    codecs: ['h264', 'hevc', 'av1'],
    keyShape: /^[a-z0-9]{4}(-[a-z0-9]{4}){3,4}$/i,
  },
  twitch: {
    ...texts('twitch'),
    protocols: ['rtmps', 'rtmp'],
    servers: [
      rtmpServer('automatic', 'rtmps://ingest.global-contribute.live-video.net/app'),
      rtmpServer('standard', 'rtmp://ingest.global-contribute.live-video.net/app'),
    ],
    perBroadcast: false,
    pgc: false,
    maxVideoKbps: 6000,
    maxAudioKbps: 320,
    keyframeSeconds: 2,
    codecs: ['h264'],
    keyShape: /^live_\d+_\w+(\?\S*)?$/,
  },
};
