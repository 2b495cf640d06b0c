import {
  applyFilters,
  GlPasses,
  type Pixels,
  type PreparedFilter,
  passesOfAll,
} from '../../../renderer/stage/compositor/filters/index.ts';
import { base64 } from './base64.ts';
import { filterOf, type PlainFilter } from './layers.ts';

/** A picture with soft and hard edges, all hues and every alpha; rows from the top. */
export function filterPicture(width: number, height: number, opaque: boolean): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height];
      const hue = (shift: number) => 0.5 + 0.5 * Math.cos(2 * Math.PI * (u + shift));
      const disc = Math.hypot(u - 0.3, v - 0.4) < 0.2;
      const level = (value: number) =>
        Math.round((disc ? 1 - value : value) * (0.3 + 0.7 * v) * 255);
      const alpha = opaque ? 255 : disc ? 255 : Math.round(255 * Math.min(1, 1.4 * u));
      data.set([level(hue(0)), level(hue(1 / 3)), level(hue(2 / 3)), alpha], (y * width + x) * 4);
    }
  return { data, width, height };
}

/** One for all pictures, as in a long broadcast: a program is compiled once. */
let gpu: { readonly gl: WebGL2RenderingContext; readonly passes: GlPasses } | null = null;
function startGpu() {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) throw new Error('no WebGL 2');
  return { gl, passes: new GlPasses(gl) };
}

function onGpu({ data, width, height }: Pixels, chain: readonly PreparedFilter[]): Pixels {
  gpu ??= startGpu();
  const { gl, passes } = gpu;
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, data);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  const input = { texture, width, height };
  // Twice, so that pooled targets have been used before.
  for (const chained of [chain, chain.slice(0, 1)])
    passes.release(passes.run(input, passesOfAll(chained, input)));
  const output = passes.run(input, passesOfAll(chain, input));
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, output.texture, 0);
  const read = new Uint8Array(output.width * output.height * 4);
  gl.readPixels(0, 0, output.width, output.height, gl.RGBA, gl.UNSIGNED_BYTE, read);
  const error = gl.getError();
  if (error !== gl.NO_ERROR) throw new Error(`WebGL error ${error}`);
  passes.release(output);
  gl.deleteFramebuffer(framebuffer);
  gl.deleteTexture(texture);
  return { data: new Uint8ClampedArray(read.buffer), width: output.width, height: output.height };
}

const told = ({ data, width, height }: Pixels) => ({
  width,
  height,
  rgba: base64(new Uint8Array(data.buffer)),
});

/** What a chain makes of `filterPicture` on the CPU and on a GPU. */
export function filterBoth(
  size: { width: number; height: number; opaque: boolean },
  plain: readonly PlainFilter[],
) {
  const chain = plain.map(filterOf);
  const picture = () => filterPicture(size.width, size.height, size.opaque);
  return { cpu: told(applyFilters(picture(), chain)), webgl2: told(onGpu(picture(), chain)) };
}
