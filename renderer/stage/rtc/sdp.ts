import { LOWEST_KBPS } from '../../../common/live/ladder.ts';

/** What is sent at most, kilobits per second. */
export type SendLimits = {
  readonly videoKbps: number;
  readonly audioKbps: number;
  /** What the browser takes the road to carry at first. Default: 60 % of the picture's. */
  readonly startKbps?: number;
};

/** Chromium begins with 300 kbps by itself and takes many seconds to the rest. */
const START_SHARE = 0.6;

/** Adds what an `a=fmtp` line lacks of `wanted`; a codec without a line gets one. */
function withParameters(section: string, codec: RegExp, wanted: Record<string, string>): string {
  const payloads = [...section.matchAll(/^a=rtpmap:(\d{1,3}) ([^\r\n]+)/gm)]
    .filter(([, , name = '']) => codec.test(name))
    .map(([, payload = '']) => payload);
  let changed = section;
  for (const payload of payloads) {
    const line = new RegExp(`^a=fmtp:${payload} ([^\\r\\n]*)`, 'm');
    const present = line.exec(changed)?.[1];
    const names = new Set(present?.split(';').map((it) => it.trim().split('=')[0]?.toLowerCase()));
    const missing = Object.entries(wanted)
      .filter(([name]) => !names.has(name))
      .map(([name, value]) => `${name}=${value}`);
    if (missing.length === 0) continue;
    const text = `a=fmtp:${payload} ${[present, ...missing].filter(Boolean).join(';')}`;
    changed =
      present === undefined
        ? changed.replace(
            new RegExp(`^(a=rtpmap:${payload} [^\\r\\n]*)`, 'm'),
            (rtpmap) => `${rtpmap}\r\n${text}`,
          )
        : changed.replace(line, () => text);
  }
  return changed;
}

/** Each media section, and the session's own part before them, as they stand. */
const sectionsOf = (sdp: string): string[] => sdp.split(/(?=^m=)/m);

/** Says in our offer that the sound has two channels (RFC 7587, 6.1). */
export const offered = (sdp: string): string =>
  sectionsOf(sdp)
    .map((section) =>
      section.startsWith('m=audio')
        ? withParameters(section, /^opus\//i, { stereo: '1', 'sprop-stereo': '1' })
        : section,
    )
    .join('');

/**
 * The server's answer as our encoders are to read it: Chromium sends one channel at some 32 kbps
 * where an answer does not ask for more, and begins with a poor picture.
 */
export const answered = (sdp: string, { videoKbps, audioKbps, startKbps }: SendLimits): string =>
  sectionsOf(sdp)
    .map((section) => {
      if (section.startsWith('m=audio'))
        return withParameters(section, /^opus\//i, {
          stereo: '1',
          maxaveragebitrate: String(audioKbps * 1000),
        });
      if (section.startsWith('m=video'))
        return withParameters(section, /^H264\//i, {
          'x-google-start-bitrate': String(Math.round(startKbps ?? videoKbps * START_SHARE)),
          'x-google-min-bitrate': String(Math.min(videoKbps, LOWEST_KBPS)),
        });
      return section;
    })
    .join('');

/** Whether the server tells when the sound's packets came (transport-wide feedback): then what the road carries is said of both. */
export const isSoundTold = (answer: string): boolean =>
  sectionsOf(answer).some(
    (section) => section.startsWith('m=audio') && section.includes('transport-wide-cc'),
  );
