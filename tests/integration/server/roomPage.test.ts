import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChatSend, Order } from '../../../common/chat/message.ts';
import type { ChatService } from '../../../common/chat/service.ts';
import { ok } from '../../../common/result.ts';
import { openChatClient } from '../../support/chatPlace.ts';
import { launchViewer } from '../../support/viewer.ts';
import { call } from './apiClient.ts';
import {
  buildServer,
  processSecrets,
  type ServerProcess,
  startServerProcess,
} from './serverProcess.ts';
import { cleanUp, publish, type Run, tempFolder, until } from './support.ts';

const EVIL = '<img src=x onerror="hacked=1"><script>hacked=2</script>';
/** The same, as short as a title and a name are. */
const EVIL_NAME = '<img src=x onerror="hacked=3">';
const ROOM = 'evening';
const OWN_TEXT: Extract<ChatSend, { kind: 'text' }> = {
  ...{ kind: 'text', text: '', danmaku: false, question: false, replyTo: null },
};

let browser: Browser;
let dist: string;
let dataFolder: string;
let server: ServerProcess;
let ports = { rtmpPort: 0, httpPort: 0 };
let token = '';
let pushUrl = '';
let pusher: Run;
const chats: ChatService[] = [];

const base = () => `http://127.0.0.1:${ports.httpPort}`;

async function start(): Promise<void> {
  server = startServerProcess(dist, { ...ports, dataFolder, streamName: 'studio' });
  const { rtmpPort, httpPort } = await server.event('started');
  ports = { rtmpPort, httpPort };
  const body = { ownerSecret: processSecrets.ownerSecret, name: EVIL_NAME };
  token = (await call(httpPort, '/api/login', { body })).json.token;
}

async function push(): Promise<void> {
  pusher = publish(pushUrl, { seconds: 120, kbps: 200 });
  await until('the room is live', async () => (await mine()).live);
}

const mine = async () => (await call(ports.httpPort, `/api/rooms/${ROOM}`, { token })).json;

beforeAll(async () => {
  [browser, dist, dataFolder] = await Promise.all([launchViewer(), buildServer(), tempFolder()]);
  await start();
  const info = { title: EVIL_NAME, category: 'music', notice: `Notice ${EVIL}` };
  const made = await call(ports.httpPort, '/api/rooms', { token, body: { roomId: ROOM, info } });
  expect(made.json, JSON.stringify(made.json)).toHaveProperty('pushUrl');
  pushUrl = made.json.pushUrl;
  await push();
});

afterAll(async () => {
  for (const chat of chats) await chat.close();
  await browser?.close();
  if (server?.child.exitCode === null) server.child.kill('SIGKILL');
  await cleanUp();
});

/** The host in the chat, with a program of their own. */
async function host(): Promise<ChatService> {
  const url = `ws://127.0.0.1:${ports.httpPort}/chat`;
  const { service } = openChatClient(url, 'host', { token: async () => ok(token) });
  chats.push(service);
  const joined = await service.join(ROOM);
  if (!joined.ok) throw new Error(joined.error.message);
  return service;
}

async function say(chat: ChatService, text: string, more: Partial<typeof OWN_TEXT> = {}) {
  const sent = await chat.send({ ...OWN_TEXT, text, ...more });
  if (!sent.ok) throw new Error(sent.error.message);
  return sent.value;
}

/** A browser of somebody who was never here. */
async function visit(path: string) {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) problems.push(message.text());
  });
  await page.goto(new URL(path, base()).href);
  return { context, page, problems };
}

/** What the server has taken: a line of one's own stands there before that, and may be refused. */
const lines = (page: Page) => page.locator('#lines > li:not(.pending, .failed)').allInnerTexts();
const has = (page: Page, text: string) =>
  until(`"${text}" in the chat`, async () => (await lines(page)).some((it) => it.includes(text)));
const inChat = (page: Page) => until('the chat', () => page.locator('#say').isEnabled());
const plays = (page: Page) =>
  until('the picture', () =>
    page.evaluate(() => (document.querySelector('video')?.currentTime ?? 0) > 0.2),
  );
const shows = (page: Page, selector: string, text: string) =>
  until(`${selector} says "${text}"`, async () =>
    (await page.locator(selector).innerText()).includes(text),
  );

async function speakAs(page: Page, name: string, text: string): Promise<void> {
  await inChat(page);
  await page.fill('#say', text);
  await page.press('#say', 'Enter');
  await page.fill('#name', name);
  await page.press('#name', 'Enter');
}

test('from the list into the room: what people write is text everywhere, and nothing else', async () => {
  const { context, page, problems } = await visit('/');
  const card = page.locator('.room-card').first();
  expect(await card.innerText()).toContain(EVIL_NAME);
  await card.click();
  await inChat(page);
  await plays(page);
  await shows(page, '#room-title', EVIL_NAME);
  await shows(page, '#notice-text', EVIL);

  const chat = await host();
  const said = await say(chat, EVIL, { danmaku: true });
  await has(page, EVIL);
  await chat.order({ order: 'pin', id: said.id } satisfies Order);
  await shows(page, '#pinned-text', EVIL);
  await until('it flies', async () => (await page.locator('#danmaku .flyer').count()) > 0);
  expect(await page.locator('#danmaku .flyer').first().innerText()).toBe(EVIL);

  // The answer to it, under a name that is markup as well.
  await page.locator('#lines .reply').first().click();
  await speakAs(page, '<b>Eve</b>', `Answer ${EVIL}`);
  await has(page, 'Answer <img');
  const own = page.locator('#lines .own');
  expect(await own.locator('.who').innerText()).toBe('<b>Eve</b>');
  await page.click('#gift');
  for (const _ of [1, 2]) await page.locator('#gifts button').first().click();
  await until('a combo of two', async () =>
    (await page.locator('#lines .gift').allInnerTexts()).some((it) => /<\/b> sends .*×2/.test(it)),
  );
  const found = await page.evaluate(() => ({
    inWords: document.querySelectorAll('#room :is(img, script, b, i), #danmaku > * > *').length,
    hacked: (window as unknown as { hacked?: number }).hacked,
  }));
  expect(found).toEqual({ inWords: 0, hacked: undefined });
  expect(problems).toEqual([]);
  await chat.close();
  await context.close();
});

test('a thousand messages leave three hundred lines, the newest in sight', async () => {
  const { context, page } = await visit(`/room/${ROOM}`);
  await inChat(page);
  let sent = 0;
  // A connection takes so many at once; the next one as many again.
  while (sent < 1_000) {
    const chat = await host();
    const some = Array.from({ length: Math.min(50, 1_000 - sent) }, (_, at) => sent + at);
    await Promise.all(some.map((at) => say(chat, `line ${at}.`)));
    sent += some.length;
    await chat.close();
  }
  await has(page, 'line 999.');
  expect(await page.locator('#lines > li').count()).toBeLessThanOrEqual(300);
  expect(await page.locator('#lines > li').count()).toBeGreaterThan(250);
  const last = page.locator('#lines > li', { hasText: 'line 999.' });
  await until('it is in sight', () =>
    last.evaluate((line) => {
      const { bottom } = line.getBoundingClientRect();
      return bottom <= (line.parentElement as HTMLElement).getBoundingClientRect().bottom + 1;
    }),
  );
  await context.close();
});

test('the page comes back to the chat of a server that died, and has missed nothing', async () => {
  const { context, page, problems } = await visit(`/room/${ROOM}`);
  await inChat(page);
  await speakAs(page, 'Ana', 'from before');
  await has(page, 'from before');
  // Away for longer than the server is, so that something is said meanwhile.
  await context.setOffline(true);
  server.child.kill('SIGKILL');
  await server.ended;
  await pusher.stop();
  await shows(page, '#chat-state', 'interrupted');
  expect(await page.locator('#say').isEnabled()).toBe(false);
  await start();
  await push();
  const chat = await host();
  for (const at of [1, 2, 3]) await say(chat, `while away ${at}`);
  await context.setOffline(false);
  await inChat(page);
  await has(page, 'while away 3');
  const said = await lines(page);
  for (const text of ['from before', 'while away 1', 'while away 2', 'while away 3'])
    expect(
      said.filter((it) => it.includes(text)),
      text,
    ).toHaveLength(1);
  await page.fill('#say', 'here again');
  await page.press('#say', 'Enter');
  await has(page, 'here again');
  // Still the same person.
  expect(await page.locator('#name-form').isVisible()).toBe(false);
  expect(await page.locator('#lines .own .who').allInnerTexts()).toEqual(['Ana', 'Ana']);
  await plays(page);
  expect(problems).toEqual([]);
  await chat.close();
  await context.close();
});

test('who is muted is told for how long; what is deleted is quoted nowhere', async () => {
  const { context, page, problems } = await visit(`/room/${ROOM}`);
  await speakAs(page, 'Loud', 'something loud');
  await has(page, 'something loud');
  const chat = await host();
  const { id } = await say(chat, 'a secret of mine');
  await has(page, 'a secret');
  await say(chat, 'an answer', { replyTo: id });
  await until('the quote', async () =>
    (await page.locator('#lines .quote').allInnerTexts()).some((it) => it.includes('a secret')),
  );
  await page.locator('#lines > li', { hasText: 'a secret' }).first().locator('.reply').click();
  await chat.order({ order: 'delete', id });
  await until('it is gone', async () => !(await page.content()).includes('a secret'));
  expect(await page.locator('#reply-bar').isVisible()).toBe(false);
  await has(page, 'an answer');

  const { userId } = await page.evaluate(
    () => JSON.parse(localStorage.getItem('anchor-studio:guest') ?? '{}') as { userId: string },
  );
  await chat.order({ order: 'mute', userId, seconds: 600 });
  await has(page, 'You are muted for 10 minutes.');
  await page.fill('#say', 'may I?');
  await page.press('#say', 'Enter');
  await shows(page, '#lines .failed', 'You are muted here for another 10 minutes.');
  await chat.order({ order: 'unmute', userId });
  await has(page, 'You may talk again.');
  // Who comes now sees nothing of it, either.
  const later = await visit(`/room/${ROOM}`);
  await has(later.page, 'an answer');
  expect(await later.page.locator('#lines').innerText()).not.toContain('a secret');
  expect(await later.page.locator('#lines .quote', { hasText: 'Host:' }).count()).toBe(0);
  expect(problems).toEqual([]);
  await chat.close();
  for (const it of [context, later.context]) await it.close();
});

test('who is put out sees and hears no more, and may come back unless banned', async () => {
  const { context, page, problems } = await visit(`/room/${ROOM}`);
  await speakAs(page, 'Rude', 'something rude');
  await has(page, 'something rude');
  await plays(page);
  const chat = await host();
  const { userId } = await page.evaluate(
    () => JSON.parse(localStorage.getItem('anchor-studio:guest') ?? '{}') as { userId: string },
  );
  const media = () => page.evaluate(() => document.querySelector('video')?.readyState);
  await chat.order({ order: 'kick', userId });
  await shows(page, '#card', 'You were put out of this room');
  expect(await media()).toBe(0);
  await page.click('#retry');
  await inChat(page);
  await plays(page);
  await chat.order({ order: 'ban', userId });
  await shows(page, '#card', 'You may not watch this room any more');
  expect(await media()).toBe(0);
  // Nor after loading the page again.
  await page.reload();
  await shows(page, '#card', 'You may not watch this room any more');
  expect(await page.locator('#chat-again').isVisible()).toBe(false);
  expect(await media()).toBe(0);
  expect(problems).toEqual([]);
  await chat.order({ order: 'unban', userId });
  await chat.close();
  await context.close();
});

test('a private room is not there without its invite, and opens with it', async () => {
  await call(ports.httpPort, `/api/rooms/${ROOM}`, {
    ...{ method: 'PATCH', token, body: { visibility: 'private' } },
  });
  const room = new URL((await mine()).inviteUrl);
  const [list, without, withIt] = await Promise.all([
    visit('/'),
    visit(room.pathname),
    visit(room.pathname + room.search),
  ]);
  await Promise.all([
    shows(list.page, '#list-empty', 'Nobody is live'),
    shows(without.page, '#chat-state', 'closed'),
    inChat(withIt.page),
    plays(withIt.page),
  ]);
  expect(await without.page.locator('#room-title').innerText()).toBe('');
  expect(await without.page.evaluate(() => document.querySelector('video')?.readyState)).toBe(0);
  for (const { context } of [list, without, withIt]) await context.close();
  await call(ports.httpPort, `/api/rooms/${ROOM}`, {
    ...{ method: 'PATCH', token, body: { visibility: 'public' } },
  });
});

test('while shared, a link without the right play token says so', async () => {
  server.send({ type: 'share', shared: true });
  await server.event('shared');
  const without = async (path: string, ...said: (readonly [selector: string, text: string])[]) => {
    const { context, page } = await visit(path);
    for (const [selector, text] of said) await shows(page, selector, text);
    await context.close();
  };
  const inRoom = [
    ['#card', 'This link is not complete'],
    ['#chat-state', 'The link is not complete'],
  ] as const;
  const withIt = async () => {
    const { context, page } = await visit(`/?token=${processSecrets.playToken}`);
    await page.locator('.room-card').first().click();
    await inChat(page);
    await plays(page);
    await context.close();
  };
  await Promise.all([
    without('/', ['#list-empty', 'This link is not complete']),
    without(`/room/${ROOM}`, ...inRoom),
    without(`/room/${ROOM}?token=wrong-token-0123456789`, ...inRoom),
    withIt(),
  ]);
});
