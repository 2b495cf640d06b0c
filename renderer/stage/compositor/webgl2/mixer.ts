import type { Mix } from '../backend.ts';
import { edgeOf, isAcross, isBackward, shiftOf } from '../layers/mix.ts';
import type { Device, Picture, Program, Target } from './device.ts';
import type { Uploads } from './uploads.ts';

/** Mixes two whole pictures onto the canvas. */
export function mixOnto(
  device: Device,
  uploads: Uploads,
  target: Target,
  [from, to]: readonly [Picture, Picture],
  mix: Mix,
  progress: number,
): void {
  const { gl } = device;
  const program = device.program(mix.kind);
  const mask =
    mix.kind === 'lumaWipe' &&
    uploads.of(
      'mask',
      { kind: 'bitmap', image: mix.mask, revision: mix.revision },
      true,
      Math.min(target.width / mix.mask.width, target.height / mix.mask.height),
    );
  device.drawOn(target);
  program.use();
  if (mask) device.bind(2, mask.texture);
  device.bind(1, to.texture);
  device.bind(0, from.texture);
  gl.uniform1i(program.place('before'), 0);
  gl.uniform1i(program.place('after'), 1);
  settings(gl, program, target, mix, progress);
  device.quad();
}

function settings(
  gl: WebGL2RenderingContext,
  program: Program,
  { width, height }: Target,
  mix: Mix,
  progress: number,
): void {
  if (mix.kind === 'fade') {
    gl.uniform1f(program.place('edge'), progress);
    return;
  }
  if (mix.kind === 'slide') {
    const { direction } = mix;
    const length = isAcross(direction) ? width : height;
    const shift = (shiftOf(progress, length) / length) * (isBackward(direction) ? -1 : 1);
    gl.uniform2f(
      program.place('shift'),
      isAcross(direction) ? shift : 0,
      isAcross(direction) ? 0 : shift,
    );
    return;
  }
  gl.uniform1f(program.place('edge'), edgeOf(progress, mix.softness));
  gl.uniform1f(program.place('softness'), mix.softness);
  if (mix.kind === 'wipe') {
    const back = isBackward(mix.direction);
    const step = back ? -1 : 1;
    const [x, y] = isAcross(mix.direction) ? [step, 0] : [0, step];
    gl.uniform3f(program.place('along'), x, y, back ? 1 : 0);
    return;
  }
  gl.uniform1i(program.place('mask'), 2);
  gl.uniform1f(program.place('inverted'), mix.inverted ? 1 : 0);
}
