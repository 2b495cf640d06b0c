import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PeerSignal } from '../../../common/cohost/signal.ts';
import type { CohostEvent } from '../../../common/cohost/stage.ts';
import { defaultShow } from '../../../common/show/defaults.ts';
import { stateOfShow } from '../../../common/show/slices.ts';
import type { CohostHarness } from '../../support/cohostPage/page.ts';
import { until } from '../../support/nginxRtmp.ts';
import { showNames } from '../../support/showNames.ts';
import { openCohostPage, type PageOf } from '../../support/stagePage.ts';

const PATIENCE_MS = 60_000;
const ID = 'room:a';

/** The other studio of a PK, in the same page: it offers, and does what no studio does. */
type Hostile = {
  /** One connection for each id, all with the same offer. */
  offer(ids: readonly string[], pictures: number): Promise<void>;
  take(signal: PeerSignal): Promise<void>;
  /** Says the same until the other end closes the channel; how often, or -1. */
  shout(): Promise<number>;
};
declare const hostile: Hostile;
declare const harness: CohostHarness;

let page: PageOf<CohostHarness>;
const answered: string[] = [];

beforeAll(async () => {
  page = await openCohostPage(false);
  await page.page.exposeFunction('fromStage', async (event: CohostEvent) => {
    if (event.type !== 'signal') return;
    if (event.signal.type === 'answer') answered.push(event.signal.connection);
    await page.page.evaluate((signal) => hostile.take(signal), event.signal);
  });
  await page.page.evaluate((id) => {
    const toStage = (signal: PeerSignal) =>
      harness.order({ type: 'cohost', order: { type: 'signal', id, signal } });
    let rtc = new RTCPeerConnection();
    let channel: RTCDataChannel;
    const hostile: Hostile = {
      async offer(ids, pictures) {
        rtc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
        channel = rtc.createDataChannel('tally');
        rtc.addTransceiver('audio', { direction: 'recvonly' });
        for (let count = 0; count < pictures; count++)
          rtc.addTransceiver('video', { direction: 'recvonly' });
        rtc.onicecandidate = ({ candidate }) => {
          if (!candidate?.candidate) return;
          const { candidate: text, sdpMid: mid } = candidate;
          for (const connection of ids)
            toStage({ type: 'candidate', connection, candidate: text, mid });
        };
        await rtc.setLocalDescription();
        for (const connection of ids)
          toStage({ type: 'offer', connection, sdp: rtc.localDescription?.sdp ?? '' });
      },
      async take(signal) {
        const { sdp = '', candidate = null, mid = null } = { ...signal } as Record<string, string>;
        if (signal.type === 'answer')
          await rtc.setRemoteDescription({ type: 'answer', sdp }).catch(() => undefined);
        if (signal.type === 'candidate' && candidate)
          await rtc.addIceCandidate({ candidate, sdpMid: mid }).catch(() => undefined);
      },
      async shout() {
        for (let count = 0; count < 20_000; count++) {
          if (channel.readyState === 'closing' || channel.readyState === 'closed') return count;
          if (channel.readyState === 'open') channel.send('{"ownArea":null}');
          if (count % 200 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return -1;
      },
    };
    Object.assign(globalThis, { hostile });
  }, ID);
  await page.call('start', stateOfShow(defaultShow(showNames, 320, 180, 30)));
  const other = { id: ID, name: 'A', seat: 9, micOff: false, cameraOff: false, offers: false };
  const order = { type: 'people', people: [other], iceServers: [], ownArea: null } as const;
  await page.call('order', { type: 'cohost', order });
});
afterAll(() => page?.close());

const offer = (ids: readonly string[], pictures: number) =>
  page.page.evaluate(([of, count]) => hostile.offer(of, count), [ids, pictures] as const);

it('encodes the programme once for another studio, however much it asks for', async () => {
  await offer(['many'], 24);
  await offer(['one'], 1);
  await until(() => answered.length > 0, 'an answer', PATIENCE_MS);
  // Nor does it listen for ever to who says the same without end.
  expect(await page.page.evaluate(() => hostile.shout())).toBeGreaterThan(0);
  expect(answered).toEqual(['one']);
  // Nor does it make a connection for every offer.
  await offer(
    Array.from({ length: 100 }, (_, at) => `flood-${at}`),
    1,
  );
  await until(() => answered.length > 1, 'an answer to a flood', PATIENCE_MS);
  expect(answered.length).toBeLessThan(50);
  expect(await page.call('failures')).toEqual([]);
});
