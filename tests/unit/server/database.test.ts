import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrations } from '../../../main/server/data/migrations.ts';
import { type OpenDatabase, openDatabase } from '../../../main/server/data/open.ts';

let folder = '';
const opened: OpenDatabase[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anchor-data-'));
});
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(file = join(folder, 'deep', 'server.db')): Promise<OpenDatabase> {
  const database = await openDatabase(file);
  if (!database.ok) throw new Error(database.error.message);
  opened.push(database.value);
  return database.value;
}

const count = async (database: OpenDatabase) =>
  (await database.read<{ n: number }>('SELECT count(*) AS n FROM followers'))[0]?.n;
const follow = 'INSERT INTO followers VALUES (?, ?, ?)';

test('what was written is there after opening again; values come back as they went', async () => {
  const first = await open();
  await first.write('CREATE TABLE kinds (a, b, c, d)');
  await first.write(
    'INSERT INTO kinds VALUES (?, ?, ?, ?)',
    '文字 <b>',
    1.5,
    null,
    new Uint8Array([1, 0, 255]),
  );
  await first.write('INSERT INTO kinds (c) VALUES (?)', null);
  await first.close();
  const again = await open();
  const [row] = await again.read<Record<string, unknown>>('SELECT * FROM kinds');
  expect(row).toMatchObject({ a: '文字 <b>', b: 1.5, c: null });
  expect([...new Uint8Array(row?.d as ArrayBuffer)]).toEqual([1, 0, 255]);
  expect(again.setAside).toBe(null);
});

test('hundreds of writes at once share a few commits, in their order, and reads see them', async () => {
  const database = await open();
  const before = database.figures().commits;
  const writes = Array.from({ length: 400 }, (_, i) => database.write(follow, 'o', `u${i}`, i));
  const seen = count(database);
  const later = database.write('DELETE FROM followers');
  await Promise.all([...writes, later]);
  expect(await seen).toBe(400);
  expect(await count(database)).toBe(0);
  expect(database.figures().commits - before).toBeLessThan(6);
});

test('one that fails takes only itself back; all or none holds', async () => {
  const database = await open();
  const results = await Promise.allSettled([
    database.write(follow, 'o', 'a', 1),
    database.write(follow, 'o', 'a', 2),
    database.write('no such thing'),
    database.writeAll([
      { sql: follow, args: ['o', 'b', 1] },
      { sql: follow, args: ['o', 'a', 1] },
    ]),
    database.write(follow, 'o', 'c', 1),
    database.read('SELECT * FROM nowhere'),
  ]);
  expect(results.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled', 'rejected'],
  ]);
  expect(await database.read('SELECT user_id, since_ms FROM followers ORDER BY user_id')).toEqual([
    { user_id: 'a', since_ms: 1 },
    { user_id: 'c', since_ms: 1 },
  ]);
});

test('closing waits for what was asked; afterwards nothing is taken', async () => {
  const database = await open();
  const write = database.write(follow, 'o', 'a', 1);
  await database.close();
  await write;
  await expect(database.write(follow, 'o', 'b', 1)).rejects.toThrow('closed');
  expect(await count(await open())).toBe(1);
});

test.each([
  ['noise', Buffer.from('this is no database at all, whatever its name says. '.repeat(40))],
  ['a torn page', null],
])('a damaged file (%s) is put aside, never overwritten', async (_, bytes) => {
  const file = join(folder, 'server.db');
  const first = await open(file);
  for (let i = 0; i < 500; i++) void first.write(follow, 'owner', `user-${i}`.repeat(10), i);
  await first.close();
  if (bytes) writeFileSync(file, bytes);
  else {
    const { openSync, writeSync, closeSync } = await import('node:fs');
    const handle = openSync(file, 'r+');
    for (let page = 2; page < 40; page++)
      writeSync(handle, Buffer.alloc(900, 0xa5), 0, 900, page * 4096);
    closeSync(handle);
  }
  const again = await open(file);
  expect(again.setAside).toContain('server.db.damaged-');
  expect(existsSync(again.setAside ?? '')).toBe(true);
  expect(await count(again)).toBe(0);
  expect(readdirSync(folder).filter((name) => name.includes('damaged')).length).toBeGreaterThan(0);
});

test('a file of a newer version is left alone and named', async () => {
  const file = join(folder, 'server.db');
  await (await open(file)).close();
  const raw = new Libsql(file);
  raw.exec(`PRAGMA user_version = ${migrations.length + 7}`);
  raw.exec('PRAGMA journal_mode = DELETE');
  raw.close();
  expect(await openDatabase(file)).toMatchObject({
    ok: false,
    error: { code: 'DATA_VERSION', detail: { file, version: migrations.length + 7 } },
  });
});

test('a folder that cannot be made is named', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect(await openDatabase(join(folder, 'file', 'server.db'))).toMatchObject({
    ok: false,
    error: { code: 'PATH_UNWRITABLE' },
  });
});
