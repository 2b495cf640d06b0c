import type { Size } from '../layers/placement.ts';
import { PROGRAMS, type ProgramName } from './shaders.ts';

/** A picture that can be drawn on; row 0 of its texture is the picture's top. `null` framebuffer is the canvas. */
export type Target = Size & {
  readonly framebuffer: WebGLFramebuffer | null;
  readonly texture: WebGLTexture | null;
};
/** A target that is a texture. */
export type Picture = Target & {
  readonly framebuffer: WebGLFramebuffer;
  readonly texture: WebGLTexture;
};

/** A linked program with its uniforms' places. */
export type Program = {
  use(): void;
  place(name: string): WebGLUniformLocation | null;
};

/** Thrown where the context is gone; what was being drawn is lost. */
export class ContextLost extends Error {
  constructor() {
    super('webgl2: context lost');
  }
}

/** Textures, targets and programs of one context. */
export class Device {
  readonly gl: WebGL2RenderingContext;
  readonly #programs = new Map<ProgramName, Program>();
  readonly #linked: WebGLProgram[] = [];
  readonly #textures = new Set<WebGLTexture>();
  readonly #framebuffers = new Set<WebGLFramebuffer>();

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
  }

  /** Compiled at its first use. */
  program(name: ProgramName): Program {
    let program = this.#programs.get(name);
    if (!program) {
      const [vertex, fragment] = PROGRAMS[name];
      program = this.#link(vertex, fragment);
      this.#programs.set(name, program);
    }
    return program;
  }

  #link(vertex: string, fragment: string): Program {
    const { gl } = this;
    const program = gl.createProgram();
    this.#linked.push(program);
    for (const [type, text] of [
      [gl.VERTEX_SHADER, vertex],
      [gl.FRAGMENT_SHADER, fragment],
    ] as const) {
      const shader = gl.createShader(type);
      if (!shader) throw new ContextLost();
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
      gl.deleteShader(shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
      if (gl.isContextLost()) throw new ContextLost();
      throw new Error(`webgl2: ${gl.getProgramInfoLog(program)}`);
    }
    const places = new Map<string, WebGLUniformLocation | null>();
    return {
      use: () => gl.useProgram(program),
      place(name) {
        let place = places.get(name);
        if (place === undefined) {
          place = gl.getUniformLocation(program, name);
          places.set(name, place);
        }
        return place;
      },
    };
  }

  /** An empty texture; linear, its edges repeated. */
  texture(): WebGLTexture {
    const { gl } = this;
    const texture = gl.createTexture();
    this.#textures.add(texture);
    this.bind(0, texture);
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
      gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
      gl.texParameteri(gl.TEXTURE_2D, filter, gl.LINEAR);
    return texture;
  }

  bind(unit: number, texture: WebGLTexture): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
  }

  picture(width: number, height: number): Picture {
    const { gl } = this;
    const texture = this.texture();
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
    const framebuffer = gl.createFramebuffer();
    this.#framebuffers.add(framebuffer);
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    return { texture, framebuffer, width, height };
  }

  /** Draws go to `target` from now on, all of it. */
  drawOn({ framebuffer, width, height }: Target): void {
    const { gl } = this;
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.viewport(0, 0, width, height);
  }

  /** The two triangles that every program draws; nothing but numbers of corners goes in. */
  quad(): void {
    this.gl.drawArrays(this.gl.TRIANGLE_STRIP, 0, 4);
  }

  deleteTexture(texture: WebGLTexture): void {
    this.gl.deleteTexture(texture);
    this.#textures.delete(texture);
  }

  deletePicture({ texture, framebuffer }: Picture): void {
    this.gl.deleteFramebuffer(framebuffer);
    this.#framebuffers.delete(framebuffer);
    this.deleteTexture(texture);
  }

  /** Deletes everything that was made here. */
  dispose(): void {
    for (const framebuffer of this.#framebuffers) this.gl.deleteFramebuffer(framebuffer);
    for (const texture of this.#textures) this.gl.deleteTexture(texture);
    for (const program of this.#linked) this.gl.deleteProgram(program);
  }
}
