import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { parseArgs, parseEnv } from 'node:util';
import { isLoopback } from './address.ts';
import { checkIce, type IceSettings } from './cohost/ice.ts';
import type { Tls } from './http/httpServer.ts';
import type { SigKey } from './identity/userSig.ts';
import { limits } from './limits.ts';
import { streamNamePattern } from './publishAuth.ts';

export const help = `Anchor Studio server: RTMP ingest, HTTP-FLV, HLS, rooms, chat and the viewer page; sends on what it gets.

usage: npm run server -- [options]

  --host ADDRESS        address to listen on (default 127.0.0.1; anything else
                        is shared: viewers then need the token of the watch URL)
  --rtmp-port PORT      default 1935
  --http-port PORT      default 8080
  --stream NAME         stream of the owner, shown by the watch URL (default live)
  --config FILE         settings below as NAME=value lines; the environment wins
  --key-file FILE       file with the publish key, 8 characters at least
                        (else PUSH_KEY, else one made up for this run)
  --relay FILE          sends streams on to other RTMP servers. JSON:
                        [{"stream": "live", "to": ["rtmp://…", "rtmps://…"]}]
                        (else the environment variable RELAY: the same JSON, or
                        a path). Push URLs hold keys: keep the file to yourself
  --max-viewers N       never let in more, whatever the machine could serve
                        (default ${limits.play.maxViewers})
  --hours HOURS         validity of the printed push URL (default 24)
  --show-push-url       print the push URL with its secret even if not on a terminal
  --help

environment, or lines of --config:

  HOST, PORT, RTMP_PORT as the options
  DATA_DIR              folder of rooms, people, messages and covers; without it
                        nothing is kept
  PUBLIC_URL            where the world finds it, https://live.example.com; it
                        then counts as shared
  TRUSTED_PROXIES       addresses of proxies before it, with commas; each adds who
                        called it to X-Forwarded-For. Without it all who come
                        through one share the limits of one address
  PLAY_TOKEN            token of the watch URL (else one made up for this run)
  PUSH_KEY              key of push URLs (txSecret)
  OWNER_SECRET          what the owner logs in with, 16 characters at least
  STUDIO_SECRET         what the studios of a team log in with, each by a name
                        of its own, 16 characters at least
  SDKAPPID, USERSIG_KEY application and key of UserSigs that are taken
  TLS_CERT, TLS_KEY     files in PEM: HTTPS and WSS instead of HTTP and WS
  TLS                   own: HTTPS and WSS beside HTTP on HTTPS_PORT, for phones of
                        the local network, by an authority of its own that is
                        kept in DATA_DIR; /ca says how to trust it
  HTTPS_PORT            for TLS=own (default 8443)
  STUN_URLS, TURN_URLS  servers for guests' pictures and sound, with commas:
                        stun:host:port, turn:host:port?transport=udp
  TURN_SECRET           static-auth-secret of coturn at TURN_URLS: everybody who
                        joins gets a name and password that end after 12 h
  TURN_USERNAME, TURN_PASSWORD  instead of it: fixed, and given to all who join
  RELAY                 see --relay
  LOG                   json: one object a line

exit status: 0 stopped, 1 could not start, 2 wrong usage
`;

/** What was asked for makes no sense; the text says why in one line. */
export class UsageError extends Error {}
/** A file that was named cannot be read. */
export class SettingsError extends Error {}

export type Settings = {
  readonly host: string;
  readonly rtmpPort: number;
  readonly httpPort: number;
  readonly stream: string;
  /** Secret; empty for one made up. */
  readonly publishKey: string;
  readonly relay: string;
  readonly maxViewers: number;
  readonly hours: number;
  readonly showPushUrl: boolean;
  readonly dataFolder: string;
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  /** Secret. */
  readonly playToken: string;
  /** Secret. */
  readonly ownerSecret: string;
  /** Secret; empty lets no other studio in. */
  readonly studioSecret: string;
  readonly sigKey: SigKey | null;
  readonly tls: Tls | null;
  /** Port of HTTPS by an authority of its own; null for none. */
  readonly ownTlsPort: number | null;
  readonly ice: IceSettings;
  readonly logJson: boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads options before the environment before a file. Null when only help is wanted. */
export function readSettings(args: readonly string[], environment: Environment): Settings | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      host: { type: 'string' },
      'rtmp-port': { type: 'string' },
      'http-port': { type: 'string' },
      stream: { type: 'string', default: 'live' },
      config: { type: 'string' },
      'key-file': { type: 'string' },
      relay: { type: 'string' },
      'max-viewers': { type: 'string', default: String(limits.play.maxViewers) },
      hours: { type: 'string', default: '24' },
      'show-push-url': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  if (!streamNamePattern.test(values.stream))
    throw new UsageError('--stream needs 1 to 64 letters, digits, - or _');
  const file = values.config ? parseEnv(read(values.config, 'config file')) : {};
  const setting = (name: string): string => environment[name] || file[name] || '';
  const host = values.host ?? (setting('HOST') || '127.0.0.1');
  return {
    host,
    rtmpPort: portOf('--rtmp-port', values['rtmp-port'], 'RTMP_PORT', setting, 1935),
    httpPort: portOf('--http-port', values['http-port'], 'PORT', setting, 8080),
    stream: values.stream,
    publishKey: values['key-file']
      ? read(values['key-file'], 'key file').trim()
      : setting('PUSH_KEY') || setting('ANCHOR_PUBLISH_KEY'),
    relay: values.relay ?? setting('RELAY'),
    maxViewers: numberOf('--max-viewers', values['max-viewers'], 1, 100_000),
    hours: numberOf('--hours', values.hours, 1, 24 * 365),
    showPushUrl: values['show-push-url'],
    dataFolder: setting('DATA_DIR'),
    publicUrl: publicUrlOf(setting('PUBLIC_URL')),
    trustedProxies: proxiesOf(setting('TRUSTED_PROXIES')),
    playToken: tokenOf(setting('PLAY_TOKEN')),
    ownerSecret: secretOf('OWNER_SECRET', setting),
    studioSecret: secretOf('STUDIO_SECRET', setting),
    sigKey: sigKeyOf(setting('SDKAPPID'), setting('USERSIG_KEY')),
    tls: tlsOf(setting('TLS_CERT'), setting('TLS_KEY')),
    ownTlsPort: ownTlsPortOf(host, setting),
    ice: iceOf(setting),
    logJson: setting('LOG') === 'json',
  };
}

function portOf(
  option: string,
  given: string | undefined,
  name: string,
  setting: (name: string) => string,
  fallback: number,
): number {
  if (given !== undefined) return numberOf(option, given, 0, 65_535);
  return setting(name) ? numberOf(name, setting(name), 0, 65_535) : fallback;
}

function numberOf(name: string, text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < lowest || value > highest)
    throw new UsageError(`${name} needs a whole number from ${lowest} to ${highest}`);
  return value;
}

function read(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SettingsError(`cannot read the ${what} ${file} (${code})`);
  }
}

function publicUrlOf(text: string): string {
  if (!text) return '';
  const url = URL.canParse(text) ? new URL(text) : null;
  const isBase = url && /^https?:$/.test(url.protocol) && /^\/?$/.test(url.pathname + url.search);
  if (!isBase) throw new UsageError('PUBLIC_URL needs the form https://live.example.com');
  return url.origin;
}

function proxiesOf(text: string): string[] {
  const addresses = text.split(/[\s,]+/).filter((it) => it !== '');
  if (addresses.some((it) => isIP(it) === 0))
    throw new UsageError('TRUSTED_PROXIES needs IP addresses with commas between them');
  return addresses;
}

function tokenOf(text: string): string {
  if (text && !/^[A-Za-z0-9_-]{16,128}$/.test(text))
    throw new UsageError('PLAY_TOKEN needs 16 to 128 letters, digits, - or _');
  return text;
}

function secretOf(name: string, setting: (name: string) => string): string {
  const text = setting(name);
  if (text && (text.length < 16 || text.length > 256))
    throw new UsageError(`${name} needs 16 to 256 characters`);
  return text;
}

function sigKeyOf(sdkAppId: string, key: string): SigKey | null {
  if (!sdkAppId && !key) return null;
  if (!sdkAppId || key.length < 16)
    throw new UsageError('SDKAPPID and USERSIG_KEY (16 characters at least) belong together');
  return { sdkAppId: numberOf('SDKAPPID', sdkAppId, 1, 4_294_967_295), key };
}

function iceOf(setting: (name: string) => string): IceSettings {
  const list = (name: string) =>
    setting(name)
      .split(/[\s,]+/)
      .filter((it) => it !== '');
  const [username, credential] = [setting('TURN_USERNAME'), setting('TURN_PASSWORD')];
  const ice = {
    ...{ stunUrls: list('STUN_URLS'), turnUrls: list('TURN_URLS') },
    turnSecret: setting('TURN_SECRET'),
    turnLogin: username || credential ? { username, credential } : null,
  };
  const problem = checkIce(ice);
  if (problem) throw new UsageError(problem);
  return ice;
}

function ownTlsPortOf(host: string, setting: (name: string) => string): number | null {
  const tls = setting('TLS');
  if (!tls) return null;
  if (tls !== 'own') throw new UsageError('TLS needs to be own, or is left out');
  if (setting('TLS_CERT')) throw new UsageError('TLS=own and TLS_CERT exclude each other');
  if (!setting('DATA_DIR')) throw new UsageError('TLS=own needs DATA_DIR for its authority');
  if (host === 'localhost' || isLoopback(host))
    throw new UsageError('TLS=own is for the local network: HOST needs another address');
  return numberOf('HTTPS_PORT', setting('HTTPS_PORT') || '8443', 0, 65_535);
}

function tlsOf(cert: string, key: string): Tls | null {
  if (!cert && !key) return null;
  if (!cert || !key) throw new UsageError('TLS_CERT and TLS_KEY belong together');
  const pem = { cert: read(cert, 'certificate'), key: read(key, 'key of the certificate') };
  try {
    createSecureContext(pem);
  } catch {
    throw new SettingsError(`${cert} and ${key} are no certificate and its key in PEM`);
  }
  return pem;
}
