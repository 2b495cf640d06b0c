import { expect, test } from 'vitest';
import { parseRtmpUrl } from '../../../main/output/rtmp/url.ts';

const parse = (url: string) => {
  const result = parseRtmpUrl(url);
  if (!result.ok) throw new Error(result.error.message);
  const { secure, host, port, app, streamName, tcUrl } = result.value;
  return [secure, host, port, app, streamName, tcUrl];
};

test.each([
  ['rtmp://h/live/s1', [false, 'h', 1935, 'live', 's1', 'rtmp://h/live']],
  ['rtmps://h/live/s1', [true, 'h', 443, 'live', 's1', 'rtmps://h/live']],
  ['RTMP://h:1936/live/s1', [false, 'h', 1936, 'live', 's1', 'rtmp://h:1936/live']],
  [
    ' rtmp://push.example.com/live/s1?txSecret=ab/c&txTime=6553F100 ',
    [
      false,
      'push.example.com',
      1935,
      'live',
      's1?txSecret=ab/c&txTime=6553F100',
      'rtmp://push.example.com/live',
    ],
  ],
  [
    'rtmp://h/live?vhost=x/s1?k=v',
    [false, 'h', 1935, 'live?vhost=x', 's1?k=v', 'rtmp://h/live?vhost=x'],
  ],
  ['rtmp://h/app/inst/s1?k=v', [false, 'h', 1935, 'app/inst', 's1?k=v', 'rtmp://h/app/inst']],
  [
    'rtmp://h/live-bvc/?streamname=live_1_2&key=a',
    [false, 'h', 1935, 'live-bvc', '?streamname=live_1_2&key=a', 'rtmp://h/live-bvc'],
  ],
  ['rtmp://[::1]:2000/live/s', [false, '::1', 2000, 'live', 's', 'rtmp://[::1]:2000/live']],
])('%s', (url, expected) => {
  expect(parse(url)).toEqual(expected);
});

test.each([
  '',
  'rtmp://',
  'rtmp://h',
  'rtmp://h/live',
  'rtmp://h/live/',
  'rtmp://h/live/?txSecret=hunter2',
  'rtmp://h:0/live/s',
  'rtmp://h:70000/live/s',
  'rtmp://user:hunter2@h/live/s',
  'http://h/live/hunter2',
  'rtmp://h/live/a\r\nb',
  'rtmp://h/live/hun ter2',
])('refuses %j without a word of the key', (url) => {
  const result = parseRtmpUrl(url);
  expect(result.ok).toBe(false);
  if (result.ok) return;
  expect(result.error.code).toBe('URL_INVALID');
  expect(JSON.stringify(result.error)).not.toMatch(/hunter2|ter2/);
});
