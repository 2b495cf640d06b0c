import type { Layer } from '../../compositor/backend.ts';
import { type Moment, nextRevision, type Picture, whole, within } from './picture.ts';
import { FRAME_CODE_BITS, frameCodeBits, timecode } from './timecode.ts';

/** 75 % colour bars (white, yellow, cyan, green, magenta, red, blue). */
const BARS = ['#bfbfbf', '#bfbf00', '#00bfbf', '#00bf00', '#bf00bf', '#bf0000', '#0000bf'];
/** The flash lasts as long as the beep of the `tone` source: 100 ms from each whole second. */
const FLASH_US = 100_000;
const CODE_HEIGHT = 16;

function drawBars(): OffscreenCanvas {
  const canvas = new OffscreenCanvas(1280, 720);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('test picture: no 2D context');
  const bar = canvas.width / BARS.length;
  BARS.forEach((colour, index) => {
    context.fillStyle = colour;
    context.fillRect(Math.round(index * bar), 0, Math.ceil(bar), 540);
  });
  const ramp = context.createLinearGradient(0, 0, canvas.width, 0);
  ramp.addColorStop(0, '#000000');
  ramp.addColorStop(1, '#ffffff');
  context.fillStyle = ramp;
  context.fillRect(0, 540, canvas.width, 180);
  return canvas;
}

/**
 * The built-in moving picture: bars, a block that travels once in four seconds, a flash at each
 * whole second, a running timecode, and under it the frame number as black and white cells that a
 * program can read back.
 */
export function createTestPicture(sourceId: string): Picture {
  const bars = drawBars();
  const barsRevision = nextRevision();
  const whiteRevision = nextRevision();
  const clock = new OffscreenCanvas(512, 96);
  const context = clock.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('test picture: no 2D context');
  let drawnFrame = -1;
  let clockRevision = 0;

  const drawClock = ({ frame, fps }: Moment): void => {
    if (frame === drawnFrame) return;
    drawnFrame = frame;
    clockRevision = nextRevision();
    context.fillStyle = '#000000';
    context.fillRect(0, 0, clock.width, clock.height);
    context.fillStyle = '#ffffff';
    context.font = '600 60px Inter, "DejaVu Sans Mono", monospace';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(timecode(frame, fps), clock.width / 2, (clock.height - CODE_HEIGHT) / 2);
    const cell = clock.width / FRAME_CODE_BITS;
    frameCodeBits(frame).forEach((bit, index) => {
      if (bit) context.fillRect(index * cell, clock.height - CODE_HEIGHT, cell, CODE_HEIGHT);
    });
  };

  return {
    size: null,
    layers(moment, place) {
      drawClock(moment);
      const travel = (moment.timeUs % 4_000_000) / 4_000_000;
      const layer = (name: string, content: Layer['content'], rect: Layer['rect']): Layer => ({
        id: `${sourceId}:${name}`,
        content,
        rect,
        opacity: 1,
      });
      const white = { kind: 'fill', colour: '#ffffff', revision: whiteRevision } as const;
      const layers = [
        layer('bars', { kind: 'bitmap', image: bars, revision: barsRevision }, whole(place)),
        layer('block', white, within(place, [travel * 0.9, 0.62, 0.1, 0.08])),
        layer(
          'clock',
          { kind: 'bitmap', image: clock, revision: clockRevision },
          within(place, [0.3, 0.36, 0.4, 0.1333]),
        ),
      ];
      if (moment.timeUs % 1_000_000 < FLASH_US)
        layers.push(layer('flash', white, within(place, [0.02, 0.04, 0.08, 0.14])));
      return layers;
    },
    update: () => {},
    seen: () => {},
    dispose: () => {},
  };
}
