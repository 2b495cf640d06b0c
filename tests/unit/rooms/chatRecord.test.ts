import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ChatItem } from '../../../common/chat/message.ts';
import { ChatRecord } from '../../../main/rooms/chatRecord.ts';
import { order, text, texts } from './chatItems.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-record-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function seqsOf(record: ChatRecord): Promise<number[]> {
  const items: ChatItem[] = [];
  for await (const item of record.items()) items.push(item);
  return items.map(({ seq }) => seq);
}

it('holds all of a show that says more than is kept in memory, but nothing that was deleted', async () => {
  const file = join(folder, 'new', 'chat.ndjson');
  const record = new ChatRecord(file);
  record.begin();
  for (let from = 1; from <= 10_000; from += 100) record.add(texts(from, 100));
  const replyTo = { id: 'm7', name: 'Ann', text: 'words 7' };
  record.add([
    text(10_001, 'line\nbreak', { replyTo }),
    order(10_002, { order: 'delete', id: 'm7' }),
  ]);
  expect(record.isWhole).toBe(true);
  const seqs = Array.from({ length: 10_002 }, (_, index) => index + 1);
  const found: ChatItem[] = [];
  for await (const item of record.items()) found.push(item);
  expect(JSON.stringify(found)).not.toContain('words 7"');
  expect(await seqsOf(record)).toEqual(seqs.filter((seq) => seq !== 7));
  // It goes on, and is read again.
  record.add([text(10_003)]);
  expect((await seqsOf(record)).at(-1)).toBe(10_003);
  record.begin();
  record.add([text(1)]);
  expect(await seqsOf(record)).toEqual([1]);
  record.stop();
  expect(existsSync(file)).toBe(false);
});

it('says when it is not whole: too large, nowhere to write, no show yet', async () => {
  const small = new ChatRecord(join(folder, 'small'), 1_000);
  expect(small.isWhole).toBe(false);
  small.begin();
  small.add(texts(1, 2));
  expect(small.isWhole).toBe(true);
  small.add(texts(3, 100));
  expect(small.isWhole).toBe(false);
  small.stop();
  const nowhere = new ChatRecord('/dev/null/chat');
  nowhere.begin();
  nowhere.add(texts(1, 1));
  expect(nowhere.isWhole).toBe(false);
  const none = new ChatRecord(null);
  none.begin();
  none.add(texts(1, 1));
  expect(none.isWhole).toBe(false);
});
