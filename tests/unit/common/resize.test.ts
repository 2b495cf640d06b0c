import { expect, test } from 'vitest';
import { defaultShow } from '../../../common/show/defaults.ts';
import { scaleShow } from '../../../common/show/resize.ts';
import en from '../../../resources/locales/main.en.json';

test('a show keeps its look when its canvas grows', () => {
  const show = defaultShow(en.show, 1280, 720);
  scaleShow(show, { width: 1280, height: 720 }, { width: 1920, height: 1080 });
  const wanted = defaultShow(en.show, 1920, 1080);
  expect(show.scenes).toEqual(wanted.scenes);
  expect(show.sources).toEqual(wanted.sources);
});

test('the same size changes nothing', () => {
  const show = defaultShow(en.show);
  scaleShow(show, { width: 1280, height: 720 }, { width: 1280, height: 720 });
  expect(show).toEqual(defaultShow(en.show));
});
