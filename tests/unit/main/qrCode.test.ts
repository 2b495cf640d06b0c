import { QRCodeSVG } from 'qrcode.react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { qrCodeOf } from '../../../main/windows/qr/qrCode.ts';

/** The rows that another encoder draws, of its path of runs: `M x,y h width v1 H x z`. */
function drawnBy(text: string): string[] {
  const svg = renderToStaticMarkup(
    createElement(QRCodeSVG, { value: text, level: 'L', boostLevel: false, marginSize: 0 }),
  );
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const rows = Array.from({ length: size }, () => Array<string>(size).fill(' '));
  const runs = [...svg.matchAll(/ d="([^"]+)"/g)].at(-1)?.[1] ?? '';
  for (const [, x, y, width] of runs.matchAll(/M(\d+)[ ,](\d+) ?h(\d+)v1/g))
    (rows[Number(y)] as string[]).fill('#', Number(x), Number(x) + Number(width));
  return rows.map((row) => row.join(''));
}

const key = 'rtmp://push.example.com/live/room8021?txSecret=36eb8babde930d4dd078da8e101a54b8';

it.each([
  ['a'],
  [`${key}&txTime=6553F100`],
  ['直播'.repeat(20)],
  [key.repeat(5)],
  ['x'.repeat(1_300)],
  ['y'.repeat(2_953)],
])('is the same as another encoder’s: %.20s', (text) => {
  const rows = qrCodeOf(text)?.map((row) => row.map((dark) => (dark ? '#' : ' ')).join(''));
  expect(rows).toEqual(drawnBy(text));
});

it('is none for what no symbol holds', () => {
  expect(qrCodeOf('x'.repeat(2_954))).toBeNull();
});
