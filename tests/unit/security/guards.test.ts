import { describe, expect, test, vi } from 'vitest';
import { CONTENT_SECURITY_POLICY, fileInside } from '../../../main/security/appProtocol.ts';
import { isRoomPage, mayOpenOutside, mayUse } from '../../../main/security/guards.ts';

// Only the parts that need no Electron are tested here; the rest is in tests/e2e/security.spec.ts.
vi.mock('electron', () => ({ app: {}, protocol: {}, shell: {} }));

test('only named https pages leave for the browser', () => {
  expect(mayOpenOutside('https://cloud.tencent.com/document/product/267')).toBe(true);
  expect(mayOpenOutside('https://console.cloud.tencent.com/live')).toBe(true);
});

test.each([
  'http://cloud.tencent.com/',
  'https://cloud.tencent.com.evil.example/',
  'https://evil.example/?https://cloud.tencent.com',
  'https://user@cloud.tencent.com/',
  'https://cloud.tencent.com@evil.example/',
  'https://cloud.tencent.com:8443/',
  'https://xcloud.tencent.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'ms-settings:',
  'smb://cloud.tencent.com/x',
  'app://ui/',
  '//cloud.tencent.com/',
  'https:cloud.tencent.com.',
  '',
])('%j stays', (url) => expect(mayOpenOutside(url)).toBe(false));

test("a room's page opens from the server that listed it", () => {
  const here = 'http://127.0.0.1:8080';
  expect(isRoomPage(`${here}/room/abc`, here)).toBe(true);
  expect(isRoomPage(`${here}/room/a.b@c-d_1?token=t&invite=i`, here)).toBe(true);
  const there = 'https://live.example.com';
  expect(isRoomPage(`${there}/room/abc`, there)).toBe(true);
});

test.each([
  'http://127.0.0.1:8081/room/abc',
  'https://127.0.0.1:8080/room/abc',
  'http://localhost:8080/room/abc',
  'http://127.0.0.1.evil.example:8080/room/abc',
  'http://evil.example/?http://127.0.0.1:8080/room/abc',
  'http://user@127.0.0.1:8080/room/abc',
  'http://127.0.0.1:8080@evil.example/room/abc',
  'http://127.0.0.1:8080/live/studio.flv',
  'http://127.0.0.1:8080/room/',
  'http://127.0.0.1:8080/room/../api/rooms',
  'http://127.0.0.1:8080/room/%2e%2e',
  'http://127.0.0.1:8080/room/abc/def',
  'http://127.0.0.1:8080/room/abc#x',
  `http://127.0.0.1:8080/room/abc?${'x'.repeat(2_048)}`,
  'file://127.0.0.1:8080/room/abc',
  'javascript:alert(1)//room/abc',
  'ms-settings:room/abc',
  'app://ui/room/abc',
  '/room/abc',
  '',
])('no room of this server: %j', (url) => {
  expect(isRoomPage(url, 'http://127.0.0.1:8080')).toBe(false);
});

test('a permission is held by a page, not by the app', () => {
  expect(mayUse('media', 'app://stage/')).toBe(true);
  expect(mayUse('media', 'app://stage')).toBe(true);
  expect(mayUse('clipboard-sanitized-write', 'app://ui/index.html')).toBe(true);
});

test.each([
  ['media', 'app://ui/'],
  ['media', 'app://chat/'],
  ['clipboard-sanitized-write', 'app://chat/'],
  ['clipboard-sanitized-write', 'app://stage/'],
  ['clipboard-read', 'app://ui/'],
  ['geolocation', 'app://stage/'],
  ['display-capture', 'app://stage/'],
  ['notifications', 'app://ui/'],
  ['hid', 'app://stage/'],
  ['openExternal', 'app://ui/'],
  ['constructor', 'app://stage/'],
  ['__proto__', 'app://stage/'],
  ['media', 'app://stage.evil/'],
  ['media', 'app://stageevil/'],
  ['media', 'app://stage:80/'],
  ['media', 'app://x@stage/'],
  ['media', 'https://stage/'],
  ['media', 'https://evil.example/#app://stage/'],
  ['media', 'null'],
  ['media', ''],
])('%s is not for %j', (permission, origin) => expect(mayUse(permission, origin)).toBe(false));

describe('the policy of a page', () => {
  const directives = (text: string) =>
    new Map(text.split('; ').map((it) => [it.split(' ')[0], it.split(' ').slice(1).join(' ')]));

  test.each(['ui', 'stage', 'chat'] as const)('%s', (host) => {
    const policy = directives(CONTENT_SECURITY_POLICY[host]);
    expect(policy.get('default-src')).toBe("'self'");
    for (const name of ['object-src', 'base-uri', 'form-action', 'frame-ancestors'])
      expect(policy.get(name), name).toBe("'none'");
    expect(policy.get('script-src')).toBe(
      host === 'stage' ? "'self' 'wasm-unsafe-eval'" : "'self'",
    );
    expect(CONTENT_SECURITY_POLICY[host]).not.toMatch(/'unsafe-eval'|https?:|\*|file:/);
  });

  test("the page with Tencent's chat reaches its WebSockets and nothing else", () => {
    const policy = directives(CONTENT_SECURITY_POLICY.sdk);
    expect(policy.get('default-src')).toBe("'self'");
    for (const name of ['object-src', 'base-uri', 'form-action', 'frame-ancestors', 'img-src'])
      expect(policy.get(name), name).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    const hosts = policy.get('connect-src')?.split(' ') ?? [];
    // The SDK asks there first; where it may not, it never gets on.
    expect(hosts).toContain('wss://*.my-imcloud.com');
    for (const host of hosts) expect(host).toMatch(/^wss:\/\/\*\.[a-z.-]+\.(com|cn)$/);
  });
});

describe('fileInside', () => {
  const folder = '/srv/app/dist/ui';

  test('gives the file that the path names', () => {
    expect(fileInside(folder, '/index.html')).toBe('/srv/app/dist/ui/index.html');
    expect(fileInside(folder, '/assets/a%20b.js')).toBe('/srv/app/dist/ui/assets/a b.js');
    expect(fileInside(folder, '/a/../b.js')).toBe('/srv/app/dist/ui/b.js');
    // Decoded once and no more.
    expect(fileInside(folder, '/%252e%252e/x')).toBe('/srv/app/dist/ui/%2e%2e/x');
  });

  test.each([
    '/..',
    '/../stage/index.html',
    '/../ui-other/x',
    '/../../../../etc/passwd',
    '/%2e%2e/main/index.mjs',
    '/%2e%2e%2fmain/index.mjs',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/a/%2e%2e/%2e%2e/x',
    '/..%5c..%5cx',
    '/..\\..\\x',
    '/x%00.html',
    '/%c0%ae%c0%ae/x',
    '/%',
    '/%zz',
    '/',
    '',
    '.',
  ])('refuses %j', (path) => expect(fileInside(folder, path)).toBeNull());
});
