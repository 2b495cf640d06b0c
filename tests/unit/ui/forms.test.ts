import { expect, test } from 'vitest';
import { faultOfServer, splitPushUrl } from '../../../renderer/ui/features/destinations/pushUrl.ts';
import { fitPicture } from '../../../renderer/ui/features/preview/fit.ts';

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
