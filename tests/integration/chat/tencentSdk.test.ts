import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SdkChild, startSdkChild } from '../../support/tencentChat/sdkChild.ts';
import { type StandIn, startStandIn } from '../../support/tencentChat/standIn.ts';

let standIn: StandIn;
let anna: SdkChild;
let ben: SdkChild;
beforeAll(async () => {
  standIn = await startStandIn();
  [anna, ben] = await Promise.all([
    startSdkChild(standIn.url, 'anna'),
    startSdkChild(standIn.url, 'ben'),
  ]);
});
afterAll(async () => {
  await Promise.all([anna?.close(), ben?.close()]);
  await standIn?.close();
});

const custom = (data: unknown) => ({ data: JSON.stringify(data), description: '', extension: '' });

const changed = (key: string) => ({ updatedKeyList: [key], deletedKeyList: [] });

test('two processes on the unmodified SDK hear each other', async () => {
  await Promise.all([anna.do('login'), ben.do('login')]);
  await anna.do('create', 'room1');
  await anna.do('join', 'room1');
  await ben.do('join', 'room1');

  await anna.do('text', 'room1', 'hello 你好');
  await ben.hears({ from: 'anna', type: 'TIMTextElem', payload: { text: 'hello 你好' } });

  const gift = { cmd: 'CustomCmdMsg', data: { cmd: '4', userName: 'ben' } };
  await ben.do('custom', 'room1', JSON.stringify(gift));
  await anna.hears({ from: 'ben', conversation: 'GROUP', payload: custom(gift) });

  const ask = { cmd: 'pk', data: { type: 'request', action: 'start' } };
  await anna.do('direct', 'ben', JSON.stringify(ask));
  await ben.hears({ from: 'anna', conversation: 'C2C', payload: custom(ask) });

  await ben.do('invite', 'anna', JSON.stringify({ seat: 2 }));
  await anna.hears({ invitedBy: 'ben', data: JSON.stringify({ seat: 2 }) });

  await anna.do('setAttributes', 'room1', { seat: '2' });
  await ben.hears({
    attributes: { groupID: 'room1', groupAttributes: { seat: '2' }, ...changed('seat') },
  });
  expect(await ben.do('getAttributes', 'room1')).toMatchObject({ groupAttributes: { seat: '2' } });
});
