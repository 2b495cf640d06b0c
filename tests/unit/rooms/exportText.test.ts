import { expect, it } from 'vitest';
import type { ChatItem } from '../../../common/chat/message.ts';
import { csvOf, jsonOf } from '../../../main/rooms/exportText.ts';
import { noStats } from '../../../main/rooms/tally.ts';
import { gift, order, text, texts } from './chatItems.ts';

const summary = {
  ...{ roomId: 'r', title: '=HYPERLINK("x")', startedAtMs: 0, endedAtMs: 90_000 },
  stats: { ...noStats, messages: 2 },
  minutes: [{ minute: 0, online: 3, joins: 4, likes: 5, messages: 2, gifts: 1 }],
  topGivers: [{ name: '@ann', points: 5 }],
};
const chat = [
  text(1, '=1+1'),
  text(2, 'a, "b"\nc'),
  gift(3, 'rose', 2),
  order(4, { order: 'bannedWords', words: ['secret word'] }),
  { ...order(5, { order: 'mute', userId: 'bob', seconds: 600 }), name: 'Bob' } as ChatItem,
  { ...order(6, { order: 'pin', id: 'm2' }), name: 'Ann' } as ChatItem,
  { ...order(7, { order: 'delete', id: 'm1' }), name: '=Ann' } as ChatItem,
  text(8, 'no', { replyTo: { id: 'm2', name: 'Ann', text: 'a' } }),
];

async function whole(parts: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const part of parts) all += part;
  return all;
}

it('writes a table that no spreadsheet runs', async () => {
  const csv = await whole(csvOf({ summary, chat }));
  expect(csv.startsWith('\uFEFFroom,r\r\n')).toBe(true);
  expect(csv).toContain('title,"\'=HYPERLINK(""x"")"\r\n');
  expect(csv).toContain("giver,'@ann,5\r\n");
  expect(csv).toContain('0,3,4,5,2,1\r\n');
  expect(csv).toContain(",ann,Ann,text,'=1+1,m1,,\r\n");
  expect(csv).toContain('"a, ""b""\nc"');
  expect(csv).toContain('gift,rose ×2');
  expect(csv).toContain(',studio,studio,order mute,600 s,m5,bob,Bob\r\n');
  expect(csv).toContain(',studio,studio,order pin,,m6,m2,Ann\r\n');
  expect(csv).toContain(",studio,studio,order delete,,m7,m1,'=Ann\r\n");
  expect(csv).toContain(',ann,Ann,text,no,m8,m2,Ann\r\n');
  for (const cell of csv.split(/[,\n]/)) expect(cell).not.toMatch(/^"?[=+@-]/);
});

it('writes JSON that has everything but the banned words', async () => {
  const json = await whole(jsonOf({ summary, chat }));
  expect(JSON.parse(json)).toMatchObject({ version: 1, summary, chat: { length: 8 } });
  expect(json).not.toContain('secret word');
});

it('writes an empty and a long chat', async () => {
  expect(JSON.parse(await whole(jsonOf({ summary, chat: [] })))).toMatchObject({ chat: [] });
  const many = texts(1, 1_234);
  expect(JSON.parse(await whole(jsonOf({ summary, chat: many }))).chat).toEqual(many);
  expect((await whole(csvOf({ summary, chat: many }))).match(/,text,words/g)).toHaveLength(1_234);
});
