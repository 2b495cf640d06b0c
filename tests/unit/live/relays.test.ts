import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_RELAYS } from '../../../common/ipc/server.ts';
import { Relays, type RelayTarget } from '../../../main/live/relays.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState } from '../../support/session.ts';

let store: StudioStore;
let secrets: Map<string, string>;
let orders: (readonly RelayTarget[])[];

const open = () =>
  new Relays({
    store,
    settings: {
      secret: (name) => secrets.get(name) ?? null,
      setSecret: (name, value) =>
        void (value === '' ? secrets.delete(name) : secrets.set(name, value)),
    },
    order: (targets) => orders.push(targets),
  });

beforeEach(() => {
  store = new StudioStore(freshState());
  secrets = new Map();
  orders = [];
});

const session = () => store.state.session.relays;

describe('where the embedded server sends on to', () => {
  it('is ordered whole, kept as a secret, and shown without its key', () => {
    const relays = open();
    expect(relays.add('rtmp://one.example.com/app/', ' k3y-one ').ok).toBe(true);
    expect(relays.add('rtmps://two.example.com/app/k3y-two?txSecret=a', '').ok).toBe(true);
    expect(orders.at(-1)?.map(({ url }) => url)).toEqual([
      'rtmp://one.example.com/app/k3y-one',
      'rtmps://two.example.com/app/k3y-two?txSecret=a',
    ]);
    expect(session().map(({ place, status }) => [place, status.state])).toEqual([
      ['rtmp://one.example.com/app/***', 'idle'],
      ['rtmps://two.example.com/app/***', 'idle'],
    ]);
    expect(JSON.stringify(store.state)).not.toMatch(/k3y|txSecret/);
    expect([...secrets.keys()]).toEqual(['server:relays']);

    // The next run of the app has them again, and tells the server when it stands.
    store = new StudioStore(freshState());
    expect(open().targets).toEqual(orders.at(-1));
    expect(session()).toHaveLength(2);
  });

  it('follows what the server says, and forgets it with the server', () => {
    const relays = open();
    const added = relays.add('rtmp://one.example.com/app', 'key');
    if (!added.ok) throw new Error(added.error.message);
    relays.heard(added.value.id, { state: 'live' });
    relays.heard('another', { state: 'live' });
    expect(session()[0]?.status.state).toBe('live');
    relays.add('rtmp://two.example.com/app', 'key');
    expect(session().map(({ status }) => status.state)).toEqual(['live', 'idle']);
    relays.lost();
    expect(session().map(({ status }) => status.state)).toEqual(['idle', 'idle']);
    expect(relays.remove(added.value.id).ok).toBe(true);
    expect(relays.remove(added.value.id)).toMatchObject({ error: { code: 'INPUT_INVALID' } });
    expect(orders.at(-1)).toHaveLength(1);
  });

  it.each([
    ['rtmp://one.example.com/app', '', 'KEY_MISSING'],
    ['http://one.example.com/app', 'key', 'URL_INVALID'],
    ['rtmp://us:er@one.example.com/app', 's3cret', 'URL_INVALID'],
    ['', 'key', 'URL_INVALID'],
    [`rtmp://one.example.com/${'a'.repeat(4_100)}`, 's3cret', 'URL_INVALID'],
  ])('refuses %s', (server, key, code) => {
    const refused = open().add(server, key);
    expect(refused).toMatchObject({ ok: false, error: { code } });
    expect(JSON.stringify(refused)).not.toContain('s3cret');
    expect(orders).toEqual([]);
  });

  it('refuses the same twice and more than there may be', () => {
    const relays = open();
    for (let count = 0; count < MAX_RELAYS; count++)
      expect(relays.add('rtmp://one.example.com/app', `key${count}`).ok).toBe(true);
    expect(relays.add('rtmp://one.example.com/app', 'key0').ok).toBe(false);
    expect(relays.add('rtmp://one.example.com/app', 'more').ok).toBe(false);
    expect(session()).toHaveLength(MAX_RELAYS);
  });

  it.each(['nonsense', '[{"id":1}]', '[{"id":"a","url":"http://x"}]', '{}'])(
    'does without a list that it cannot read: %s',
    (text) => {
      secrets.set('server:relays', text);
      expect(open().targets).toEqual([]);
    },
  );
});
