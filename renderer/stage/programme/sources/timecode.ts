const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** `HH:MM:SS:FF`, non-drop, of a frame on the grid. */
export function timecode(frame: number, fps: number): string {
  const seconds = Math.floor(frame / fps);
  return `${two((seconds / 3600) % 24)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}:${two(frame % fps)}`;
}

/** Cells of the machine-readable frame number: white, black, 29 bits (high first), parity. */
export const FRAME_CODE_BITS = 32;

/** The cells for a frame, left to right; true is white. Parity makes the number of white number cells even. */
export function frameCodeBits(frame: number): boolean[] {
  const bits = Array.from({ length: 29 }, (_, index) => ((frame >>> (28 - index)) & 1) === 1);
  const parity = bits.filter(Boolean).length % 2 === 1;
  return [true, false, ...bits, parity];
}
