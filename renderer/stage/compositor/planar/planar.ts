import type { Compositor, CompositorOptions, Layer, ProgrammePicture } from '../backend.ts';
import { settled } from '../layers/key.ts';
import { reduce } from '../layers/reduce.ts';
import { createMasks } from './mask.ts';
import { mixPlanes } from './mix.ts';
import { createPlanes, type Matrix, matrixOfFrame, type Planes } from './planes.ts';
import { ScenePlanes } from './scenePlanes.ts';
import { createScreen } from './screen.ts';
import { Tiles } from './tiles.ts';

/**
 * Composes in the encoder's own form, planes of luma and chroma, on the CPU. A camera's picture is
 * copied, never converted to RGB and back; still layers are converted once and blended where they
 * stand; when nothing has changed nothing is drawn.
 */
export function createPlanar({ width, height, screen }: CompositorOptions): Compositor {
  const tiles = new Tiles({ width, height });
  const show = screen && createScreen(screen);
  const maskOf = createMasks(width, height);
  let scene = new ScenePlanes(width, height);
  /** The second scene and what becomes of both, once there was a mix. */
  let other: ScenePlanes | null = null;
  let mixed: Planes | null = null;
  let isMixing = false;
  let shown: Planes = scene.planes;
  /** Changes with what is shown. */
  let version = 0;
  let matrix: Matrix = 'smpte170m';
  let isHeld = false;

  const drawScene = async (layers: readonly Layer[]): Promise<Planes> => {
    if (isMixing) version++;
    // After a mix the picture is most often the one it led to, already drawn.
    if (isMixing && other && other.likeness(layers) > scene.likeness(layers))
      [scene, other] = [other, scene];
    isMixing = false;
    if (await scene.draw(layers, matrix, tiles)) {
      tiles.sweep();
      version++;
    }
    return scene.planes;
  };

  const drawMix = async (
    picture: Extract<ProgrammePicture, { kind: 'mix' }>,
    from: readonly Layer[],
    to: readonly Layer[],
  ): Promise<Planes> => {
    other ??= new ScenePlanes(width, height);
    mixed ??= createPlanes(width, height);
    isMixing = true;
    version++;
    const drawn = [await scene.draw(from, matrix, tiles), await other.draw(to, matrix, tiles)];
    if (drawn.includes(true)) tiles.sweep();
    const { mix, progress } = picture;
    const mask = mix.kind === 'lumaWipe' ? maskOf(mix) : null;
    mixPlanes([scene.planes, other.planes, mixed], mix, progress, mask);
    return mixed;
  };

  return {
    name: 'planar',
    async compose(wanted, timestamp, duration) {
      const picture = settled(wanted);
      if (picture.kind === 'scene') {
        const layers = reduce(picture.layers, { width, height });
        if (!isHeld) matrix = matrixOf(layers, matrix);
        shown = await drawScene(layers);
      } else {
        const from = reduce(picture.from, { width, height });
        const to = reduce(picture.to, { width, height });
        if (!isHeld) matrix = matrixOf([...from, ...to], matrix);
        shown = await drawMix(picture, from, to);
      }
      return new VideoFrame(shown.data, {
        format: 'I420',
        codedWidth: width,
        codedHeight: height,
        timestamp,
        duration,
        colorSpace: { matrix, primaries: 'bt709', transfer: 'bt709', fullRange: false },
      });
    },
    holdColours(on) {
      isHeld = on;
    },
    present: () => show?.(shown, matrix, version),
    dispose: () => tiles.clear(),
  };
}

/**
 * The matrix of the first camera, so that it need not be converted; the present one for as long as
 * any video has it, so that a mix of two does not change it and back.
 */
function matrixOf(layers: readonly Layer[], present: Matrix | null): Matrix {
  const found = layers.flatMap(({ content }) =>
    content.kind === 'video' ? [matrixOfFrame(content.frame)] : [],
  );
  return present && found.includes(present) ? present : (found[0] ?? present ?? 'smpte170m');
}
