import type { Pass, PassTexture, Size, Uniform } from './pass.ts';

/** A picture on the GPU; row 0 of the texture is the picture's top. */
export type GlPicture = Size & { readonly texture: WebGLTexture };

const VERTEX = `#version 300 es
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0;
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

const fragmentOf = (glsl: string): string => `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp sampler3D;
uniform sampler2D picture;
uniform ivec2 size;
out vec4 colour;
vec4 texel(ivec2 at) { return texelFetch(picture, clamp(at, ivec2(0), size - 1), 0); }
${glsl}
void main() { colour = clamp(filtered(ivec2(gl_FragCoord.xy)), 0.0, 1.0); }`;

type Program = { readonly program: WebGLProgram; place(name: string): WebGLUniformLocation | null };
type Target = GlPicture & { readonly framebuffer: WebGLFramebuffer };

/** Idle targets that are kept for the next picture of the same size. */
const MOST_IDLE = 6;
/** Masks and colour tables that are kept; those not used for longest go first. */
const MOST_TEXTURES = 24;

/**
 * Draws filters' passes one after the other between pooled textures. After `run` the framebuffer is
 * the canvas, blending is off, and program, vertex array, viewport and texture units 0..2 are
 * undefined: the caller sets what it needs.
 */
export class GlPasses {
  readonly #gl: WebGL2RenderingContext;
  readonly #corners: WebGLVertexArrayObject;
  readonly #programs = new Map<string, Program>();
  readonly #textures = new Map<Uint8Array, WebGLTexture>();
  readonly #targets = new Map<WebGLTexture, Target>();
  #idle: Target[] = [];

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#corners = gl.createVertexArray();
  }

  /**
   * The last pass's picture, which stays the caller's until `release`. `input` is untouched, and
   * given back where there is no pass.
   */
  run(input: GlPicture, passes: readonly Pass[]): GlPicture {
    const gl = this.#gl;
    gl.disable(gl.BLEND);
    gl.disable(gl.SCISSOR_TEST);
    gl.bindVertexArray(this.#corners);
    let current = input;
    for (const pass of passes) {
      const target = this.#targetOf(pass.outSize);
      this.#draw(pass, current, target);
      if (current !== input) this.release(current);
      current = target;
    }
    gl.bindVertexArray(null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    return current;
  }

  /** Gives a picture of `run` back to the pool; others are ignored. */
  release({ texture }: GlPicture): void {
    const target = this.#targets.get(texture);
    if (!target || this.#idle.includes(target)) return;
    this.#idle.push(target);
    if (this.#idle.length > MOST_IDLE) this.#delete(this.#idle.shift() as Target);
  }

  dispose(): void {
    const gl = this.#gl;
    for (const target of [...this.#targets.values()]) this.#delete(target);
    this.#idle = [];
    for (const texture of this.#textures.values()) gl.deleteTexture(texture);
    this.#textures.clear();
    for (const { program } of this.#programs.values()) gl.deleteProgram(program);
    this.#programs.clear();
    gl.deleteVertexArray(this.#corners);
  }

  #draw(pass: Pass, from: GlPicture, to: Target): void {
    const gl = this.#gl;
    const { program, place } = this.#programOf(pass.glsl);
    gl.useProgram(program);
    let unit = 0;
    for (const [name, texture] of Object.entries(pass.textures ?? {})) {
      gl.activeTexture(gl.TEXTURE0 + ++unit);
      this.#bind(texture);
      gl.uniform1i(place(name), unit);
    }
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, from.texture);
    gl.uniform1i(place('picture'), 0);
    gl.uniform2i(place('size'), from.width, from.height);
    for (const [name, value] of Object.entries(pass.uniforms)) this.#set(place(name), value);
    gl.bindFramebuffer(gl.FRAMEBUFFER, to.framebuffer);
    gl.viewport(0, 0, to.width, to.height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  #set(place: WebGLUniformLocation | null, value: Uniform): void {
    const gl = this.#gl;
    if (typeof value === 'number') gl.uniform1f(place, value);
    else if (value.length === 2) gl.uniform2fv(place, value);
    else if (value.length === 3) gl.uniform3fv(place, value);
    else if (value.length === 4) gl.uniform4fv(place, value);
    else gl.uniform1fv(place, value);
  }

  #programOf(glsl: string): Program {
    const known = this.#programs.get(glsl);
    if (known) return known;
    const gl = this.#gl;
    const program = gl.createProgram();
    for (const [type, text] of [
      [gl.VERTEX_SHADER, VERTEX],
      [gl.FRAGMENT_SHADER, fragmentOf(glsl)],
    ] as const) {
      const shader = gl.createShader(type);
      if (!shader) throw new Error('filters: WebGL context lost');
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS))
        throw new Error(`filters: ${gl.getShaderInfoLog(shader)}`);
      gl.attachShader(program, shader);
      gl.deleteShader(shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS))
      throw new Error(`filters: ${gl.getProgramInfoLog(program)}`);
    const places = new Map<string, WebGLUniformLocation | null>();
    const made: Program = {
      program,
      place(name) {
        const place = places.get(name);
        if (place !== undefined) return place;
        const found = gl.getUniformLocation(program, name);
        places.set(name, found);
        return found;
      },
    };
    this.#programs.set(glsl, made);
    return made;
  }

  #bind(wanted: PassTexture): void {
    const gl = this.#gl;
    const kind = wanted.kind === 'cube' ? gl.TEXTURE_3D : gl.TEXTURE_2D;
    const known = this.#textures.get(wanted.data);
    if (known) {
      gl.bindTexture(kind, known);
      this.#textures.delete(wanted.data);
      this.#textures.set(wanted.data, known);
      return;
    }
    const texture = gl.createTexture();
    gl.bindTexture(kind, texture);
    const premultiplies = gl.getParameter(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL) as boolean;
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    if (wanted.kind === 'cube') {
      const { steps, data } = wanted;
      gl.texImage3D(kind, 0, gl.RGB8, steps, steps, steps, 0, gl.RGB, gl.UNSIGNED_BYTE, data);
    } else {
      const { width, height } = wanted.size;
      gl.texImage2D(kind, 0, gl.R8, width, height, 0, gl.RED, gl.UNSIGNED_BYTE, wanted.data);
    }
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, premultiplies);
    this.#sample(kind, wanted.kind === 'cube' ? gl.LINEAR : gl.NEAREST);
    this.#textures.set(wanted.data, texture);
    const oldest = this.#textures.entries().next().value;
    if (this.#textures.size <= MOST_TEXTURES || !oldest) return;
    gl.deleteTexture(oldest[1]);
    this.#textures.delete(oldest[0]);
  }

  #sample(kind: number, filter: number): void {
    const gl = this.#gl;
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T, gl.TEXTURE_WRAP_R])
      gl.texParameteri(kind, side, gl.CLAMP_TO_EDGE);
    gl.texParameteri(kind, gl.TEXTURE_MIN_FILTER, filter);
    gl.texParameteri(kind, gl.TEXTURE_MAG_FILTER, filter);
  }

  #targetOf({ width, height }: Size): Target {
    const at = this.#idle.findIndex((it) => it.width === width && it.height === height);
    const idle = at < 0 ? undefined : this.#idle.splice(at, 1)[0];
    if (idle) return idle;
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
    this.#sample(gl.TEXTURE_2D, gl.LINEAR);
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    const target = { texture, framebuffer, width, height };
    this.#targets.set(texture, target);
    return target;
  }

  #delete({ texture, framebuffer }: Target): void {
    this.#gl.deleteFramebuffer(framebuffer);
    this.#gl.deleteTexture(texture);
    this.#targets.delete(texture);
  }
}
