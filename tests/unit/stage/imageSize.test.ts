import { expect, it } from 'vitest';
import { imageSize } from '../../../renderer/stage/programme/sources/imageSize.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

it.each([
  ['PNG', '89504e470d0a1a0a 0000000d 49484452 00007530 00007531', 30_000, 30_001],
  ['GIF', '474946383961 1027 2027', 10_000, 10_016],
  ['JPEG', 'ffd8 ffe00004 0000 ff ffc2000b 08 2711 2710', 10_000, 10_001],
  [
    'WebP, VP8X',
    '52494646 00000000 57454250 56503858 0a000000 00000000 0f2700 0e2700',
    10_000,
    9_999,
  ],
  ['WebP, VP8L', '52494646 00000000 57454250 5650384c 00000000 2f ff3f0000', 16_384, 1],
  ['WebP, VP8', '52494646 00000000 57454250 56503820 00000000 000000 9d012a 8002 6801', 640, 360],
])('reads the size of a %s', (_name, hex, width, height) => {
  expect(imageSize(bytes(hex))).toEqual({ width, height });
});

it('knows nothing of what is cut short or something else', () => {
  for (const hex of ['', '89', '89504e470d0a1a0a', 'ffd8', 'ffd8ffe0ffff', '3c737667', 'ffd80000'])
    expect(imageSize(bytes(hex))).toBeNull();
});
