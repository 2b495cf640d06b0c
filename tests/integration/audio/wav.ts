/** A WAV file of 32-bit float samples at 48 kHz. */
export function wavOf(channels: readonly Float32Array[]): Buffer {
  const count = channels.length;
  const samples = channels[0]?.length ?? 0;
  const bytes = Buffer.alloc(44 + samples * count * 4);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(3, 20);
  bytes.writeUInt16LE(count, 22);
  bytes.writeUInt32LE(48_000, 24);
  bytes.writeUInt32LE(48_000 * count * 4, 28);
  bytes.writeUInt16LE(count * 4, 32);
  bytes.writeUInt16LE(32, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples * count * 4, 40);
  let at = 44;
  for (let i = 0; i < samples; i++)
    for (const channel of channels) at = bytes.writeFloatLE(channel[i] as number, at);
  return bytes;
}
