import { err, ok, type Result } from '../../../common/result.ts';
import { LONGEST_BODY } from './http.ts';

const LONGEST_LINE = 2_048;
const MOST_LINES = 1_000;
const MOST_CANDIDATES = 64;

/** `ice-char` of RFC 8839, 5.4. */
const UFRAG = /^[A-Za-z0-9+/]{4,256}$/;
const PWD = /^[A-Za-z0-9+/]{22,256}$/;
const FINGERPRINT = /^sha-(?:1|224|256|384|512) [0-9A-F]{2}(?::[0-9A-F]{2}){19,63}$/i;
const MEDIA = /^(audio|video) (\d{1,5}) [A-Z/]{1,32}((?: \d{1,3}){1,64})$/;

type Section = {
  readonly kind: string;
  readonly port: number;
  readonly payloads: readonly string[];
  readonly lines: readonly string[];
};

/** The value of the first `a=name:value`, or null. */
const attribute = (lines: readonly string[], name: string): string | null => {
  const start = `a=${name}:`;
  return lines.find((line) => line.startsWith(start))?.slice(start.length) ?? null;
};

const refuse = (why: string): Result<never> =>
  err('PROTOCOL', `the WHIP server's answer is refused: ${why}`, { reason: why });

/**
 * Checks a server's SDP answer against our offer before Chromium sees it: one section for each of
 * ours, in order, which receives H.264 or Opus, with what ICE and DTLS need. Gives it with CRLF
 * line ends. Error: `PROTOCOL`, with a reason that holds nothing of the answer's text.
 */
export function checkAnswer(offer: string, answer: string): Result<string> {
  if (answer.length > LONGEST_BODY) return refuse('it is too long');
  const lines = answer.replace(/(?:\r?\n)+$/, '').split(/\r?\n/);
  if (lines.length > MOST_LINES) return refuse('it has too many lines');
  for (const line of lines)
    if (line.length > LONGEST_LINE || !/^[a-z]=[^\u0000-\u001f\u007f]*$/.test(line))
      return refuse('it is no SDP');
  if (lines[0] !== 'v=0') return refuse('it is no SDP');
  if (lines.filter((line) => line.startsWith('a=candidate:')).length > MOST_CANDIDATES)
    return refuse('it has too many candidates');
  const { session, media } = taken(lines);
  const offered = taken(offer.split(/\r?\n/)).media;
  if (!media.every((section) => section !== null))
    return refuse('it has a section of another kind');
  if (media.length !== offered.length) return refuse('it has not the sections of the offer');
  for (const [index, section] of media.entries()) {
    const wrong = wrongOf(section as Section, offered[index] as Section, [
      ...session,
      ...(media[0] as Section).lines,
    ]);
    if (wrong) return refuse(wrong);
  }
  return ok(`${lines.join('\r\n')}\r\n`);
}

function taken(lines: readonly string[]) {
  const session: string[] = [];
  const media: (Section | null)[] = [];
  let current = session;
  for (const line of lines) {
    if (line.startsWith('m=')) {
      const [, kind, port, payloads = ''] = MEDIA.exec(line.slice(2)) ?? [];
      current = [];
      media.push(
        kind
          ? { kind, port: Number(port), payloads: payloads.trim().split(' '), lines: current }
          : null,
      );
    } else current.push(line);
  }
  return { session, media };
}

/** What is wrong with one section, or null. `shared` has what a bundled section may leave out. */
function wrongOf(section: Section, offered: Section, shared: readonly string[]): string | null {
  const { kind, port, payloads, lines } = section;
  const all = [...lines, ...shared];
  if (kind !== offered.kind) return 'its sections are in another order';
  if (port === 0) return `it takes no ${kind}`;
  const mid = attribute(lines, 'mid');
  if (mid !== null && mid !== attribute(offered.lines, 'mid'))
    return 'its sections are named otherwise';
  if (lines.includes('a=inactive') || lines.includes('a=sendonly')) return `it receives no ${kind}`;
  if (!UFRAG.test(attribute(all, 'ice-ufrag') ?? '')) return 'it has no ice-ufrag';
  if (!PWD.test(attribute(all, 'ice-pwd') ?? '')) return 'it has no ice-pwd';
  if (!FINGERPRINT.test(attribute(all, 'fingerprint') ?? '')) return 'it has no fingerprint';
  if (!['active', 'passive'].includes(attribute(all, 'setup') ?? '')) return 'it has no setup role';
  if (!payloads.some((payload) => offered.payloads.includes(payload)))
    return `it takes no ${kind} format of the offer`;
  const codec = kind === 'video' ? /^H264\/90000$/i : /^opus\/48000\/2$/i;
  const speaksIt = payloads.some((payload) => codec.test(rtpmap(lines, payload)));
  return speaksIt ? null : `it takes no ${kind === 'video' ? 'H.264' : 'Opus'}`;
}

const rtpmap = (lines: readonly string[], payload: string): string => {
  const start = `a=rtpmap:${payload} `;
  return (
    lines
      .find((line) => line.startsWith(start))
      ?.slice(start.length)
      .trim() ?? ''
  );
};
