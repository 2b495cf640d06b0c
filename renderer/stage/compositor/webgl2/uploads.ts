import type { Layer } from '../backend.ts';
import { rgbaOf, sizeOf } from '../layers/placement.ts';
import type { Device } from './device.ts';
import { Kept } from './kept.ts';

export type Upload = {
  readonly texture: WebGLTexture;
  readonly width: number;
  readonly height: number;
};
type Entry = {
  readonly texture: WebGLTexture;
  revision: number;
  width: number;
  height: number;
  /** True while smaller copies of the present pixels are there. */
  hasSmaller: boolean;
};
type Content = Exclude<Layer['content'], { kind: 'group' }>;

/** Shown smaller than this, a picture is read from its smaller copies. */
const SMALLER_BELOW = 0.7;

/** Contents as textures. One is uploaded only when its revision changes. */
export class Uploads {
  readonly #device: Device;
  readonly #entries: Kept<Entry>;

  constructor(device: Device) {
    this.#device = device;
    this.#entries = new Kept(({ texture }) => device.deleteTexture(texture));
  }

  /**
   * The content's texture; `premultiplied` or with straight alpha, as filters take it. `scale` is
   * how large a pixel of it is shown.
   */
  of(id: string, content: Content, premultiplied: boolean, scale: number): Upload {
    const { gl } = this.#device;
    const entry = this.#entries.of(`${id}:${premultiplied}`, () => ({
      texture: this.#device.texture(),
      revision: Number.NaN,
      width: 1,
      height: 1,
      hasSmaller: false,
    }));
    this.#device.bind(0, entry.texture);
    if (entry.revision !== content.revision) {
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, premultiplied);
      this.#fill(content);
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
      Object.assign(entry, sizeOf(content));
      entry.revision = content.revision;
      entry.hasSmaller = false;
    }
    const small = scale < SMALLER_BELOW && content.kind !== 'fill';
    if (small && !entry.hasSmaller) {
      gl.generateMipmap(gl.TEXTURE_2D);
      entry.hasSmaller = true;
    }
    const filter = small ? gl.LINEAR_MIPMAP_LINEAR : gl.LINEAR;
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
    return entry;
  }

  #fill(content: Content): void {
    const { gl } = this.#device;
    const [target, format, type] = [gl.TEXTURE_2D, gl.RGBA, gl.UNSIGNED_BYTE] as const;
    if (content.kind === 'fill')
      gl.texImage2D(target, 0, format, 1, 1, 0, format, type, rgbaOf(content.colour));
    else
      gl.texImage2D(
        target,
        0,
        format,
        format,
        type,
        content.kind === 'video' ? content.frame : content.image,
      );
  }

  /** Called after each drawing. */
  sweep(): void {
    this.#entries.sweep();
  }
}
