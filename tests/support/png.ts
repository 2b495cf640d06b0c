import { deflateSync, inflateSync, crc32 as zlibCrc } from 'node:zlib';

/** A picture of 8 bits a channel; alpha is straight. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  /** `width * height * 4` bytes, rows from the top. */
  readonly rgba: Uint8Array;
};

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

const crc = (data: Buffer): number => zlibCrc(data) >>> 0;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

/** PNG's predictors (section 9.2 of the specification): none, left, up, average, Paeth. */
function predict(type: number, left: number, up: number, corner: number): number {
  if (type === 1) return left;
  if (type === 2) return up;
  if (type === 3) return (left + up) >> 1;
  if (type !== 4) return 0;
  const base = left + up - corner;
  const toLeft = Math.abs(base - left);
  const toUp = Math.abs(base - up);
  const toCorner = Math.abs(base - corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** One row as differences, by the predictor that leaves the least. */
function filterRow(row: Uint8Array, above: Uint8Array, step: number): Buffer {
  let best = Buffer.alloc(0);
  let least = Number.POSITIVE_INFINITY;
  for (let type = 0; type < 5; type++) {
    const out = Buffer.alloc(row.length + 1);
    out[0] = type;
    let sum = 0;
    for (let at = 0; at < row.length; at++) {
      const guess = predict(type, row[at - step] ?? 0, above[at] ?? 0, above[at - step] ?? 0);
      const difference = ((row[at] as number) - guess) & 255;
      out[at + 1] = difference;
      sum += difference < 128 ? difference : 256 - difference;
    }
    if (sum >= least) continue;
    least = sum;
    best = out;
  }
  return best;
}

/** RGB where every pixel is opaque, else RGBA; as small as zlib makes it. */
export function encodePng({ width, height, rgba }: Picture): Buffer {
  const opaque = rgba.every((value, at) => at % 4 !== 3 || value === 255);
  const step = opaque ? 3 : 4;
  const pixels = opaque ? rgba.filter((_, at) => at % 4 !== 3) : rgba;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, opaque ? 2 : 6], 8);
  const rows: Buffer[] = [];
  let above = new Uint8Array(width * step);
  for (let y = 0; y < height; y++) {
    const row = pixels.slice(y * width * step, (y + 1) * width * step);
    rows.push(filterRow(row, above, step));
    above = row;
  }
  const data = deflateSync(Buffer.concat(rows), { level: 9, memLevel: 9 });
  const chunks = [chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

/** Reads what `encodePng` writes: 8-bit RGB or RGBA, not interlaced. */
export function decodePng(file: Buffer): Picture {
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG');
  const parts: Buffer[] = [];
  let head: Buffer = Buffer.alloc(13);
  for (let at = 8; at < file.length; at += file.readUInt32BE(at) + 12) {
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + file.readUInt32BE(at));
    if (type === 'IHDR') head = data;
    if (type === 'IDAT') parts.push(data);
  }
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const step = head[9] === 6 ? 4 : 3;
  if (head[8] !== 8 || (head[9] !== 2 && head[9] !== 6) || head[12] !== 0)
    throw new Error('a PNG of another kind than the tests write');
  const raw = inflateSync(Buffer.concat(parts));
  const length = width * step;
  const pixels = new Uint8Array(height * length);
  for (let y = 0; y < height; y++) {
    const type = raw[y * (length + 1)] as number;
    for (let x = 0; x < length; x++) {
      const at = y * length + x;
      const left = x < step ? 0 : (pixels[at - step] as number);
      const up = y === 0 ? 0 : (pixels[at - length] as number);
      const corner = x < step || y === 0 ? 0 : (pixels[at - length - step] as number);
      pixels[at] = (raw[y * (length + 1) + 1 + x] as number) + predict(type, left, up, corner);
    }
  }
  if (step === 4) return { width, height, rgba: pixels };
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0, from = 0; at < rgba.length; at += 4)
    for (let channel = 0; channel < 3; channel++) rgba[at + channel] = pixels[from++] as number;
  return { width, height, rgba };
}
