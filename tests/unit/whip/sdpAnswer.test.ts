import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restartedAnswer, restartFragment } from '../../../main/output/whip/iceFragment.ts';
import { iceServersOf } from '../../../main/output/whip/link.ts';
import { checkAnswer } from '../../../main/output/whip/sdpAnswer.ts';
import { within } from '../../support/pace.ts';

const CORPUS = join(import.meta.dirname, '../../fuzz/corpus/whip');
const read = (name: string) => readFileSync(join(CORPUS, name), 'utf8');
const offer = read('offer.sdp');
const names = readdirSync(CORPUS).filter((name) => name !== 'offer.sdp');
const good = read('ok-gstreamer.sdp');

describe('an SDP answer', () => {
  it.each(names.filter((name) => name.startsWith('ok-')))('%s is taken', (name) => {
    const checked = checkAnswer(offer, read(name));
    expect(checked).toMatchObject({ ok: true });
    if (checked.ok) expect(checked.value).not.toMatch(/(?<!\r)\n/);
  });

  it.each(names.filter((name) => name.startsWith('bad-')))('%s is refused', (name) => {
    expect(checkAnswer(offer, read(name))).toMatchObject({
      ok: false,
      error: { code: 'PROTOCOL' },
    });
  });

  it('is refused without a word of what stands in it', () => {
    const checked = checkAnswer(offer, good.replaceAll('H264', 'secret'));
    expect(JSON.stringify(checked)).not.toContain('secret');
  });
});

/** One of the corpus with lines taken out, doubled, moved, replaced or filled with anything. */
const mutated = fc
  .record({
    name: fc.constantFrom(...names),
    edits: fc.array(
      fc.record({
        at: fc.nat(120),
        do: fc.constantFrom('remove', 'double', 'swap', 'fill', 'insert', 'cut'),
        text: fc.oneof(
          fc.string({ maxLength: 60, unit: 'binary' }),
          fc.constantFrom(
            'm=video 9 X 1',
            'm=',
            'a=ice-ufrag:',
            'a=mid:1',
            'a=candidate:',
            '\0',
            'a=inactive',
          ),
        ),
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ name, edits }) => {
    const lines = read(name).split(/\r?\n/);
    for (const { at, do: what, text } of edits) {
      const index = at % Math.max(1, lines.length);
      const line = lines[index] ?? '';
      if (what === 'remove') lines.splice(index, 1);
      else if (what === 'double') lines.splice(index, 0, line);
      else if (what === 'swap') lines.splice(0, 1, line, lines[0] ?? '');
      else if (what === 'fill') lines[index] = text;
      else if (what === 'insert') lines[index] = line.slice(0, at % 9) + text + line.slice(at % 9);
      else lines.length = Math.max(1, index);
    }
    return lines.join('\r\n');
  });

const anything = fc.oneof(mutated, fc.string({ maxLength: 400, unit: 'binary' }));

describe('fuzzed', () => {
  it('an answer is refused or has what Chromium needs', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const checked = checkAnswer(offer, text);
        if (!checked.ok) return;
        const sections = checked.value.match(/^m=.*$/gm) ?? [];
        expect(sections.map((line) => line.slice(0, 7))).toEqual(['m=audio', 'm=video']);
        expect(checked.value).toMatch(/^a=fingerprint:sha-/m);
        expect(checked.value).not.toMatch(/[^\r\n\u0020-\uffff]/);
      }),
      { numRuns: 1_500 },
    );
  });

  it('a fragment of an ICE restart makes an answer that would have been taken, or none', () => {
    fc.assert(
      fc.property(anything, (fragment) => {
        const answer = restartedAnswer(offer, good, fragment);
        if (answer.ok) expect(checkAnswer(offer, answer.value)).toEqual(answer);
      }),
      { numRuns: 500 },
    );
  });

  it('Link headers give servers that Chromium takes, or none', () => {
    const piece = fc.constantFrom(
      ...['<', '>', ';', ',', '"', '=', ' ', 'rel', 'ice-server', '<turn:a>', '<stun:b:1>'],
      ...['username="u"', 'credential="c"', 'rel="ice-server"', 'credential-type=oauth', 'ü'],
    );
    const header = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(header, fc.string({ maxLength: 9_000 })), (text) => {
        for (const { urls, username, credential } of iceServersOf(text)) {
          expect(urls[0]).toMatch(/^(stun|turn)s?:/i);
          if (/^turn/i.test(urls[0] ?? '')) expect(username && credential).toBeTruthy();
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('a header made to be slow is not', () => {
    const startedAtMs = performance.now();
    iceServersOf(`<stun:a>${'; a="'.repeat(4_000)}`);
    iceServersOf(`<stun:a>${';a'.repeat(8_000)}`);
    expect(performance.now() - startedAtMs).toBeLessThan(within(200));
  });
});

it('reads the servers of Link headers', () => {
  const link =
    '<stun:stun.example.net>; rel="ice-server", ' +
    '<turn:turn.example.net?transport=udp>; rel="ice-server"; username="user"; credential="pass;word,"; credential-type="password", ' +
    '<https://example.net/>; rel="next", <turn:no.credentials>; rel=ice-server';
  expect(iceServersOf(link)).toEqual([
    { urls: ['stun:stun.example.net'] },
    { urls: ['turn:turn.example.net?transport=udp'], username: 'user', credential: 'pass;word,' },
  ]);
});

it('an ICE restart changes name, password and candidates, and nothing else', () => {
  expect(restartFragment(offer).split('\r\n')).toEqual([
    ...['a=ice-ufrag:wwvx', 'a=ice-pwd:eAmUvv4HdK2/4eMZunZwJnsC'],
    ...['m=audio 9 UDP/TLS/RTP/SAVPF 111 63', 'a=mid:0'],
    'a=candidate:1737834935 1 udp 2122194687 192.0.2.2 57264 typ host generation 0 network-id 1',
    ...['a=end-of-candidates', ''],
  ]);
  const fragment =
    'a=ice-ufrag:newname\r\na=ice-pwd:0123456789012345678901\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n' +
    'a=mid:0\r\na=candidate:7 1 UDP 1 192.0.2.9 1 typ host\r\n';
  const answer = restartedAnswer(offer, good, fragment);
  if (!answer.ok) throw new Error(answer.error.message);
  expect(answer.value.match(/^a=ice-ufrag:newname\r$/gm)).toHaveLength(2);
  expect(answer.value.match(/^a=candidate:.*$/gm)).toEqual([
    'a=candidate:7 1 UDP 1 192.0.2.9 1 typ host',
  ]);
  expect(restartedAnswer(offer, good, good)).toMatchObject({ ok: false });
});
