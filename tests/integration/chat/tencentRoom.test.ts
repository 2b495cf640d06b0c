import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InviteSignal } from '../../../common/chat/service.ts';
import { openTencentChat } from '../../support/tencentChat/inNode.ts';
import { startSdkChild } from '../../support/tencentChat/sdkChild.ts';
import { type StandIn, startStandIn } from '../../support/tencentChat/standIn.ts';
import { type ChatClient, enter, text, value } from './contract.ts';

let standIn: StandIn;
const opened: ChatClient[] = [];
beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(async () => {
  for (const { service } of opened) await service.close();
  await standIn?.close();
});

const meet = async (roomId: string, people: number) => {
  const guests = [];
  for (let index = 0; index < people; index++) {
    const userId = `${roomId}-p${index}`;
    const service = await openTencentChat(standIn.url, userId, index === 0);
    const client = { userId, service, cut: () => standIn.cut(userId) };
    opened.push(client);
    guests.push(await enter(client, roomId));
  }
  return guests;
};
const custom = (data: object) => ({
  MsgType: 'TIMCustomElem',
  MsgContent: { Data: JSON.stringify(data), Desc: '', Ext: '' },
});
const textElem = (Text: string) => ({ MsgType: 'TIMTextElem', MsgContent: { Text } });

test('what other clients of the service say is understood', async () => {
  const [owner] = await meet('foreign', 1);
  const command = (cmd: string, msg: string) =>
    custom({ cmd: 'CustomCmdMsg', data: { cmd, userName: 'old', userAvatar: '', msg } });
  const label = custom({ cmd: 'CustomTextMsg', data: { nickName: 'Lily', headPic: '' } });
  standIn.inject('foreign', 'lily', [label, textElem('from LiveRoom')]);
  standIn.inject('foreign', 'old', [command('5', 'flies')]);
  standIn.inject('foreign', 'old', [command('4', '')]);
  standIn.inject('foreign', 'plain', [textElem('plain')]);
  const forged = { businessID: 'anchor-studio', kind: 'order', id: 'x1', name: '' };
  const order = { order: 'kick', userId: 'foreign-p0' };
  standIn.inject('foreign', 'villain', [custom({ ...forged, order })]);
  standIn.inject('foreign', 'villain', [custom({ cmd: 'CustomCmdMsg', data: null })]);
  standIn.inject('foreign', 'plain', [textElem('the last')]);
  await expect.poll(() => owner?.heard.texts()).toContain('the last');
  const said = owner?.heard.items.map((it) =>
    it.kind === 'text' ? [it.from.userId, it.from.name, it.text, it.danmaku] : it,
  );
  expect(said).toEqual([
    ['lily', 'Lily', 'from LiveRoom', false],
    ['old', 'old', 'flies', true],
    ['plain', 'plain', 'plain', false],
    ['plain', 'plain', 'the last', false],
  ]);
  expect(owner?.heard.likes()).toBe(1);
});

test('a flood is paced, so that the room drops nothing and an order is not late', async () => {
  const [owner, viewer] = await meet('flood', 2);
  const answers = Array.from({ length: 60 }, (_, index) => owner?.service.send(text(`${index}`)));
  // One that asks the service for nothing first: how long that takes is not the pace.
  const order = owner?.service.order({ order: 'kick', userId: 'nobody-here' });
  for (const answer of [...answers, order]) expect(await answer).toMatchObject({ ok: true });
  await expect.poll(() => viewer?.heard.texts().length).toBe(60);
  const at = viewer?.heard.items.findIndex((it) => it.kind === 'order') ?? -1;
  expect(at).toBeGreaterThan(-1);
  expect(at).toBeLessThan(30);
  expect(standIn.dropped()).toBe(0);
});

test('a line that breaks comes back, and a second login ends the first', async () => {
  const [owner, viewer] = await meet('lines', 2);
  standIn.cut('lines-p1');
  const states = () => viewer?.heard.connections.map((it) => it.state) ?? [];
  await expect.poll(states).toContain('reconnecting');
  await expect.poll(() => states().at(-1)).toBe('connected');
  if (owner) value(await owner.service.send(text('welcome back')));
  await expect.poll(() => viewer?.heard.texts()).toContain('welcome back');
  standIn.kickOut('lines-p1');
  await expect.poll(() => states().at(-1)).toBe('ended');
  expect(viewer?.heard.connections.at(-1)).toMatchObject({ why: 'elsewhere' });
});

test('an invitation of another client is passed on, and what became of it', async () => {
  const [owner] = await meet('invited', 1);
  const phone = await startSdkChild(standIn.url, 'phone');
  try {
    await phone.do('login');
    const data = JSON.stringify({ cmd: 'link_req' });
    const signals = () =>
      (owner?.heard.events ?? []).flatMap((it) =>
        it.type === 'direct' ? [{ from: it.from, ...(it.data as InviteSignal) }] : [],
      );
    await phone.do('invite', 'invited-p0', data);
    await expect.poll(() => signals().length).toBe(1);
    const inviteId = signals()[0]?.inviteId ?? '';
    expect(signals()[0]).toEqual({ from: 'phone', signal: 'invited', inviteId, data });
    await phone.do('cancel', inviteId);
    await expect
      .poll(() => signals().at(-1))
      .toMatchObject({ from: 'phone', signal: 'cancelled', inviteId });
    expect(signals()).toHaveLength(2);
  } finally {
    await phone.close();
  }
});
