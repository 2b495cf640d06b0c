import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roomLimits } from '../../../common/rooms/api.ts';
import { coverResponse } from '../../../main/rooms/coverResponse.ts';

const name = 'a'.repeat(40);
const bytes: Record<string, { type: string; length: number }> = {
  [`/covers/${name}.png`]: { type: 'image/png', length: 100 },
  [`/covers/${name}.jpg`]: { type: 'text/html', length: 100 },
  [`/covers/${name}.webp`]: { type: 'image/webp', length: roomLimits.coverBytes + 1 },
};
const asked: string[] = [];
const server = createServer(({ url = '' }, response) => {
  asked.push(url);
  const found = bytes[url];
  if (!found) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-type': found.type, 'content-length': found.length });
  response.end(Buffer.alloc(found.length));
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test('the window is given pictures of the embedded server and nothing else', async () => {
  const picture = await coverResponse(origin, `/covers/${name}.png`);
  expect(picture.status).toBe(200);
  expect((await picture.arrayBuffer()).byteLength).toBe(100);
  expect(picture.headers.get('content-security-policy')).toContain('sandbox');
  const before = asked.length;
  for (const path of ['/covers/../admin', '/covers/x.png', `/covers/${name}.svg`, '/'])
    expect((await coverResponse(origin, path)).status, path).toBe(404);
  expect(asked).toHaveLength(before);
  for (const kind of ['jpg', 'webp'])
    expect((await coverResponse(origin, `/covers/${name}.${kind}`)).status, kind).toBe(404);
  expect((await coverResponse(null, `/covers/${name}.png`)).status).toBe(404);
  expect((await coverResponse('http://127.0.0.1:9', `/covers/${name}.png`)).status).toBe(404);
});
