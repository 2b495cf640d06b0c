import { expect, it } from 'vitest';
import {
  newClient,
  OUTBOX_MOST,
  RESEND_MS,
  takeDue,
  withAnswered,
  withCommand,
  withNewConnection,
  withSnapshot,
} from '../../../common/sync/client.ts';
import { clockOffsetMs } from '../../../common/sync/clockOffset.ts';

type Snapshot = { readonly rev: number; readonly text: string };
const fresh = () => newClient<Snapshot, string>();

it('shows the newest snapshot, whatever order they come in', () => {
  let client = withSnapshot(fresh(), { rev: 2, text: 'new' });
  client = withSnapshot(client, { rev: 1, text: 'old' });
  client = withSnapshot(client, { rev: 2, text: 'twice' });
  expect(client.seen).toEqual({ rev: 2, text: 'new' });
});

it('sends a command again until it is answered, and at once over a new connection', () => {
  const asked = withCommand(fresh(), 'c1', 'go');
  const first = takeDue(asked, 100);
  expect(first.due.map(({ id }) => id)).toEqual(['c1']);
  expect(takeDue(first.client, 100 + RESEND_MS - 1).due).toEqual([]);
  expect(takeDue(first.client, 100 + RESEND_MS).due).toHaveLength(1);
  expect(takeDue(withNewConnection(first.client), 101).due).toHaveLength(1);
  expect(takeDue(withAnswered(first.client, 'c1'), 9_999).due).toEqual([]);
});

it('takes a command once, and no more than the outbox holds', () => {
  let client = withCommand(withCommand(fresh(), 'c0', 'go'), 'c0', 'go');
  expect(client.outbox).toHaveLength(1);
  for (let at = 1; at < OUTBOX_MOST + 5; at++) client = withCommand(client, `c${at}`, 'go');
  expect(client.outbox).toHaveLength(OUTBOX_MOST);
});

it('reads the clock from the sample with the shortest way', () => {
  expect(clockOffsetMs([])).toBeNull();
  expect(
    clockOffsetMs([
      { askedAtMs: 0, answeredAtMs: 400, serverMs: 5_000 },
      { askedAtMs: 1_000, answeredAtMs: 1_010, serverMs: 6_005 },
    ]),
  ).toBe(5_000);
});
