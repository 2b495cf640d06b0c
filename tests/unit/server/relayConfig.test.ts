import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRelays } from '../../../main/server/relay/config.ts';

const key = 'key-that-nobody-may-see';

test('relays are read from JSON or from a file of it', async () => {
  const text = JSON.stringify([
    { stream: 'live', to: [`rtmp://a.example/app/${key}`, `rtmps://b.example/app/${key}?x=1`] },
    { stream: 'other', to: ['rtmp://c.example:1936/app/k'] },
  ]);
  const read = await readRelays(text);
  expect(read).toMatchObject({
    ok: true,
    value: [
      { id: '1', stream: 'live' },
      { id: '2', stream: 'live' },
      { id: '3', stream: 'other', url: 'rtmp://c.example:1936/app/k' },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'relay-'));
  const file = join(folder, 'relays.json');
  await writeFile(file, text);
  expect(await readRelays(file)).toEqual(read);
  await writeFile(file, ' '.repeat(65 * 1024));
  expect(await readRelays(file)).toMatchObject({ error: { code: 'INPUT_INVALID' } });
  await rm(folder, { recursive: true });
});

test.each([
  ['[', 'INPUT_INVALID', 'not JSON'],
  ['[{"stream": "../x", "to": ["rtmp://a/b/c"]}]', 'INPUT_INVALID', '"0.stream"'],
  [`[{"stream": "live", "to": "rtmp://a/b/${key}"}]`, 'INPUT_INVALID', '"0.to"'],
  [`[{"stream": "live", "to": ["http://a/b/${key}"]}]`, 'URL_INVALID', 'http://a/b/***'],
  [`[{"stream": "live", "too": ["rtmp://a/b/${key}"]}]`, 'INPUT_INVALID', 'wrong at'],
  [JSON.stringify([{ stream: 'live', to: Array(33).fill('rtmp://a/b/c') }]), 'INPUT_INVALID', '33'],
  ['/nonexistent/relays.json', 'FILE_MISSING', 'ENOENT'],
])('%s is refused as %s', async (text, code, words) => {
  const read = await readRelays(text);
  expect(read).toMatchObject({ ok: false, error: { code } });
  if (read.ok) return;
  expect(read.error.message).toContain(words);
  expect(read.error.message).not.toContain(key);
});
