import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { parseJoinAnswer, parseServerFrame } from '../../../common/chat/local/frames.ts';
import { utf8Bytes } from '../../../common/chat/local/link.ts';
import { cutIntoPieces } from '../../../common/chat/local/pieces.ts';
import { parseRequest } from '../../../main/server/chat/frames.ts';
import { depthOf } from '../../../main/server/jsonDepth.ts';
import { textFrame } from '../../../main/server/sockets/frame.ts';

const DEPTH = 12;
/** Frames that are near to real ones: an operation, with whatever in its fields. */
const nearlyFrame = fc.record(
  {
    op: fc.constantFrom('join', 'send', 'like', 'order', 'words', 'direct', 'attributes', 'ping'),
    call: fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.double()),
    roomId: fc.anything(),
    token: fc.oneof(fc.string(), fc.anything()),
    clientId: fc.string(),
    message: fc.anything(),
    count: fc.oneof(fc.integer(), fc.double(), fc.string()),
    order: fc.anything(),
    words: fc.array(fc.string()),
    more: fc.boolean(),
    userId: fc.string(),
    data: fc.json(),
    attributes: fc.dictionary(fc.string(), fc.anything()),
  },
  { requiredKeys: ['op'] },
);

describe('frames of a client', () => {
  it('survive any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })),
        (text) => typeof parseRequest(text, DEPTH).ok === 'boolean',
      ),
      { numRuns: 200 },
    );
  });

  it('survive what is nearly right, and are within their bounds when taken', () => {
    fc.assert(
      fc.property(nearlyFrame, (frame) => {
        let text: string;
        try {
          text = JSON.stringify(frame);
        } catch {
          return;
        }
        const parsed = parseRequest(text, DEPTH);
        if (!parsed.ok) return;
        if (parsed.value.op === 'like') expect(parsed.value.count).toBeLessThanOrEqual(1_000);
        if ('call' in parsed.value) expect(Number.isSafeInteger(parsed.value.call)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('are not built where they are too deep', () => {
    const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(depthOf(deep(4_000))).toBe(4_000);
    expect(depthOf('{"a":"[[[[\\"[[["}')).toBe(1);
    const direct = (depth: number) => `{"op":"direct","call":1,"userId":"a","data":${deep(depth)}}`;
    expect(parseRequest(direct(DEPTH - 1), DEPTH).ok).toBe(true);
    expect(parseRequest(direct(DEPTH), DEPTH)).toEqual({
      ok: false,
      error: { call: null, id: null },
    });
  });

  it('say which call is to be answered where the rest is wrong', () => {
    expect(parseRequest('{"op":"order","call":7,"order":{"order":"explode"}}', DEPTH)).toEqual({
      ok: false,
      error: { call: 7, id: null },
    });
    expect(parseRequest('null', DEPTH)).toEqual({ ok: false, error: { call: null, id: null } });
  });

  it('do not reach the prototype of anything', () => {
    const parsed = parseRequest(
      '{"op":"attributes","call":1,"attributes":{"__proto__":"x","a":"b"}}',
      DEPTH,
    );
    expect(({} as { x?: string }).x).toBeUndefined();
    if (parsed.ok && parsed.value.op === 'attributes') {
      expect(Object.getPrototypeOf(parsed.value.attributes)).toBe(Object.prototype);
    }
  });
});

describe('frames of the server', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 200_000])('of %i bytes are whole', (bytes) => {
    const frame = textFrame('x'.repeat(bytes));
    // The receiver of `ws` is the judge: it refuses what is not a frame.
    const Receiver = (WebSocket as unknown as { Receiver?: ReceiverClass }).Receiver;
    if (Receiver) {
      const heard: string[] = [];
      const receiver = new Receiver({ isServer: false, maxPayload: 1 << 20 });
      receiver.on('message', (data: Buffer) => heard.push(String(data)));
      receiver.write(frame);
      expect(heard).toEqual(['x'.repeat(bytes)]);
    }
    expect(frame.length - bytes).toBe(bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10);
  });

  it('survive any text in a client', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        parseServerFrame(text);
        parseServerFrame(`{"op":"batch","items":[${text}]}`);
        parseServerFrame(`{"op":"answer","call":1,"error":${text}}`);
        parseJoinAnswer(text);
      }),
      { numRuns: 150 },
    );
  });

  it('may hold items that a client does not know', () => {
    const notice = { kind: 'notice', id: 'm2', seq: 2, atMs: 1, text: 'hi' };
    const items = [{ kind: 'hologram', seq: 1 }, notice, { ...notice, seq: -1 }];
    const frame = parseServerFrame(JSON.stringify({ op: 'batch', items }));
    expect(frame).toEqual({ op: 'batch', items: [notice] });
  });
});

type ReceiverClass = new (
  options: object,
) => {
  on(event: string, listener: (data: Buffer) => void): void;
  write(data: Buffer): void;
};

describe('what a client sends', () => {
  it('is counted as the wire counts it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(utf8Bytes(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });

  it('is cut so that each piece fits, and nothing is lost', () => {
    const words = Array.from({ length: 2_000 }, (_, index) => `${'词'.repeat(30)}${index}`);
    const pieces = cutIntoPieces(words);
    expect(pieces.flat()).toEqual(words);
    for (const piece of pieces) expect(utf8Bytes(JSON.stringify(piece))).toBeLessThan(6_200);
    expect(cutIntoPieces([])).toEqual([[]]);
  });
});
