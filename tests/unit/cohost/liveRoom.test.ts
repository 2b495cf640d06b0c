import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isFresh, readSignal, SIGNAL_FRESH_MS } from '../../../common/cohost/liveRoom.ts';

const nowMs = 1_800_000_000_000;
const request = {
  cmd: 'linkmic',
  data: {
    ...{ type: 'request', roomID: 'room1', userID: 'u1', userName: '小明', userAvatar: '' },
    ...{ reason: '想和你连麦', timestamp: nowMs },
  },
};

it('reads what the apps send, as an object, as text, and with its data as text', () => {
  const read = readSignal(request);
  expect(read).toEqual(request);
  expect(readSignal(JSON.stringify(request))).toEqual(read);
  expect(readSignal({ ...request, data: JSON.stringify(request.data) })).toEqual(read);
  const stop = { type: 'request', action: 'stop', roomID: 'r', userID: 'u', timestamp: 1 };
  expect(readSignal({ cmd: 'pk', data: stop })?.cmd).toBe('pk');
  expect(readSignal({ cmd: 'notifyPusherChange', data: '' })?.cmd).toBe('notifyPusherChange');
});

it('drops what is older than 10 s by the server, in seconds or in milliseconds', () => {
  const at = (timestamp: number) =>
    readSignal({ ...request, data: { ...request.data, timestamp } }) ?? fail();
  expect(isFresh(at(nowMs - SIGNAL_FRESH_MS), nowMs)).toBe(true);
  expect(isFresh(at(nowMs - SIGNAL_FRESH_MS - 1), nowMs)).toBe(false);
  expect(isFresh(at(nowMs / 1_000 - 9), nowMs)).toBe(true);
  expect(isFresh(at(nowMs / 1_000 - 11), nowMs)).toBe(false);
  expect(isFresh(at(nowMs + 60_000), nowMs)).toBe(false);
  expect(isFresh(at(0), nowMs)).toBe(true);
});

it('takes nothing else for a signal, whatever comes', () => {
  expect(readSignal({ cmd: 'linkmic', data: { type: 'request', userID: '<b>' } })).toBeNull();
  expect(readSignal('{"cmd":"linkmic"')).toBeNull();
  fc.assert(
    fc.property(fc.anything(), (message) => {
      expect(() => readSignal(message)).not.toThrow();
    }),
  );
});

const fail = (): never => {
  throw new Error('not read');
};
