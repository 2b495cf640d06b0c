import { expect, it } from 'vitest';
import { pictureSize } from '../../../main/rooms/pictureSize.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000004000000030008060000', 'hex');
/** SOI, an APP0 of 4 bytes, fill bytes, SOF0 of 300 by 200. */
const jpeg = Buffer.from('ffd8ffe00004abcdffffffc0000b0800c8012c01011100ffd9', 'hex');

it('reads the size of PNG and JPEG from their headers, and nothing else', () => {
  expect(pictureSize(png)).toEqual({ width: 1024, height: 768 });
  expect(pictureSize(jpeg)).toEqual({ width: 300, height: 200 });
  for (const bytes of [Buffer.alloc(0), Buffer.from('GIF89a'), Buffer.from('ffd8ffda', 'hex')])
    expect(pictureSize(bytes)).toBeNull();
  // Cut off anywhere, it neither throws nor goes on for ever.
  for (let length = 0; length < jpeg.length; length++) pictureSize(jpeg.subarray(0, length));
  expect(pictureSize(Buffer.from('ffd8ffe00000ffe00000', 'hex'))).toBeNull();
});
