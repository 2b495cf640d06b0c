import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../main/server/data/open.ts';
import { openChatClient } from '../../support/chatPlace.ts';
import { makeChatProgram } from '../../support/chatProgram.mjs';
import { enter, text, value } from './contract.ts';

let program: { folder: string; script: string };
let folder: string;
beforeAll(async () => {
  program = await makeChatProgram();
  folder = await mkdtemp(join(tmpdir(), 'anchor-chat-'));
});
afterAll(async () => {
  for (const it of [program.folder, folder]) await rm(it, { recursive: true, force: true });
});

async function start(port = 0) {
  const options = { file: join(folder, 'data.db'), rooms: [['room', 'owner']], port };
  const child = fork(program.script, [JSON.stringify(options)]);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const bound = await new Promise<number>((resolve) =>
    child.on('message', (message) => {
      const { port: told } = message as { port?: number };
      if (told) resolve(told);
    }),
  );
  return {
    url: `ws://127.0.0.1:${bound}/chat`,
    port: bound,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

test('what was acknowledged outlives kill -9, and who was there goes on without a hole', async () => {
  let server = await start();
  const owner = await enter({ userId: 'owner', ...openChatClient(server.url, 'owner') }, 'room');
  const viewer = await enter({ userId: 'v', ...openChatClient(server.url, 'v') }, 'room');
  try {
    value(await owner.service.order({ order: 'slowMode', seconds: 3 }));
    value(await owner.service.order({ order: 'bannedWords', words: ['badword'] }));
    value(await owner.service.order({ order: 'mute', userId: 'loud', seconds: 600 }));
    const answered: string[] = [];
    const said: string[] = [];
    // Said as fast as it is answered, and killed in the middle of it.
    const talk = Array.from({ length: 40 }, async (_, index) => {
      said.push(`t${index}`);
      const answer = await owner.service.send(text(`t${index}`));
      if (answer.ok) answered.push(`t${index}`);
    });
    const rose = { kind: 'gift', giftId: 'rose', count: 3, comboId: 'c' } as const;
    const given = Array.from({ length: 8 }, () => viewer.service.send(rose));
    while (answered.length < 10) await new Promise((resolve) => setTimeout(resolve, 2));
    await server.kill();
    server = await start(server.port);
    await Promise.all([...talk, ...given]);
    // Those that had no answer were sent again, with the same ids.
    expect(answered.length).toBe(40);
    const last = value(await owner.service.send(text('last')));
    const end = Date.now() + 60_000;
    while (!viewer.heard.texts().includes('last') && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(viewer.heard.texts()).toEqual([...said, 'last']);
    expect(viewer.heard.items.map((it) => it.seq)).toEqual(
      Array.from({ length: last.seq }, (_, index) => index + 1),
    );
    const late = await enter({ userId: 'late', ...openChatClient(server.url, 'late') }, 'room');
    expect(late.heard.texts()).toEqual([...said, 'last']);
    expect(late.heard.joined.rules).toMatchObject({ slowModeSeconds: 3 });
    expect(await late.service.send(text('a bad word'))).toMatchObject({
      error: { code: 'WORD_BANNED' },
    });
    const loud = await enter({ userId: 'loud', ...openChatClient(server.url, 'loud') }, 'room');
    expect(await loud.service.send(text('HELLO'))).toMatchObject({ error: { code: 'MUTED' } });
    for (const { service } of [late, loud]) await service.close();
  } finally {
    await owner.service.close();
    await viewer.service.close();
    await server.kill();
  }
  // The sums of a giver are those of the gifts, whenever it was killed.
  const opened = value(await openDatabase(join(folder, 'data.db')));
  const [sums] = await opened.read(
    `select (select sum(json_extract(json, '$.count')) from chat_items where
      json_extract(json, '$.kind') = 'gift') as said, gifts, points from chat_givers`,
  );
  await opened.close();
  const { said } = sums as { said: number };
  expect(said).toBeGreaterThan(0);
  expect(sums).toEqual({ said, gifts: said, points: said * 10 });
});
