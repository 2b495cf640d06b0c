/** An AMF0 object: keys in wire order, without a prototype so that no key of the peer can reach one. */
export type AmfObject = { [key: string]: AmfValue };

/** An associative array ("ECMA array", marker 8): like an object, but with a count before it. `onMetaData` uses it. */
export class EcmaArray {
  readonly entries: AmfObject;
  constructor(entries: AmfObject) {
    this.entries = entries;
  }
}

export type AmfValue =
  | number
  | boolean
  | string
  | null
  | undefined
  | Date
  | EcmaArray
  | readonly AmfValue[]
  | AmfObject;

/** The only thing the decoder throws: the bytes are not AMF0, are cut short, or pass a bound. */
export class AmfError extends Error {
  override readonly name = 'AmfError';
}

/** AMF0 specification, section 2.1: type markers. */
const marker = {
  number: 0x00,
  boolean: 0x01,
  string: 0x02,
  object: 0x03,
  null: 0x05,
  undefined: 0x06,
  ecmaArray: 0x08,
  objectEnd: 0x09,
  strictArray: 0x0a,
  date: 0x0b,
  longString: 0x0c,
  unsupported: 0x0d,
  xml: 0x0f,
  typedObject: 0x10,
} as const;

/** Nested objects and arrays, levels. */
const MAX_DEPTH = 16;
/** Values in one message, so that a small message cannot grow into a big structure. */
const MAX_VALUES = 4096;

/** Encodes values one after another, as RTMP commands and script tags hold them. */
export function encodeAmf0(...values: readonly AmfValue[]): Buffer {
  const parts: Buffer[] = [];
  for (const value of values) encodeValue(value, parts, 0);
  return Buffer.concat(parts);
}

function encodeValue(value: AmfValue, parts: Buffer[], depth: number): void {
  if (depth > MAX_DEPTH) throw new AmfError(`AMF0 nested deeper than ${MAX_DEPTH}`);
  if (typeof value === 'number') parts.push(doubleOf(marker.number, value));
  else if (typeof value === 'boolean') parts.push(Buffer.from([marker.boolean, value ? 1 : 0]));
  else if (typeof value === 'string') encodeString(value, parts);
  else if (value === null) parts.push(Buffer.from([marker.null]));
  else if (value === undefined) parts.push(Buffer.from([marker.undefined]));
  else if (value instanceof Date) {
    parts.push(doubleOf(marker.date, value.getTime()), Buffer.alloc(2));
  } else if (value instanceof EcmaArray) {
    parts.push(countOf(marker.ecmaArray, Object.keys(value.entries).length));
    encodeEntries(value.entries, parts, depth);
  } else if (Array.isArray(value)) {
    parts.push(countOf(marker.strictArray, value.length));
    for (const item of value) encodeValue(item, parts, depth + 1);
  } else {
    parts.push(Buffer.from([marker.object]));
    encodeEntries(value as AmfObject, parts, depth);
  }
}

function encodeEntries(entries: AmfObject, parts: Buffer[], depth: number): void {
  for (const [key, value] of Object.entries(entries)) {
    const name = Buffer.from(key, 'utf8');
    if (name.length > 0xffff) throw new AmfError(`AMF0 key of ${name.length} bytes, most 65535`);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(name.length);
    parts.push(length, name);
    encodeValue(value, parts, depth + 1);
  }
  parts.push(Buffer.from([0, 0, marker.objectEnd]));
}

function encodeString(value: string, parts: Buffer[]): void {
  const text = Buffer.from(value, 'utf8');
  if (text.length > 0xffff) parts.push(countOf(marker.longString, text.length), text);
  else {
    const head = Buffer.from([marker.string, 0, 0]);
    head.writeUInt16BE(text.length, 1);
    parts.push(head, text);
  }
}

function doubleOf(type: number, value: number): Buffer {
  const out = Buffer.alloc(9);
  out[0] = type;
  out.writeDoubleBE(value, 1);
  return out;
}

function countOf(type: number, count: number): Buffer {
  const out = Buffer.alloc(5);
  out[0] = type;
  out.writeUInt32BE(count, 1);
  return out;
}

/**
 * Decodes every value in `bytes`.
 * @throws AmfError and nothing else: unknown marker, cut short, deeper than 16 or more than 4096 values.
 */
export function decodeAmf0(bytes: Uint8Array): AmfValue[] {
  const reader = new AmfReader(bytes);
  const values: AmfValue[] = [];
  while (reader.left > 0) values.push(reader.value(0));
  return values;
}

class AmfReader {
  readonly #view: Buffer;
  #at = 0;
  #values = 0;

  constructor(bytes: Uint8Array) {
    this.#view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#view.length - this.#at;
  }

  value(depth: number): AmfValue {
    if (depth > MAX_DEPTH) throw new AmfError(`AMF0 nested deeper than ${MAX_DEPTH}`);
    if (++this.#values > MAX_VALUES) throw new AmfError(`more than ${MAX_VALUES} AMF0 values`);
    const type = this.#view.readUInt8(this.#take(1));
    switch (type) {
      case marker.number:
        return this.#view.readDoubleBE(this.#take(8));
      case marker.boolean:
        return this.#view.readUInt8(this.#take(1)) !== 0;
      case marker.string:
        return this.#text(this.#view.readUInt16BE(this.#take(2)));
      case marker.longString:
      case marker.xml:
        return this.#text(this.#view.readUInt32BE(this.#take(4)));
      case marker.object:
        return this.#entries(depth);
      case marker.typedObject:
        this.#text(this.#view.readUInt16BE(this.#take(2)));
        return this.#entries(depth);
      case marker.null:
        return null;
      case marker.undefined:
      case marker.unsupported:
        return undefined;
      case marker.ecmaArray:
        // The count is only a hint (section 2.10): writers in the field send 0.
        this.#take(4);
        return new EcmaArray(this.#entries(depth));
      case marker.strictArray:
        return this.#array(this.#view.readUInt32BE(this.#take(4)), depth);
      case marker.date: {
        const at = this.#take(10);
        return new Date(this.#view.readDoubleBE(at));
      }
      default:
        throw new AmfError(`AMF0 marker 0x${type.toString(16)} is not supported`);
    }
  }

  #array(count: number, depth: number): AmfValue[] {
    if (count > this.left) throw new AmfError(`AMF0 array of ${count} in ${this.left} bytes`);
    const items: AmfValue[] = [];
    for (let index = 0; index < count; index++) items.push(this.value(depth + 1));
    return items;
  }

  #entries(depth: number): AmfObject {
    const entries: AmfObject = Object.create(null);
    for (;;) {
      const length = this.#view.readUInt16BE(this.#take(2));
      if (length === 0 && this.left > 0 && this.#view[this.#at] === marker.objectEnd) {
        this.#take(1);
        return entries;
      }
      const key = this.#text(length);
      entries[key] = this.value(depth + 1);
    }
  }

  #text(length: number): string {
    const at = this.#take(length);
    return this.#view.toString('utf8', at, at + length);
  }

  /** Steps over `length` bytes and returns where they begin. */
  #take(length: number): number {
    if (length > this.left) throw new AmfError(`AMF0 needs ${length} bytes, ${this.left} left`);
    const at = this.#at;
    this.#at += length;
    return at;
  }
}
