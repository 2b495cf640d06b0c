import { err, type Result } from '../../../common/result.ts';
import { checkAnswer } from './sdpAnswer.ts';

/** Media type of a trickle ICE fragment (RFC 8840, 9). */
export const FRAGMENT_TYPE = 'application/trickle-ice-sdpfrag';

export type Candidate = { readonly candidate: string | null; readonly mid: string | null };

const lineOf = (sdp: string, name: string): string | undefined =>
  new RegExp(`^a=${name}:[^\\r\\n]{1,300}`, 'm').exec(sdp)?.[0];

/** First line of the first media section, and its `mid`: that which all are bundled with. */
function bundleOf(sdp: string): string[] {
  const at = sdp.search(/^m=/m);
  const section = at < 0 ? '' : sdp.slice(at);
  const media = /^m=[^\r\n]*/.exec(section)?.[0] ?? '';
  return [media, lineOf(section, 'mid') ?? 'a=mid:0'];
}

const candidateLine = (candidate: string): string =>
  `a=${candidate.replace(/^a=/, '').replace(/[\r\n].*/s, '')}`;

/** What a PATCH says of candidates found after the offer had left (RFC 9725, 4.3.1); null ends them. */
export function trickleFragment(offer: string, candidates: readonly Candidate[]): string {
  const lines = [lineOf(offer, 'ice-ufrag'), lineOf(offer, 'ice-pwd'), ...bundleOf(offer)];
  for (const { candidate } of candidates)
    lines.push(candidate === null ? 'a=end-of-candidates' : candidateLine(candidate));
  return `${lines.filter(Boolean).join('\r\n')}\r\n`;
}

/** What a PATCH says to restart ICE: the new name, password and candidates of our offer (RFC 9725, 4.3.2). */
export function restartFragment(offer: string): string {
  const first = offer.split(/^(?=m=)/m)[1] ?? '';
  const candidates = [...first.matchAll(/^a=candidate:[^\r\n]*/gm)].map(([line]) => line);
  const lines = [lineOf(offer, 'ice-ufrag'), lineOf(offer, 'ice-pwd'), ...bundleOf(offer)];
  return `${[...lines, ...candidates, 'a=end-of-candidates'].filter(Boolean).join('\r\n')}\r\n`;
}

/**
 * The answer that stands after an ICE restart: the last one with the server's new name, password
 * and candidates. Error: `PROTOCOL`.
 */
export function restartedAnswer(offer: string, answer: string, fragment: string): Result<string> {
  const ufrag = lineOf(fragment, 'ice-ufrag');
  const pwd = lineOf(fragment, 'ice-pwd');
  if (!ufrag || !pwd || ufrag === lineOf(answer, 'ice-ufrag'))
    return err('PROTOCOL', 'the WHIP server did not restart ICE');
  const candidates = [...fragment.matchAll(/^a=candidate:[^\r\n]*/gm)].map(([line]) => line);
  const lines: string[] = [];
  let sections = 0;
  for (const line of answer.split('\r\n')) {
    if (/^a=(?:candidate|end-of-candidates|remote-candidates)/.test(line)) continue;
    if (line.startsWith('a=ice-ufrag:')) lines.push(ufrag);
    else if (line.startsWith('a=ice-pwd:')) lines.push(pwd);
    else lines.push(line);
    if (line.startsWith('m=')) sections++;
    // After the section's connection line, where attributes begin.
    if (sections === 1 && line.startsWith('a=mid:')) lines.push(...candidates);
  }
  return checkAnswer(offer, lines.join('\r\n'));
}
