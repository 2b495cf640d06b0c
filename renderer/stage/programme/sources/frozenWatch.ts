/** A picture that stays the same to the last bit for so long is frozen, µs. A real camera's noise never is. */
const FROZEN_US = 10_000_000;
/** How often it is looked at, µs. */
const EVERY_US = 1_000_000;
/** Two rows at each of these heights are compared, parts of 1. */
const BANDS = [0.2, 0.5, 0.8];

/** Notices a camera that gives the same picture again and again. Tells only what changes. */
export class FrozenWatch {
  readonly #tell: (frozen: boolean) => void;
  #frozen = false;
  #nextUs = 0;
  #sample = 0;
  #sinceUs: number | null = null;
  #looking = false;
  #rests = 0;

  constructor(tell: (frozen: boolean) => void) {
    this.#tell = tell;
  }

  /** Call it with each frame in which the camera is seen and gives pictures. Resolves when it was looked at; never rejects. */
  async look(frame: VideoFrame, timeUs: number): Promise<void> {
    if (timeUs < this.#nextUs || this.#looking) return;
    this.#nextUs = timeUs + EVERY_US;
    this.#looking = true;
    const { clone, rests } = { clone: frame.clone(), rests: this.#rests };
    await sampleOf(clone)
      .then((sample) => {
        if (rests === this.#rests) this.#compare(sample, timeUs);
      })
      // A frame that cannot be read says nothing.
      .catch(() => {})
      .finally(() => {
        clone.close();
        this.#looking = false;
      });
  }

  /** It is not seen, or gives nothing. */
  rest(): void {
    this.#rests++;
    this.#sinceUs = null;
    this.#nextUs = 0;
    this.#say(false);
  }

  #compare(sample: number, timeUs: number): void {
    if (sample !== this.#sample) this.#sinceUs = null;
    this.#sample = sample;
    this.#sinceUs ??= timeUs;
    this.#say(timeUs - this.#sinceUs >= FROZEN_US);
  }

  #say(frozen: boolean): void {
    if (frozen === this.#frozen) return;
    this.#frozen = frozen;
    this.#tell(frozen);
  }
}

/** A number that two pictures share only by being the same, as far as a few rows tell (FNV-1a). */
async function sampleOf(frame: VideoFrame): Promise<number> {
  const { x, y, width, height } = frame.visibleRect ?? new DOMRectReadOnly(0, 0, 2, 2);
  let hash = 0x811c9dc5;
  for (const band of BANDS) {
    const top = Math.min(height - 2, Math.floor((height * band) / 2) * 2);
    const rect = { x, y: y + top, width: width - (width % 2), height: 2 };
    const bytes = new Uint8Array(frame.allocationSize({ rect }));
    await frame.copyTo(bytes, { rect });
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash;
}
