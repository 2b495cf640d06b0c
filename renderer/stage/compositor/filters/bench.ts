import { type Kernels, startKernels } from './kernels.ts';
import type { Pixels, Size } from './pass.ts';

const PAGE = 65_536;
/** Numbers and small tables of the filter at work, from address 0. */
const NUMBERS_BYTES = 2 ** 16;
/** A colour table spread out, at most 256 × 64 × 64 pixels, and a slice that may be read past it. */
const CUBE_BYTES = 256 * 64 * 65 * 4;
/** Kernels read and write past the end of a row or picture by less, and read before its start. */
const MARGIN = 128;
/** Rows that a picture's room has more than the picture. */
const SPARE_ROWS = 32;
/** A bench that has grown beyond gives its memory back after use. */
const MOST_KEPT = 160 * 2 ** 20;

const roundUp = (bytes: number): number => Math.ceil(bytes / 16) * 16;
const rowRoom = (width: number): number => roundUp(width * 4) + 2 * MARGIN;

/**
 * Where filters work on the CPU: a picture in WebAssembly memory, room for the next one beside it,
 * and a few rows. One bench serves all filters in turn.
 */
export class Bench {
  #kernels = startKernels();
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #rooms: [number, number] = [0, 0];
  #rowBytes = 0;
  #opaque: boolean | undefined;
  #width = 0;
  #height = 0;
  /** Where colour tables lie, and which one lies there now. */
  readonly cubeAt = NUMBERS_BYTES;
  cubeKey = '';

  get kernels(): Kernels {
    return this.#kernels;
  }
  /** All of the memory; address 0 is for a filter's numbers. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }
  get width(): number {
    return this.#width;
  }
  get height(): number {
    return this.#height;
  }
  /** Address of the picture. */
  get at(): number {
    return this.#rooms[0];
  }
  /** Address of as much room again, with 32 rows to spare. */
  get beside(): number {
    return this.#rooms[1];
  }
  /** Bytes of the picture in whole steps of the kernels. */
  get pictureBytes(): number {
    return roundUp(this.#width * this.#height * 4);
  }

  /** Takes a picture; none of those that follow is larger than `most`. */
  load({ data, width, height }: Pixels, most: Size): void {
    this.#rowBytes = rowRoom(most.width);
    const rowsAt = NUMBERS_BYTES + CUBE_BYTES + MARGIN;
    const room = roundUp(most.width * (most.height + SPARE_ROWS) * 4) + 2 * MARGIN;
    const first = rowsAt + 4 * this.#rowBytes + MARGIN;
    this.#rooms = [first, first + room];
    const missing = first + 2 * room - this.#kernels.memory.buffer.byteLength;
    if (missing > 0) this.#kernels.memory.grow(Math.ceil(missing / PAGE));
    if (this.#bytes.buffer !== this.#kernels.memory.buffer)
      this.#bytes = new Uint8Array(this.#kernels.memory.buffer);
    this.#bytes.set(data, first);
    this.#width = width;
    this.#height = height;
    this.#opaque = undefined;
  }

  /** Gives the picture back, in `into` where it fits. */
  unload(into: Uint8ClampedArray): Pixels {
    const { width, height } = this;
    const found = this.#bytes.subarray(this.at, this.at + width * height * 4);
    const data = into.length === found.length ? into : new Uint8ClampedArray(found.length);
    data.set(found);
    if (this.#bytes.length > MOST_KEPT) {
      this.#kernels = startKernels();
      this.#bytes = new Uint8Array(0);
      this.cubeKey = '';
    }
    return { data, width, height };
  }

  /** What a filter has put beside becomes the picture. */
  swap({ width, height }: Size): void {
    this.#rooms = [this.#rooms[1], this.#rooms[0]];
    this.#width = width;
    this.#height = height;
  }

  /** Address of one of four rows of the largest width, with 128 bytes free before and behind it. */
  row(index: 0 | 1 | 2 | 3): number {
    return NUMBERS_BYTES + CUBE_BYTES + 2 * MARGIN + index * this.#rowBytes;
  }

  /** Puts numbers of four bytes at address 0. */
  putNumbers(numbers: readonly number[]): void {
    new Float32Array(this.#bytes.buffer, 0, numbers.length).set(numbers);
  }

  /** Whether no pixel is see-through; looked up once. */
  get opaque(): boolean {
    if (this.#opaque === undefined) {
      const end = this.#width * this.#height * 4;
      this.#bytes.fill(255, this.at + end, this.at + this.pictureBytes);
      this.#opaque = this.#kernels.isOpaque(this.at, this.pictureBytes) === 1;
    }
    return this.#opaque;
  }

  /** To be told by a filter that changes alpha. */
  alphaChanged(): void {
    this.#opaque = undefined;
  }

  /**
   * Copies a row of a picture that starts at `picture` to a spare row, with its first and last pixel
   * repeated `pixels` (at most 32) times; the row's address.
   */
  edgedRow(
    picture: number,
    width: number,
    y: number,
    pixels: number,
    index: 0 | 1 | 2 | 3,
  ): number {
    const row = this.row(index);
    const from = picture + y * width * 4;
    this.#bytes.copyWithin(row, from, from + width * 4);
    const words = new Uint32Array(this.#bytes.buffer);
    const first = row / 4;
    words.fill(words[first] as number, first - pixels, first);
    const end = first + width;
    words.fill(words[end - 1] as number, end, end + pixels);
    return row;
  }
}
