import { expect, test } from 'vitest';
import { serviceIds, services } from '../../../common/live/services.ts';
import { whipEndpoint } from '../../../main/live/makeTarget.ts';
import { cureKeys, foundKeys } from '../../../main/live/preflight/index.ts';
import { parseRtmpUrl } from '../../../main/output/rtmp/url.ts';
import en from '../../../resources/locales/en.json' with { type: 'json' };
import zh from '../../../resources/locales/zh-CN.json' with { type: 'json' };

test.each(serviceIds)('%s: servers that publishers read, texts in both languages', (id) => {
  const { servers, protocols, codecs, help } = services[id];
  for (const { kind, server, backupServer, name } of servers) {
    for (const url of [server, backupServer].filter(Boolean)) {
      const scheme = /^\w+/.exec(url)?.[0];
      if (kind === 'whip') expect(whipEndpoint(url).ok).toBe(true);
      else {
        expect(parseRtmpUrl(`${url.replace(/\/+$/, '')}/key`).ok).toBe(true);
        expect(protocols).toContain(scheme);
      }
    }
    expect(en.services.servers[name] && zh.services.servers[name]).toBeTruthy();
  }
  expect(codecs[0]).toBe('h264');
  const key = help.slice('services.help.'.length) as keyof typeof en.services.help;
  expect(en.services.help[key] && zh.services.help[key]).toBeTruthy();
});

test.each([
  ['youtube', 'a1b2-c3d4-e5f6-g7h8-i9j0', 'rtmp://a.rtmp.youtube.com/live2'],
  ['twitch', 'live_12345_AbCdEf', 'AbCdEf'],
  ['bilibili', '?streamname=live_1_2&key=ab&schedule=rtmp&pflag=1', 'streamname=live_1'],
  ['tencent', 's1?txSecret=36eb8babde930d4dd078da8e101a54b8&txTime=6553F100', 's1?txTime=6553F100'],
] as const)('%s knows the shape of its keys', (id, good, bad) => {
  expect(services[id].keyShape?.test(good)).toBe(true);
  expect(services[id].keyShape?.test(bad)).toBe(false);
});

test('every finding and every cure has its text in both languages', () => {
  for (const texts of [en, zh]) {
    expect(Object.keys(texts.preflight.found).sort()).toEqual([...foundKeys].sort());
    expect(Object.keys(texts.preflight.cure).sort()).toEqual([...cureKeys].sort());
  }
});
