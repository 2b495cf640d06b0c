/** Pixels. */
export type Size = { readonly width: number; readonly height: number };

/** A picture of bytes, rows from the top, RGBA with straight alpha. */
export type Pixels = Size & { readonly data: Uint8ClampedArray };

/** A number, or the numbers of a vector (2..4) or of a `float[]` (any other length). */
export type Uniform = number | readonly number[];

/** What a pass reads besides its picture. The same `data` is uploaded once. */
export type PassTexture =
  /** One byte a pixel in `r`, read with `texelFetch`; a `sampler2D`. */
  | { readonly kind: 'plane'; readonly data: Uint8Array; readonly size: Size }
  /** RGB bytes, red fastest, linear between the steps; a `sampler3D`. */
  | { readonly kind: 'cube'; readonly data: Uint8Array; readonly steps: number };

/**
 * One drawing of a whole picture into another. `glsl` declares its uniforms and defines
 * `vec4 filtered(ivec2 at)`: the colour of the pixel in column `at.x` and row `at.y` from the top.
 * It may call `vec4 texel(ivec2 at)`, which reads the picture and repeats its edges, and read its
 * size, `ivec2 size`. Alpha is straight before the first pass of a filter and after its last.
 */
export type Pass = {
  readonly glsl: string;
  readonly uniforms: Readonly<Record<string, Uniform>>;
  readonly textures?: Readonly<Record<string, PassTexture>>;
  readonly outSize: Size;
};
