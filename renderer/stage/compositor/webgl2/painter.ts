import type { Layer } from '../backend.ts';
import type { PreparedFilter } from '../filters/prepared.ts';
import { filteredKey, layersKey } from '../layers/key.ts';
import { boundsOf, croppedArea, shared, sizeOf } from '../layers/placement.ts';
import { sized } from '../layers/reduce.ts';
import type { Device, Picture, Program, Target } from './device.ts';
import type { Filtering } from './filtering.ts';
import { Kept } from './kept.ts';
import type { Upload, Uploads } from './uploads.ts';

/** A group's picture and what it showed when it was drawn last. */
type Drawn = { readonly picture: Picture; key: string };

const NOTHING: readonly PreparedFilter[] = [];

/** Draws layers, and the groups among them, onto targets. */
export class Painter {
  readonly #device: Device;
  readonly #uploads: Uploads;
  readonly #filtering: Filtering;
  readonly #groups: Kept<Drawn>;
  /** Copies of what is below a blended layer, by the target's size. */
  readonly #backdrops: Kept<Picture>;

  constructor(device: Device, uploads: Uploads, filtering: Filtering) {
    this.#device = device;
    this.#uploads = uploads;
    this.#filtering = filtering;
    this.#groups = new Kept(({ picture }) => device.deletePicture(picture));
    this.#backdrops = new Kept((picture) => device.deletePicture(picture));
  }

  /** Draws bottom to top on black, or on nothing where the target is see-through. */
  paint(layers: readonly Layer[], target: Target, background: 'black' | 'nothing'): void {
    const { gl } = this.#device;
    // Groups and filters draw elsewhere, so they come before.
    const pictures = layers.map((layer) => this.#pictureOf(layer));
    this.#device.drawOn(target);
    gl.clearColor(0, 0, 0, background === 'black' ? 1 : 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    layers.forEach((layer, at) => {
      this.#layer(layer, pictures[at] as Upload, target);
    });
  }

  #pictureOf(layer: Layer): Upload {
    const { id, content, filters = NOTHING } = layer;
    const size = sizeOf(content);
    if (filters.length > 0)
      return this.#filtering.of(id, filteredKey(layer), filters, () =>
        content.kind === 'group'
          ? { picture: this.#groupOf(id, content), premultiplied: true }
          : { picture: this.#uploads.of(id, content, false, 1), premultiplied: false },
      );
    if (content.kind === 'group') return this.#groupOf(id, content);
    const area = croppedArea(layer, size);
    const scale = Math.min(layer.rect.width / area.width, layer.rect.height / area.height);
    return this.#uploads.of(id, content, true, scale);
  }

  /** The group's own picture, drawn again only when one of its parts changed. */
  #groupOf(id: string, group: Extract<Layer['content'], { kind: 'group' }>): Picture {
    const width = Math.max(1, Math.round(group.width));
    const height = Math.max(1, Math.round(group.height));
    const key = layersKey(group.layers);
    const drawn = this.#groups.of(`${id}:${width}x${height}`, () => ({
      picture: this.#device.picture(width, height),
      key: '',
    }));
    if (drawn.key !== key) {
      drawn.key = '';
      const layers = group.layers.map((layer) => ({ ...sized(layer), id: `${id}/${layer.id}` }));
      this.paint(layers, drawn.picture, 'nothing');
      drawn.key = key;
    }
    return drawn.picture;
  }

  #layer(layer: Layer, { texture, width, height }: Upload, target: Target): void {
    const { gl } = this.#device;
    const { blend = 'normal', rect, opacity, rotationDegrees = 0, flipX, flipY } = layer;
    const program = this.#device.program(blend);
    program.use();
    const area = croppedArea(layer, { width, height });
    const [u0, v0] = [area.x / width, area.y / height];
    const [u1, v1] = [(area.x + area.width) / width, (area.y + area.height) / height];
    const [halfU, halfV] = [
      Math.min(0.5 / width, (u1 - u0) / 2),
      Math.min(0.5 / height, (v1 - v0) / 2),
    ];
    gl.uniform4f(program.place('source'), u0 + halfU, v0 + halfV, u1 - halfU, v1 - halfV);
    gl.uniform4f(
      program.place('ends'),
      flipX ? u1 : u0,
      flipY ? v1 : v0,
      flipX ? u0 : u1,
      flipY ? v0 : v1,
    );
    const turn = (rotationDegrees * Math.PI) / 180;
    gl.uniform2f(program.place('turn'), Math.cos(turn), Math.sin(turn));
    gl.uniform4f(program.place('rect'), rect.x, rect.y, rect.width, rect.height);
    gl.uniform2f(program.place('canvas'), target.width, target.height);
    gl.uniform1f(program.place('up'), target.framebuffer ? -1 : 1);
    gl.uniform1f(program.place('opacity'), opacity);
    gl.uniform1i(program.place('picture'), 0);
    if (blend !== 'normal' && !this.#backdrop(layer, program, target)) return;
    this.#device.bind(0, texture);
    if (blend === 'normal') gl.enable(gl.BLEND);
    else gl.disable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.#device.quad();
    gl.disable(gl.BLEND);
  }

  /** Copies what is below a layer, for the shader to read; false where the layer is outside. */
  #backdrop(layer: Layer, program: Program, target: Target): boolean {
    const { gl } = this.#device;
    const { width, height } = target;
    const bounds = boundsOf(layer);
    const grown = {
      x: Math.floor(bounds.x) - 2,
      y: Math.floor(bounds.y) - 2,
      width: Math.ceil(bounds.width) + 4,
      height: Math.ceil(bounds.height) + 4,
    };
    const part = shared(grown, { x: 0, y: 0, width, height });
    if (!part) return false;
    const copy = this.#backdrops.of(`${width}x${height}`, () => {
      const made = this.#device.picture(width, height);
      this.#device.drawOn(target);
      return made;
    });
    this.#device.bind(1, copy.texture);
    const { x, y, width: w, height: h } = part;
    gl.copyTexSubImage2D(gl.TEXTURE_2D, 0, x, y, x, y, w, h);
    gl.uniform1i(program.place('backdrop'), 1);
    return true;
  }

  /** Called after each drawing. */
  sweep(): void {
    this.#groups.sweep();
    this.#backdrops.sweep();
  }
}
