/** Sampling frequencies by their index (ISO/IEC 14496-3 table 1.18). */
const rates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
  7_350,
] as const;
/** Channels by their configuration (table 1.19). */
const channelCounts = [0, 1, 2, 3, 4, 5, 6, 8] as const;

/** Samples of one access unit of AAC at its core rate. */
export const AAC_FRAME_SAMPLES = 1024;

export type AacConfig = {
  /** RFC 6381 name, e.g. `mp4a.40.2`. */
  readonly codec: string;
  /** Of the core; SBR doubles what is heard. */
  readonly sampleRate: number;
  readonly channels: number;
};

/** Reads an AudioSpecificConfig of a publisher (1.6.2.1); null where it is not one we can serve. */
export function readAacConfig(description: Uint8Array): AacConfig | null {
  const [first = 0, second = 0] = description;
  if (description.length < 2) return null;
  const objectType = first >> 3;
  const rate = rates[((first & 7) << 1) | (second >> 7)];
  const channels = channelCounts[(second >> 3) & 15];
  // 2 AAC-LC, 5 SBR, 29 PS: what players play.
  if (![2, 5, 29].includes(objectType) || !rate || !channels) return null;
  return { codec: `mp4a.40.${objectType}`, sampleRate: rate, channels };
}
