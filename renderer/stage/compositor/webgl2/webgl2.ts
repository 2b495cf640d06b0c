import type { Compositor, CompositorOptions, Layer, ProgrammePicture } from '../backend.ts';
import { layersKey, settled } from '../layers/key.ts';
import { reduce } from '../layers/reduce.ts';
import { ContextLost, Device, type Picture, type Target } from './device.ts';
import { Filtering } from './filtering.ts';
import { mixOnto } from './mixer.ts';
import { Painter } from './painter.ts';
import { Uploads } from './uploads.ts';

/** What one life of the context holds. */
type Life = {
  readonly device: Device;
  readonly uploads: Uploads;
  readonly filtering: Filtering;
  readonly painter: Painter;
  /** Scenes drawn apart from the canvas: those that are mixed, and those with blended layers. */
  readonly scenes: Map<'from' | 'to' | 'scene', { readonly picture: Picture; key: string }>;
};

/** A compositor that can tell that its context is gone; `compose` then throws `ContextLost`. */
export type Webgl2 = Compositor & { readonly isLost: boolean };

/**
 * Composes with textured quads on a GPU. A texture is uploaded only when its layer's revision
 * changes; nothing is drawn when nothing changed. A lost context comes back by itself when the
 * browser restores it.
 */
export function createWebgl2({ width, height, screen }: CompositorOptions): Webgl2 {
  const canvas = screen ?? new OffscreenCanvas(width, height);
  canvas.width = width;
  canvas.height = height;
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    premultipliedAlpha: true,
    preserveDrawingBuffer: true,
  });
  if (!gl) throw new Error('webgl2: no context');
  const whole: Target = { framebuffer: null, texture: null, width, height };
  let life: Life | null = null;
  let drawn = '';

  const onLost = (event: Event): void => {
    // Otherwise the browser does not restore it.
    event.preventDefault();
    life = null;
    drawn = '';
  };
  canvas.addEventListener('webglcontextlost', onLost);

  const begin = (): Life => {
    const device = new Device(gl);
    const uploads = new Uploads(device);
    const filtering = new Filtering(device);
    const painter = new Painter(device, uploads, filtering);
    return { device, uploads, filtering, painter, scenes: new Map() };
  };

  /** A scene as a texture, drawn again only when it changed. */
  const sceneOf = (
    { device, painter, scenes }: Life,
    name: 'from' | 'to' | 'scene',
    layers: readonly Layer[],
  ): Picture => {
    const key = layersKey(layers);
    let scene = scenes.get(name);
    if (!scene) {
      scene = { picture: device.picture(width, height), key: '' };
      scenes.set(name, scene);
    }
    if (scene.key !== key) {
      scene.key = '';
      painter.paint(layers, scene.picture, 'black');
      scene.key = key;
    }
    return scene.picture;
  };

  const draw = (now: Life, picture: ProgrammePicture): void => {
    const { device, uploads, painter, filtering, scenes } = now;
    if (picture.kind === 'mix') {
      const from = sceneOf(now, 'from', picture.from);
      const to = sceneOf(now, 'to', picture.to);
      mixOnto(device, uploads, whole, [from, to], picture.mix, picture.progress);
    } else {
      for (const name of ['from', 'to'] as const) {
        const scene = scenes.get(name);
        if (scene) device.deletePicture(scene.picture);
        scenes.delete(name);
      }
      // The canvas cannot be read back with alpha, as blending needs it.
      if (picture.layers.some(({ blend = 'normal' }) => blend !== 'normal')) {
        const scene = sceneOf(now, 'scene', picture.layers);
        mixOnto(device, uploads, whole, [scene, scene], { kind: 'fade' }, 0);
      } else painter.paint(picture.layers, whole, 'black');
    }
    uploads.sweep();
    filtering.sweep();
    painter.sweep();
  };

  return {
    name: 'webgl2',
    get isLost() {
      return gl.isContextLost();
    },
    async compose(wanted, timestamp, duration) {
      if (gl.isContextLost()) throw new ContextLost();
      life ??= begin();
      const picture = reduced(settled(wanted), whole);
      const key = pictureKey(picture);
      if (key !== drawn) {
        drawn = '';
        draw(life, picture);
        if (gl.isContextLost()) throw new ContextLost();
        drawn = key;
      }
      return new VideoFrame(canvas, { timestamp, duration, alpha: 'discard' });
    },
    // The canvas that is composed on is the one on screen: the browser shows it by itself.
    present: () => {},
    dispose() {
      canvas.removeEventListener('webglcontextlost', onLost);
      life?.filtering.dispose();
      life?.device.dispose();
      life = null;
      // The screen's canvas has one context for life: the next compositor draws with it.
      if (!screen) gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

const reduced = (
  picture: ProgrammePicture,
  canvas: { readonly width: number; readonly height: number },
): ProgrammePicture =>
  picture.kind === 'scene'
    ? { kind: 'scene', layers: reduce(picture.layers, canvas) }
    : { ...picture, from: reduce(picture.from, canvas), to: reduce(picture.to, canvas) };

const pictureKey = (picture: ProgrammePicture): string => {
  if (picture.kind === 'scene') return layersKey(picture.layers);
  const { from, to, mix, progress } = picture;
  const how = mix.kind === 'lumaWipe' ? { ...mix, mask: null } : mix;
  return `${layersKey(from)}>${layersKey(to)}>${JSON.stringify(how)}>${progress}`;
};
