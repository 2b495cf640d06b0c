import type { Compositor, CompositorOptions, Layer } from './backend.ts';

const VERTEX = `#version 300 es
in vec2 corner;
uniform vec4 rect;
out vec2 uv;
void main() {
  uv = corner;
  vec2 place = rect.xy + corner * rect.zw;
  gl_Position = vec4(place.x * 2.0 - 1.0, 1.0 - place.y * 2.0, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
in vec2 uv;
uniform sampler2D picture;
uniform float opacity;
out vec4 colour;
void main() { colour = texture(picture, uv) * opacity; }`;

type Texture = { readonly texture: WebGLTexture; revision: number; usedIn: number };

const compile = (gl: WebGL2RenderingContext, type: number, text: string): WebGLShader => {
  const shader = gl.createShader(type);
  if (!shader) throw new Error('webgl2: context lost');
  gl.shaderSource(shader, text);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS))
    throw new Error(`webgl2: ${gl.getShaderInfoLog(shader)}`);
  return shader;
};

const link = (gl: WebGL2RenderingContext): WebGLProgram => {
  const program = gl.createProgram();
  gl.attachShader(program, compile(gl, gl.VERTEX_SHADER, VERTEX));
  gl.attachShader(program, compile(gl, gl.FRAGMENT_SHADER, FRAGMENT));
  gl.bindAttribLocation(program, 0, 'corner');
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(`webgl2: ${gl.getProgramInfoLog(program)}`);
  return program;
};

const rgbOf = (colour: string): Uint8Array =>
  new Uint8Array([1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)).concat(255));

/** Composes with textured quads on a GPU. A texture is uploaded only when its layer's revision changes. */
export function createWebgl2({ width, height, screen }: CompositorOptions): Compositor {
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
  const program = link(gl);
  const rectAt = gl.getUniformLocation(program, 'rect');
  const opacityAt = gl.getUniformLocation(program, 'opacity');
  const corners = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, corners);
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
  gl.useProgram(program);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
  gl.viewport(0, 0, width, height);

  const textures = new Map<string, Texture>();
  let composed = 0;

  const textureOf = ({ id, content }: Layer): WebGLTexture => {
    let entry = textures.get(id);
    if (!entry) {
      entry = { texture: gl.createTexture(), revision: Number.NaN, usedIn: 0 };
      textures.set(id, entry);
      gl.bindTexture(gl.TEXTURE_2D, entry.texture);
      for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
        gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
      for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
        gl.texParameteri(gl.TEXTURE_2D, filter, gl.LINEAR);
    }
    gl.bindTexture(gl.TEXTURE_2D, entry.texture);
    entry.usedIn = composed;
    if (content.kind === 'group') return entry.texture;
    if (entry.revision === content.revision) return entry.texture;
    entry.revision = content.revision;
    if (content.kind === 'fill')
      gl.texImage2D(
        gl.TEXTURE_2D,
        0,
        gl.RGBA,
        1,
        1,
        0,
        gl.RGBA,
        gl.UNSIGNED_BYTE,
        rgbOf(content.colour),
      );
    else
      gl.texImage2D(
        gl.TEXTURE_2D,
        0,
        gl.RGBA,
        gl.RGBA,
        gl.UNSIGNED_BYTE,
        content.kind === 'video' ? content.frame : content.image,
      );
    return entry.texture;
  };

  const forgetUnused = (): void => {
    for (const [id, { texture, usedIn }] of textures) {
      if (usedIn === composed) continue;
      gl.deleteTexture(texture);
      textures.delete(id);
    }
  };

  return {
    name: 'webgl2',
    async compose(picture, timestamp, duration) {
      const layers = picture.kind === 'scene' ? picture.layers : picture.to;
      composed++;
      gl.clearColor(0, 0, 0, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
      for (const layer of layers) {
        textureOf(layer);
        const { x, y, width: w, height: h } = layer.rect;
        gl.uniform4f(rectAt, x / width, y / height, w / width, h / height);
        gl.uniform1f(opacityAt, layer.opacity);
        gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      }
      forgetUnused();
      return new VideoFrame(canvas, { timestamp, duration, alpha: 'discard' });
    },
    present: () => {},
    dispose() {
      for (const { texture } of textures.values()) gl.deleteTexture(texture);
      textures.clear();
      gl.deleteBuffer(corners);
      gl.deleteProgram(program);
      // The screen's canvas has one context for life: the next compositor draws with it.
      if (!screen) gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}
