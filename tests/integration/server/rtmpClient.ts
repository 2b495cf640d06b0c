/** Just enough RTMP to write what a real client never would. */

/** C0, C1 and C2; the server does not look into C2. */
export const handshake = (): Buffer => Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536)]);

/** One message in chunks of 128 bytes on chunk stream 3. */
export function chunk(type: number, payload: Buffer, streamId = 0): Buffer {
  const header = Buffer.alloc(12);
  header[0] = 3;
  header.writeUIntBE(payload.length, 4, 3);
  header[7] = type;
  header.writeUInt32LE(streamId, 8);
  const parts = [header, payload.subarray(0, 128)];
  for (let at = 128; at < payload.length; at += 128) {
    parts.push(Buffer.from([0xc3]), payload.subarray(at, at + 128));
  }
  return Buffer.concat(parts);
}

export class AmfWriter {
  private readonly parts: Buffer[] = [];

  private text(value: string): Buffer {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  }

  string(value: string): this {
    this.parts.push(Buffer.from([2]), this.text(value));
    return this;
  }

  number(value: number): this {
    const bytes = Buffer.alloc(9);
    bytes.writeDoubleBE(value, 1);
    this.parts.push(bytes);
    return this;
  }

  nil(): this {
    this.parts.push(Buffer.from([5]));
    return this;
  }

  object(fields: Readonly<Record<string, string>>): this {
    this.parts.push(Buffer.from([3]));
    for (const [key, value] of Object.entries(fields)) {
      this.parts.push(this.text(key));
      this.string(value);
    }
    this.parts.push(Buffer.from([0, 0, 9]));
    return this;
  }

  done(): Buffer {
    return Buffer.concat(this.parts);
  }
}

/** Connects and publishes to a push URL of application `live`. */
export const publishCommand = (url: string) => {
  const name = url.split('/live/')[1] ?? '';
  return [
    chunk(
      20,
      new AmfWriter()
        .string('connect')
        .number(1)
        .object({ app: 'live', tcUrl: `rtmp://127.0.0.1/live` })
        .done(),
    ),
    chunk(20, new AmfWriter().string('createStream').number(2).nil().done()),
    chunk(
      20,
      new AmfWriter().string('publish').number(3).nil().string(name).string('live').done(),
      1,
    ),
  ];
};
