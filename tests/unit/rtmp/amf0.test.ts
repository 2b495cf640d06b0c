import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  AmfError,
  type AmfObject,
  type AmfValue,
  decodeAmf0,
  EcmaArray,
  encodeAmf0,
} from '../../../main/output/rtmp/amf0.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const { value } = fc.letrec<{ value: AmfValue; entries: AmfObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.double(),
    fc.boolean(),
    text,
    fc.constant(null),
    fc.constant(undefined),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('value'), { maxLength: 4 }) as fc.Arbitrary<AmfValue[]>,
    tie('entries'),
    tie('entries').map((entries) => new EcmaArray(entries as AmfObject)),
  ) as fc.Arbitrary<AmfValue>,
  entries: fc
    .uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), tie('value')), {
      maxLength: 4,
      selector: ([key]) => key,
    })
    .map((pairs) => Object.fromEntries(pairs)) as fc.Arbitrary<AmfObject>,
}));

test('any value comes back as it went in', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), (values) => {
      expect(decodeAmf0(encodeAmf0(...values))).toEqual(values);
    }),
    { numRuns: 300 },
  );
});

test('a command is encoded byte for byte as the specification says', () => {
  const bytes = encodeAmf0('connect', 1, { app: 'live' });
  const hex =
    '020007636f6e6e656374' +
    '003ff0000000000000' +
    '03' +
    '0003617070' +
    '0200046c697665' +
    '000009';
  expect(bytes.toString('hex')).toBe(hex);
});

test('a string of more than 65535 bytes is a long string', () => {
  const long = 'é'.repeat(40_000);
  const bytes = encodeAmf0(long);
  expect(bytes[0]).toBe(0x0c);
  expect(decodeAmf0(bytes)).toEqual([long]);
});

test('the key __proto__ is data, and reaches no prototype', () => {
  const entries: AmfObject = Object.create(null);
  entries.__proto__ = { polluted: true };
  const [decoded] = decodeAmf0(encodeAmf0(entries)) as [AmfObject];
  expect(Object.keys(decoded)).toEqual(['__proto__']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('arbitrary bytes give values or an AmfError, never anything else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        decodeAmf0(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(AmfError);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a value that is cut short anywhere is an AmfError', () => {
  const whole = encodeAmf0({ a: ['text', 1, new EcmaArray({ b: null })], d: new Date(0) });
  for (let length = 1; length < whole.length; length++) {
    expect(() => decodeAmf0(whole.subarray(0, length))).toThrow(AmfError);
  }
});

test('deep nesting and huge counts are refused at once', () => {
  const nested = Buffer.concat(
    Array.from({ length: 100_000 }, () => Buffer.from([0x0a, 0, 0, 0, 1])),
  );
  expect(() => decodeAmf0(nested)).toThrow(/deeper than 16/);
  expect(() => decodeAmf0(Buffer.from('0affffffff05', 'hex'))).toThrow(/array of 4294967295/);
  const many = Buffer.alloc(100_000, 0x05);
  expect(() => decodeAmf0(many)).toThrow(/more than 4096/);
});
