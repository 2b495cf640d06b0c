/** FLV tag types (Video File Format 10.1, annex E.4.1); equal to the RTMP message types. */
export const tagType = { audio: 8, video: 9, script: 18 } as const;

/** File header and the size of the tag that is not before the first one (E.2, E.3). */
export function flvHeader(tracks: { readonly video: boolean; readonly audio: boolean }): Buffer {
  const flags = (tracks.audio ? 4 : 0) | (tracks.video ? 1 : 0);
  return Buffer.from([0x46, 0x4c, 0x56, 1, flags, 0, 0, 0, 9, 0, 0, 0, 0]);
}

/**
 * One whole tag with its trailing size.
 * @param timestampMs unsigned 32-bit; its top byte goes into the extended byte (E.4.1)
 * @param body most 16_777_215 bytes
 */
export function flvTag(type: number, timestampMs: number, body: Uint8Array): Buffer {
  const time = timestampMs >>> 0;
  const out = Buffer.allocUnsafe(11 + body.length + 4);
  out.writeUInt8(type, 0);
  out.writeUIntBE(body.length, 1, 3);
  out.writeUIntBE(time & 0xffffff, 4, 3);
  out.writeUInt8(time >>> 24, 7);
  out.writeUIntBE(0, 8, 3);
  out.set(body, 11);
  out.writeUInt32BE(11 + body.length, 11 + body.length);
  return out;
}
