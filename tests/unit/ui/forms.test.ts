import { expect, test } from 'vitest';
import { faultOfServer, splitPushUrl } from '../../../renderer/ui/features/destinations/pushUrl.ts';
import { fitPicture } from '../../../renderer/ui/features/preview/fit.ts';
import { scaleScenes } from '../../../renderer/ui/features/settings/resize.ts';
import { sampleState } from './sampleState.ts';

test('a push server must be rtmp or rtmps, with a host and no user', () => {
  expect(faultOfServer('rtmp://live.example.com/app')).toBeNull();
  expect(faultOfServer(' rtmps://[2001:db8::1]:443/app ')).toBeNull();
  expect(faultOfServer('')).toBe('missing');
  expect(faultOfServer('https://live.example.com')).toBe('scheme');
  expect(faultOfServer('rtmp:///app')).toBe('host');
  expect(faultOfServer('rtmp://host:99999/app')).toBe('host');
  expect(faultOfServer('rtmp://me:pw@live.example.com/app')).toBe('user');
});

test('a whole push address is divided into server and key', () => {
  expect(splitPushUrl('rtmp://a.example/live/room1?txSecret=s&txTime=1')).toEqual({
    server: 'rtmp://a.example/live',
    key: 'room1?txSecret=s&txTime=1',
  });
  expect(splitPushUrl('rtmp://a.example/live/sub/room?k=/x')).toEqual({
    server: 'rtmp://a.example/live/sub',
    key: 'room?k=/x',
  });
  expect(splitPushUrl('rtmp://a.example/live/room1')).toBeNull();
  expect(splitPushUrl('rtmp://a.example/live?x=1')).toBeNull();
});

test('the picture fits its area in the canvas’s shape', () => {
  const canvas = { width: 1280, height: 720 };
  expect(fitPicture({ x: 10, y: 20, width: 640, height: 500 }, canvas)).toEqual({
    x: 10,
    y: 90,
    width: 640,
    height: 360,
  });
  expect(fitPicture({ x: 0, y: 0, width: 1000, height: 90 }, canvas)).toMatchObject({
    width: 160,
    height: 90,
  });
  expect(fitPicture({ x: 0, y: 0, width: 0, height: 0 }, canvas).width).toBe(0);
});

test('a larger canvas keeps everything in its place, locked items too', () => {
  const { scenes } = sampleState().show;
  const locked = scenes.map((scene) => ({
    ...scene,
    items: scene.items.map((item, index) => ({ ...item, locked: index === 0 })),
  }));
  const from = { width: 1280, height: 720 };
  const commands = scaleScenes(locked, from, { width: 1920, height: 1080 });
  expect(commands.map((command) => command.type)).toEqual([
    'scenes/itemLocked',
    'scenes/itemPlaced',
    'scenes/itemLocked',
    'scenes/itemPlaced',
    'scenes/itemPlaced',
  ]);
  expect(commands[1]?.payload).toMatchObject({ rect: { x: 0, y: 0, width: 1920, height: 1080 } });
  expect(scaleScenes(locked, from, from)).toEqual([]);
});
