import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AckCounter } from '../../../main/output/rtmp/acks.ts';
import { AmfError, decodeAmf0 } from '../../../main/output/rtmp/amf0.ts';
import { reconnectTarget } from '../../../main/output/rtmp/reconnect.ts';
import { parseRtmpUrl } from '../../../main/output/rtmp/url.ts';
import { understand } from '../../support/rtmpIntake.ts';

const FOLDER = join(import.meta.dirname, '../../fuzz/corpus');
const corpus = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.bin'))
  .map((name) => ({ name, bytes: readFileSync(join(FOLDER, name)) }));
/** Where the handshake ends and messages begin. */
const GREETING = 1 + 2 * 1536;

/** One of the recordings, whole. */
const recording = fc.constantFrom(...corpus).map(({ bytes }) => bytes);

/** The bytes in pieces, cut at such places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
}

/** A recording that something went wrong with: bytes changed, left out, put in, said twice, or another server's. */
const spoilt = fc
  .tuple(
    recording,
    recording,
    fc.array(
      fc.record({
        at: fc.nat(3_000),
        what: fc.constantFrom('change', 'omit', 'insert', 'repeat', 'join'),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    fc.boolean(),
  )
  .map(([bytes, other, changes, beginning]) => {
    let out = bytes;
    for (const { at, what, bytes: some } of changes) {
      const from = beginning ? at % out.length : Math.min(out.length, GREETING + (at % 600));
      const [before, after] = [out.subarray(0, from), out.subarray(from)];
      const rest = after.subarray(some.length);
      if (what === 'change') out = Buffer.concat([before, some, rest]);
      else if (what === 'omit') out = Buffer.concat([before, rest]);
      else if (what === 'insert') out = Buffer.concat([before, some, after]);
      else if (what === 'repeat') out = Buffer.concat([before, after, after.subarray(0, 2_000)]);
      else out = Buffer.concat([before, other.subarray(GREETING)]);
    }
    return out;
  });

const places = fc.array(fc.nat(), { maxLength: 40 });

describe('what servers said', () => {
  it.each(corpus)('$name is understood', ({ name, bytes }) => {
    const { error, commands, codecs, asked, acknowledged } = understand([bytes]);
    if (name.startsWith('regression')) return;
    expect(error).toBeNull();
    expect(commands.map((command) => command.name)).toContain('_result');
    expect(JSON.stringify(commands)).toContain('NetStream.Publish.Start');
    const isEnhanced = name.startsWith('enhanced');
    expect(codecs).toEqual(isEnhanced ? ['h264', 'hevc', 'av1'] : ['h264']);
    expect(asked).toEqual(isEnhanced ? ['//192.0.2.0/live'] : []);
    if (isEnhanced) expect(acknowledged).toBeGreaterThan(0);
  });

  it('is understood in the same way however the network cuts it', () => {
    fc.assert(
      fc.property(recording, places, (bytes, at) => {
        expect(understand(cut(bytes, at))).toEqual(understand([bytes]));
      }),
      { numRuns: 60 },
    );
    for (const { bytes } of corpus)
      expect(understand(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(
        understand([bytes]),
      );
  });

  it('spoilt, ends in a protocol error at worst, in the same way however it is cut', () => {
    fc.assert(
      fc.property(spoilt, places, (bytes, at) => {
        const whole = understand([bytes]);
        expect(understand(cut(bytes, at)).error).toBe(whole.error);
        expect(understand(cut(bytes, at)).messages.length).toBeGreaterThanOrEqual(
          whole.messages.length,
        );
      }),
      { numRuns: 500 },
    );
  });
});

/** The payloads of all commands that servers sent. */
const payloads = corpus.flatMap(({ bytes }) =>
  understand([bytes]).messages.flatMap(({ type, payload }) => (type === 20 ? [payload] : [])),
);

it('commands with bytes changed give values or an AmfError', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...payloads),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
      fc.nat(),
      (payload, changes, end) => {
        const bytes = Buffer.from(payload).subarray(0, 1 + (end % payload.length));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        try {
          decodeAmf0(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(AmfError);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

it('whatever is acknowledged: never more than was sent, and never less than before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(0xffffffff), fc.nat(5_000_000))),
      fc.nat(0xffffffff),
      (acks, first) => {
        const counter = new AckCounter();
        let sent = first;
        for (const [sequence, more] of acks) {
          sent += more;
          const before = counter.total;
          const gained = counter.take(sequence, sent);
          expect(gained).toBeGreaterThanOrEqual(0);
          expect(counter.total).toBe(before + gained);
          expect(counter.total).toBeLessThanOrEqual(sent);
        }
      },
    ),
  );
});

it('wherever a server leads: an RTMP application, not less secure, with our stream name', () => {
  const current = parseRtmpUrl('rtmps://push.example/live/key?secret=s3cret');
  if (!current.ok) throw new Error(current.error.message);
  const address = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc
      .tuple(
        fc.constantFrom('rtmp://', 'rtmps://', '//', '/', '?', 'http:', 'RTMPS://'),
        fc.constantFrom('a.example', '[::1]', '127.0.0.1', 'u:p@b', '', 'x:0', 'y:70000', '%00'),
        fc.constantFrom('', '/', '/live', '/a/b', '/a/b/c', '/../..', '?q=/x', '#/h', '\u0000'),
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(address, (tcUrl) => {
      const to = reconnectTarget(current.value, tcUrl);
      expect(JSON.stringify(to.ok ? to.value.masked : to.error)).not.toContain('s3cret');
      if (!to.ok) return;
      expect(to.value.secure).toBe(true);
      expect(to.value.streamName).toBe(current.value.streamName);
      expect(to.value.tcUrl).toMatch(/^rtmps:\/\/[^/@]+\/[^\u0000-\u0020]+$/);
    }),
    { numRuns: 500 },
  );
});
