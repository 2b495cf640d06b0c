import { maskUrl } from '../../../common/live/mask.ts';
import { err, ok, type Result } from '../../../common/result.ts';

/** Where to publish, taken apart from a push URL. */
export type RtmpTarget = {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** Application, with its query if it has one. */
  readonly app: string;
  /** Stream name with its query, e.g. `stream1?txSecret=…&txTime=…`. Secret. */
  readonly streamName: string;
  /** URL of the application, as `connect` names it. */
  readonly tcUrl: string;
  /** The push URL, safe to show. */
  readonly masked: string;
};

const DEFAULT_PORT = { rtmp: 1935, rtmps: 443 } as const;

/**
 * Reads `rtmp://host[:port]/app[/instance]/stream[?query]` and `rtmps://…`. The query belongs
 * to the stream name, unless it stands before it: `rtmp://host/app?vhost=x/stream`.
 * Error: `URL_INVALID`.
 */
export function parseRtmpUrl(url: string): Result<RtmpTarget> {
  const masked = maskUrl(url.trim());
  const invalid = (why: string) => err('URL_INVALID', `push URL ${masked}: ${why}`);
  if (/[\u0000-\u0020\u007f]/.test(url.trim()))
    return invalid('it holds a space or control character');
  const match = /^(rtmps?):\/\/(\[[0-9a-f:.]+\]|[^/:?#@[\]]+)(?::(\d{1,5}))?(?:\/(.*))?$/i.exec(
    url.trim(),
  );
  if (!match) return invalid('it must read rtmp://host/app/stream or rtmps://host/app/stream');
  const scheme = (match[1] as string).toLowerCase() as 'rtmp' | 'rtmps';
  const authority = match[2] as string;
  const port = match[3] ? Number(match[3]) : DEFAULT_PORT[scheme];
  if (port < 1 || port > 65535) return invalid('its port must be 1 to 65535');
  const [app, streamName] = splitPath((match[4] ?? '').replace(/^\/+/, ''));
  if (!app) return invalid('the application is missing');
  if (!streamName) return invalid('the stream name is missing');
  const shownPort = port === DEFAULT_PORT[scheme] ? '' : `:${port}`;
  return ok({
    secure: scheme === 'rtmps',
    host: authority.replace(/^\[|\]$/g, ''),
    port,
    app,
    streamName,
    tcUrl: `${scheme}://${authority}${shownPort}/${app}`,
    masked,
  });
}

/** Application and stream name. Of three or more segments the first two are the application, as FFmpeg and OBS do. */
function splitPath(path: string): [string, string] {
  const query = path.indexOf('?');
  const firstSlash = path.indexOf('/');
  if (firstSlash < 0) return [path, ''];
  if (query >= 0 && query < firstSlash) {
    return [path.slice(0, firstSlash), path.slice(firstSlash + 1)];
  }
  const names = query < 0 ? path : path.slice(0, query);
  const secondSlash = names.indexOf('/', firstSlash + 1);
  const cut = secondSlash > 0 && secondSlash < names.length - 1 ? secondSlash : firstSlash;
  const streamName = path.slice(cut + 1);
  return [path.slice(0, cut), isNameless(streamName) ? '' : streamName];
}

/** A query alone is no stream, unless it names one: `?streamname=…&key=…`, as Bilibili's keys do. */
const isNameless = (streamName: string): boolean =>
  streamName.startsWith('?') && !/[?&]streamname=[^&]/i.test(streamName);
