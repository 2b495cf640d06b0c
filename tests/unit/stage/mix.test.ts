import { describe, expect, it } from 'vitest';
import type { Mix } from '../../../renderer/stage/compositor/backend.ts';
import { mixPlanes } from '../../../renderer/stage/compositor/planar/mix.ts';
import { createPlanes, type Planes } from '../../../renderer/stage/compositor/planar/planes.ts';

const [WIDTH, HEIGHT] = [70, 38];

/** A picture whose luma and chroma tell where a pixel came from. */
function picture(base: number): Planes {
  const planes = createPlanes(WIDTH, HEIGHT);
  planes.y.forEach((_, at) => {
    planes.y[at] = base + (at % WIDTH);
  });
  planes.u.forEach((_, at) => {
    planes.u[at] = base + (at % (WIDTH / 2));
    planes.v[at] = base + Math.floor(at / (WIDTH / 2));
  });
  return planes;
}

const mixed = (mix: Mix, progress: number, mask: Uint8Array | null = null): Planes => {
  const out = createPlanes(WIDTH, HEIGHT);
  const small = mask?.subarray(0, mask.length / 4) ?? new Uint8Array();
  mixPlanes([picture(20), picture(150), out], mix, progress, mask && { luma: mask, small });
  return out;
};

describe('mixing two pictures in planes', () => {
  it('a fade is the weighted mean of every sample', () => {
    const { y, v } = mixed({ kind: 'fade' }, 0.25);
    y.forEach((got, at) => {
      expect(Math.abs(got - (20 + (at % WIDTH) + 130 * 0.25))).toBeLessThanOrEqual(0.75);
    });
    expect(Math.abs((v[0] as number) - (20 + 32.5))).toBeLessThanOrEqual(0.75);
  });

  it('a slide moves both by whole chroma samples', () => {
    const row = 5 * WIDTH;
    const left = mixed({ kind: 'slide', direction: 'left' }, 0.5);
    // 70 / 2 = 35 is rounded to the even 36.
    expect([left.y[row], left.y[row + 33], left.y[row + 34]]).toEqual([20 + 36, 20 + 69, 150]);
    expect([left.u[0], left.u[17]]).toEqual([20 + 18, 150]);
    const right = mixed({ kind: 'slide', direction: 'right' }, 0.5);
    expect([right.y[row], right.y[row + 35], right.y[row + 36]]).toEqual([150 + 34, 150 + 69, 20]);
    const up = mixed({ kind: 'slide', direction: 'up' }, 0.5);
    expect([up.v[0], up.v[9 * 35], up.y[(HEIGHT - 20) * WIDTH]]).toEqual([30, 150, 150]);
    const down = mixed({ kind: 'slide', direction: 'down' }, 0.5);
    expect([down.v[0], down.v[10 * 35], down.y[0]]).toEqual([159, 20, 150]);
  });

  it.each(['left', 'right', 'up', 'down'] as const)('a wipe %s runs that way', (direction) => {
    const at = (x: number, y: number, { y: luma }: Planes) =>
      (luma[y * WIDTH + x] as number) >= 150 ? 'new' : 'old';
    const hard = mixed({ kind: 'wipe', direction, softness: 0 }, 0.5);
    const corners = [at(2, 2, hard), at(67, 2, hard), at(2, 35, hard), at(67, 35, hard)];
    const wanted = {
      left: ['old', 'new', 'old', 'new'],
      right: ['new', 'old', 'new', 'old'],
      up: ['old', 'old', 'new', 'new'],
      down: ['new', 'new', 'old', 'old'],
    };
    expect(corners).toEqual(wanted[direction]);
  });

  it('a soft edge spreads over its share of the width', () => {
    const { y } = mixed({ kind: 'wipe', direction: 'right', softness: 0.5 }, 0.5);
    for (let x = 0; x < WIDTH; x++) {
      const weight = Math.min(1, Math.max(0, (0.75 - (x + 0.5) / WIDTH) / 0.5));
      expect(Math.abs((y[x] as number) - (20 + x + 130 * weight))).toBeLessThanOrEqual(1);
    }
  });

  it('a luma wipe shows the new picture first where the mask is dark, or light', () => {
    const mask = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => at % 256);
    const settings = { kind: 'lumaWipe', mask: null as never, revision: 1, softness: 0 } as const;
    for (const inverted of [false, true]) {
      const { y } = mixed({ ...settings, inverted }, 0.25, mask);
      y.forEach((got, at) => {
        const position = (inverted ? 255 - (at % 256) : at % 256) / 255;
        expect(got).toBe((position < 0.25 ? 150 : 20) + (at % WIDTH));
      });
    }
  });
});
