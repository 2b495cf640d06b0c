/** When an encode needs its next keyframe, in frames of the programme's grid. */
export class Keyframes {
  #wanted = false;
  #next = Number.NEGATIVE_INFINITY;

  /** The next frame is to be one. */
  want(): void {
    this.#wanted = true;
  }

  /** Whether frame number `frame` is to be one; counted as made when it is. */
  take(frame: number, intervalFrames: number): boolean {
    if (!this.#wanted && frame < this.#next) return false;
    this.#wanted = false;
    this.#next = frame + intervalFrames;
    return true;
  }
}
