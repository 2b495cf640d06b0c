import { type CompositorName, compositorNames } from '../../../common/media/compositor.ts';
import { assertNever } from '../../../common/result.ts';
import type { Compositor, CompositorOptions } from './backend.ts';
import { createPlanar } from './planar/planar.ts';
import { createResilient } from './resilient.ts';
import { createWebgl2 } from './webgl2/webgl2.ts';

/** Names that software renderers give themselves. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** True where WebGL 2 runs on a real GPU; software WebGL is several times slower than `planar`. */
const hasRealGpu = (): boolean => {
  const gl = new OffscreenCanvas(16, 16).getContext('webgl2', {
    failIfMajorPerformanceCaveat: true,
  });
  if (!gl) return false;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return !SOFTWARE.test(renderer);
};

/** The one table that knows every back end. */
const create = (name: CompositorName, options: CompositorOptions): Compositor => {
  switch (name) {
    case 'webgl2':
      return createResilient(createWebgl2(options), () =>
        createPlanar({ ...options, screen: null }),
      );
    case 'planar':
      return createPlanar(options);
    default:
      return assertNever(name);
  }
};

/** The back end asked for, or the fastest this machine has: `webgl2` on a real GPU, else `planar`. */
export function chooseCompositor(
  wanted: CompositorName | 'auto',
  options: CompositorOptions,
): Compositor {
  if (wanted !== 'auto' && compositorNames.includes(wanted)) return create(wanted, options);
  return create(hasRealGpu() ? 'webgl2' : 'planar', options);
}
